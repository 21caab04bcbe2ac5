"""`scale`: a point between two ends, in one row."""

from __future__ import annotations

from typing import ClassVar

from bot.engine.kinds.kind import ROW
from bot.engine.kinds.number import NumberKind


class Scale(NumberKind):
    """A number of few, from `from` to `to`, side by side."""

    said = "taps a point, or types its number"
    bounds = (1, 5)
    in_a_row: ClassVar[int] = ROW
