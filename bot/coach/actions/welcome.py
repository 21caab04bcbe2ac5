"""The actions of being here, and of help: agreeing, going on, asking for the lines."""

from __future__ import annotations

from bot.coach import safety
from bot.engine.runs import clear_trails
from bot.engine.turn import Turn
from bot.model.state import Run


def consent(turn: Turn, run: Run, source: str | None) -> None:
    """The person is of age and agrees to use this."""
    clear_trails(run)
    turn.person(run.starter).consented = True


def go_on(turn: Turn, run: Run, source: str | None) -> None:
    """They go on where they were; words that were doubted are taken as they were meant."""
    clear_trails(run)
    safety.cleared(turn, run.starter)


def help_me(turn: Turn, run: Run, source: str | None) -> None:
    """They are not safe, or not sure: the help lines for what they wrote."""
    clear_trails(run)
    doubt = turn.person(run.starter).doubt
    if doubt is None:
        safety.show_help(turn, run.starter)
    else:
        safety.help_with(turn, run.starter, doubt.category, anew=True)
