"""What is in force: agreements, promises, if-thens – whatever holds until it is dropped.

What is of two has two copies, one of each person's. Whoever drops it chooses how the other is to hear: from then on it
binds nobody, and until the other hears nothing on their phone is different – what comes every day comes, and what they
are to hear at home stands in their review as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.coach.due import AGAIN, next_time
from bot.coach.revising import home_of, revise
from bot.engine.script import MemoryKind
from bot.engine.steps.nudge import NudgeStep
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.memory import COUPLE, ENDED, OURS, OVER, SILENCED, Memory
from bot.model.removals import RemoveMemory
from bot.model.rhythm import Rhythm, is_rhythm
from bot.model.values import Day, Duration, Instant, Option, Own, Planned, TimeOfDay, Value, Words, is_value

MOST: Final = 50
"""So many items of each kind are looked at, the latest."""

AN_HOUR: Final = timedelta(hours=1)
"""So long after its end a date is still one of theirs: what comes at its end comes a moment later."""

Hears = Literal["now", "review", "themselves"]
"""How the other hears that something of two is dropped: at once, at their next review, or from whoever dropped it."""


def holds(turn: Turn, item: Memory | None) -> bool:
    """Whether an item is in force. What is of two is so within the link in which it was made; where it is not of a kind
    that holds until it is dropped, as a date is not, until its time is over."""
    kind = turn.world.library.kinds.get(item.kind) if item is not None else None
    if item is None or kind is None or item.values.get(OVER):
        return False
    if not kind.in_force and not (kind.ours and OURS in item.values and _to_come(turn, kind, item)):
        return False
    couple = turn.conversation.couple
    return OURS not in item.values or (couple is not None and item.values.get(COUPLE) == couple)


def is_ours(turn: Turn, item: Memory) -> bool:
    """Whether an item that is in force is of two. One that somebody made alone is theirs, whatever its kind."""
    kind = turn.world.library.kinds.get(item.kind)
    return kind is not None and kind.ours and OURS in item.values and holds(turn, item)


def moment_of_two(turn: Turn, item: Memory | None) -> datetime | None:
    """The moment of something of two that is still to come: another one takes both. What comes again and again is
    changed as a whole."""
    kind = turn.world.library.kinds.get(item.kind) if item is not None else None
    if item is None or kind is None or kind.repeats is not None or not is_ours(turn, item):
        return None
    when = item.values.get(kind.plans or "")
    return when.at if isinstance(when, Instant) and when.at > turn.world.now else None


def _to_come(turn: Turn, kind: MemoryKind, item: Memory) -> bool:
    when = item.values.get(kind.plans or "")
    minutes = next((v.minutes for v in item.values.values() if isinstance(v, Duration)), 0)
    return isinstance(when, Instant) and when.at + timedelta(minutes=minutes) + AN_HOUR > turn.world.now


def in_force(turn: Turn, who: int) -> list[Memory]:
    """All that is in force for a person, kind by kind, as it was made; with what this turn has changed."""
    found: list[Memory] = []
    counts = turn.world.memory.counts(who)
    for name, kind in turn.world.library.kinds.items():
        if kind.in_force and counts.get(name):
            found += reversed(turn.world.memory.latest(who, name, MOST))
    return [item for item in as_now(turn, who, found) if holds(turn, item)]


def as_now(turn: Turn, who: int, items: Sequence[Memory], *, only: str | None = None) -> list[Memory]:
    """Items as they are at this point of the turn, and those that it has made: memory itself is as it was before. With
    `only`, the one of that id."""
    now = {item.id: item for item in items}
    for event in turn.events:
        if isinstance(event, Remember) and event.person == who and only in (None, event.id):
            made = now[event.id].created if event.id in now else turn.world.now
            now[event.id] = Memory(event.id, event.kind, event.revision, made, event.values)
        elif isinstance(event, RemoveMemory) and event.person == who:
            now.pop(event.id, None)
    return list(now.values())


def follows(turn: Turn, item: Memory) -> bool:
    """Whether an item only follows from what two have agreed, as a message each day does: it goes with that."""
    kind = turn.world.library.kinds.get(item.kind)
    return OURS in item.values and kind is not None and not kind.ours


def as_line(turn: Turn, who: int, item: Memory) -> Planned:
    """An item in a list: all its words, and its moment, its day, or its hour with how often it comes."""
    kind = turn.world.library.kinds.get(item.kind)
    named = (kind.plans or "", kind.repeats or "") if kind is not None else ()
    also = tuple(line for line in lines(turn, who, item) if line.ask in named)
    at = next((line.value.at for line in also if isinstance(line.value, Instant)), None)
    return Planned(" → ".join(item.words), at, tuple(line for line in also if not isinstance(line.value, Instant)))


def lines(turn: Turn, who: int, item: Memory) -> tuple[Own, ...]:
    """Its answers, each with its question; of what comes again and again the hour by its owner's clock, not the first
    day; of what comes once a week the next time."""
    again, zone = recurs(turn, item), ZoneInfo(turn.person(who).zone)
    rhythm = rhythm_of(turn, item)

    def shown(value: Value) -> Value:
        if not again or not isinstance(value, Instant):
            return value
        if rhythm == "weekly":
            return Instant(next_time(value.at, rhythm, zone, turn.world.now))
        here = value.at.astimezone(zone)
        return TimeOfDay(here.hour * 60 + here.minute)

    return tuple(Own(name, shown(value)) for name, value in item.answers.items() if is_value(value))


def its_words(item: Memory) -> tuple[str, Words] | None:
    """What an item of two is called by, and can be put in other words: the first words in it, with their question."""
    found = ((name, value) for name, value in item.answers.items() if isinstance(value, Words))
    return next(found, None)


def look_at(turn: Turn, who: int, item: Memory, today: date, day: date | None) -> None:
    """The day on which an item is looked at again, where it has one, is another now; without another, one that has gone
    by is none any more. Nothing is said on it by itself."""
    kind = turn.world.library.kinds.get(item.kind)
    name = kind.plans if kind is not None and kind.plans is not None else ""
    before = item.values.get(name)
    if not isinstance(before, Day) or (day is None and before.on > today):
        return
    values = {key: value for key, value in item.values.items() if key != name}
    values |= {name: Day(day)} if day is not None else {}
    turn.emit(Remember(item.id, who, item.kind, item.revision + 1, values))


# ── dropping ──


def copy_of_other(turn: Turn, who: int, item: Memory) -> Memory | None:
    """The other's copy of what is of two."""
    other, ours = turn.conversation.partner(who), item.values.get(OURS)
    if other is None or ours is None:
        return None
    theirs = as_now(turn, other, turn.world.memory.latest(other, item.kind, MOST))
    return next((each for each in theirs if each.values.get(OURS) == ours), None)


def drop(turn: Turn, who: int, item: Memory, hears: Hears) -> None:
    """It is in force no more, and what follows from it neither. Of what is of two the other's copy goes at once where
    they are told now; otherwise it stays as it was until they hear. What only follows from something goes for this
    person alone."""
    theirs, other = copy_of_other(turn, who, item), turn.conversation.partner(who)
    for mine in (item, *_following(turn, who, item)):
        turn.emit(RemoveMemory(who, mine.id))
    if theirs is None or other is None or ENDED in theirs.values or follows(turn, item):
        return
    for each in (theirs, *_following(turn, other, theirs)):
        if hears == "now":
            turn.emit(RemoveMemory(other, each.id))
        else:
            revise(turn, other, each, {**each.values, ENDED: hears})


def _following(turn: Turn, who: int, item: Memory) -> list[Memory]:
    """What follows from an item that is of two, among what is in force for a person."""
    ours = item.values.get(OURS)
    if ours is None or not is_ours(turn, item):
        return []
    return [each for each in in_force(turn, who) if each.values.get(OURS) == ours and follows(turn, each)]


def settle_ended(turn: Turn, who: int) -> tuple[Planned, ...]:
    """What the other has let go of for this person's next review goes from their memory, too: they hear of it now."""
    ended = [item for item in in_force(turn, who) if item.values.get(ENDED) == "review"]
    for item in ended:
        turn.emit(RemoveMemory(who, item.id))
    return tuple(as_line(turn, who, item) for item in ended if not follows(turn, item))


# ── what comes again and again ──


def rhythm_of(turn: Turn, item: Memory) -> Rhythm:
    """How often the moment of an item comes again; every day where its kind says nothing else."""
    kind = turn.world.library.kinds.get(item.kind)
    often = item.values.get(kind.repeats or "") if kind is not None else None
    return often.id if isinstance(often, Option) and is_rhythm(often.id) else "daily"


def recurs(turn: Turn, item: Memory) -> bool:
    """Whether a message of an item comes again and again, or would if its owner had not silenced it."""
    script = turn.world.library.dialogs.get(home_of(turn, item.kind, item.values))
    steps = script.steps.values() if script is not None else ()
    kind = turn.world.library.kinds.get(item.kind)
    timed = kind is not None and isinstance(item.values.get(kind.plans or ""), Instant)
    return timed and any(isinstance(step, NudgeStep) and step.at in AGAIN for step in steps)


def silence(turn: Turn, who: int, item: Memory, *, on: bool) -> None:
    """Want a message that comes again and again no more, or anew: for this person alone, and nobody learns of it."""
    revise(turn, who, item, {**item.values, SILENCED: on})
