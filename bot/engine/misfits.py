"""What is said to words that do not fit a question: a different sentence the second time, ways on the third."""

from __future__ import annotations

from typing import Final

from bot.engine.step import Question
from bot.engine.turn import Turn
from bot.model.asks import Ask
from bot.model.events import Prompt
from bot.model.script import Button
from bot.model.state import Run

_LEADS_FROM: Final = 3
"""With so many texts that did not fit, buttons lead on."""


def misfit(turn: Turn, run: Run, who: int, step: Question, ask: Ask) -> None:
    """Say what would fit. Each time in other words, and in the end with ways on."""
    ask.misses += 1
    ask.missed = turn.words.message if turn.words is not None else 0
    bounds = {"low": step.low, "high": step.high}
    if step.strict and ask.misses < _LEADS_FROM:
        turn.common(who, "misfit_strict" if ask.misses == 1 else "misfit_strict_again")
    elif ask.misses == 1:
        turn.common(who, f"misfit_{step.kind}", dict(bounds))
    elif ask.misses < _LEADS_FROM:
        turn.common(who, f"misfit_{step.kind}_again", dict(bounds))
    else:
        turn.common(who, "misfit_leads", buttons=ways_on(step))


def ways_on(step: Question) -> tuple[Button, ...]:
    """The buttons that lead on from a question that somebody is stuck at."""
    skip = () if step.needed and step.passed_over is None else (Button("skip", "skip"),)
    return (Button("explain", "explain"), *skip, Button("stop", "stop_here"), Button("menu", "menu"))


def explain(turn: Turn, run: Run, who: int, step: Question, ask: Ask) -> None:
    """Say the question in other words, with an example; the question itself comes again beneath."""
    ask.explained = True
    turn.say(who, Prompt(run.dialog, f"meant_{step.id}"), run=run)
