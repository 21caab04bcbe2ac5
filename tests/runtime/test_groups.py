"""Before anything goes to a group it is seen who is in it; what that came to is told to the two as sure as anything."""

from __future__ import annotations

from bot.model.asks import Ask, Seat
from bot.model.state import Conversation, Run
from bot.runtime.ports import Blocked, Moved, NotSent, Outcome, OutMessage, Sent, Unfit
from bot.runtime.reach import asked_there
from bot.store.contract import Store
from bot.store.rows import NudgeRow, Outgoing
from tests.runtime.delivering import ANA, BEN, NOON, ScriptedTransport, Time, clock, deliverer, store

__all__ = ["clock", "store"]

GROUP, NEW = -100, -1_000_100
PEOPLE = (ANA, BEN)


async def queue(store: Store, message: OutMessage, *, edit: bool = False) -> None:
    async with store.transaction() as tx:
        await tx.save_conversation("ours", list(PEOPLE), b"{}", NOON)
        await tx.bind_group(GROUP, "ours", NOON)
        await tx.add_message(Outgoing(GROUP, "edit" if edit else "send", "reply", message.to_json(), NOON))


async def told(store: Store, clock: Time) -> NudgeRow | None:
    async with store.transaction() as tx:
        return await tx.due_nudge(await clock.now())


async def deliver(store: Store, clock: Time, seen: Outcome, sent: Outcome | None = None) -> ScriptedTransport:
    transport = ScriptedTransport(members={GROUP: seen}, outcomes={GROUP: [sent]} if sent is not None else {})
    await deliverer(store, transport, clock).drain()
    return transport


async def test_who_is_there_is_looked_at_right_before_each_message(store: Store, clock: Time) -> None:
    await queue(store, OutMessage("for two", people=PEOPLE))
    await queue(store, OutMessage("once more", people=PEOPLE))
    transport = await deliver(store, clock, Sent())
    assert transport.looked == [(GROUP, PEOPLE)] * 2
    assert transport.calls == [(GROUP, "for two"), (GROUP, "once more")]
    assert await told(store, clock) is None


async def test_with_somebody_else_there_it_never_goes_out_and_the_two_go_on_elsewhere(
    store: Store, clock: Time
) -> None:
    await queue(store, OutMessage("for two", people=PEOPLE))
    transport = await deliver(store, clock, Unfit("four of them"))
    nudge = await told(store, clock)
    assert transport.calls == []
    assert nudge is not None
    assert (nudge.person, nudge.reason, nudge.subject) == (ANA, "group", f"{GROUP}.unfit.{ANA}.{BEN}")


async def test_where_nobody_can_say_who_is_there_it_waits(store: Store, clock: Time) -> None:
    await queue(store, OutMessage("for two", people=PEOPLE))
    transport = await deliver(store, clock, NotSent("down"))
    assert transport.calls == []
    async with store.transaction() as tx:
        assert await tx.pending_count() == 1


async def test_a_mere_look_says_nothing_in_the_group(store: Store, clock: Time) -> None:
    await queue(store, OutMessage("", edit="look", people=PEOPLE), edit=True)
    transport = await deliver(store, clock, Sent())
    nudge = await told(store, clock)
    assert (transport.calls, transport.edits) == ([], [])
    assert nudge is not None
    assert nudge.subject == f"{GROUP}.fit.{ANA}.{BEN}"


async def test_removed_between_the_look_and_the_call_it_is_gone(store: Store, clock: Time) -> None:
    await queue(store, OutMessage("for two", people=PEOPLE))
    await deliver(store, clock, Sent(), Blocked("kicked"))
    nudge = await told(store, clock)
    assert nudge is not None
    assert nudge.subject == f"{GROUP}.gone.{ANA}.{BEN}"


async def test_a_group_that_has_moved_gets_it_under_its_new_id(store: Store, clock: Time) -> None:
    await queue(store, OutMessage("for two", people=PEOPLE))
    transport = await deliver(store, clock, Sent(), Moved(NEW))
    nudge = await told(store, clock)
    assert transport.calls == [(GROUP, "for two"), (NEW, "for two")]
    assert nudge is not None
    assert nudge.subject == f"{GROUP}.{NEW}.{ANA}.{BEN}"
    async with store.transaction() as tx:
        assert (await tx.people_in_group(GROUP), await tx.people_in_group(NEW)) == ([], list(PEOPLE))


async def test_what_is_for_everybody_goes_without_a_look(store: Store, clock: Time) -> None:
    await queue(store, OutMessage("I am made for two"))
    transport = await deliver(store, clock, Unfit("four of them"))
    assert transport.looked == []
    assert transport.calls == [(GROUP, "I am made for two")]


async def test_of_a_group_that_is_nobodys_nothing_is_kept(store: Store, clock: Time) -> None:
    await queue(store, OutMessage("for two", people=PEOPLE))
    async with store.transaction() as tx:
        await tx.free_group(GROUP, NOON, silent=True)
        assert await tx.people_in_group(GROUP) == []
        assert await tx.pending_count() == 0
        assert not await tx.tell_group(GROUP, NOON), "it would tell that something has ended"


async def test_a_reply_to_the_first_copy_of_a_question_that_was_sent_twice_answers_it(store: Store) -> None:
    run = Run("r", "listening", "1", ANA, list(PEOPLE), NOON, "one_thing")
    run.seats[ANA] = Seat(ask=Ask("q", "one_thing", there=GROUP))
    conversation = Conversation(people={}, runs={"r": run})

    async def asked(*replied_to: int) -> list[str | None]:
        async with store.transaction() as tx:
            return [await asked_there(tx, conversation, GROUP, id) for id in replied_to]

    async with store.transaction() as tx:
        await tx.save_conversation("ours", list(PEOPLE), b"{}", NOON)
        seq = await tx.add_message(Outgoing(GROUP, "send", "reply", b"question", NOON, ask="q", question=True))
        await tx.note_message(GROUP, 10)
    assert await asked(9, 10, 11) == [None, None, None], "it has not been sent"
    async with store.transaction() as tx:
        await tx.mark_sending(seq)
    assert await asked(9, 10, 11) == [None, None, "q"], "the coach has ended in the middle, perhaps"
    async with store.transaction() as tx:
        await tx.reset_sending()
    assert await asked(9, 10, 11) == [None, None, "q"]
    async with store.transaction() as tx:
        await tx.mark_sending(seq)
        await tx.mark_sent(seq, 13, NOON)
    assert await asked(10, 11, 13, 14) == [None, "q", "q", None]
