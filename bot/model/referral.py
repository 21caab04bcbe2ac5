"""The event that is counted and names nobody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CountReferral:
    """Help lines were shown to the person: one more in the year's count, which names nobody. `first`: for the first
    time in that year."""

    person: int
    year: int
    first: bool
