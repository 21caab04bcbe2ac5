"""What whoever runs the coach has to tell everybody: once each, in their waking hours, until they say no more."""

from __future__ import annotations

from typing import Final, Literal

from bot.coach.nudging import after_activity, is_paused
from bot.engine.fired import again
from bot.engine.quiet import outside_quiet
from bot.engine.turn import MID_DIALOG, Turn
from bot.model.inputs import Fired
from bot.model.script import Button
from bot.model.state import Person, Run
from bot.model.values import Words

NEWS: Final[Literal["news"]] = "news"
"""The reason of such a nudge. Its subject is the announcement's id, and in the lines after it the words."""

MOST: Final = 20
"""So many announcements are remembered as heard."""


def is_to_hear(person: Person, id: str) -> bool:
    """Whether somebody is to hear an announcement: who has agreed, has not said no more, and has not heard it."""
    return person.consented and not person.no_news and id not in person.news


def tell_news(turn: Turn, nudge: Fired) -> None:
    """Say it, outside quiet hours and never over a dialog or an outing; it waits for the end of a pause."""
    person, now = turn.person(nudge.person), turn.world.now
    id, _, words = nudge.subject.partition("\n")
    if not is_to_hear(person, id):
        return
    due = outside_quiet(now, [person])
    if is_paused(person, now) and person.paused_until is not None:
        due = max(due, person.paused_until)
    if person.outing is not None:
        due = max(due, person.outing.until)
    if due == now and turn.mid_dialog(person.id):
        due = now + MID_DIALOG
    due = max(due, after_activity(person, now))
    if due > now:
        again(turn, nudge, due)
        return
    person.news = [*person.news, id][-MOST:]
    turn.common(person.id, "news", {"words": Words(words)}, (Button("no_news", "no_news"),))


def no_news(turn: Turn, who: int) -> None:
    """No more of these."""
    turn.person(who).no_news = True
    turn.common(who, "no_more_news")


def toggle_news(turn: Turn, run: Run, source: str | None) -> None:
    """On where it was off, and the other way round."""
    person = turn.person(run.starter)
    person.no_news = not person.no_news


def news(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the person hears announcements: on or off."""
    return "off" if turn.person(who).no_news else "on"
