"""How often help lines were shown: counted without names, told of finished years and of many people only."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.house import Referred
from tests.stage import Stage, stage
from tests.store.test_backup import coach
from tests.unsealed import raw, rows


async def counted(s: Stage) -> dict[int, Referred]:
    async with s.coach.store.transaction() as tx:
        return dict(await tx.referrals())


async def test_each_time_counts_and_each_person_once_a_year(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.send("ana", "/help_now")
        await s.welcome("ben")
        await s.send("ben", "he hits me")
        await s.send("ben", "he hits me")
        assert await counted(s) == {2026: Referred(3, 2)}
        await s.move_clock(timedelta(days=60))
        await s.send("ben", "help me now")
        assert await counted(s) == {2026: Referred(3, 2), 2027: Referred(1, 1)}


async def test_forgetting_takes_who_and_leaves_how_many(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.send("ana", "/help_now")
        await s.send("ana", "/forget")
        await s.press("ana", "Yes, forget me")
        assert await counted(s) == {2026: Referred(1, 1)}
        ana = str(s.phone("ana").user.id)
    assert b"referral" not in raw(tmp_path / "coach.db")
    assert ana not in str(await _told(tmp_path))


@pytest.mark.parametrize(("people", "said"), [(50, "2020: about 60\n"), (49, "2020: to fewer than 50 people\n")])
async def test_the_operator_is_told_of_years_that_are_over(tmp_path: Path, people: int, said: str) -> None:
    async with stage(tmp_path) as s:
        for number in range(60):
            async with s.coach.store.transaction() as tx:
                await tx.count_referral(2020, first=number < people)
    assert await _told(tmp_path) == said


async def test_with_nothing_to_tell_it_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path):
        pass
    assert "No year is over yet" in await _told(tmp_path)


async def _told(folder: Path) -> str:
    done = coach("referrals", database=folder / "coach.db")
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_who_sees_the_file_before_and_after_a_turn_does_not_see_that_help_came(tmp_path: Path) -> None:
    """The count is sealed anew with every turn, and there from the first one on."""
    async with stage(tmp_path) as s:
        await s.welcome("ana")
        seen = [rows(tmp_path / "coach.db", "SELECT * FROM house")]
        for words in ("/menu", "/help_now", "/menu"):
            await s.send("ana", words)
            seen.append(rows(tmp_path / "coach.db", "SELECT * FROM house"))
    assert [len(each) for each in seen] == [1, 1, 1, 1]
    assert len({name for each in seen for name, _ in each}) == 1
    assert len({body for each in seen for _, body in each}) == 4
