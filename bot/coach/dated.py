"""What is remembered with a moment of its own, of whatever kind: in /plans until then, moved, dropped, and nudged.

An outing is more than that: who has one is out. It has a file of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.coach.due import AGAIN, DROPPED_AFTER, next_time, set_anew
from bot.coach.in_force import holds, rhythm_of
from bot.coach.nudging import MORE_VARIANTS, VARIANTS, is_paused, offered, opening, variant, when_to_offer
from bot.coach.revising import home_of
from bot.engine.fired import again
from bot.engine.quiet import in_quiet
from bot.engine.runs import park
from bot.engine.steps.remember import as_item
from bot.engine.turn import Turn
from bot.model.attached import Appointment
from bot.model.events import Prompt, Remember
from bot.model.inputs import Fired
from bot.model.memory import CONFIRMED, COUPLE, OURS, SILENCED, Memory
from bot.model.state import Item
from bot.model.values import Duration, Instant

MOST = 20
"""Among how many of the latest items of a kind those are looked for that are still to come."""

TRY_AGAIN = timedelta(minutes=1)
"""How soon a deferred nudge looks again whether the person is still mid-dialog."""

SHORTEST = timedelta(minutes=30)
"""What stands in a calendar for what has a moment and no length."""

ANOTHER_DAY = timedelta(days=1)
"""When what can wait is offered once more to somebody who is out, or has asked for quiet."""

_PATIENT = frozenset({"later", "on_day"})
_OFFERED = frozenset({"eve", "share", *_PATIENT})


@dataclass(frozen=True, slots=True)
class Dated:
    """An item with its moment: from when and until when, UTC. `until` is `started` where it says no length."""

    item: Memory
    started: datetime
    until: datetime


def dated(turn: Turn, item: Memory | None) -> Dated | None:
    """An item with its moment, where its kind has one; an outing is none of these."""
    kind = turn.world.library.kinds.get(item.kind) if item is not None else None
    when = item.values.get(kind.plans or "") if item is not None and kind is not None else None
    if item is None or not isinstance(when, Instant):
        return None
    minutes = next((v.minutes for v in item.values.values() if isinstance(v, Duration)), 0)
    return Dated(item, when.at, when.at + timedelta(minutes=minutes))


def upcoming(turn: Turn, who: int) -> list[Dated]:
    """What is still to come, of all kinds that stand in /plans. What is in force has a list of its own there; what was
    of two goes with the link."""
    found: list[Dated] = []
    for name, kind in turn.world.library.kinds.items():
        if kind.plans is not None and not kind.in_force:
            items = [i for i in turn.world.memory.latest(who, name, MOST) if OURS not in i.values or holds(turn, i)]
            found += [one for item in items if (one := dated(turn, item)) is not None and one.until > turn.world.now]
    return found


def move(turn: Turn, who: int, id: str, to: datetime) -> bool:
    """Another moment for an item: its nudges are set anew, and those set before do nothing. Whether it was there."""
    one = dated(turn, turn.world.memory.item(who, id))
    if one is None:
        return False
    kind = one.item.kind
    name = turn.world.library.kinds[kind].plans or ""
    changed = Remember(id, who, kind, one.item.revision + 1, {**one.item.values, name: Instant(to)})
    turn.emit(changed)
    item = Item(id, kind, changed.revision, to + (one.until - one.started), to)
    moments = ("eve", "start", "until", "next_evening", "later", *AGAIN)
    item.rhythm = as_item(turn.world.library.kinds[kind], changed).rhythm
    set_anew(turn, who, home_of(turn, kind, changed.values), item, moments)
    put_anew(turn, who, id)
    return True


def appointment(turn: Turn, who: int, id: str, *, cancelled: bool = False) -> Appointment | None:
    """An item in its owner's calendar, as it is at this point of the turn: half an hour where it has no length. None
    where it has no moment; an outing has a file of its own."""
    item = turn.world.memory.item(who, id)
    now = next((e for e in reversed(turn.events) if isinstance(e, Remember) and e.id == id and e.person == who), None)
    if now is not None:
        item = Memory(id, now.kind, now.revision, turn.world.now, now.values)
    one = dated(turn, item)
    if one is None:
        return None
    kind = turn.world.library.kinds[one.item.kind]
    rhythm = rhythm_of(turn, one.item) if kind.repeats is not None else None
    until = one.until if one.until > one.started else one.started + SHORTEST
    return Appointment(id, one.started, until, one.item.revision - (not cancelled), one.item.title, cancelled, rhythm)


def put_anew(turn: Turn, who: int, id: str) -> None:
    """Somebody's own change to what comes again and again: their calendar is to have it as it is now."""
    file = appointment(turn, who, id)
    if file is not None and file.rhythm is not None:
        turn.say(who, Prompt("common", "calendar_anew"), attach=file)


def take_out(turn: Turn, who: int, id: str) -> None:
    """What comes again and again comes no more: a file takes it out of the calendar. Before it is removed."""
    file = appointment(turn, who, id, cancelled=True)
    if file is not None and file.rhythm is not None:
        turn.say(who, Prompt("common", "out_of_calendar"), attach=file)


def on_due(turn: Turn, nudge: Fired, *, late: bool) -> None:
    """A nudge of an item that is as it was. At a moment that the person chose it comes, unless they are out or have
    asked for quiet; on the evening before or after it is an offer as any other."""
    person, now = turn.person(nudge.person), turn.world.now
    item = turn.world.memory.item(person.id, nudge.subject)
    if item is None or item.revision != nudge.revision or nudge.prompt is None:
        return
    if not _binds(turn, item):
        return
    if nudge.reason in AGAIN:
        _come_again(turn, nudge, item, late=late)
        return
    if late or (nudge.reason not in _PATIENT and dated(turn, item) is None):
        return
    if nudge.reason in _OFFERED:
        if not _may_be_offered(turn, nudge):
            return
    elif is_paused(person, now) or person.outing is not None:
        return
    if turn.mid_dialog(person.id):
        if nudge.policy == "defer":
            again(turn, nudge, now + TRY_AGAIN)
        return
    if nudge.reason in _OFFERED:
        offered(person, now)
    elif OURS in item.values and in_quiet(person, now) and not item.values.get(CONFIRMED):
        turn.quietly.add(person.id)  # a moment that two agreed on may be in one's night
    _set_aside(turn, person.id)
    _say(turn, nudge, nudge.prompt)


def _may_be_offered(turn: Turn, nudge: Fired) -> bool:
    """Whether it is offered now; what may be offered later comes again then."""
    person, now = turn.person(nudge.person), turn.world.now
    told = nudge.reason in _PATIENT
    when = when_to_offer(person, now, tied=nudge.reason == "eve", told=told)
    when = "never" if _too_close(turn, nudge) else when
    if when == "never":
        if told:
            again(turn, nudge, now + ANOTHER_DAY)
        return False
    if nudge.reason == "eve" and in_quiet(person, now):
        return False
    if when != now:
        again(turn, nudge, when)
    return when == now


def _binds(turn: Turn, item: Memory) -> bool:
    """Whether an item is in force, if it is of a kind that is; of two, whether they are still linked as it was made."""
    kind = turn.world.library.kinds.get(item.kind)
    if kind is not None and kind.in_force and not holds(turn, item):
        return False
    return OURS not in item.values or item.values.get(COUPLE) == turn.conversation.couple


def _say(turn: Turn, nudge: Fired, prompt: Prompt) -> None:
    """One of the wordings of a nudge. What it opens is opened by a typed yes as well."""
    buttons = opening(turn, nudge)
    yes = buttons[0].command if buttons else None
    wordings = MORE_VARIANTS if nudge.reason == "recurring" else VARIANTS
    turn.say(nudge.person, variant(turn.person(nudge.person), prompt, wordings), buttons=buttons, yes=yes)


def _set_aside(turn: Turn, who: int) -> None:
    """A question that nobody has touched for a while waits in the menu. It would come again beneath the nudge, each
    day anew, and a lock screen would show the words in it."""
    run = turn.run(turn.person(who).foreground)
    if run is not None and not turn.unsaid(run):
        park(turn, who, offered=False)


def _too_close(turn: Turn, nudge: Fired) -> bool:
    """Whether it would lead somebody to what they are not to be offered now."""
    dialog = turn.world.library.dialogs.get(nudge.opens or "")
    return dialog is not None and dialog.closer and turn.person(nudge.person).keeps_apart


def _come_again(turn: Turn, nudge: Fired, item: Memory, *, late: bool) -> None:
    """At its hour, on each of its days on which its owner is here and has not silenced it; of two, as long as the two
    are linked, and until its owner has heard that the other has let go of it: a message that stayed away would tell.
    Where its owner sleeps at that hour it makes no sound, unless they have said that it may."""
    person, now = turn.person(nudge.person), turn.world.now
    kind = turn.world.library.kinds.get(item.kind)
    if kind is None or nudge.prompt is None or item.values.get(SILENCED):
        return
    if not late and not is_paused(person, now) and person.outing is None:
        if turn.mid_dialog(person.id):
            again(turn, nudge, now + TRY_AGAIN)
            return
        _set_aside(turn, person.id)
        if in_quiet(person, now) and not item.values.get(CONFIRMED):
            turn.quietly.add(person.id)
        _say(turn, nudge, nudge.prompt)
    made = as_item(kind, Remember(item.id, person.id, item.kind, item.revision, item.values))
    if made.started is not None:
        due = next_time(made.started, made.rhythm, ZoneInfo(person.zone), now)
        again(turn, replace(nudge, expires=due + DROPPED_AFTER), due)
