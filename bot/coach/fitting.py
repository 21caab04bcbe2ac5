"""What fits a week: by a person's own taps at most one dialog is offered, to them alone.

The table is data. What brings two people closer stands first where the week asks for that - time together, being
understood, thanks - and nothing of it stands where it asks for room. A dialog that is not there is passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.model.values import Number, Option, Variable

FITTING: Final[Mapping[str, tuple[str, ...]]] = {
    # Little freedom, now and the time before: nothing that brings closer, whatever else was tapped.
    "no_room": ("leave", "space", "interdependence", "loved_before"),
    # Neither near nor free: a word for it first, before anything is done together.
    "both_low": ("needs", "outside", "i_statement", "listening"),
    # Room is short on both sides: of oneself, and of the two.
    "both_short": ("compromise", "space", "needs", "leave"),
    "little_alone": ("space", "leave", "loved_before", "boundary"),
    "much_together": ("leave", "space", "loved_before", "holiday"),
    "lonely": ("roommates", "support", "ritual", "lonely"),
    # Far, and free: being understood, and then a small thing together.
    "far": ("listening", "roommates", "needs", "card", "outside"),
    "little_together": ("ritual", "roommates", "date_night", "something_new", "card"),
    "near": ("thanks", "celebrate", "something_new", "support", "date_night"),
    "even": (),
}
"""By what a week comes to: the dialogs that fit it, what fits best first."""

LITTLE: Final = 2
"""Up to this, on a scale from 1 to 5, there is little."""

CLOSER: Final = frozenset(
    {
        *("ritual", "roommates", "date_night", "something_new", "celebrate", "thanks", "card", "listening"),
        *("compromise", "support", "needs", "holiday", "come_back", "transition"),
    }
)
"""Dialogs for more togetherness: where there was little freedom twice running none of them is offered."""

WARM: Final = frozenset({"thanks", "celebrate"})
"""Not to somebody whose closeness was 1 or 2: thanks that one has to look for are a task."""

NEAR: Final = 4
"""From here on, of 5, somebody is near."""

LATELY: Final = timedelta(weeks=4)
"""What was begun within this time comes after what was not."""


def week_of(values: Mapping[str, Variable], *, low_before: bool = False) -> str:
    """What a person's own taps of a week come to. `low_before`: their freedom was 1 or 2 the time before, too."""

    def low(scale: str) -> bool:
        return isinstance(mark := values.get(scale), Number) and mark.n <= LITTLE

    def says(balance: str, option: str) -> bool:
        return isinstance(tapped := values.get(balance), Option) and tapped.id == option

    if low("freedom") and low_before:
        return "no_room"
    if low("closeness") and low("freedom"):
        return "both_low"
    short = says("own_time", "too_little"), says("shared_time", "too_little")
    if all(short):
        return "little_alone" if low("freedom") else "both_short"
    if short[0]:
        return "little_alone"
    if says("shared_time", "too_much"):
        return "much_together"
    if low("freedom"):
        return "even"
    if short[1]:
        return "lonely" if says("own_time", "too_much") else "far" if low("closeness") else "little_together"
    if low("closeness"):
        return "far"
    near = isinstance(mark := values.get("closeness"), Number) and mark.n >= NEAR
    return "near" if near and says("shared_time", "right") else "even"


def best(
    week: str,
    values: Mapping[str, Variable],
    *,
    there: Collection[str],
    begun: Mapping[str, datetime],
    last: str | None,
    now: datetime,
) -> str | None:
    """The one dialog to offer, or None: the first that fits and was not begun lately; where all were, the one that was
    begun longest ago. Not what was offered the time before, and nothing that is not `there`."""
    low = isinstance(mark := values.get("closeness"), Number) and mark.n <= LITTLE
    fits = [name for name in FITTING[week] if name in there and name != last and not (low and name in WARM)]
    fresh = [name for name in fits if name not in begun or now - begun[name] >= LATELY]
    return fresh[0] if fresh else min(fits, key=lambda name: begun[name], default=None)


def named() -> Iterator[str]:
    """All dialogs that the table names."""
    yield from dict.fromkeys(name for names in FITTING.values() for name in names)
