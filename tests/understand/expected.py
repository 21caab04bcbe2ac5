"""What may count as right for a moment that somebody typed: "Wed 12-09 18:00", "ASK no_clock: Sat 11-28 or None"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.understand.moment import Moment, Unclear

_YEAR = 2026
_DAY = re.compile(r"[A-Z][a-z]{2} (?:(\d{4})-)?(\d\d)-(\d\d)(?: (\d\d):(\d\d))?")


@dataclass(frozen=True)
class Case:
    """A line of a table: what was said, on which phone, and what counts as right."""

    say: str
    locale: str
    now: datetime
    right: str

    def __str__(self) -> str:
        """What a failing test is called by."""
        return f"{self.say} ({self.locale}, {self.now:%a %m-%d %H:%M})"


def cases(path: Path) -> Iterator[Case]:
    """The lines of a table."""
    line: dict[str, Any]
    for line in yaml.safe_load(path.read_text(encoding="utf-8")):
        now = line["now"] if isinstance(line["now"], datetime) else datetime.fromisoformat(line["now"])
        yield Case(line["say"], line["locale"], now.replace(tzinfo=ZoneInfo(line["zone"])), line["right"])


def fits(case: Case, read: Moment | Unclear | None) -> bool:
    """Whether a reading is one of those that count as right."""
    return any(_fits(one.strip(), case, read) for one in case.right.split(" or "))


def told(case: Case, read: Moment | Unclear | None) -> str:
    """A reading as a line of a table would say it."""
    if read is None:
        return "None"
    if isinstance(read, Moment):
        return f"{read.at.astimezone(case.now.tzinfo):%a %Y-%m-%d %H:%M}"
    days = {at.astimezone(case.now.tzinfo).date() for at in read.options} | set(read.days)
    return f"ASK {read.reason}: " + ", ".join(f"{day:%a %m-%d}" for day in sorted(days))


def _fits(right: str, case: Case, read: Moment | Unclear | None) -> bool:
    if right == "None":
        return read is None
    if right.startswith("ASK"):
        return isinstance(read, Unclear) and _asks(right, case, read)
    day, at = _when(right)
    return isinstance(read, Moment) and read.at.astimezone(case.now.tzinfo).replace(tzinfo=None) == at and bool(day)


def _asks(right: str, case: Case, read: Unclear) -> bool:
    reason, _, day = right.removeprefix("ASK").strip().partition(": ")
    if reason and not read.reason.startswith(reason):
        return False
    asked = {at.astimezone(case.now.tzinfo).date() for at in read.options} | set(read.days)
    return not day or _when(day)[0] in asked


def _when(said: str) -> tuple[date, datetime]:
    found = _DAY.fullmatch(said)
    assert found is not None, said
    day = date(int(found[1] or _YEAR), int(found[2]), int(found[3]))
    assert said.startswith(f"{day:%a}"), f"{said} is a {day:%A}"
    return day, datetime(day.year, day.month, day.day, int(found[4] or 0), int(found[5] or 0))
