"""What every database promises of messages: their order, their chats, how far they have got."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.store.contract import Store
from bot.store.rows import Incoming, Outgoing, Shown
from tests.store.short import ANA, BEN, NOON, Opener, at, deliver, heads, message, queue, update


class TestLately:
    async def test_what_was_said_lately_by_both(self, store: Store) -> None:
        await store.receive([Incoming(1, b"old", ANA), Incoming(2, b"ben's", BEN)], NOON)
        await store.receive([Incoming(3, b"new", ANA)], at(10))
        async with store.transaction() as t:
            for minutes, id in ((1, 5), (11, 6)):
                await t.mark_sent(await t.add_message(Outgoing(ANA, "send", "reply", b"x", NOON)), id, at(minutes))
            await t.add_message(Outgoing(ANA, "send", "reply", b"unsent", NOON))
            await t.mark_sent(await t.add_message(Outgoing(ANA, "delete", "reply", b"[]", NOON)), None, at(12))
            assert await t.updates_of(ANA, at(10)) == [b"new"]
            assert await t.updates_of(ANA, NOON) == [b"old", b"new"]
            assert await t.sent_since(ANA, at(11)) == [(6, at(11))]
            assert await t.sent_since(BEN, NOON) == []


class TestOrder:
    async def test_a_chat_shows_only_its_first_unsent_row(self, store: Store) -> None:
        first, second = await queue(store, message(body="one"), message(body="two"))
        assert await heads(store) == ["one"]
        async with store.transaction() as t:
            await t.mark_sending(first)
        assert await heads(store) == []
        async with store.transaction() as t:
            await t.mark_sent(first, 10, NOON)
        assert await heads(store) == ["two"]
        async with store.transaction() as t:
            await t.mark_aside(second, "too long")
        assert await heads(store) == []

    async def test_replies_go_before_relays_before_nudges_and_older_before_newer(self, store: Store) -> None:
        await queue(
            store,
            message(1, "nudge", tone="nudge"),
            message(2, "relay", tone="relay"),
            message(3, "reply"),
            message(4, "reply 2"),
        )
        assert await heads(store) == ["reply", "reply 2", "relay", "nudge"]

    async def test_a_row_to_be_sent_again_stays_first_in_its_chat(self, store: Store) -> None:
        seq, *_ = await queue(store, message(1, "one"), message(1, "two"), message(2, "other"))
        async with store.transaction() as t:
            await t.mark_sending(seq)
            await t.mark_pending(seq, "ConnectError")
            assert [(row.seq, row.attempts) for row in await t.heads(1)] == [(seq, 1)]
        assert await heads(store) == ["one", "other"]

    async def test_a_crash_in_the_middle_of_a_call_is_sent_again(self, store: Store, opener: Opener) -> None:
        seq, *_ = await queue(store, message(body="one"), message(body="two"))
        async with store.transaction() as t:
            await t.note_message(ANA, 41)
            assert await t.mark_sending(seq) == 41
        store = await opener()
        async with store.transaction() as t:
            assert await t.reset_sending() == 1
            assert await t.reset_sending() == 0
            assert await t.pending_count() == 2
        assert await heads(store) == ["one"]


class TestChats:
    async def test_a_moved_chat_takes_its_messages_along(self, store: Store) -> None:
        seq, *_ = await queue(store, message(-5, "one"), message(-5, "two"))
        async with store.transaction() as t:
            await t.move_chat(-5, -100)
            assert [(row.chat, row.seq) for row in await t.heads(10)] == [(-100, seq)]

    async def test_a_closed_chat_gets_nothing_until_the_person_speaks(self, store: Store) -> None:
        await queue(store, message(body="hello"), message(BEN, "ben's"))
        async with store.transaction() as t:
            await t.close_chat(ANA)
            assert await t.chat_closed(ANA)
        assert await heads(store) == ["ben's"]
        await store.receive([update(1, ANA, 5)], at(1))
        async with store.transaction() as t:
            assert not await t.chat_closed(ANA)
        assert await heads(store) == ["hello", "ben's"]

    async def test_after_days_closed_only_the_partners_words_and_new_ones_still_come(self, store: Store) -> None:
        days = 60 * 24
        await queue(
            store,
            message(body="old reply"),
            message(body="old relay", tone="relay"),
            message(body="old nudge", tone="nudge"),
            message(body="new nudge", tone="nudge", minutes=2 * days),
        )
        async with store.transaction() as t:
            await t.close_chat(ANA)
            await t.open_chat(ANA, at(2 * days))
        left = []
        while found := await heads(store):
            left += found
            async with store.transaction() as t:
                [row] = await t.heads(10)
                await t.mark_sending(row.seq)
                await t.mark_sent(row.seq, None, at(2 * days))
        assert left == ["old relay", "new nudge"]

    async def test_an_open_chat_keeps_its_old_messages(self, store: Store) -> None:
        await queue(store, message(body="old"))
        async with store.transaction() as t:
            await t.open_chat(ANA, at(60 * 48))
        assert await heads(store) == ["old"]


class TestReach:
    async def test_how_far_a_question_got(self, store: Store) -> None:
        tell, first, again, _ = await queue(
            store, message(body="tell"), message(ask="q1"), message(ask="q1"), message(ask="q2")
        )
        async with store.transaction() as t:
            await t.note_message(ANA, 10)
        await deliver(store, tell, 11)
        assert await deliver(store, first, 12) == 11
        async with store.transaction() as t:
            await t.note_message(ANA, 15)
            await t.mark_sending(again)
            rows = await t.question_rows(ANA, ["q1", "q3"])
            assert [(r.ask, r.question, r.state, r.message_id, r.bound, r.doubled) for r in rows] == [
                ("q1", True, "sent", 12, 11, False),
                ("q1", True, "sending", None, 15, False),
            ]
            assert await t.question_rows(BEN, ["q1"]) == []
            assert await t.ask_of_message(ANA, 12) == "q1"
            assert await t.ask_of_message(ANA, 11) is None
            assert await t.ask_of_message(BEN, 12) is None

    async def test_an_edit_finds_the_copies_that_came_before_it(self, store: Store) -> None:
        def edit(ask: str) -> Outgoing:
            return replace(message(kind="edit", ask=ask), question=True)

        first, early, again, both, later, none = await queue(
            store, message(ask="q"), edit("q"), message(ask="q"), edit("q"), message(ask="q"), edit("other")
        )

        async def copies(seq: int) -> list[int]:
            async with store.transaction() as t:
                return [shown.message_id for shown in await t.copies(seq)]

        assert await copies(early) == []
        for seq, message_id in ((first, 11), (again, 12), (later, 13)):
            await deliver(store, seq, message_id)
        assert [await copies(seq) for seq in (early, both, none)] == [[11], [12, 11], []]
        await deliver(store, early, None)
        assert await copies(both) == [12, 11], "what was changed in its place is no other message"

    async def test_an_edit_that_became_a_message_is_one(self, store: Store) -> None:
        edit, last = await queue(
            store, replace(message(kind="edit", ask="q"), question=True), message(kind="edit", ask="q")
        )
        await deliver(store, edit, 21)
        async with store.transaction() as t:
            assert await t.copies(last) == [Shown(21)]
            assert await t.ask_of_message(ANA, 21) == "q"
            assert [id for id, _ in await t.sent_since(ANA, NOON)] == [21]

    @pytest.mark.parametrize(
        ("doubts", "bound", "doubled"),
        [
            pytest.param([], None, False, id="never tried"),
            pytest.param([False], None, False, id="known not to be sent"),
            pytest.param([True], 10, True, id="perhaps sent"),
            pytest.param([False, True], 11, True, id="perhaps sent the second time"),
            pytest.param([True, False], 10, True, id="perhaps sent the first time"),
        ],
    )
    async def test_a_bound_stays_when_a_copy_may_have_come(
        self, store: Store, doubts: list[bool], bound: int | None, doubled: bool
    ) -> None:
        [seq] = await queue(store, message(ask="q"))
        async with store.transaction() as t:
            for number, maybe_sent in enumerate(doubts):
                await t.note_message(ANA, 10 + number)
                await t.mark_sending(seq)
                await t.mark_pending(seq, "ReadTimeout", maybe_sent=maybe_sent)
            [row] = await t.question_rows(ANA, ["q"])
        assert (row.state, row.bound, row.doubled) == ("pending", bound, doubled)

    @pytest.mark.parametrize(
        ("sent_as", "edit", "wrote", "unread"),
        [
            pytest.param(12, False, 13, False, id="read before it was written"),
            pytest.param(12, False, 11, True, id="sent after it was written"),
            pytest.param(None, False, 13, True, id="still to be sent"),
            pytest.param(None, True, 13, False, id="an edit is not read"),
        ],
    )
    async def test_unread(self, store: Store, sent_as: int | None, edit: bool, wrote: int, unread: bool) -> None:
        [seq] = await queue(store, message(kind="edit" if edit else "send"))
        if sent_as is not None:
            await deliver(store, seq, sent_as)
        async with store.transaction() as t:
            assert await t.unread(ANA, wrote) is unread
            assert await t.unread(BEN, wrote) is False

    async def test_what_was_set_aside_is_not_waited_for(self, store: Store) -> None:
        [seq] = await queue(store, message(ask="q"))
        async with store.transaction() as t:
            await t.mark_aside(seq, "refused")
            assert await t.question_rows(ANA, ["q"]) == []
            assert await t.unread(ANA, 1) is False
