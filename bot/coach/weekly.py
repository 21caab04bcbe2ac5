"""What a dialog offers again a week later, in each one's part of that day: an offered nudge for each person in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.coach.day_parts import on_day
from bot.coach.due import DROPPED_AFTER
from bot.coach.nudging import is_silent, offered, opening, variant, when_to_offer
from bot.engine.turn import Turn
from bot.model.events import Prompt, SetNudge
from bot.model.inputs import Fired
from bot.model.state import Person, Run

WEEK = timedelta(days=7)

LATER = timedelta(minutes=1)
"""How soon it looks again whether the person is still mid-dialog."""


def set_weekly(turn: Turn, run: Run, prompt: str, opens: str | None) -> None:
    """Set it for everybody in a run; whoever comes back to the dialog before then moves it on."""
    for who in run.people:
        person = turn.person(who)
        due = _on_day_of(person, turn.world.now + WEEK)
        _set(turn, person, run.dialog, Prompt(run.dialog, prompt), due, opens)


def on_weekly(turn: Turn, nudge: Fired, *, late: bool) -> None:
    """Offer the dialog, unless the person is in it already; then again a week later, until three silent weeks."""
    person, now = turn.person(nudge.person), turn.world.now
    if nudge.prompt is None or (is_silent(person, now)):
        return
    open_already = any(r.dialog == nudge.subject and person.id in r.people for r in turn.conversation.runs.values())
    dialog = turn.world.library.dialogs.get(nudge.subject)
    apart = person.keeps_apart and dialog is not None and dialog.closer
    when = "never" if late or open_already or apart else when_to_offer(person, now)
    if when != "never":
        due = now + LATER if when == now and turn.mid_dialog(person.id) else when
        if due != now:
            _set(turn, person, nudge.subject, nudge.prompt, due, nudge.opens)
            return
        offered(person, now)
        turn.say(person.id, variant(person, nudge.prompt), buttons=opening(turn, nudge))
    _set(turn, person, nudge.subject, nudge.prompt, _on_day_of(person, now + WEEK), nudge.opens)


def _set(turn: Turn, person: Person, dialog: str, prompt: Prompt, due: datetime, opens: str | None) -> None:
    """One for each person and dialog: setting it anew takes the place of the one before."""
    id, expires = f"weekly.{dialog}.{person.id}", due + DROPPED_AFTER
    turn.emit(SetNudge(id, person.id, "weekly", due, dialog, prompt=prompt, expires=expires, opens=opens))


def _on_day_of(person: Person, moment: datetime) -> datetime:
    return on_day(moment.astimezone(ZoneInfo(person.zone)).date(), person)
