"""What every database promises. Instants are minutes after NOON."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from bot.errors import DatabaseError
from bot.model.events import Prompt, Tone
from bot.store.contract import Store, Transaction
from bot.store.rows import Incoming, NudgeRow, Outgoing

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
Opener = Callable[[], Awaitable[Store]]
ANA, BEN, CLEO = 7_100_000_001, 7_100_000_002, 7_100_000_003


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def update(id: int, person: int = ANA, message: int | None = None) -> Incoming:
    return Incoming(id, f"update {id}".encode(), person, person, message, True)


def message(
    chat: int = ANA,
    body: str = "hello",
    *,
    tone: Tone = "reply",
    kind: Literal["send", "edit"] = "send",
    ask: str | None = None,
    minutes: float = 0,
    once: bool = False,
) -> Outgoing:
    return Outgoing(chat, kind, tone, body.encode(), at(minutes), ask, ask is not None and kind == "send", once)


async def queue(store: Store, *messages: Outgoing) -> list[int]:
    async with store.transaction() as t:
        return [await t.add_message(m) for m in messages]


async def heads(store: Store) -> list[str]:
    async with store.transaction() as t:
        return [row.body.decode() for row in await t.heads(10)]


async def deliver(store: Store, seq: int, message_id: int | None, minutes: float = 0) -> int | None:
    async with store.transaction() as t:
        bound = await t.mark_sending(seq)
    async with store.transaction() as t:
        await t.mark_sent(seq, message_id, at(minutes))
    return bound


class TestInbox:
    async def test_inputs_come_once_and_in_the_order_received(self, store: Store) -> None:
        assert await store.receive([update(5), update(6)], NOON) == [True, True]
        assert await store.receive([update(6), update(7)], at(1)) == [False, True]
        seen = []
        async with store.transaction() as t:
            while row := await t.next_input():
                seen.append((row.update_id, row.person, row.body, row.received_at))
                await t.finish_input(row.seq, at(2))
        assert seen == [
            (5, ANA, b"update 5", NOON),
            (6, ANA, b"update 6", NOON),
            (7, ANA, b"update 7", at(1)),
        ]

    async def test_an_input_set_aside_does_not_block_the_next(self, store: Store) -> None:
        await store.receive([update(1), update(2)], NOON)
        async with store.transaction() as t:
            first = await t.next_input()
            assert first is not None
            await t.set_aside_input(first.seq, "KeyError", NOON)
        async with store.transaction() as t:
            second = await t.next_input()
        assert second is not None
        assert second.update_id == 2

    async def test_an_update_with_an_error_gets_no_turn_and_still_moves_the_offset(self, store: Store) -> None:
        assert await store.receive([replace(update(9), error="from nobody")], NOON) == [True]
        async with store.transaction() as t:
            assert await t.next_input() is None
        assert await store.offset() == 10

    @pytest.mark.parametrize(
        ("ids", "offset"),
        [
            pytest.param([], 0, id="nothing yet"),
            pytest.param([4, 5], 6, id="one more than the last"),
            pytest.param([900, 3], 4, id="telegram began anew"),
            pytest.param([7, -12345], 8, id="a made-up id does not count"),
        ],
    )
    async def test_the_offset_follows_the_last_update(self, store: Store, ids: list[int], offset: int) -> None:
        for id in ids:
            await store.receive([update(id)], NOON)
        assert await store.offset() == offset


class TestConversations:
    async def test_nobody_is_in_a_conversation_at_first(self, store: Store) -> None:
        async with store.transaction() as t:
            assert await t.conversation_of(ANA) is None

    async def test_linking_joins_two_people_and_parting_splits_them(self, store: Store) -> None:
        async def of(t: Transaction, person: int) -> tuple[str, bytes] | None:
            found = await t.conversation_of(person)
            return (found.id, found.state) if found else None

        async with store.transaction() as t:
            await t.save_conversation("a", [ANA], b"ana", NOON)
            await t.save_conversation("b", [BEN], b"ben", NOON)
            await t.save_conversation("c", [CLEO], b"cleo", NOON)
        async with store.transaction() as t:
            await t.save_conversation("a", [ANA, BEN], b"both", at(1))
            await t.remove_conversation("b")
            assert [await of(t, p) for p in (ANA, BEN, CLEO)] == [("a", b"both"), ("a", b"both"), ("c", b"cleo")]
        async with store.transaction() as t:
            await t.save_conversation("a", [ANA], b"ana again", at(2))
            assert await of(t, BEN) is None
            await t.save_conversation("b2", [BEN], b"ben again", at(2))
            assert [await of(t, p) for p in (ANA, BEN)] == [("a", b"ana again"), ("b2", b"ben again")]


class TestMemory:
    async def test_an_item_is_revised_in_place(self, store: Store) -> None:
        async with store.transaction() as t:
            await t.remember("o1", ANA, "outing", 1, b"out", NOON)
            await t.remember("c1", ANA, "check_in", 1, b"week", at(1))
            await t.remember("o2", BEN, "outing", 1, b"ben's", NOON)
            await t.remember("o1", ANA, "outing", 2, b"longer", at(5))
            items = await t.memories(ANA)
            assert [(m.id, m.revision, m.body, m.created_at, m.updated_at) for m in items] == [
                ("o1", 2, b"longer", NOON, at(5)),
                ("c1", 1, b"week", at(1), at(1)),
            ]
            assert [m.id for m in await t.memories(ANA, "outing")] == ["o1"]
            await t.remove_memory("o1", BEN)
            await t.remove_memory("c1", ANA)
            assert [m.id for m in await t.memories(ANA)] == ["o1"], "only what is hers"


class TestNudges:
    async def test_the_longest_due_fires_first_and_once(self, store: Store) -> None:
        late = NudgeRow("n1", ANA, at(30), "back", "o1", 2, Prompt("space", "welcome_back"), "skip", at(90))
        soon = NudgeRow("n2", BEN, at(10), "expire", "r1")
        async with store.transaction() as t:
            await t.add_nudge(late)
            await t.add_nudge(soon)
            assert await t.next_due() == at(10)
            assert await t.due_nudge(at(9.9)) is None
            assert await t.due_nudge(at(60)) == soon
            await t.close_nudge("n2", "fired")
            assert await t.waiting_nudges(BEN) == []
            assert await t.waiting_nudges(ANA) == [late]
            assert await t.due_nudge(at(60)) == late
            await t.close_nudge("n1", "dropped")
            assert await t.due_nudge(at(60)) is None
            assert await t.next_due() is None


class TestInvitations:
    async def test_of_two_who_agree_the_first_has_it(self, store: Store) -> None:
        async with store.transaction() as t:
            await t.make_invitation("i", b"hash", ANA, NOON, at(60))

        async def claim(person: int) -> bool:
            async with store.transaction() as t:
                return await t.claim_invitation("i", person, at(1))

        assert tuple(await asyncio.gather(claim(BEN), claim(CLEO))) == (True, False)
        async with store.transaction() as t:
            found = await t.invitation_by_token(b"hash")
            assert found is not None
            assert (found.id, found.inviter, found.state, found.claimed_by) == ("i", ANA, "claimed", BEN)
            assert (found.created_at, found.expires_at) == (NOON, at(60))
            assert await t.invitation("i") == found
            await t.close_invitation("i", "linked")
            closed = await t.invitation("i")
            assert closed is not None
            assert closed.state == "linked"

    @pytest.mark.parametrize(
        ("person", "minutes", "spoil"),
        [
            pytest.param(ANA, 1, None, id="one's own"),
            pytest.param(BEN, 60, None, id="expired"),
            pytest.param(BEN, 1, "void", id="cancelled"),
            pytest.param(BEN, 1, "again", id="a newer one was made"),
            pytest.param(BEN, 1, "other", id="unknown"),
        ],
    )
    async def test_what_cannot_be_claimed(self, store: Store, person: int, minutes: float, spoil: str | None) -> None:
        async with store.transaction() as t:
            await t.make_invitation("i", b"hash", ANA, NOON, at(60))
            if spoil == "void":
                await t.void_invitations(ANA)
            if spoil == "again":
                await t.make_invitation("j", b"other hash", ANA, NOON, at(60))
            assert not await t.claim_invitation("x" if spoil == "other" else "i", person, at(minutes))

    async def test_a_newer_invitation_stands(self, store: Store) -> None:
        async with store.transaction() as t:
            await t.make_invitation("i", b"hash", ANA, NOON, at(60))
            assert await t.claim_invitation("i", BEN, at(1))
            await t.make_invitation("j", b"other hash", ANA, at(2), at(62))
            states = [found.state for i in ("i", "j") if (found := await t.invitation(i))]
            assert [(i.id, i.inviter) for i in await t.invitations_of(ANA)] == [("i", ANA), ("j", ANA)]
            assert await t.invitations_of(BEN) == []
        assert states == ["void", "open"]

    async def test_a_couple_begins_and_ends(self, store: Store) -> None:
        async with store.transaction() as t:
            await t.add_couple("ab", ANA, BEN, NOON)
            assert [await t.linked_since(person) for person in (ANA, BEN)] == [NOON, NOON]
            await t.end_couple("ab", at(1))
            assert await t.linked_since(BEN) is None


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
            assert await t.last_edit_target(ANA, "q1") == 12
            assert await t.last_edit_target(ANA, "q2") is None

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


class TestTransactions:
    async def test_an_exception_takes_everything_back(self, store: Store) -> None:
        async def fail() -> None:
            async with store.transaction() as t:
                await t.add_message(message())
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fail()
        assert await heads(store) == []

    async def test_two_at_once_do_not_mix(self, store: Store) -> None:
        both_inside = asyncio.Barrier(2)

        async def one(body: str, *, fails: bool) -> None:
            await both_inside.wait()
            async with store.transaction() as t:
                await t.add_message(message(ANA if fails else BEN, body))
                await asyncio.sleep(0)
                await t.add_message(message(ANA if fails else CLEO, body))
                if fails:
                    raise ZeroDivisionError

        results = await asyncio.gather(one("kept", fails=False), one("lost", fails=True), return_exceptions=True)
        assert [type(r) for r in results] == [type(None), ZeroDivisionError]
        assert await heads(store) == ["kept", "kept"]

    @pytest.mark.parametrize(
        ("point", "kept"),
        [
            pytest.param("begin", 0, id="while it begins"),
            pytest.param("first", 0, id="at its first statement"),
            pytest.param("second", 0, id="at its second statement"),
            pytest.param("commit", 2, id="while it is committed"),
        ],
    )
    async def test_cancelled_anywhere_it_is_all_or_nothing_and_the_store_goes_on(
        self, store: Store, point: str, kept: int
    ) -> None:
        def cancel_at(here: str) -> None:
            task = asyncio.current_task()
            if here == point and task is not None:
                # It strikes at the task's next await: inside the statement that follows.
                task.cancel()

        async def two_messages() -> None:
            cancel_at("begin")
            async with store.transaction() as t:
                cancel_at("first")
                await t.add_message(message())
                cancel_at("second")
                await t.add_message(message())
                cancel_at("commit")

        task = asyncio.create_task(two_messages())
        with pytest.raises(asyncio.CancelledError):
            await task
        async with store.transaction() as t:
            assert await t.pending_count() == kept
        await queue(store, message())
        async with store.transaction() as t:
            assert await t.pending_count() == kept + 1

    async def test_a_transaction_is_of_no_use_after_its_end(self, store: Store) -> None:
        async with store.transaction() as t:
            pass
        with pytest.raises(RuntimeError, match="over"):
            await t.next_input()

    async def test_a_closed_store_says_so(self, store: Store) -> None:
        await store.close()
        await store.close()
        with pytest.raises(DatabaseError, match="closed"):
            await store.offset()

    async def test_what_is_committed_is_there_after_opening_again(self, store: Store, opener: Opener) -> None:
        await store.receive([update(1)], NOON)
        async with store.transaction() as t:
            await t.save_conversation("a", [ANA], "añ🙂".encode(), NOON)
        store = await opener()
        async with store.transaction() as t:
            kept = await t.conversation_of(ANA)
            assert kept is not None
            assert kept.state.decode() == "añ🙂"
            assert (await t.next_input()) is not None


class TestHousekeeping:
    DAY = 60 * 24

    async def test_bodies_go_after_a_week_and_rows_after_a_month(self, store: Store) -> None:
        seq, waiting = await queue(store, message(ask="q"), message(BEN, "waits"))
        await deliver(store, seq, 10)
        await store.receive([update(1), update(2, BEN)], NOON)
        async with store.transaction() as t:
            first = await t.next_input()
            assert first is not None
            await t.finish_input(first.seq, NOON)
            await t.add_nudge(NudgeRow("n", ANA, NOON, "back", "o"))
            await t.close_nudge("n", "fired")
            await t.make_invitation("i", b"hash", ANA, NOON, at(1))
        for days in (6.9, 7, 29.9):
            await store.housekeeping(at(days * self.DAY))
            async with store.transaction() as t:
                assert await t.ask_of_message(ANA, 10) == "q", "ids stay, for reach and for old buttons"
                assert (await t.invitation("i")) is not None
        assert await store.receive([update(1)], at(29 * self.DAY)) == [False]
        await store.housekeeping(at(30 * self.DAY + 1))
        async with store.transaction() as t:
            assert await t.ask_of_message(ANA, 10) is None
            assert (await t.invitation("i")) is None
            left = await t.next_input()
            assert left is not None
            assert left.body == b"update 2", "what still waits for its turn stays whole"
            assert [(row.seq, row.body) for row in await t.heads(10)] == [(waiting, b"waits")]

    async def test_the_newest_update_keeps_the_offset_for_ever(self, store: Store) -> None:
        await store.receive([update(4)], NOON)
        async with store.transaction() as t:
            row = await t.next_input()
            assert row is not None
            await t.finish_input(row.seq, NOON)
        await store.housekeeping(at(400 * self.DAY))
        assert await store.offset() == 5

    async def test_a_chat_closed_for_a_month_is_given_up(self, store: Store) -> None:
        await queue(store, message(tone="relay"))
        async with store.transaction() as t:
            await t.close_chat(ANA)
        await store.housekeeping(at(31 * self.DAY))
        async with store.transaction() as t:
            assert await t.pending_count() == 0
