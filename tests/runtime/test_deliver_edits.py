"""Delivery of what changes a message that was sent: which one it is, and who waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from bot.runtime.ports import (
    Deletion,
    Edit,
    Key,
    Keyboard,
    NotSent,
    Outcome,
    OutMessage,
    Refused,
    Retry,
    Sent,
    Unknown,
)
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


async def test_an_edit_changes_the_last_message_that_shows_its_question(store: Store, clock: Time) -> None:
    await queue(
        store,
        message(ANA, "question", ask="q"),
        message(ANA, "tell"),
        message(ANA, "question again", ask="q"),
        message(ANA, "", kind="edit", ask="q"),
    )
    transport = ScriptedTransport()
    await deliverer(store, transport, clock).drain()
    assert transport.edits == [(ANA, 103, ((Key("chosen", "callback", "x"),),))]
    assert await pending(store) == 0


async def test_an_edit_of_a_question_that_never_came_does_nothing(store: Store, clock: Time) -> None:
    await queue(store, message(ANA, "question", ask="q"), message(ANA, "", kind="edit", ask="q"), message(ANA, "next"))
    transport = ScriptedTransport({ANA: [Refused("Bad Request")]})
    await deliverer(store, transport, clock).drain()
    assert transport.edits == []
    assert transport.calls[-1] == (ANA, "next")


def redraw(text: str, edit: Edit) -> Outgoing:
    """An edit of Ana's question "q"; a fade carries nothing."""
    keyboard = () if edit == "fade" else ((Key(text, "callback", "x"),),)
    body = OutMessage(text, keyboard, edit=edit).to_json()
    return Outgoing(ANA, "edit", "reply", body, NOON, "q", question=edit != "fade")


@dataclass(frozen=True)
class Change:
    """Ana's question is sent, then changed: what comes of the calls, and what is asked of Telegram after the first."""

    outcomes: list[Outcome | Exception]
    edit: Edit
    keyboards: list[int] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    anew: int = 0


CHANGES = {
    "its buttons": Change([], "buttons", keyboards=[101]),
    "its words too": Change([], "words", texts=[101]),
    "its buttons, though its message is gone": Change([Sent(101), Refused("gone")], "buttons", keyboards=[101], anew=1),
    "its words, though its message is gone": Change([Sent(101), Refused("gone")], "words", texts=[101], anew=1),
    "what was never shown": Change([Refused("no")], "buttons", anew=1),
    "twice, when nobody knows whether it arrived": Change([Sent(101), Unknown("cut")], "words", texts=[101, 101]),
    "once it may": Change([Sent(101), Retry(3), NotSent("unreachable")], "buttons", keyboards=[101, 101, 101]),
}


@pytest.mark.parametrize("case", CHANGES.values(), ids=CHANGES)
async def test_an_open_question_changes_in_its_place(store: Store, clock: Time, case: Change) -> None:
    await queue(store, message(ANA, "question", ask="q"), redraw("now", case.edit), message(ANA, "next"))
    transport = ScriptedTransport({ANA: list(case.outcomes)})
    delivery = deliverer(store, transport, clock)
    for _ in range(4):
        await delivery.drain()
        clock.seconds += 10
    assert [id for _, id, _ in transport.edits] == case.keyboards
    assert [(id, text) for _, id, text in transport.rewritten] == [(id, "now") for id in case.texts]
    assert [text for _, text in transport.calls] == ["question", *["now"] * case.anew, "next"], "in its order"
    assert await pending(store) == 0


async def test_a_question_sent_anew_is_the_one_that_changes_from_there_on(store: Store, clock: Time) -> None:
    await queue(store, message(ANA, "question", ask="q"), redraw("now", "words"), redraw("then", "buttons"))
    transport = ScriptedTransport({ANA: [Sent(101), Refused("gone")]})
    await deliverer(store, transport, clock).drain()
    assert [id for _, id, _ in transport.rewritten] == [101]
    assert [id for _, id, _ in transport.edits] == [102]


async def test_of_two_copies_the_older_fades(store: Store, clock: Time) -> None:
    await queue(store, message(ANA, "question", ask="q"), message(ANA, "again", ask="q"), redraw("", "fade"))
    transport = ScriptedTransport()
    await deliverer(store, transport, clock).drain()
    assert transport.edits == [(ANA, 101, ())]


async def test_nothing_fades_while_there_is_one_copy(store: Store, clock: Time) -> None:
    await queue(store, message(ANA, "question", ask="q"), message(ANA, "again", ask="q"), redraw("", "fade"))
    transport = ScriptedTransport({ANA: [Sent(101), Refused("no")]})
    await deliverer(store, transport, clock).drain()
    assert transport.edits == [], "the newer copy never came"


@dataclass(frozen=True)
class Order:
    """What is queued for Ana's chat by two turns one after the other, and what reaches Telegram in which order."""

    first: Sequence[Outgoing]
    then: Sequence[Outgoing]
    calls: list[str]


def settle(ask: str) -> Outgoing:
    return message(ANA, "", "nudge", "edit", ask)


ORDERS = {
    "a reply before the settling of what was answered": Order(
        [message(ANA, "b", ask="b"), settle("a")],
        [message(ANA, "c", ask="c"), settle("b")],
        ["b", "c", "settle a", "settle b"],
    ),
    "a reply before fading": Order(
        [message(ANA, "b again", ask="b"), replace(redraw("", "fade"), ask="b")],
        [message(ANA, "c", ask="c")],
        ["b again", "c"],
    ),
    "a change of an open question before it": Order(
        [message(ANA, "q", ask="q"), settle("a")], [redraw("now", "words")], ["q", "now", "settle a"]
    ),
    "no question's settling before the question": Order([settle("a")], [message(ANA, "b", ask="b")], ["b", "settle a"]),
    "what is taken away after it": Order(
        [settle("a"), Outgoing(ANA, "delete", "reply", Deletion(((101, NOON),)).to_json(), NOON)],
        [message(ANA, "gone")],
        ["settle a", "delete 101", "gone"],
    ),
    "messages in their order": Order(
        [message(ANA, "told", "nudge"), settle("a")],
        [message(ANA, "answered"), message(ANA, "relayed", "relay")],
        ["told", "answered", "relayed", "settle a"],
    ),
}


@pytest.mark.parametrize("case", ORDERS.values(), ids=ORDERS)
async def test_nobody_waits_for_the_buttons_of_what_is_over(store: Store, clock: Time, case: Order) -> None:
    transport = InOrder()
    bell = deliverer(store, transport, clock)
    await queue(store, message(ANA, "a", ask="a"))
    await bell.drain()
    transport.order.clear()
    await queue(store, *case.first, *case.then)
    await bell.drain()
    assert transport.order == case.calls
    assert await pending(store) == 0


@dataclass
class InOrder(ScriptedTransport):
    """Writes down all calls in one list; an edit of buttons by the text of the message that they stand under."""

    order: list[str] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)

    async def send(self, chat: int, message: OutMessage) -> Outcome:
        self.order.append(message.text)
        self.texts[self.last_id + 1] = message.text
        return await super().send(chat, message)

    async def edit_keyboard(self, chat: int, message_id: int, keyboard: Keyboard) -> Outcome:
        self.order.append(f"settle {self.texts[message_id]}")
        return await super().edit_keyboard(chat, message_id, keyboard)

    async def delete(self, chat: int, message_ids: Sequence[int]) -> Outcome:
        self.order.append(f"delete {message_ids[0]}")
        return await super().delete(chat, message_ids)

    async def edit(self, chat: int, message_id: int, message: OutMessage) -> Outcome:
        self.order.append(message.text)
        return await super().edit(chat, message_id, message)


async def test_a_reply_waits_for_the_edit_that_is_under_way(store: Store, clock: Time) -> None:
    """Two calls for one chat at once could arrive in any order."""
    await queue(store, message(ANA, "a", ask="a"), settle("a"))
    bell = deliverer(store, ScriptedTransport(), clock)
    await bell.drain()
    async with store.transaction() as t:
        await t.mark_sending(await t.add_message(settle("a")))
        await t.add_message(message(ANA, "b"))
        assert await t.heads(10) == []


async def test_buttons_of_a_message_that_was_deleted_went_with_it(
    store: Store, clock: Time, caplog: pytest.LogCaptureFixture
) -> None:
    await queue(store, message(ANA, "question", ask="q"), message(ANA, "", kind="edit", ask="q"))
    transport = ScriptedTransport({ANA: [Sent(101), Refused("Message to edit not found")]})
    await deliverer(store, transport, clock).drain()
    assert await pending(store) == 0
    assert caplog.text == ""
