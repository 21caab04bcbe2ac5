"""Being out: how an outing ends, and what was held until then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.coach.due import set_anew
from bot.engine.runs import start_about
from bot.engine.step import Question, Step
from bot.engine.steps.nudge import NudgeStep
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.memory import COUPLE
from bot.model.outings import Outing, Undated
from bot.model.state import Item, Person, Run
from bot.model.values import Duration, Instant, Option, Variable, Words

LATELY = 5
"""Of how many outings that are over it is still known that nothing was brought home."""


def outing_of(person: Person, outing_id: str, revision: int) -> Outing | None:
    """The person's present or planned outing of that id, if it still has that revision."""
    known = [*person.planned, *([person.outing] if person.outing is not None else [])]
    return next((o for o in known if o.id == outing_id and o.revision == revision), None)


def set_out(turn: Turn, who: int, outing: Outing) -> None:
    """Begin a planned outing; one that is over already when its time is noticed never began.

    Within another that lasts longer it is a part of that one; otherwise the time away goes on as the new one."""
    person = turn.person(who)
    if outing.until > turn.world.now:
        person.planned = [o for o in person.planned if o.id != outing.id]
        if person.outing is None or person.outing.until < outing.until:
            outing.within, person.outing = person.outing, outing


def over(turn: Turn, who: int, outing: Outing) -> None:
    """An outing is over: nothing has been brought home from it yet."""
    person = turn.person(who)
    person.planned = [o for o in person.planned if o.id != outing.id]
    if outing.kind == "leave":
        person.unshared = [*person.unshared, outing][-LATELY:]
    if person.outing is None or person.outing.id == outing.id:
        come_back(turn, who)


def away(person: Person, now: datetime) -> Outing | None:
    """What the person is out on: also what has begun by now, although nobody has said go yet."""
    return person.outing or next((o for o in person.planned if o.started <= now < o.until), None)


def end_now(turn: Turn, who: int, outing: Outing) -> None:
    """Home before the time that was said: its way back does nothing any more, what follows goes by the real one."""
    person, now = turn.person(who), turn.world.now
    ended = replace(outing, revision=outing.revision + 1, until=now)
    known = turn.world.memory.item(who, outing.id)
    values = dict(known.values) if known is not None else {}
    turn.emit(Remember(ended.id, who, "outing", ended.revision, values | {"until": Instant(now)}))
    item = Item(ended.id, "outing", ended.revision, now, ended.started)
    set_anew(turn, who, ended.dialog, item, ("next_evening",))
    person.outing = None
    over(turn, who, ended)


def ask_longer(turn: Turn, who: int, outing_id: str, since: datetime) -> None:
    """Ask how much longer, counted from a moment, or from now where that has gone by."""
    begins = max(since, turn.world.now)
    run = start_about(turn, turn.world.library.doing("longer"), who, outing_id)
    run.extra["since"] = str(int(begins.timestamp()))


def asks_afterwards(turn: Turn, outing: Outing) -> str | None:
    """The dialog that an outing's own way back opens, or None."""
    script = turn.world.library.dialogs.get(outing.dialog)
    steps = script.steps.values() if script is not None else ()
    return next((s.opens for s in steps if isinstance(s, NudgeStep) and s.at == "until" and s.opens), None)


def come_back(turn: Turn, who: int) -> None:
    """End the person's outing; what was kept back for them may come now."""
    turn.person(who).outing = None
    turn.finished.add(who)


def drop_outing(turn: Turn, who: int, outing_id: str) -> None:
    """An outing is remembered no more: planned it is off, and whoever is out on it is back."""
    person = turn.person(who)
    person.planned = [outing for outing in person.planned if outing.id != outing_id]
    person.undated = [plan for plan in person.undated if plan.id != outing_id]
    person.unshared = [outing for outing in person.unshared if outing.id != outing_id]
    if person.outing is not None and person.outing.id == outing_id:
        come_back(turn, who)


def set_out_on(turn: Turn, run: Run, values: dict[str, Variable]) -> bool:
    """Remember time away as a run's answers say: from the moment in them, or from now, for as long as they say. Whether
    they say how long."""
    me, now = run.starter, turn.world.now
    minutes = next((v.minutes for v in values.values() if isinstance(v, Duration)), None)
    if minutes is None:
        return _keep_undated(turn, run, values)
    begins = next((v.at for v in values.values() if isinstance(v, Instant)), None)
    what = next((v.text for v in values.values() if isinstance(v, Words)), None)
    person = turn.person(me)
    if begins is None:
        outing = _away_now(turn, run, person, now + timedelta(minutes=minutes))
    else:
        begins = max(begins, now)
        until = begins + timedelta(minutes=minutes)
        outing = Outing(turn.world.fresh.id(), "leave", 1, begins, until, what, run.dialog)
        person.planned = sorted([*person.planned, outing], key=lambda o: o.started)
    kind = turn.world.library.kind_of("outing")
    run.item = Item(outing.id, kind, outing.revision, outing.until, outing.started)
    known = turn.world.memory.item(me, outing.id)
    kept: dict[str, Variable] = dict(known.values) if known is not None else {}
    kept |= {**values, "started": Instant(outing.started), "until": Instant(outing.until)}
    if begins is None and turn.conversation.couple is not None:
        kept[COUPLE] = turn.conversation.couple  # the other hears of it at once, and may answer it
    turn.emit(Remember(outing.id, me, kind, outing.revision, kept))
    return True


def _keep_undated(turn: Turn, run: Run, values: dict[str, Variable]) -> bool:
    """Remember time away for some day, where the answers say that its day is not decided yet; whether they do."""
    steps = turn.dialog(run).steps
    open_yet = any(isinstance(v, Option) and _asks_when(steps.get(name)) for name, v in values.items())
    if not open_yet:
        return False
    kind = turn.world.library.kind_of("outing")
    what = next((v.text for v in values.values() if isinstance(v, Words)), None)
    plan = Undated(turn.world.fresh.id(), 1, what, run.dialog)
    turn.person(run.starter).undated.append(plan)
    run.item = Item(plan.id, kind, plan.revision)
    turn.emit(Remember(plan.id, run.starter, kind, plan.revision, dict(values)))
    return True


def _asks_when(step: Step | None) -> bool:
    return isinstance(step, Question) and step.kind == "moment"


def give_day(turn: Turn, run: Run, plan: Undated, begins: datetime, minutes: int) -> None:
    """A plan that had no day has one now, and the nudges of the dialog that planned it."""
    who, person = run.starter, turn.person(run.starter)
    person.undated = [each for each in person.undated if each.id != plan.id]
    begins = max(begins, turn.world.now)
    until = begins + timedelta(minutes=minutes)
    outing = Outing(plan.id, "leave", plan.revision + 1, begins, until, plan.what, plan.dialog)
    outing.told, outing.shown, outing.tellings = plan.told, plan.shown, plan.tellings
    person.planned = sorted([*person.planned, outing], key=lambda o: o.started)
    run.item = Item(outing.id, turn.world.library.kind_of("outing"), outing.revision, until, begins)
    known = turn.world.memory.item(who, plan.id)
    values: dict[str, Variable] = dict(known.values) if known is not None else {}
    steps = turn.world.library.dialogs[plan.dialog].steps if plan.dialog in turn.world.library.dialogs else {}
    values |= {name: Instant(begins) for name in values if _asks_when(steps.get(name))}
    values |= {name: Duration(minutes) for name, step in steps.items() if _asks_how_long(step)}
    values |= {"started": Instant(begins), "until": Instant(until)}
    turn.emit(Remember(outing.id, who, run.item.kind, outing.revision, values))
    set_anew(turn, who, outing.dialog, run.item, ("eve", "start", "until", "next_evening"))


def _asks_how_long(step: Step) -> bool:
    return isinstance(step, Question) and step.kind == "duration"


def _away_now(turn: Turn, run: Run, person: Person, until: datetime) -> Outing:
    current = person.outing
    if current is not None:
        current.revision, current.until, current.hushed = current.revision + 1, until, False
        return current
    person.outing = Outing(turn.world.fresh.id(), "space", 1, turn.world.now, until, dialog=run.dialog)
    return person.outing


def brought_home(turn: Turn, run: Run, who: int) -> None:
    """Something of the outings that are over was brought home, unless this run planned the next one."""
    if run.item is None:
        turn.person(who).unshared.clear()
