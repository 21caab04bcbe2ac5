"""`many`: any number of several options, ticked one by one and then done."""

from __future__ import annotations

from bot.engine.kinds.kind import ON_THE_WAY, Asked, Kind, Pressed
from bot.engine.step import Question
from bot.model.values import Many, Option, Value

DONE = "done"


class ManyKind(Kind):
    """Options that are ticked; `done` answers with those, in the script's order."""

    said = "taps as many as fit, and then that it is all"
    keys = frozenset({"options"})
    needs_options = True
    labels = (DONE,)

    def data(self, value: Value, place: int = 0) -> str:
        """An option by its id; several by what had answered with them."""
        return f"!{DONE}" if isinstance(value, Many) else super().data(value, place)

    def press(self, asked: Asked, data: str) -> Pressed:
        """What is ticked, once it is done."""
        if data != f"!{DONE}":
            return super().press(asked, data)
        ticked = tuple(option for option in asked.step.options if option in asked.ask.picked)
        return Many(ticked) if ticked else None

    def tapped(self, asked: Asked, shown: Value) -> Pressed:
        """Ticked, or not any more."""
        assert isinstance(shown, Option)
        asked.ask.tick(shown.id)
        return ON_THE_WAY

    def controls(self, asked: Asked) -> tuple[str, ...]:
        """Done, once something is ticked."""
        return (DONE,) if asked.ask.picked else ()

    def outcomes(self, step: Question) -> tuple[str, ...]:
        """Of several options picked together none decides."""
        return ()

    def sample(self, step: Question) -> Value:
        """All of them."""
        return Many(step.options)
