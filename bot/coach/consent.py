"""Consent: which words people have agreed to, and asking anew when the words have changed.

A new version is asked for after the answer to what a person does next, once nothing else is open before them, and never
beside help. Until they answer, what they agreed to goes on; only offers wait. Whoever refuses it keeps what there is.
"""

from __future__ import annotations

from bot.coach.agreement import VERSION, is_outdated
from bot.coach.clearing import SURE
from bot.coach.nudging import is_paused
from bot.engine.commands import welcome
from bot.engine.patterns import is_early, on_command
from bot.engine.runs import start
from bot.engine.turn import Turn
from bot.model.events import Say
from bot.model.inputs import Input, Press, Text
from bot.model.state import Person, Run


def ask_anew(turn: Turn) -> None:
    """Put the new words before whoever has just been answered, if they know only older ones."""
    who = turn.actor
    if who is None or not is_outdated(turn.person(who)) or turn.person(who).last_input != turn.world.now:
        return
    person = turn.person(who)
    if person.refused is not None and person.refused.version == VERSION:
        return
    dialog = turn.world.library.with_role("consent")
    waiting = any(r.dialog == dialog.name and who in r.people for r in turn.conversation.runs.values())
    if waiting or _is_help_near(turn, person):
        return
    front = turn.run(person.foreground)
    is_open = front is not None and who in front.seats and front.seats[who].ask is not None
    if not is_open and any(isinstance(event, Say) and event.to == who for event in turn.events):
        start(turn, dialog, who)


def _is_help_near(turn: Turn, person: Person) -> bool:
    """Whether help lines are owed, shown, or were shown in these three days."""
    lately = person.apart and is_paused(person, turn.world.now)
    front = turn.run(person.foreground)
    return lately or person.owed or person.id in turn.urgent or (front is not None and turn.unsaid(front))


def stands_before(turn: Turn, happened: Input) -> bool:
    """Whether something is done in place of an input because its person has not agreed, or has refused the newer words:
    what needs no consent is begun by its own words, and whoever refused is asked once more."""
    who = turn.actor
    if who is None or turn.person(who).takes_part:
        return False
    if isinstance(happened, Text) and _in_words(turn, who, happened.text):
        return True
    person = turn.person(who)
    if person.refused is None or not isinstance(happened, Press | Text):
        return False
    run = _pressed(turn, who, happened) if isinstance(happened, Press) else turn.run(person.foreground)
    if run is None and isinstance(happened, Press):
        return False
    if run is not None and (_needs_none(turn, run) or who not in run.seats or run.seats[who].ask is None):
        return False
    welcome(turn, who, first=False)
    return True


def _pressed(turn: Turn, who: int, press: Press) -> Run | None:
    """The run whose open question a button answers."""
    kind, _, rest = press.data.partition(":")
    ask = rest.partition(":")[0]
    for run in turn.conversation.runs.values() if kind == "a" else ():
        seat = run.seats.get(who)
        if seat is not None and seat.ask is not None and seat.ask.id == ask:
            return run
    return None


def _needs_none(turn: Turn, run: Run) -> bool:
    """Whether a run goes on without consent, or is about it."""
    while run.parent is not None and (parent := turn.run(run.parent)) is not None:
        run = parent
    dialog = turn.world.library.dialogs.get(run.dialog)
    return dialog is None or dialog.always or dialog.role in ("welcome", "consent", "urgent", "doubt", "minor")


def _in_words(turn: Turn, who: int, text: str) -> bool:
    """Begin by its name what needs no consent: "forget me", "hide this". Words of an open question come first."""
    person, hear = turn.person(who), turn.world.hear
    run = turn.run(person.foreground)
    if run is not None:
        seat = run.seats.get(who)
        if run.stranded or not (turn.has_role(run, "welcome") or turn.has_role(run, "consent")):
            return False
        if seat is not None and seat.ask is not None and hear.option(run.dialog, seat.ask.step, text, person):
            return False
    library, called = turn.world.library, hear.command(text, person)
    if called is not None and not called.near:
        dialog = library.by_command(called.command)
    else:
        meant = next(iter(hear.dialogs(text, person)), None)
        dialog = library.dialogs.get(meant.opens or "") if meant is not None and meant.score >= SURE else None
    if dialog is None or dialog.command is None or not is_early(turn, dialog.command):
        return False
    on_command(turn, who, dialog.command)
    return True
