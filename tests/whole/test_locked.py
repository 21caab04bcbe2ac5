"""A locked diary: what people type is in no file and no log, whatever the coach does with it – until it is opened."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot.coach import linking
from bot.runtime import conversations
from bot.store.sqlite.keyplace import key_path
from tests.stage import Stage, stage
from tests.unsealed import BODIES, Opener, raw

ANA, BEN = "kanarienvogel", "zeisig"
SECRET = "rotkehlchen"
"""What Ana types where nobody else will see it."""


async def say(s: Stage, who: str, *acts: str) -> None:
    """Texts, and [presses]."""
    for act in acts:
        await (s.press(who, act[1:-1]) if act.startswith("[") else s.send(who, act))


async def two_of_them(s: Stage) -> None:
    """Through welcome, link, a check-in and a time out, with their own word in everything they type."""
    for who in (ANA, BEN):
        s.phone(who)
        await say(s, who, "/start", "[18]", "[I agree]", who, "/skip")
    await say(s, ANA, "/checkin", "[Too little]", *["/skip"] * 3, f"I had a {SECRET}", f"one more {SECRET}")
    await s.link(ANA, BEN)
    for who in (ANA, BEN):
        answers = ("[Too little]", "[About right]", "4", "2", f"{who} when you laughed", f"one evening with {who}")
        await say(s, who, "/checkin", *answers)
    await say(s, ANA, "/space", "30 min", f"{SECRET} in the middle of it")
    await s.move_clock(timedelta(hours=1))
    await say(s, BEN, f"/{BEN}", f"/start {BEN}")


async def test_no_word_is_in_a_file_or_a_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    file = tmp_path / "coach.db"
    async with stage(tmp_path) as s:
        await two_of_them(s)
        while_open = raw(file)
        assert (tmp_path / "coach.db-wal").stat().st_size > 0
    for words in (ANA, BEN, SECRET):
        assert words.encode() not in while_open + raw(file)
        assert words not in caplog.text
        kinds = {kind for kind in BODIES if any(words.encode() in body for body in Opener(file).bodies(kind))}
        assert kinds >= {"inbox", "memory", "outbox"}, "who has the key finds it"
        assert "nudge" not in kinds
    assert key_path(file).stat().st_mode & 0o777 == 0o600


async def test_after_forgetting_there_is_nothing_to_open(tmp_path: Path) -> None:
    """Only what had been shown to the other is left: it is the other's."""
    file = tmp_path / "coach.db"
    async with stage(tmp_path) as s:
        await two_of_them(s)
        ana, ben = (s.phone(name).user.id for name in (ANA, BEN))
        now = s.world.clock.now()
        async with s.coach.store.transaction() as tx:
            found = await conversations.load(tx, ana)
            assert found is not None
            for number, part in enumerate(linking.split(found[1])):
                await conversations.save(tx, f"part{number}", part, now)
            await tx.remove_conversation(found[0])
            await tx.forget(ana)
        left = Opener(file).all_bodies()
        assert SECRET.encode() not in left
        assert f"{ANA} when you laughed".encode() in left, "he has read it"
        async with s.coach.store.transaction() as tx:
            assert await tx.conversation_of(ana) is None
            assert await tx.memories(ben)
        await s.send(ANA, "/menu")
        assert "18" in s.screen(ANA), "she is a stranger"
        await s.send(BEN, "/menu")
        assert "What would you like" in s.screen(BEN)
    assert SECRET.encode() not in Opener(file).all_bodies()
