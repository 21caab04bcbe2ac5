"""Languages by their tags ("en"), in the order in which one tap leads to the next."""

from __future__ import annotations

from collections.abc import Sequence


def language_after(language: str, languages: Sequence[str]) -> str:
    """The language that follows in `languages` (at least one); after the last, and after one that is not there, the
    first."""
    place = languages.index(language) + 1 if language in languages else 0
    return languages[place % len(languages)]
