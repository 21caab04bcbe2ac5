"""Where every word of a group reaches the coach, what is not for it is neither answered nor kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.groups import Groups
from tests.stage import MORNING, Stage, stage

BETWEEN_THEM = "the blue door, between us"
ITS_OWN = "I was alone with the move"


async def kept(s: Stage, name: str) -> str:
    """All that is still kept of what somebody has sent, as it came."""
    async with s.coach.store.transaction() as tx:
        bodies = await tx.updates_of(s.phone(name).user.id, MORNING - timedelta(days=1))
    return b"\n".join(bodies).decode()


async def group_of_two(s: Stage, *, leading: bool) -> int:
    """A group of the two and the coach, which hears all there: as an administrator, or with privacy mode off."""
    for name in ("ana", "ben"):
        await s.welcome(name)
    await s.link("ana", "ben")
    groups, ana, ben = Groups(s.world), s.phone("ana").user.id, s.phone("ben").user.id
    group, coach = groups.create(ana, "Two", ben, with_bot=True).id, s.world.state.bot.id
    if leading:
        groups.promote(group, ana, coach)
    s.world.state.bot.privacy = leading
    await s.settle()
    return group


@pytest.mark.parametrize("leading", [True, False])
async def test_what_two_say_to_each_other_is_not_kept(tmp_path: Path, leading: bool) -> None:
    async with stage(tmp_path) as s:
        group = await group_of_two(s, leading=leading)
        ana = s.phone("ana").inside(group)
        before = len(s.world.group(group).messages)
        await ana.send(BETWEEN_THEM)
        mine = ana.messages[-1].message_id
        await s.phone("ben").inside(group).send(f"re: {BETWEEN_THEM}", mine)
        await ana.edit(mine, f"{BETWEEN_THEM}, changed")
        await ana.send_media("photo", f"beneath: {BETWEEN_THEM}")
        await ana.send(f"/weather@otherbot {BETWEEN_THEM}")
        await s.settle()
        assert len(s.world.group(group).messages) == before + 4, "the coach said something"
        assert [name for name in ("ana", "ben") if BETWEEN_THEM in await kept(s, name)] == []


async def test_what_is_said_to_the_coach_there_is_kept_as_anywhere(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        group = await group_of_two(s, leading=True)
        ana = s.phone("ana").inside(group)
        hello = ana.received[-1].message_id
        await ana.send(ITS_OWN, hello)
        await s.send("ana", BETWEEN_THEM)
        assert ITS_OWN in await kept(s, "ana")
        assert BETWEEN_THEM in await kept(s, "ana")
