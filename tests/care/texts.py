"""The texts that danger is measured on: dangerous and innocent, by several hands, in two halves.

`build` is what the frames are made with; `report` is what nobody who made them has seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import yaml

from bot.model.danger import CATEGORIES, Category, Danger

HERE = Path(__file__).parent
LANGUAGES = ("en", "es")
Half = Literal["build", "report"]
How = Literal["outright", "indirect"]
Reader = Callable[[str], Danger | None]


@dataclass(frozen=True, slots=True)
class Case:
    """One text with what is right: any of `categories`, or nothing where there is none. `hand`: the file it is from."""

    text: str
    hand: str
    categories: tuple[Category, ...] = ()
    how: How | None = None


def cases(language: str, half: Half) -> list[Case]:
    """All texts of one language and half, in the order of their files."""
    files = sorted((HERE / language / half).glob("*.yaml"))
    return [case for file in files for case in _read(file)]


def _read(file: Path) -> Iterator[Case]:
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for category in CATEGORIES:
        for how in get_args(How):
            for text in (data["danger"].get(category) or {}).get(how) or ():
                yield Case(text, file.stem, (category,), how)
    for mixed in data.get("either") or ():
        yield Case(mixed["text"], file.stem, tuple(mixed["categories"]))
    for text in data["innocent"] or ():
        yield Case(text, file.stem)
