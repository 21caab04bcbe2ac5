"""Messages that are taken away: those too old are left, and one that Telegram keeps does not keep the others."""

from __future__ import annotations

from datetime import timedelta

from bot.runtime.ports import Deletion, OutMessage, Refused, Sent
from bot.store.contract import Store
from bot.store.rows import Outgoing
from tests.runtime.delivering import (
    ANA,
    NOON,
    ScriptedTransport,
    Time,
    clock,
    deliverer,
    message,
    pending,
    queue,
    store,
)

__all__ = ["clock", "store"]


async def test_of_messages_to_be_taken_away_those_too_old_are_left(store: Store, clock: Time) -> None:
    transport = ScriptedTransport()
    messages = ((5, NOON - timedelta(hours=48)), (6, NOON - timedelta(hours=46)), (7, NOON))
    await queue(store, Outgoing(ANA, "delete", "reply", Deletion(messages).to_json(), NOON))
    await deliverer(store, transport, clock).drain()
    assert transport.deleted == [(ANA, (6, 7))]
    assert await pending(store) == 0


KEPT = Refused("Bad Request: message can't be deleted for everyone")


async def test_one_message_that_telegram_keeps_does_not_keep_the_others(store: Store, clock: Time) -> None:
    transport = ScriptedTransport({ANA: [KEPT, Sent(), KEPT, KEPT]})
    messages = tuple((id, NOON) for id in (4, 5, 6, 7))
    await queue(store, Outgoing(ANA, "delete", "reply", Deletion(messages).to_json(), NOON))
    await deliverer(store, transport, clock).drain()
    assert transport.deleted == [(ANA, ids) for ids in ((4, 5, 6, 7), (4, 5), (6, 7), (6,), (7,))]
    assert await pending(store) == 0


async def test_a_deletion_refused_for_another_reason_is_not_tried_by_halves(store: Store, clock: Time) -> None:
    transport = ScriptedTransport({ANA: [Refused("Bad Request: chat not found")]})
    await queue(store, Outgoing(ANA, "delete", "reply", Deletion(((4, NOON), (5, NOON))).to_json(), NOON))
    await deliverer(store, transport, clock).drain()
    assert transport.deleted == [(ANA, (4, 5))]


async def test_an_answer_that_was_going_out_when_the_chat_was_hidden_goes_with_the_rest(
    store: Store, clock: Time
) -> None:
    transport = ScriptedTransport({ANA: [Sent(50), Sent(51)]})
    deletion = Deletion(((4, NOON),), replies_since=NOON)
    await queue(
        store,
        message(ANA, "on its way"),
        Outgoing(ANA, "send", "relay", OutMessage("the other's words").to_json(), NOON),
        Outgoing(ANA, "delete", "reply", deletion.to_json(), NOON),
    )
    await deliverer(store, transport, clock).drain()
    assert transport.deleted == [(ANA, (4, 50))]
