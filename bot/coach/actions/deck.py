"""The action of a deck that has come to its end."""

from __future__ import annotations

from bot.engine.deck import shuffled_back
from bot.engine.runs import clear_trails
from bot.engine.steps.draw import DrawStep
from bot.engine.turn import Turn
from bot.model.state import Run


def shuffle(turn: Turn, run: Run, source: str | None) -> None:
    """The cards of the pile that was drawn from, or of the whole deck, lie in it again."""
    clear_trails(run)
    person = turn.person(run.starter)
    for step in turn.dialog(run).steps.values():
        if isinstance(step, DrawStep):
            person.seen_cards = shuffled_back(step.cards(run), person.seen_cards)
