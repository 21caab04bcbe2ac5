"""What stays clear in the file does not tell what somebody used: ids of nudges, asks, why something was not sent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.store.contract import LATE
from bot.store.rows import NudgeRow, Outgoing
from tests.store.another_key import OTHER, seal_for_another_key
from tests.store.filling import ANA, BEN, NOON, fill, opened
from tests.unsealed import raw, rows

NUDGE: Final = NudgeRow("weekly.check_in.7100000001", ANA, NOON + timedelta(hours=2), "weekly", "check_in")


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """Something of every kind for two people."""
    file = tmp_path / "coach.db"
    async with opened(file) as store:
        for person in (ANA, BEN):
            await fill(store, person)
    return file


async def test_a_nudge_has_an_id_that_names_nothing(file: Path) -> None:
    """The engine's own id is one by which a nudge is set anew: that it still does."""
    async with opened(file) as store, store.transaction() as t:
        await t.add_nudge(NUDGE)
        await t.add_nudge(replace(NUDGE, due=NUDGE.due + timedelta(hours=1)))
        await t.add_nudge(replace(NUDGE, person=BEN))
        assert [nudge.id for nudge in await t.waiting_nudges(ANA)].count(NUDGE.id) == 1
    for words in (b"weekly", b"check_in"):
        assert words not in raw(file)
    ids = {id for (id,) in rows(file, "SELECT id FROM nudge")}
    assert len(ids) == 4, "two people's are two"
    assert {len(str(id)) for id in ids} == {32}


async def test_which_message_has_a_question_of_its_own_does_not_show(file: Path) -> None:
    """Help has a mark of its own, and no question: all others that have no question have one as well, and are none."""
    async with opened(file) as store, store.transaction() as t:
        seq = await t.add_message(Outgoing(ANA, "send", "reply", b"{}", NOON, ask="zzzzzzzzzz"))
        await t.mark_sent(seq, 99, NOON)
        assert await t.ask_of_message(ANA, 99) == "zzzzzzzzzz"
        assert await t.ask_of_message(ANA, 5) is None
        assert {head.ask for head in await t.heads(9)} == {None}
    asks = [str(ask) for (ask,) in rows(file, "SELECT ask FROM outbox")]
    assert len(set(asks)) == len(asks) == 5
    assert [ask for ask in asks if not re.fullmatch("[a-z2-7]{10}", ask)] == []


async def test_that_help_came_late_does_not_show(file: Path) -> None:
    """What was worth sending soon only is set aside or replaced once its time has passed; its person hears of it with
    the next thing they do, also if everything is sealed anew for another key by then."""
    async with opened(file) as store, store.transaction() as t:
        one, other = [
            await t.add_message(Outgoing(ANA, "send", "reply", b"{}", NOON, ask=ask)) for ask in ("a" * 10, "b" * 10)
        ]
        await t.replace_late(one, b"instead")
        await t.mark_sent(one, 99, NOON)
        await t.mark_aside(other, LATE)
    assert [row for row in rows(file, "SELECT * FROM outbox") if {LATE, "a" * 10, "b" * 10} & set(row)] == []
    assert rows(file, f"SELECT error FROM outbox WHERE seq = {one}") == [(None,)]
    await seal_for_another_key(file)
    async with opened(file, OTHER) as store, store.transaction() as t:
        assert [await t.is_late(ANA, ask) for ask in ("a" * 10, "b" * 10, "c" * 10)] == [True, True, False]


async def test_that_a_chat_is_being_hidden_is_named_nowhere(file: Path) -> None:
    """What waits and is not to come any more is like what was retracted for any other reason."""
    async with opened(file) as store, store.transaction() as t:
        await t.drop_replies(ANA)
        await t.add_message(Outgoing(BEN, "send", "reply", b"{}", NOON, ask="c" * 10))
        await t.retract(BEN, "c" * 10)
    assert {error for (error,) in rows(file, "SELECT error FROM outbox WHERE state = 'aside'")} == {"retracted"}
