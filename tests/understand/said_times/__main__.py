"""Prints phrases with what they mean: language, seed, count."""

from __future__ import annotations

import sys

from tests.understand.said_times import Saying, sayings


def line(saying: Saying) -> str:
    """A phrase, who says it when, and its value."""
    right = " or ".join(f"{moment:%a %y-%m-%d %H:%M}" for moment in sorted(saying.right)) or "-"
    days = "" if saying.ask is None else f"   ASK {' '.join(f'{day:%a %y-%m-%d}' for day in sorted(saying.ask))}"
    return f"{saying.locale:<6}{saying.now:%a %y-%m-%d %H:%M} | {saying.text} | {right}{days} | {saying.kind}"


def main(language: str, seed: str, count: str) -> None:
    """Phrases of a language, by the moment at which they are said."""
    for saying in sorted(sayings(language, int(seed), int(count)), key=lambda saying: (saying.now, saying.kind)):
        print(line(saying))


if __name__ == "__main__":
    main(*sys.argv[1:])
