"""The actions of being here, and of help: agreeing, going on, asking for the lines."""

from __future__ import annotations

from bot.coach import safety
from bot.coach.agreement import told_now
from bot.engine.runs import clear_trails
from bot.engine.turn import Turn
from bot.model.state import Run


def of_age(turn: Turn, run: Run, source: str | None) -> None:
    """The person says that they are 18 or over: noted, with the version of the words and the time."""
    clear_trails(run)
    turn.person(run.starter).of_age = told_now(turn)


def consent(turn: Turn, run: Run, source: str | None) -> None:
    """The person agrees to what is kept: noted, with the version of the words and the time."""
    clear_trails(run)
    person = turn.person(run.starter)
    person.consented, person.agreed, person.refused = True, told_now(turn), None


def refuse(turn: Turn, run: Run, source: str | None) -> None:
    """The person does not agree. Whoever has agreed to older words keeps what there is, and adds nothing to it."""
    clear_trails(run)
    person = turn.person(run.starter)
    if person.consented:
        person.refused = told_now(turn)


def go_on(turn: Turn, run: Run, source: str | None) -> None:
    """They go on where they were; words that were doubted are taken as they were meant."""
    clear_trails(run)
    safety.cleared(turn, run.starter)


def help_unseen(turn: Turn, run: Run, source: str | None) -> None:
    """Their own help lines, without a sound, taken away at their next input or after ten minutes."""
    clear_trails(run)
    safety.show_fleeting_help(turn, run.starter)


def help_me(turn: Turn, run: Run, source: str | None) -> None:
    """They are not safe, or not sure: the help lines for what they wrote."""
    clear_trails(run)
    doubt = turn.person(run.starter).doubt
    if doubt is None:
        safety.show_help(turn, run.starter)
    else:
        safety.help_with(turn, run.starter, doubt.category, anew=True)
