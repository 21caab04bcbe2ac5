"""What a look back at a season finds in memory: what was done, what holds, what was said. Counted by what the kinds of
memory items say of themselves; nobody's but the person's own, and nothing of it is a score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.coach.in_force import follows, holds
from bot.coach.nudging import is_over
from bot.coach.seasons import WEEKS
from bot.engine.script import MemoryKind
from bot.engine.step import Question
from bot.engine.turn import Turn
from bot.model.events import Prompt
from bot.model.memory import OVER, Memory
from bot.model.script import KindRole
from bot.model.state import Run
from bot.model.values import Day, Instant, Number, Option, Own, Planned, Variable, Words

MOST: Final = 200
"""Of each kind so many of the latest items are looked at: more than six weeks can well hold."""

QUOTED: Final = 3
"""So many of their own words are given back of each thing."""

LONGEST: Final = 80
"""Of each so many characters."""

SEASON: Final = timedelta(weeks=WEEKS)

LATE: Final = timedelta(weeks=1)
"""A look back that is so late still has its whole season, and nothing after it is left out."""

AWAY, BREATHER, HOME = "away", "breather", "home"
"""What a day of the calendar was."""

_TIMES: Final = ("started", "until")


@dataclass(frozen=True, slots=True)
class Found:
    """What a person's memory has of their season: each the latest first. `breathers` are times away that began at once;
    `standing` is what is in force now, by its kind, whenever it was made; `kept` what was, and was kept."""

    away: tuple[Memory, ...]
    breathers: tuple[Memory, ...]
    home: tuple[Memory, ...]
    said: tuple[Memory, ...]
    standing: dict[str, tuple[Memory, ...]]
    kept: tuple[Memory, ...]

    @property
    def anything(self) -> bool:
        """Whether there is anything to look back on."""
        return any((self.away, self.breathers, self.home, self.said, self.standing, self.kept))


def find(turn: Turn, who: int) -> Found:
    """What there is, from where the look back begins until now."""
    begin, now = since(turn, who), turn.world.now
    outings = [item for item in _of(turn, who, "outing") if begin <= _started(item) < now]
    at_once = [item for item in outings if not _chosen(item)]
    counts = turn.world.memory.counts(who)
    kinds = {name: kind for name, kind in turn.world.library.kinds.items() if kind.in_force and counts.get(name)}
    made = {name: turn.world.memory.latest(who, name, MOST) for name in kinds}
    holding = {name: tuple(item for item in made[name] if _stands(turn, item)) for name in kinds}
    return Found(
        away=tuple(item for item in outings if _chosen(item)),
        breathers=tuple(at_once),
        home=tuple(item for item in _of(turn, who, "home") if item.created >= begin),
        said=tuple(item for item in _of(turn, who, "shared") if item.created >= begin),
        standing={name: items for name, items in holding.items() if items},
        kept=tuple(item for name in kinds for item in made[name] if _kept(kinds[name], item, begin)),
    )


def since(turn: Turn, who: int) -> datetime:
    """Where a look back begins: with the season, where it has just come to its end; else six weeks ago."""
    season, now = turn.person(who).season, turn.world.now
    whole = season is not None and now - LATE <= season.began + SEASON <= now
    return season.began if season is not None and whole else now - SEASON


def _of(turn: Turn, who: int, role: KindRole) -> Iterable[Memory]:
    return turn.world.memory.latest(who, turn.world.library.kind_of(role), MOST)


def _started(item: Memory) -> datetime:
    started = item.values.get("started")
    return started.at if isinstance(started, Instant) else item.created


def _chosen(item: Memory) -> bool:
    """Whether somebody picked the moment of a time away; one without began at once."""
    return any(isinstance(value, Instant) for name, value in item.values.items() if name not in _TIMES)


def _stands(turn: Turn, item: Memory) -> bool:
    """Whether an item is in force by itself: what only follows from what two have agreed is counted with that."""
    return holds(turn, item) and not follows(turn, item)


def _kept(kind: MemoryKind, item: Memory, begin: datetime) -> bool:
    """Whether something that is over was kept, by what its owner said; it counts by the moment that it was for."""
    when = item.values.get(kind.plans or "")
    at = when.at if isinstance(when, Instant) else item.created
    said = kind.kept is not None and Option(kind.kept) in item.values.values()
    return bool(item.values.get(OVER)) and said and at >= begin


# ── what is said of it ──


def lately(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether there is anything of this season to look back on: something or nothing."""
    return "something" if find(turn, who).anything else "nothing"


def season(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the person's season goes on, or is over and nothing is offered: running or over."""
    return "over" if is_over(turn.person(who)) else "running"


def look_back(turn: Turn, run: Run, source: str | None) -> None:
    """What was done, with a calendar of it; and what holds and what was said."""
    who = run.starter
    found = find(turn, who)
    days = tuple(_days(turn, who, found))
    if found.away or found.breathers or found.home:
        zone = ZoneInfo(turn.person(who).zone)
        done: dict[str, Variable] = {
            "first_day": Day(_first(turn, who, days).astimezone(zone).date()),
            "last_day": Day(turn.world.now.astimezone(zone).date()),
            "away": len(found.away),
            "breathers": len(found.breathers),
            "home": len(found.home),
            "places": _words(turn, found.away),
            "brought": _words(turn, found.home),
            "days": days,
        }
        turn.say(who, Prompt(run.dialog, "done"), run=run, values=done, attach="season")
    if found.standing or found.said or found.kept:
        kept: dict[str, Variable] = {
            "items": tuple(Own(f"kind_{name}", Number(len(items))) for name, items in found.standing.items()),
            "words": _words(turn, (item for items in found.standing.values() for item in items)),
            "said": len(found.said),
            "kept": len(found.kept),
            "kept_words": _words(turn, found.kept),
            "kind": "",
        }
        turn.say(who, Prompt(run.dialog, "kept"), run=run, values=kept)


def _first(turn: Turn, who: int, days: Sequence[Planned]) -> datetime:
    """From when on there is something to show: a season is shown whole, of a shorter time what there is."""
    begin, season = since(turn, who), turn.person(who).season
    whole = season is not None and season.began == begin
    return begin if whole else min((day.at for day in days if day.at is not None), default=begin)


def _days(turn: Turn, who: int, found: Found) -> Iterator[Planned]:
    """What each day was: a time away is on every day that it touches."""
    now = turn.world.now
    for item in found.away:
        until = item.values.get("until")
        last = min(until.at, now) if isinstance(until, Instant) else _started(item)
        at = _started(item)
        while at <= last:
            yield Planned(AWAY, at)
            at += timedelta(days=1)
        yield Planned(AWAY, last)
    yield from (Planned(BREATHER, _started(item)) for item in found.breathers)
    yield from (Planned(HOME, item.created) for item in found.home)


def _words(turn: Turn, items: Iterable[Memory]) -> tuple[Planned, ...]:
    """Some of their own words, the latest first, none of them twice, and nothing of what could hurt."""
    hurting = _hurting(turn)
    said: list[str] = []
    for item in items:
        own = (v.text for name, v in item.answers.items() if isinstance(v, Words) and name not in hurting)
        first = next(own, "")
        if first and first.casefold() not in (each.casefold() for each in said):
            said.append(first if len(first) <= LONGEST else first[: LONGEST - 1].rstrip() + "…")
    return tuple(Planned(words, None) for words in said[:QUOTED])


def _hurting(turn: Turn) -> frozenset[str]:
    """The questions whose answers could be held against their writer."""
    steps = (step for dialog in turn.world.library.dialogs.values() for step in dialog.steps.values())
    return frozenset(step.id for step in steps if isinstance(step, Question) and step.hurts)
