"""A card with people's own words: what stands on it, for the one who writes it and for whoever it is for."""

from __future__ import annotations

from collections.abc import Iterable

from bot.engine.turn import Turn
from bot.model.attached import Keepsake
from bot.model.state import Run
from bot.model.values import Words


def keepsake(turn: Turn, run: Run, writer: int, questions: Iterable[str]) -> Keepsake:
    """The card that a person has written in answer to these questions, with the names of both as they are now. To
    somebody else it goes with the words that were previewed, never before."""
    answers = (run.answer(question, writer) for question in questions)
    passages = tuple(a.value.text for a in answers if a is not None and isinstance(a.value, Words))
    other = run.other(writer)
    return Keepsake(passages, turn.person(other).name if other is not None else "", turn.person(writer).name)
