"""`number`: a whole number, of which there are more than fit into one row."""

from __future__ import annotations

from typing import ClassVar, Final

from bot.engine.kinds.kind import Asked, Examples, Kind, Said
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import Number, Unclear, Value

IN_A_ROW: Final = 6


class NumberKind(Kind):
    """A whole number from `from` to `to`; each has its button, which sends its digits. Where words could mean several,
    it has another face: only those."""

    said = "taps a number, or types it"
    keys = frozenset({"from", "to"})
    bounds = (0, 10)
    in_a_row: ClassVar[int] = IN_A_ROW
    prompts: ClassVar[Examples] = {"which_number": [{"first": Number(6), "last": Number(8)}]}

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """All of them, or those that were meant."""
        return (self.group(map(Number, asked.ask.numbers), self.in_a_row),) if asked.ask.numbers else self._all(asked)

    def readable(self, asked: Asked) -> tuple[Taps, ...]:
        """All of them: the buttons of the first face count as well."""
        return self._all(asked)

    def _all(self, asked: Asked) -> tuple[Taps, ...]:
        return (self.group(map(Number, range(asked.step.low, asked.step.high + 1)), self.in_a_row),)

    def ask_back(self, asked: Asked, unclear: Unclear) -> Said:
        """Which number was meant."""
        asked.ask.numbers = list(unclear.numbers)
        return "which_number", {"first": Number(unclear.numbers[0]), "last": Number(unclear.numbers[-1])}

    def data(self, value: Value, place: int = 0) -> str:
        """Its digits."""
        return str(value.n) if isinstance(value, Number) else super().data(value, place)

    def sample(self, step: Question) -> Value:
        """The greatest."""
        return Number(step.high)
