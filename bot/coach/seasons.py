"""Six weeks are a season: then a look back is offered, and after it nothing more until the person says go on.

Prompts for under six weeks had an effect that lasted better than longer ones (g = .71 against .15). What people have
chosen the time of comes all the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.coach.day_parts import on_day
from bot.coach.nudging import is_over, is_silent, offered, variant, when_to_offer
from bot.engine.runs import clear_trails
from bot.engine.turn import Turn
from bot.model.events import Prompt, SetNudge
from bot.model.inputs import Fired
from bot.model.script import Button
from bot.model.seasons import Season
from bot.model.state import Person, Run

WEEKS: Final = 6
"""How long a season is, by the person's own calendar."""

REASON: Final[Literal["season"]] = "season"
"""The reason of the nudge that offers the look back. There is one for each person."""

WORDING: Final = "six_weeks"
"""The prompt of that nudge, in the words of the dialog that looks back."""

LATER: Final = timedelta(minutes=1)
"""How soon it looks again whether the person is still mid-dialog."""

ANOTHER_DAY: Final = timedelta(days=1)
"""How soon it looks again whether somebody who is out, or has asked for quiet, may be offered anything."""


def ends(person: Person, season: Season) -> datetime:
    """When a season is to be looked back at, in UTC: in the person's part of the day six weeks on."""
    began = season.began.astimezone(ZoneInfo(person.zone)).date()
    return on_day(began + timedelta(weeks=WEEKS), person)


def begin(turn: Turn, who: int) -> None:
    """A season begins now."""
    person = turn.person(who)
    person.season = Season(turn.world.now)
    _set(turn, who, ends(person, person.season))


def met(turn: Turn, who: int) -> None:
    """Somebody does something: the first time, or again after they were left in peace, a season begins with it. Quiet
    that they are in stays. Looks at what they did before this."""
    person = turn.person(who)
    if person.consented and not is_over(person) and (person.season is None or is_silent(person, turn.world.now)):
        begin(turn, who)


def go_on(turn: Turn, who: int) -> None:
    """The person wants to be written to: after a season that is over, or past its end, the next one begins."""
    person = turn.person(who)
    if person.season is None or is_over(person) or ends(person, person.season) <= turn.world.now:
        begin(turn, who)


def on_season(turn: Turn, nudge: Fired, *, late: bool) -> None:
    """Offer the look back; from then on it is quiet. Somebody who is away for long, or wants no offers, is not asked:
    a season begins when they are back, or want some."""
    person, now = turn.person(nudge.person), turn.world.now
    season = person.season
    if season is None or is_over(person) or is_silent(person, now) or person.nudges_a_day == 0:
        return
    when = when_to_offer(person, now)
    if when == now and turn.mid_dialog(person.id):
        when = now + LATER
    if when != now:
        _set(turn, person.id, now + ANOTHER_DAY if when == "never" else when)
        return
    offered(person, now)
    person.season = Season(season.began, now)
    dialog = turn.world.library.with_role("season")
    yes = Button(dialog.command or "", "yes_now")
    turn.say(person.id, variant(person, Prompt(dialog.name, WORDING)), buttons=(yes,), yes=yes.command)


def _set(turn: Turn, who: int, due: datetime) -> None:
    """One for each person: setting it anew takes the place of the one before."""
    turn.emit(SetNudge(f"season.{who}", who, REASON, due, ""))


# ── what the dialog does ──


def next_season(turn: Turn, run: Run, source: str | None) -> None:
    """They want to be written to for another season; one that goes on goes on."""
    clear_trails(run)
    go_on(turn, run.starter)


def end_season(turn: Turn, run: Run, source: str | None) -> None:
    """Nothing more is offered until they say go on; what they have chosen the time of comes all the same."""
    clear_trails(run)
    person = turn.person(run.starter)
    if not is_over(person):
        began = person.season.began if person.season is not None else turn.world.now
        person.season = Season(began, turn.world.now)
