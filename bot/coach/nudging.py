"""When a nudge may come: the cap, quiet hours and decay of offered ones, and a different opening each time.

Requested nudges come at a time the person chose: no cap, no decay. Offered ones share a cap a day, fall outside quiet
hours, and grow rarer when they are ignored: prompts work, and then fade (HeartSteps: +107 %, later +24 %).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.coach.agreement import WAIT, is_outdated
from bot.coach.day_parts import in_their_part
from bot.engine.quiet import outside_quiet, quiet_end
from bot.engine.steps.nudge import NudgeStep
from bot.engine.turn import Turn
from bot.model.events import Prompt
from bot.model.inputs import Fired
from bot.model.script import Button
from bot.model.state import Person

VARIANTS = 4
"""How many wordings each nudge has."""

MORE_VARIANTS = 8
"""How many one has that comes again and again: whoever reads it each day has heard none of them for a week."""

SILENCE = timedelta(days=21)
"""After this long without a word there is one warm way back, and then nothing."""


AFTER_ACTIVITY = timedelta(minutes=2)
"""So long after anything that they did, nobody is offered anything: a push in the very minute in which somebody picks
up the phone lowered use."""


def variant(person: Person, prompt: Prompt, of: int = VARIANTS) -> Prompt:
    """The next wording of a nudge, of so many: none comes again before this person has had them all."""
    key = f"{prompt.dialog}.{prompt.name}"
    number = person.variants.get(key, 0) % of + 1
    person.variants[key] = number
    return Prompt(prompt.dialog, f"{prompt.name}_{number}")


def opening(turn: Turn, nudge: Fired) -> tuple[Button, ...]:
    """The button of a nudge that opens a dialog, of the item that it belongs to where it is about one. It names
    nothing. Where a tap on it answers a question there, each of its options is one."""
    if nudge.opens is None:
        return ()
    library, step = turn.world.library, None
    if nudge.prompt is not None and (script := library.dialogs.get(nudge.prompt.dialog)) is not None:
        step = script.steps.get(nudge.prompt.name)
    dialog = library.dialogs.get(nudge.opens)
    about = f".{nudge.subject}" if dialog is not None and dialog.item is not None else ""
    if isinstance(step, NudgeStep) and step.taps:
        return tuple(Button(f"open.{nudge.opens}{about}.{option}", option) for option in step.tapped)
    return (Button(f"open.{nudge.opens}{about}", "yes_now"),)


def is_paused(person: Person, now: datetime) -> bool:
    """Whether the person has asked for quiet."""
    return person.paused_until is not None and now < person.paused_until


def is_silent(person: Person, now: datetime) -> bool:
    """Whether somebody has done nothing here for so long that they are left in peace."""
    return person.last_input is not None and now - person.last_input >= SILENCE


def is_over(person: Person) -> bool:
    """Whether their season is over, and they have not said go on: nothing is offered."""
    return person.season is not None and person.season.over is not None


def when_to_offer(
    person: Person, now: datetime, *, tied: bool = False, told: bool = False
) -> datetime | Literal["never"]:
    """`now` when an offered nudge may go out, a later moment when it should wait, "never" when it is to be dropped. One
    that is `tied` to a moment of its own may come outside the person's part of the day; one that they were `told` would
    come on its day does so in the quiet after a season, too."""
    over = is_over(person) and not told
    if person.nudges_a_day == 0 or over or is_paused(person, now) or person.outing is not None:
        return "never"
    if is_silent(person, now):
        return "never"
    if is_outdated(person):
        return "never" if person.refused is not None else now + WAIT
    due = at_ease(person, now, tied=tied)
    if due != now:
        return due
    if is_full(person, now):
        return quiet_end(person, now)
    week = [moment for moment in person.offered if now - moment < timedelta(days=7)]
    return "never" if len(week) >= weekly_rate(person) else now


def after_activity(person: Person, now: datetime) -> datetime:
    """Now, or when what the person did last is long enough ago for something that nobody asked for."""
    return now if person.last_input is None else max(now, person.last_input + AFTER_ACTIVITY)


def at_ease(person: Person, now: datetime, *, tied: bool = False) -> datetime:
    """From when on something that nobody asked for may come: not right after something that they did, in their part of
    the day unless it is `tied` to a moment of its own, and never in their quiet hours."""
    calm = after_activity(person, now)
    return outside_quiet(calm, [person]) if tied else in_their_part(person, calm)


def is_full(person: Person, now: datetime) -> bool:
    """Whether the day, in the person's time zone, has had its share of offered nudges."""
    zone = ZoneInfo(person.zone)
    today = now.astimezone(zone).date()
    return sum(moment.astimezone(zone).date() == today for moment in person.offered) >= person.nudges_a_day


def weekly_rate(person: Person) -> int:
    """How many offered nudges a week may bring: the cap of seven days, halved for each two ignored in a row."""
    return max(1, person.nudges_a_day * 7 >> person.ignored // 2)


def offered(person: Person, now: datetime) -> None:
    """Note that an offered nudge goes out."""
    person.offered = [moment for moment in person.offered if now - moment < timedelta(days=7)] + [now]
    person.ignored += 1


def answered(person: Person) -> None:
    """The person has done something: the full rate is restored."""
    person.ignored = 0
