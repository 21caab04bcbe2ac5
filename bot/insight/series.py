"""What the pictures show, as plain values: guilt before and after, and the balance of the last weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Item = Literal["own_time", "shared_time", "closeness", "freedom"]
ITEMS: tuple[Item, ...] = ("own_time", "shared_time", "closeness", "freedom")
"""The four items of a balance, in the order in which they are asked and drawn."""

TIMES: tuple[Item, ...] = ("own_time", "shared_time")
"""The items that are too little, about right or too much; the others are points from 1 to 5."""

MOST_WEEKS = 8
"""A picture of the balance shows at most so many weeks, the latest ones."""

MOST_TIMES = 16
"""A guilt curve shows at most so many times, the latest ones."""

_RANGES: dict[Item, tuple[int, int]] = {
    "own_time": (-1, 1),
    "shared_time": (-1, 1),
    "closeness": (1, 5),
    "freedom": (1, 5),
}


@dataclass(frozen=True, slots=True)
class GuiltPoint:
    """One time away: how bad the guilt was before it and after it, 0 to 10. Raises ValueError outside of that."""

    day: date
    before: int
    after: int

    def __post_init__(self) -> None:
        if not (0 <= self.before <= 10 and 0 <= self.after <= 10):
            raise ValueError("guilt is 0 to 10")


@dataclass(frozen=True, slots=True)
class Balance:
    """One person's week. Times are -1 (too little), 0 (about right) or 1 (too much); closeness and freedom 1 to 5.

    None is an item that was skipped, or that the reader may not see. Raises ValueError for other values.
    """

    own_time: int | None = None
    shared_time: int | None = None
    closeness: int | None = None
    freedom: int | None = None

    def __post_init__(self) -> None:
        for item in ITEMS:
            value, (least, most) = self.of(item), _RANGES[item]
            if value is not None and not least <= value <= most:
                raise ValueError(f"{item} is {least} to {most}")

    def of(self, item: Item) -> int | None:
        """The value of one item."""
        values = {
            "own_time": self.own_time,
            "shared_time": self.shared_time,
            "closeness": self.closeness,
            "freedom": self.freedom,
        }
        return values[item]


@dataclass(frozen=True, slots=True)
class BalanceWeek:
    """One week as its reader may see it. None is a week without a check-in of that person."""

    day: date
    mine: Balance | None = None
    theirs: Balance | None = None


@dataclass(frozen=True, slots=True)
class GuiltFacts:
    """What a guilt curve shows, for its alternative text: the ends, and the lowest that it was after a time away."""

    times: int
    first_day: date
    last_day: date
    first_before: int
    first_after: int
    last_before: int
    last_after: int
    lowest_after: int
    lowest_day: date


def describe_guilt(points: Sequence[GuiltPoint]) -> GuiltFacts:
    """The plain values behind the guilt curve of these points, oldest first. Raises ValueError without a point."""
    shown = latest_times(points)
    first, last = shown[0], shown[-1]
    lowest = min(reversed(shown), key=lambda point: point.after)
    return GuiltFacts(
        times=len(shown),
        first_day=first.day,
        last_day=last.day,
        first_before=first.before,
        first_after=first.after,
        last_before=last.before,
        last_after=last.after,
        lowest_after=lowest.after,
        lowest_day=lowest.day,
    )


def latest_times(points: Sequence[GuiltPoint]) -> Sequence[GuiltPoint]:
    """The points that a guilt curve shows. Raises ValueError without a point."""
    if not points:
        raise ValueError("a guilt curve needs a point")
    return points[-MOST_TIMES:]


def latest_weeks(weeks: Sequence[BalanceWeek]) -> Sequence[BalanceWeek]:
    """The weeks that a picture of the balance shows. Raises ValueError when nothing is in them."""
    shown = weeks[-MOST_WEEKS:]
    balances = [balance for week in shown for balance in (week.mine, week.theirs) if balance]
    if all(balance.of(item) is None for balance in balances for item in ITEMS):
        raise ValueError("a picture of the balance needs a value")
    return shown
