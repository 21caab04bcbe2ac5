"""What every database promises of messages that were sent: taken back, changed by their question, said too late."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.store.contract import LATE, Store
from tests.store.short import ANA, BEN, NOON, Opener, at, deliver, heads, message, queue


class TestRetracting:
    async def test_what_has_not_begun_to_go_out_is_set_aside(self, store: Store) -> None:
        sent, going, *_ = await queue(
            store,
            message(body="sent", ask="m"),
            message(body="going", ask="m"),
            message(body="waiting", ask="m"),
            message(body="to be sent again", ask="m"),
            message(body="another question", ask="q"),
            message(body="no question"),
            message(BEN, "ben's", ask="m"),
        )
        await deliver(store, sent, 11)
        async with store.transaction() as t:
            await t.mark_sending(going)
            await t.retract(ANA, "m")
            assert [(row.state, row.message_id) for row in await t.question_rows(ANA, ["m"])] == [
                ("sent", 11),
                ("sending", None),
            ]
            assert await t.pending_count() == 4
            await t.mark_sent(going, 12, NOON)
        assert await heads(store) == ["another question", "ben's"], "the chat goes on"

    async def test_a_call_that_had_begun_and_failed_is_made_again(self, store: Store) -> None:
        [seq] = await queue(store, message(body="going", ask="m"))
        async with store.transaction() as t:
            await t.mark_sending(seq)
            await t.retract(ANA, "m")
            await t.mark_pending(seq, "ConnectError")
        assert await heads(store) == ["going"], "nobody knows whether it came: whoever takes it away comes after it"

    async def test_after_a_failed_call_it_has_not_begun_any_more(self, store: Store) -> None:
        seq, _ = await queue(store, message(body="once tried", ask="m"), message(body="next"))
        async with store.transaction() as t:
            await t.mark_sending(seq)
            await t.mark_pending(seq, "ConnectError")
            await t.retract(ANA, "m")
        assert await heads(store) == ["next"]

    async def test_what_was_retracted_is_neither_waited_for_nor_late(self, store: Store, opener: Opener) -> None:
        await queue(store, message(ask="m"))
        async with store.transaction() as t:
            await t.retract(ANA, "m")
        store = await opener()
        async with store.transaction() as t:
            assert await t.reset_sending() == await t.pending_count() == 0
            assert not await t.unread(ANA, 1)
            assert not await t.is_late(ANA, "m")
            assert await t.messages_of(ANA, "m") == []

    async def test_there_may_be_nothing_to_retract(self, store: Store) -> None:
        async with store.transaction() as t:
            await t.retract(ANA, "m")
            assert await t.messages_of(ANA, "m") == []


class TestMessagesOfAnAsk:
    async def test_those_delivered_to_that_chat_oldest_first(self, store: Store) -> None:
        first, second, other, none, bens, *_ = await queue(
            store,
            message(ask="m"),
            message(ask="m", once=True),
            message(ask="q"),
            message(),
            message(BEN, ask="m"),
            message(ask="m", body="waiting"),
        )
        for seq, id in ((second, 30), (first, 40), (other, 12), (none, 13), (bens, 14)):
            await deliver(store, seq, id)
        async with store.transaction() as t:
            assert await t.messages_of(ANA, "m") == [40, 30], "as they were queued, whatever their ids"
            assert await t.messages_of(BEN, "m") == [14]
            assert await t.messages_of(BEN, "q") == []

    async def test_an_edit_is_no_message_unless_it_has_become_one(self, store: Store) -> None:
        shown, changed, anew = await queue(
            store, message(ask="m"), message(kind="edit", ask="m"), message(kind="edit", ask="m")
        )
        for seq, id in ((shown, 11), (changed, None), (anew, 21)):
            await deliver(store, seq, id)
        async with store.transaction() as t:
            assert await t.messages_of(ANA, "m") == [11, 21]

    async def test_an_id_is_known_as_soon_as_it_is_written_down(self, store: Store) -> None:
        [seq] = await queue(store, message(ask="m"))
        async with store.transaction() as t:
            await t.mark_sending(seq)
            assert await t.messages_of(ANA, "m") == []
            await t.mark_sent(seq, 11, NOON)
            assert await t.messages_of(ANA, "m") == [11]


class TestLateness:
    @pytest.mark.parametrize(
        ("error", "late"),
        [
            pytest.param(LATE, True, id="its time had passed"),
            pytest.param("too long", False, id="refused"),
            pytest.param(None, False, id="not set aside"),
        ],
    )
    async def test_only_what_was_set_aside_as_late_is(self, store: Store, error: str | None, late: bool) -> None:
        [seq] = await queue(store, message(ask="m"))
        async with store.transaction() as t:
            if error is not None:
                await t.mark_aside(seq, error)
        async with store.transaction() as t:
            assert await t.is_late(ANA, "m") is late
            assert not await t.is_late(ANA, "q")
            assert not await t.is_late(BEN, "m")

    async def test_one_late_message_of_several_is_enough(self, store: Store) -> None:
        sent, aside, _ = await queue(store, message(ask="m"), message(ask="m"), message(ask="m"))
        await deliver(store, sent, 11)
        async with store.transaction() as t:
            assert not await t.is_late(ANA, "m")
            await t.mark_aside(aside, LATE)
            assert await t.is_late(ANA, "m")

    async def test_what_got_stale_in_a_closed_chat_is_late_too(self, store: Store) -> None:
        two_days = 60 * 48
        await queue(store, message(ask="old"), message(ask="new", minutes=two_days))
        async with store.transaction() as t:
            await t.close_chat(ANA)
            assert not await t.is_late(ANA, "old")
            await t.open_chat(ANA, at(two_days))
            assert await t.is_late(ANA, "old")
            assert not await t.is_late(ANA, "new")

    async def test_what_was_delivered_after_a_failure_is_not_late(self, store: Store) -> None:
        [seq] = await queue(store, message(ask="m"))
        async with store.transaction() as t:
            await t.mark_sending(seq)
            await t.mark_pending(seq, "connection refused")
            assert not await t.is_late(ANA, "m"), "it waits for another call"
            assert await t.is_waiting(ANA, "m")
        await deliver(store, seq, 11)
        async with store.transaction() as t:
            assert not await t.is_late(ANA, "m")
            assert not await t.is_waiting(ANA, "m")

    async def test_what_was_replaced_is_late_before_and_after_it_went_out(self, store: Store) -> None:
        [seq] = await queue(store, message(ask="m"))
        async with store.transaction() as t:
            await t.replace_late(seq, b"instead")
            assert await t.is_late(ANA, "m")
            [row] = await t.heads(9)
            assert row.body == b"instead"
            await t.mark_sending(seq)
            await t.mark_pending(seq, "connection refused")
            assert await t.is_late(ANA, "m")
        await deliver(store, seq, 11)
        async with store.transaction() as t:
            assert await t.is_late(ANA, "m")


class TestDates:
    """When Telegram says that a message was sent is kept beside when we knew of it."""

    async def test_a_question_tells_when_each_of_its_messages_was_sent(self, store: Store, opener: Opener) -> None:
        first, again = await queue(store, message(body="one", ask="q"), message(body="two", ask="q"))
        await queue(store, message(body="unsent", ask="q"))
        async with store.transaction() as t:
            await t.mark_sent(first, 11, at(3), at(1))
            await t.mark_sent(again, 12, at(4))
        store = await opener()
        async with store.transaction() as t:
            assert [row.dated for row in await t.question_rows(ANA, ["q"])] == [at(1), None, None]

    async def test_an_edit_that_became_a_message_has_its_date(self, store: Store) -> None:
        [seq] = await queue(store, replace(message(body="now", ask="q", kind="edit"), question=True))
        async with store.transaction() as t:
            await t.mark_sent(seq, 12, at(4), at(2))
            assert [row.dated for row in await t.question_rows(ANA, ["q"])] == [at(2)]


class TestHiding:
    async def test_answers_that_have_not_begun_to_go_out_never_do(self, store: Store) -> None:
        going, *_ = await queue(
            store,
            message(body="going"),
            message(body="an answer"),
            message(tone="relay", body="the other's words"),
            message(tone="nudge", body="a reminder"),
            message(BEN, body="ben's"),
        )
        async with store.transaction() as t:
            await t.mark_sending(going)
            await t.drop_replies(ANA)
            assert await t.pending_count() == 4
            await t.mark_sent(going, 12, NOON)
        assert set(await heads(store)) == {"ben's", "the other's words"}

    async def test_of_what_was_delivered_the_answers_are_named(self, store: Store) -> None:
        before, answer, relay = await queue(store, message(), message(), message(tone="relay"))
        for seq, id, when in ((before, 10, NOON), (answer, 11, at(1)), (relay, 12, at(1))):
            async with store.transaction() as t:
                await t.mark_sent(seq, id, when)
        async with store.transaction() as t:
            assert await t.replies_since(ANA, at(1)) == [11]
