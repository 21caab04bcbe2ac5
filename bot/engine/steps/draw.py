"""`draw`: a card of the deck, by chance and without repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field

from bot.engine.aloud import Happens, Piece, Says
from bot.engine.deck import draw, pile
from bot.engine.runs import clear_trails
from bot.engine.script import Dialog
from bot.engine.step import Compiler, Line, Look, Question, Shape
from bot.engine.turn import Turn
from bot.engine.written import Name
from bot.model.asks import Answer
from bot.model.script import Visibility
from bot.model.state import Run
from bot.model.values import Option


class DrawStep(Question):
    """Draws a card of the deck for whoever started: by chance, and none twice before they have seen all.

    Its name stands for the card, as that of a question stands for its answer: it is a value in later prompts, can be
    remembered and offered. With nothing left to draw it is missing. A card that the other sent is laid down as it is.
    """

    id: Name = Field(alias="draw", description="The card's name in this dialog.")
    by: Name | None = Field(
        default=None,
        description="The question whose answer names the pile that it comes from; any other answer stands for the "
        "whole deck, as does none.",
    )
    options: tuple[str, ...] = Field(default=(), alias="!options")
    visibility: Literal["private", "offered", "shared"] = Field(
        default="offered", description="What may become of it: offered, or shared where the other knows it already."
    )
    piles: Mapping[str, tuple[str, ...]] = Field(default={}, alias="!piles")

    example: ClassVar[str] = """\
- {ask: how_deep, kind: choice, options: [light, deep], visibility: private}
- draw: card
  by: how_deep
- tell: read_it_aloud
"""

    def placed(self, compiler: Compiler) -> Self:
        """With the cards of the deck."""
        cards = pile(self.piles, None)
        if not cards:
            compiler.found(f'draw "{self.id}": there is no deck, deck.yaml')
        return self.with_(options=cards)

    def cards(self, run: Run) -> tuple[str, ...]:
        """The cards that it draws from in a run."""
        answer = run.answer(self.by, run.starter) if self.by is not None else None
        value = answer.value if answer is not None else None
        return pile(self.piles, value.id if isinstance(value, Option) else None)

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Draw; nobody goes back to the card before."""
        clear_trails(run)
        who, given = run.starter, run.extra.get(self.id)
        seen = turn.person(who).seen_cards
        card = draw(self.cards(run), seen, turn.world.fresh.number()) if given is None else given or None
        if card is not None and card not in seen:
            seen.append(card)
        permission: Visibility = "private" if len(run.people) == 1 else self.visibility
        value = Option(card) if card is not None else None
        run.answers.append(Answer(turn.world.fresh.id(), self.id, who, value, permission))
        return self.next

    def faults(self, look: Look) -> Iterator[str]:
        """The question that names the pile must have come before."""
        if self.by is not None and not look.asked(self.by):
            yield f'draw "{self.id}": no question "{self.by}" comes before it'

    def lines(self, dialog: Dialog) -> Iterator[Line]:
        """The cards."""
        yield from (Line(card, "of_deck") for card in self.options)

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """That a card is drawn, and the first of the deck."""
        by = " of the pile that was asked for" if self.by is not None else ""
        yield Happens(f"A card is drawn{by}, none twice: there are {len(self.options)}. One of them:")
        yield Says(self.options[0])

    def drawn(self) -> tuple[Shape, str]:
        """A box."""
        return "other", f"draw {self.id}"
