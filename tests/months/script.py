"""What people do over weeks, as data: scenes of one person each, at the time that their own clock shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import yaml

from tests.dialogs.acts import Act, moments

Doing = str | list[str] | dict[str, str | int]
"""Words that are sent, [a label] that is tapped (the newest, or with words of its message after it), or {how: what}."""

_IS_IN: Final = "is in"
_THERE: Final = " in the group"


@dataclass(frozen=True, slots=True)
class Scene:
    """One person's acts at one moment, all in the chat with the coach or all in the group. `zone` is where the person
    is; `remark` stands above the first scene of its day."""

    who: str
    at: datetime
    zone: ZoneInfo
    acts: tuple[Act, ...]
    remark: str = ""

    def __str__(self) -> str:
        """When it is, for whoever must find it."""
        return f"{self.at.astimezone(self.zone):%A %d %B, %H:%M}, {self.who}"


@dataclass(frozen=True, slots=True)
class Script:
    """People by name with the language of their Telegram, and their scenes in order; all days are those of `home`."""

    people: Mapping[str, str]
    home: ZoneInfo
    begins: datetime
    ends: datetime
    scenes: tuple[Scene, ...]

    def zone(self, who: str, at: datetime) -> ZoneInfo:
        """Where somebody was at a time."""
        been = [scene.zone for scene in self.scenes if scene.who == who and scene.at <= at]
        return been[-1] if been else self.home

    def typed(self) -> list[str]:
        """What people typed that is nobody else's: no commands, and nothing so short that it may be there by chance."""
        said = [act.words["text"] for scene in self.scenes for act in scene.acts if act.kind in ("say", "reply")]
        return [words for words in said if not words.startswith("/") and len(words) > 4]

    def typed_in_private(self) -> list[str]:
        """What people typed in the chat with the coach, likewise."""
        there = {act.words["text"] for scene in self.scenes for act in scene.acts if act.place and "text" in act.words}
        return [words for words in self.typed() if words not in there]


def read_script(file: Path) -> Script:
    """Read a script. ValueError where a day or a time is none, or does not come after the one before."""
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    zones = {name: ZoneInfo(person[_IS_IN]) for name, person in read["people"].items()}
    home = ZoneInfo(read["home"])
    scenes: list[Scene] = []
    for entry in read["days"]:
        scenes += _scenes(entry, read["year"], zones)
    days = [datetime.combine(_day(e["day"], read["year"]), time(), home) for e in (read["days"][0], read["days"][-1])]
    return Script(
        {name: person["speaks"] for name, person in read["people"].items()},
        home,
        days[0].astimezone(UTC),
        (days[1] + timedelta(days=1)).astimezone(UTC),
        tuple(sorted(scenes, key=lambda scene: scene.at)),
    )


def _scenes(entry: Mapping[str, str | list[Doing]], year: int, zones: dict[str, ZoneInfo]) -> Iterator[Scene]:
    """The scenes of one day; who travels takes their zone along."""
    day, remark = _day(str(entry["day"]), year), str(entry.get("remark", ""))
    last: dict[str, datetime] = {}
    for heading, doings in entry.items():
        if heading in ("day", "remark"):
            continue
        actor, _, clock = heading.rpartition(" ")
        who, acts = actor.removesuffix(_THERE), list[Act]()
        for doing in doings:
            if isinstance(doing, dict) and _IS_IN in doing:
                zones[who] = ZoneInfo(str(doing[_IS_IN]))
            else:
                acts.append(_act(actor, doing))
        at = datetime.combine(day, time.fromisoformat(clock), zones[who]).astimezone(UTC)
        if at <= last.get(who, at - timedelta(1)):
            raise ValueError(f"{entry['day']}, {heading}: comes after what is later")
        last[who] = at
        yield Scene(who, at, zones[who], tuple(acts), remark)
        remark = ""


def _day(written: str, year: int) -> datetime:
    day = datetime.strptime(f"{written} {year}", "%a %d %B %Y")
    if f"{day:%a}" != written[:3]:
        raise ValueError(f"{written} {year} is a {day:%A}")
    return day


def _act(who: str, doing: Doing) -> Act:
    """The same act in the words of a transcript. `who` says where it is done, too."""
    match doing:
        case str():
            line = f"{who}: {doing}"
        case [label]:
            line = f"{who} taps [{label}]."
        case [label, under]:
            line = f"{who} taps [{label}] under “{under}”."
        case {"opens link": number}:
            line = f"{who} opens link {number}."
        case {"replies to": under, "words": words}:
            line = f"{who} replies to “{under}”: {words}"
        case {"does": what}:
            line = f"{who.removesuffix(_THERE)} {what}."
        case {"happens": what}:
            line = f"{what}."
        case _:
            raise ValueError(f"nobody can do this: {doing}")
    [moment] = moments(line)
    return moment.acts[0]
