"""Nudges that are due. Each looks first whether what it belongs to is still as it was; if not, it does nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.coach import knocking
from bot.coach.agreement import is_outdated
from bot.coach.announcements import NEWS, tell_news
from bot.coach.dated import TRY_AGAIN, on_due
from bot.coach.due import DROPPED_AFTER
from bot.coach.nudging import (
    after_activity,
    at_ease,
    is_full,
    is_over,
    is_paused,
    is_silent,
    offered,
    opening,
    variant,
    when_to_offer,
)
from bot.coach.outings import outing_of, over, set_out
from bot.coach.safety import retract
from bot.coach.seasons import REASON, on_season
from bot.coach.weekly import on_weekly
from bot.engine.fired import again
from bot.engine.quiet import in_quiet, outside_quiet, quiet_end
from bot.engine.runs import end, park
from bot.engine.turn import Turn
from bot.model.events import Prompt, SetNudge
from bot.model.inputs import Fired
from bot.model.outings import Outing
from bot.model.script import Button
from bot.model.state import Run

_LAPSED: Final = Prompt("invited", "lapsed")


def _of_outing(turn: Turn, nudge: Fired, *, late: bool) -> None:
    """A nudge of an outing, as long as the outing is as it was. It begins and ends whether or not its line still has
    its moment. A way back that comes late, in quiet hours that nobody chose, waits for their end."""
    person = turn.person(nudge.person)
    outing = outing_of(person, nudge.subject, nudge.revision)
    if outing is None and all((o.id, o.revision) != (nudge.subject, nudge.revision) for o in person.unshared):
        on_due(turn, nudge, late=late)
        return
    if nudge.reason == "share":
        _share(turn, nudge, late=late)
        return
    if outing is None:
        return
    now = turn.world.now
    if nudge.reason == "back" and in_quiet(person, now) and not in_quiet(person, nudge.due):
        again(turn, nudge, quiet_end(person, now))
        return
    if nudge.reason == "eve" and not late and (calm := after_activity(person, now)) != now:
        again(turn, nudge, calm)
        return
    busy = turn.mid_dialog(person.id)
    if busy and nudge.policy == "defer" and not late:
        again(turn, nudge, now + TRY_AGAIN)
        return
    elsewhere = person.outing is not None and person.outing.id != outing.id
    at_night = nudge.reason == "eve" and in_quiet(person, now)
    hushed = is_paused(person, now) and (outing.hushed or nudge.reason == "eve")
    silent = late or busy or elsewhere or at_night or hushed
    if nudge.reason == "go":
        set_out(turn, person.id, outing)
        _leave_open(turn, person.id, outing)
    elif nudge.reason == "back" and not elsewhere:
        person.outing = None
    if nudge.prompt is not None and not silent:
        _say(turn, nudge, away=nudge.reason == "go", ended=outing)
    if nudge.reason == "back":
        over(turn, person.id, outing)


def _leave_open(turn: Turn, who: int, outing: Outing) -> None:
    """Who goes carries no question along. What the planning still asked is in the menu, and not brought up again."""
    run = turn.run(turn.person(who).foreground)
    if run is not None and not turn.mid_dialog(who):
        park(turn, who, offered=run.item is not None and run.item.id == outing.id)


def _say(turn: Turn, nudge: Fired, *, away: bool = False, ended: Outing | None = None) -> None:
    """One of the wordings of a nudge. What tells somebody to go is the last they hear, so it is not held back."""
    assert nudge.prompt is not None
    person = turn.person(nudge.person)
    buttons = list(opening(turn, nudge))
    if nudge.reason == "back" and nudge.opens is not None:
        buttons.append(Button(f"longer.{nudge.subject}", "need_longer"))
    if nudge.reason == "back" and ended is not None:
        buttons += knocking.button(turn, person.id, ended)
    outing, person.outing = person.outing, None if away else person.outing
    yes = buttons[0].command if nudge.opens is not None and buttons else None
    turn.say(person.id, variant(person, nudge.prompt), buttons=tuple(buttons), yes=yes)
    person.outing = outing


def _share(turn: Turn, nudge: Fired, *, late: bool) -> None:
    """Once, of an outing that is still as it was and of which nothing was brought home."""
    person, now = turn.person(nudge.person), turn.world.now
    outing = next((o for o in person.unshared if (o.id, o.revision) == (nudge.subject, nudge.revision)), None)
    if outing is None:
        return
    when = "never" if late or person.keeps_apart else when_to_offer(person, now)
    if when == now and not turn.mid_dialog(person.id):
        offered(person, now)
        _say(turn, nudge)
    elif when != "never":
        due = max(when, now + TRY_AGAIN)
        again(turn, replace(nudge, expires=due + DROPPED_AFTER), due)
        return
    person.unshared.remove(outing)


A_WHILE = timedelta(hours=20)
"""Of several plans without a day one is asked for, and the next not before another day."""


def _undated(turn: Turn, nudge: Fired) -> None:
    """Once, for a plan that has no day yet: an offer as any other. What is gone, or has its day, is not asked for."""
    person, now = turn.person(nudge.person), turn.world.now
    plan = next((p for p in person.undated if (p.id, p.revision) == (nudge.subject, nudge.revision)), None)
    when = when_to_offer(person, now) if plan is not None and not person.apart else "never"
    if when == "never" or nudge.prompt is None:
        return
    lately = [moment for moment in person.offered if now - moment < A_WHILE]
    if when != now or lately or turn.mid_dialog(person.id):
        due = max(when, now + TRY_AGAIN, *(moment + A_WHILE for moment in lately))
        again(turn, replace(nudge, expires=due + DROPPED_AFTER), due)
        return
    offered(person, now)
    yes = f"date_plan.{nudge.subject}"
    turn.say(person.id, variant(person, nudge.prompt), buttons=(Button(yes, "set_day"),), yes=yes)


def _way_back(turn: Turn, nudge: Fired) -> None:
    """After three silent weeks one warm line, and then nothing until they come."""
    person, now = turn.person(nudge.person), turn.world.now
    if not is_silent(person, now) or person.nudges_a_day == 0:
        return
    if is_paused(person, now) or person.outing is not None or is_outdated(person) or is_over(person):
        return
    due = at_ease(person, now)
    due = quiet_end(person, now) if due == now and is_full(person, now) else due
    if due != now:
        again(turn, nudge, due)
        return
    offered(person, now)
    turn.say(person.id, variant(person, Prompt("common", "way_back")), buttons=(Button("menu", "menu"),))


def _remind(turn: Turn, nudge: Fired) -> None:
    """Each by their own; one of an earlier version, which has no revision, is for all of a run."""
    run = turn.run(nudge.subject)
    if run is None or run.block is None or run.stranded:
        return
    for who in run.people if nudge.revision == 0 else (nudge.person,):
        _remind_one(turn, replace(nudge, person=who, revision=1), run)


def _remind_one(turn: Turn, nudge: Fired, run: Run) -> None:
    """Once, and only who still has questions; who left, is out or is answering right now hears nothing."""
    who, now = nudge.person, turn.world.now
    seat, person = run.seats.get(who), turn.person(who)
    if seat is None or seat.ask is None or person.outing is not None or turn.mid_dialog(who):
        return
    if in_quiet(person, now):
        again(turn, nudge, quiet_end(person, now))
        return
    when = when_to_offer(person, now)
    if when == "never":
        return
    if when != now:
        again(turn, nudge, when)
        return
    offered(person, now)
    buttons = () if person.foreground == run.id else (Button(f"resume.{run.id}", "resume"),)
    turn.say(who, variant(person, Prompt("common", "remind")), buttons=buttons, yes=f"resume.{run.id}")


def _invitation(turn: Turn, nudge: Fired, *, late: bool) -> None:
    """Nothing came of a link: the same words whether it was declined, ignored or ran out; none where it is late."""
    for run in [r for r in turn.conversation.runs.values() if r.invitation == nudge.subject]:
        end(turn, run)
    person = turn.person(nudge.person)
    waited = any(agreed.invitation == nudge.subject for agreed in person.accepted)
    if nudge.prompt == _LAPSED and not waited:
        return  # they took it back
    if turn.conversation.partner(person.id) is not None:
        return  # somebody else has been linked since: what came of the old link is no news any more
    due = outside_quiet(turn.world.now, [person])
    if due != turn.world.now and not late:
        turn.emit(SetNudge(turn.world.fresh.id(), person.id, "invitation", due, nudge.subject, prompt=nudge.prompt))
    elif nudge.prompt is not None:
        person.accepted = [agreed for agreed in person.accepted if agreed.invitation != nudge.subject]
        buttons = (Button("invite", "new_link"),) if nudge.prompt == Prompt("invite", "run_out") else ()
        if not late:
            turn.say(person.id, nudge.prompt, buttons=buttons)


def _invited(turn: Turn, nudge: Fired) -> None:
    """An invitation that nobody has answered is over: its question goes, and who sent it with it."""
    person = turn.person(nudge.person)
    if person.invited is None or person.invited.id != nudge.subject:
        return
    person.invited = None
    for run in [r for r in turn.conversation.runs.values() if turn.has_role(r, "invited") and person.id in r.people]:
        end(turn, run)


def _while_it_lasts(do: Callable[[Turn, Fired], None]) -> Callable[[Turn, Fired, bool], None]:
    """A nudge that is worth nothing once it has expired."""
    return lambda turn, nudge, late: None if late else do(turn, nudge)


def _of_its_outing(turn: Turn, nudge: Fired, late: bool) -> None:
    _of_outing(turn, nudge, late=late)


NUDGES: Mapping[str, Callable[[Turn, Fired, bool], None]] = {
    **dict.fromkeys(("eve", "go", "back", "share"), _of_its_outing),
    **dict.fromkeys(
        ("later", "on_day", "daily", "recurring"), lambda turn, nudge, late: on_due(turn, nudge, late=late)
    ),
    "undated": _while_it_lasts(_undated),
    "weekly": lambda turn, nudge, late: on_weekly(turn, nudge, late=late),
    "remind": _while_it_lasts(_remind),
    "invitation": lambda turn, nudge, late: _invitation(turn, nudge, late=late),
    "invited": _while_it_lasts(_invited),
    "way_back": _while_it_lasts(_way_back),
    NEWS: _while_it_lasts(tell_news),
    REASON: lambda turn, nudge, late: on_season(turn, nudge, late=late),
    "retract": _while_it_lasts(lambda turn, nudge: retract(turn, nudge.person)),
}
"""What a due nudge does, by its reason."""

SAID_ONCE: Final = frozenset(NUDGES) - {"invited", "retract"}
"""What may have been said and is not to be said again, when it is not known: those that come late do the rest of what
they do, and say nothing. What only opens or closes something has to happen, however late."""
