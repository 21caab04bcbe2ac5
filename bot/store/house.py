"""The part of the contract that is about everybody and nobody: who is here, and counts without names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

REFERRALS: Final = "referrals"
"""The row of the house that counts how often help lines were shown."""

FEWEST: Final = 50
"""Of so many people at least a year's count is told: of fewer it could be guessed who."""

_ROUNDED: Final = 10


@dataclass(frozen=True, slots=True)
class Referred:
    """How often help lines were shown in a year, and to how many people."""

    times: int = 0
    people: int = 0


class House(Protocol):
    """The part of a transaction that is about everybody and nobody."""

    async def everybody(self, after: int, most: int) -> list[int]:
        """At most so many people, by id, whose ids are greater than `after`."""
        ...

    async def count_referral(self, year: int, *, first: bool) -> None:
        """Count that help lines were shown to somebody; `first`: for the first time in that year."""
        ...

    async def referrals(self) -> Mapping[int, Referred]:
        """What was counted, by year."""
        ...


def pack_referrals(counts: Mapping[int, Referred]) -> bytes:
    """Counts as the body of a row."""
    return json.dumps({str(year): [each.times, each.people] for year, each in counts.items()}).encode()


def unpack_referrals(body: bytes) -> dict[int, Referred]:
    """The counts that `pack_referrals` was given."""
    return {int(year): Referred(*counts) for year, counts in json.loads(body).items()}


def one_more(counts: Mapping[int, Referred], year: int, *, first: bool) -> dict[int, Referred]:
    """Counts with one more in a year."""
    before = counts.get(year, Referred())
    return {**counts, year: Referred(before.times + 1, before.people + first)}


def tellable(counts: Mapping[int, Referred], this_year: int) -> Iterator[tuple[int, int | None]]:
    """Each finished year with about how often, to the nearest ten; None where there were too few people to tell."""
    for year in sorted(year for year in counts if year < this_year):
        many = counts[year].people >= FEWEST
        yield year, (counts[year].times + _ROUNDED // 2) // _ROUNDED * _ROUNDED if many else None
