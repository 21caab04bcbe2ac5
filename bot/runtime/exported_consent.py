"""What somebody's export says of their consent: to which words, and when. It is kept as long as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from bot.coach.agreement import version_of
from bot.insight.export import Line
from bot.model.state import Person
from bot.model.values import Instant, Number

UNKNOWN: Final = "–"
"""Shown for the time of a tap that was not noted yet."""


def consent_lines(person: Person, label: Callable[[str], str]) -> Iterator[Line]:
    """Each tap with its time and the version of its words; nothing of somebody who has said neither. `label` finds the
    words for a line."""
    said = (
        ("of_age", person.of_age, 1 if person.consented else 0),
        ("agreed", person.agreed, version_of(person)),
        ("refused", person.refused, 0),
    )
    for name, told, before in said:
        version = told.version if told is not None else before
        if version == 0:
            continue
        at = told.at if told is not None else None
        yield Line(name, label(name), Instant(at) if at is not None else None, "" if at is not None else UNKNOWN)
        yield Line(f"{name}_version", label(f"{name}_version"), Number(version))
