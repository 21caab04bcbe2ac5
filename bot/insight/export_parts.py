"""An export in parts: each is an export of its own, small enough to be made, kept and sent alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, Literal

from bot.insight.export import Entry, Export
from bot.model.values import Words

PART_SIZE: Final = 2_000_000
"""Characters of a part: under 20 MB as a file, whatever they are and however they are escaped. Telegram takes 50 MB."""

MOST_PARTS: Final = 25
"""So many parts are sent at most: ten times what all the notes of one person can be."""

_FRAME: Final = 200
"""About what stands around one line in a file."""

Placed = tuple[Literal["memory", "outings"], Entry]
"""An entry with the section it stands in."""


def divided(head: Export, entries: Iterable[Placed], size: int = PART_SIZE) -> Iterator[Export]:
    """The parts of an export, in order, made as they are asked for: one is in memory at a time.

    `head` has everything but its memory and its outings, and is the first part's alone; `entries` are these. A part is
    at most `size` characters, or one entry.
    """
    part, held, weight = head, list[Placed](), 0
    for placed in entries:
        more = _weight(placed[1])
        if held and weight + more > size:
            yield _filled(part, held)
            part = replace(part, part=part.part + 1, settings=(), invitations=(), nudges=(), runs=())
            held, weight = [], 0
        held.append(placed)
        weight += more
    yield _filled(part, held)


def _filled(part: Export, held: list[Placed]) -> Export:
    memory = tuple(entry for section, entry in held if section == "memory")
    return replace(part, memory=memory, outings=tuple(entry for section, entry in held if section == "outings"))


def _weight(entry: Entry) -> int:
    lines = 0
    for line in entry.lines:
        value = len(line.value.text) if isinstance(line.value, Words) else 0
        lines += len(line.id) + len(line.label) + len(line.shown) + value + _FRAME
    return len(entry.kind) + len(entry.title) + lines + _FRAME
