"""How people say what they are after: example phrases, a file a practice beside the dialogs' wording."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from bot.script.findings import Finding
from bot.script.shown import letters_of

ENDING: Final = ".phrases.txt"
"""What the name of such a file ends with, after the practice."""

NOTHING: Final = "chitchat"
"""The file of phrases for which nothing is to be offered."""

FEWEST: Final = 30
"""So many phrases a practice needs in each language."""


def read_phrases(folder: Path, language: str) -> Mapping[str, tuple[str, ...]]:
    """The phrases of a language by practice: one a line, without empty lines and comments (`#`)."""
    return {
        path.name.removesuffix(ENDING): tuple(_lines(path)) for path in sorted((folder / language).glob(f"*{ENDING}"))
    }


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def check_phrases(folder: Path, languages: Collection[str]) -> Iterator[Finding]:
    """What is wrong with the phrases: a practice that only some languages have, too few of them, the same words for
    two. Where no language has any file, nothing is offered, and nothing is wrong."""
    all_phrases = {language: read_phrases(folder, language) for language in languages}
    names = sorted({name for phrases in all_phrases.values() for name in phrases})
    for language, phrases in all_phrases.items():
        for name in names:
            file = f"{folder.name}/{language}/{name}{ENDING}"
            if name not in phrases:
                yield Finding(file, 1, f'nobody says how people are after "{name}"')
            elif len(phrases[name]) < FEWEST:
                yield Finding(file, 1, f"{len(phrases[name])} phrases are too few: {FEWEST} are needed")
        yield from _said_for_two(folder, language, phrases)


def _said_for_two(folder: Path, language: str, phrases: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for name, lines in phrases.items():
        for line in lines:
            other = first.setdefault(letters_of(line), name)
            if other != name:
                file = folder / language / f"{name}{ENDING}"
                at = file.read_text(encoding="utf-8").splitlines().index(line) + 1
                yield Finding(f"{folder.name}/{language}/{file.name}", at, f'"{line}" is said for "{other}" as well')
