"""Which backups are due and which stay, told by what is there after each of many days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest

from bot.store.backups import KEPT, day_of, is_due, name_of, staying

BEGAN = date(2026, 1, 1)


def after(days: int, most: int, missing: frozenset[int] = frozenset()) -> list[date]:
    """What is there after so many days of a backup each, but for those that were missed; newest first."""
    there: set[date] = set()
    for number in range(days):
        if number not in missing:
            there = staying({*there, BEGAN + timedelta(days=number)}, most)
    return sorted(there, reverse=True)


def ages(there: list[date]) -> list[int]:
    return [(there[0] - day).days for day in there]


@pytest.mark.parametrize(
    ("most", "reaches"),
    [
        pytest.param(1, (0, 0), id="the newest alone"),
        pytest.param(7, (6, 6), id="seven days"),
        pytest.param(KEPT, (22, 28), id="seven days and four weeks"),
        pytest.param(24, (365, 406), id="a year"),
    ],
)
@pytest.mark.parametrize("days", range(500, 535, 5))
def test_so_many_are_kept_and_they_reach_so_far_back(most: int, reaches: tuple[int, int], days: int) -> None:
    there = after(days, most)
    assert len(there) == most
    assert reaches[0] <= ages(there)[-1] <= reaches[1]


@pytest.mark.parametrize("days", range(500, 535))
def test_no_gap_grows_wider_than_its_rule(days: int) -> None:
    old = ages(after(days, 24))
    gaps = [older - younger for younger, older in pairwise(old)]
    assert gaps[:6] == [1] * 6
    assert max(gaps[6:10]) <= 7
    assert max(gaps[10:]) <= 31 + 7


def test_days_that_were_missed_cost_nobody_what_is_there() -> None:
    """A coach that was off for months comes back: what it had is still there, thinned no further."""
    before = after(100, KEPT)
    there = after(301, KEPT, missing=frozenset(range(100, 300)))
    assert there[0] == BEGAN + timedelta(days=300)
    assert before[0] in there
    assert len(there) == KEPT


def test_the_newest_always_stays() -> None:
    assert staying([BEGAN], 0) == {BEGAN}
    assert staying([], 5) == set()


@pytest.mark.parametrize(
    ("name", "day"),
    [
        (name_of(BEGAN), BEGAN),
        (name_of(BEGAN, 2), BEGAN),
        ("coach-2026-01-01.db.part", None),
        ("coach-2026-13-01.db", None),
        ("coach-2026-1-1.db", None),
        ("our-coach-2026-01-01.db", None),
        ("coach.db", None),
    ],
)
def test_a_name_tells_the_day_and_no_other_name_is_ours(name: str, day: date | None) -> None:
    assert day_of(name) == day


MADRID, TOKYO = timezone(timedelta(hours=1)), timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("newest", "now", "due"),
    [
        pytest.param(None, datetime(2026, 3, 5, 12, tzinfo=UTC), True, id="there is none"),
        pytest.param(date(2026, 3, 5), datetime(2026, 3, 5, 12, tzinfo=UTC), False, id="there is one of today"),
        pytest.param(date(2026, 3, 4), datetime(2026, 3, 5, 2, 59, tzinfo=UTC), False, id="the hour is still to come"),
        pytest.param(date(2026, 3, 4), datetime(2026, 3, 5, 3, 0, tzinfo=UTC), True, id="at the hour"),
        pytest.param(date(2026, 3, 3), datetime(2026, 3, 5, 1, 0, tzinfo=UTC), True, id="one was missed"),
        pytest.param(date(2026, 3, 4), datetime(2026, 3, 5, 3, 0, tzinfo=MADRID), True, id="by the machine's clock"),
        pytest.param(date(2026, 3, 4), datetime(2026, 3, 5, 3, 0, tzinfo=TOKYO), False, id="which is the 4th in UTC"),
        pytest.param(date(2026, 3, 3), datetime(2026, 3, 5, 3, 0, tzinfo=TOKYO), True, id="and one for that day"),
    ],
)
def test_one_is_due_once_a_day(newest: date | None, now: datetime, due: bool) -> None:
    assert is_due(newest, now) is due
