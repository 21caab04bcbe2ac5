"""Delivery with a Telegram that answers as it is told. Nothing here waits: time is moved."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest

from bot.errors import TokenError
from bot.insight.attachments import CalendarRecipe, Recipe, TextRecipe
from bot.model.events import Tone
from bot.runtime.deliver import Deliverer
from bot.runtime.limits import UNLIMITED, Allowance, Limits, Window
from bot.runtime.ports import (
    Blocked,
    Deletion,
    Edit,
    Key,
    Keyboard,
    Moved,
    NotSent,
    Outcome,
    OutMessage,
    Refused,
    Retry,
    Sent,
    Unknown,
)
from bot.store.contract import Store
from bot.store.open import open_store
from bot.store.rows import Outgoing

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANA, BEN, CLEO = 1, 2, 3


@dataclass
class Time:
    """Both clocks, moved by hand."""

    seconds: float = 0.0

    async def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


@dataclass
class ScriptedTransport:
    """Answers each chat's calls with its outcomes in turn, then delivers; writes down what it was asked."""

    outcomes: Mapping[int, list[Outcome | Exception]] = field(default_factory=dict)
    calls: list[tuple[int, str]] = field(default_factory=list)
    files: list[tuple[str, str | None]] = field(default_factory=list)
    edits: list[tuple[int, int, Keyboard]] = field(default_factory=list)
    rewritten: list[tuple[int, int, str]] = field(default_factory=list)
    deleted: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    hold: asyncio.Event | None = None
    called: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 0
    most_at_once: int = 0
    last_id: int = 100

    async def send(self, chat: int, message: OutMessage) -> Outcome:
        self.calls.append((chat, message.text))
        self.files.append((message.text, message.attachment.name if message.attachment else None))
        self.last_id += 1
        outcome = self._outcome(chat, Sent(self.last_id))
        self.called.set()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await (self.hold.wait() if self.hold else asyncio.sleep(0))
        finally:
            self.at_once -= 1
        return outcome

    async def edit_keyboard(self, chat: int, message_id: int, keyboard: Keyboard) -> Outcome:
        self.edits.append((chat, message_id, keyboard))
        return self._outcome(chat, Sent(message_id))

    async def edit(self, chat: int, message_id: int, message: OutMessage) -> Outcome:
        self.rewritten.append((chat, message_id, message.text))
        return self._outcome(chat, Sent(message_id))

    async def delete(self, chat: int, message_ids: Sequence[int]) -> Outcome:
        self.deleted.append((chat, tuple(message_ids)))
        return self._outcome(chat, Sent())

    def _outcome(self, chat: int, otherwise: Outcome) -> Outcome:
        planned = self.outcomes.get(chat)
        outcome = planned.pop(0) if planned else otherwise
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path}/coach.db", os.urandom)
    yield opened
    await opened.close()


def deliverer(store: Store, transport: ScriptedTransport, clock: Time, allowance: Allowance = UNLIMITED) -> Deliverer:
    return Deliverer(store, transport, Limits(allowance, -3600.0), clock, clock.monotonic)


def message(
    chat: int, text: str, tone: Tone = "reply", kind: Literal["send", "edit"] = "send", ask: str | None = None
) -> Outgoing:
    keyboard = ((Key("chosen", "callback", "x"),),)
    return Outgoing(
        chat, kind, tone, OutMessage(text, keyboard).to_json(), NOON, ask, ask is not None and kind == "send"
    )


async def queue(store: Store, *messages: Outgoing) -> list[int]:
    async with store.transaction() as t:
        return [await t.add_message(m) for m in messages]


async def pending(store: Store) -> int:
    async with store.transaction() as t:
        return await t.pending_count()


async def called(transport: ScriptedTransport) -> None:
    """Wait for the first call; a bound, so that a test can fail and not hang."""
    async with asyncio.timeout(10):
        await transport.called.wait()


@dataclass(frozen=True)
class Case:
    """Ana has two messages, Ben one. `ana` is what becomes of the calls for her chat; `moments` are the seconds at
    which delivery looks, with the texts that go to Ana then; `left` is how many rows are unsent in the end."""

    ana: list[Outcome | Exception]
    moments: Sequence[tuple[float, list[str]]]
    left: int = 0


CASES = {
    "all well": Case([], [(0, ["one", "two"])]),
    "too many requests": Case([Retry(7)], [(0, ["one"]), (6.9, []), (7, ["one", "two"])]),
    "not reached: 1, 2, 4 seconds": Case(
        [NotSent("ConnectError")] * 3,
        [(0, ["one"]), (0.9, []), (1, ["one"]), (2.9, []), (3, ["one"]), (6.9, []), (7, ["one", "two"])],
    ),
    "not reached for long: a minute at most": Case(
        [NotSent("ConnectError")] * 9,
        [(t, ["one"]) for t in (0, 1, 3, 7, 15, 31, 63, 123, 183)] + [(243, ["one", "two"])],
    ),
    "unknown is sent again": Case([Unknown("ReadTimeout")], [(0, ["one"]), (1, ["one", "two"])]),
    "refused: the chat goes on": Case([Refused("Bad Request: message is too long")], [(0, ["one", "two"])]),
    "unforeseen: the chat goes on": Case([KeyError("x")], [(0, ["one", "two"])]),
    "blocked: nothing more": Case([Blocked("Forbidden: bot was blocked by the user")], [(0, ["one"]), (9999, [])], 2),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
async def test_what_becomes_of_a_message(store: Store, clock: Time, case: Case) -> None:
    await queue(store, message(ANA, "one"), message(ANA, "two"), message(BEN, "ben's"))
    transport = ScriptedTransport({ANA: list(case.ana)})
    bell = deliverer(store, transport, clock)
    for number, (seconds, texts) in enumerate(case.moments):
        clock.seconds = seconds
        transport.calls.clear()
        await bell.drain()
        assert [text for chat, text in transport.calls if chat == ANA] == texts, f"after {seconds} seconds"
        assert [text for chat, text in transport.calls if chat == BEN] == (["ben's"] if number == 0 else [])
    assert await pending(store) == case.left


@pytest.mark.parametrize(
    ("outcome", "state", "doubled"),
    [
        (Sent(55), "sent", False),
        (Retry(5), "pending", False),
        (NotSent("ConnectError"), "pending", False),
        (Unknown("ReadTimeout"), "pending", True),
        (Blocked("Forbidden"), "pending", False),
    ],
)
async def test_what_is_written_down(store: Store, clock: Time, outcome: Outcome, state: str, doubled: bool) -> None:
    await queue(store, message(ANA, "one", ask="q"))
    await deliverer(store, ScriptedTransport({ANA: [outcome]}), clock).drain()
    async with store.transaction() as t:
        [row] = await t.question_rows(ANA, ["q"])
        closed = await t.chat_closed(ANA)
    assert (row.state, row.doubled) == (state, doubled)
    assert row.message_id == (55 if state == "sent" else None)
    assert closed is isinstance(outcome, Blocked)


async def test_a_blocked_chat_goes_on_when_the_person_speaks(store: Store, clock: Time) -> None:
    await queue(store, message(ANA, "one"))
    transport = ScriptedTransport({ANA: [Blocked("Forbidden")]})
    bell = deliverer(store, transport, clock)
    await bell.drain()
    async with store.transaction() as t:
        await t.open_chat(ANA, NOON)
    await bell.drain()
    assert transport.calls == [(ANA, "one"), (ANA, "one")]


async def test_a_moved_chat_gets_its_messages_at_its_new_place(store: Store, clock: Time) -> None:
    await queue(store, message(-5, "one"), message(-5, "two"))
    transport = ScriptedTransport({-5: [Moved(-100)]})
    await deliverer(store, transport, clock).drain()
    assert transport.calls == [(-5, "one"), (-100, "one"), (-100, "two")]


async def test_replies_go_before_relays_before_nudges(store: Store, clock: Time) -> None:
    await queue(store, message(ANA, "nudge", "nudge"), message(BEN, "relay", "relay"), message(CLEO, "reply"))
    transport = ScriptedTransport()
    await deliverer(store, transport, clock, Allowance(overall=Window(1, 1.0), private=None, group=None)).drain()
    clock.seconds = 1
    assert transport.calls == [(CLEO, "reply")]


async def test_the_limits_hold_a_chat_back_and_no_other(store: Store, clock: Time) -> None:
    await queue(store, *(message(ANA, text) for text in ("one", "two", "three", "four", "five")), message(BEN, "ben's"))
    transport = ScriptedTransport()
    bell = deliverer(store, transport, clock, Allowance())
    await bell.drain()
    assert [text for chat, text in transport.calls if chat == ANA] == ["one", "two", "three"]
    assert (BEN, "ben's") in transport.calls
    for seconds, text in ((1, "four"), (2, "five")):
        clock.seconds = seconds
        await bell.drain()
        assert transport.calls[-1] == (ANA, text)
    assert len(transport.calls) == 6


async def test_after_too_many_requests_what_waits_goes_one_a_second(store: Store, clock: Time) -> None:
    await queue(store, *(message(ANA, text) for text in ("one", "two", "three")))
    transport = ScriptedTransport({ANA: [Retry(7)]})
    bell = deliverer(store, transport, clock, Allowance())
    went: list[tuple[float, str]] = []
    for seconds in (0, 6.9, 7, 7.9, 8, 8.9, 9):
        clock.seconds = seconds
        transport.calls.clear()
        await bell.drain()
        went += [(seconds, text) for _, text in transport.calls]
    assert went == [(0, "one"), (7, "one"), (8, "two"), (9, "three")]


async def test_eight_calls_at_once_and_no_more(store: Store, clock: Time) -> None:
    await queue(store, *(message(chat, "hi") for chat in range(1, 31)))
    transport = ScriptedTransport()
    await deliverer(store, transport, clock).drain()
    assert transport.most_at_once == 8
    assert sorted(chat for chat, _ in transport.calls) == list(range(1, 31))


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


async def test_a_body_that_cannot_be_read_is_set_aside_and_not_logged(
    store: Store, clock: Time, caplog: pytest.LogCaptureFixture
) -> None:
    await queue(store, Outgoing(ANA, "send", "reply", b"very private", NOON), message(ANA, "next"))
    transport = ScriptedTransport()
    await deliverer(store, transport, clock).drain()
    assert transport.calls == [(ANA, "next")]
    assert "row 1 of the outbox" in caplog.text
    assert "very private" not in caplog.text


FILE = TextRecipe("coach.txt", "words")


@pytest.mark.parametrize(
    ("recipe", "outcomes", "texts"),
    [
        (FILE, [], [("the plan", "coach.txt")]),
        (FILE, [Unknown("cut")], [("the plan", "coach.txt")]),
        (FILE, [Refused("too big")], [("the plan", "coach.txt"), ("the plan", None)]),
        (CalendarRecipe("u", NOON, NOON, "UTC", "kanarienvogel", NOON), [], [("the plan", None)]),
    ],
    ids=["well", "nobody knows", "refused", "not to be made"],
)
async def test_a_file_goes_with_its_text_or_the_text_alone(
    store: Store,
    clock: Time,
    caplog: pytest.LogCaptureFixture,
    recipe: Recipe,
    outcomes: list[Outcome | Exception],
    texts: list[tuple[str, str | None]],
) -> None:
    transport = ScriptedTransport({ANA: outcomes})
    await queue(store, Outgoing(ANA, "send", "reply", OutMessage("the plan", recipe=recipe).to_json(), NOON))
    await deliverer(store, transport, clock).drain()
    assert transport.files == texts
    assert "kanarienvogel" not in caplog.text


async def test_of_messages_to_be_taken_away_those_too_old_are_left(store: Store, clock: Time) -> None:
    transport = ScriptedTransport()
    messages = ((5, NOON - timedelta(hours=48)), (6, NOON - timedelta(hours=46)), (7, NOON))
    await queue(store, Outgoing(ANA, "delete", "reply", Deletion(messages).to_json(), NOON))
    await deliverer(store, transport, clock).drain()
    assert transport.deleted == [(ANA, (6, 7))]
    assert await pending(store) == 0


async def test_a_token_that_is_refused_ends_the_run(store: Store, clock: Time) -> None:
    await queue(store, message(ANA, "one"))
    with pytest.raises(TokenError):
        await deliverer(store, ScriptedTransport({ANA: [TokenError()]}), clock).run()


class TestRunning:
    async def test_it_sends_when_woken_and_ends_when_stopped(self, store: Store, clock: Time) -> None:
        transport = ScriptedTransport()
        bell = deliverer(store, transport, clock)
        running = asyncio.create_task(bell.run())
        await queue(store, message(ANA, "one"))
        bell.wake()
        await called(transport)
        await bell.stop()
        await running
        assert transport.calls == [(ANA, "one")]
        assert await pending(store) == 0, "a call under way ends and is written down"

    async def test_stopping_lets_the_call_under_way_end_and_begins_no_other(self, store: Store, clock: Time) -> None:
        await queue(store, message(ANA, "one"), message(ANA, "two"))
        transport = ScriptedTransport(hold=asyncio.Event())
        bell = deliverer(store, transport, clock)
        running = asyncio.create_task(bell.run())
        await called(transport)
        stopping = asyncio.create_task(bell.stop())
        assert transport.hold is not None
        transport.hold.set()
        await asyncio.gather(stopping, running)
        assert transport.calls == [(ANA, "one")]
        assert await pending(store) == 1

    async def test_what_a_crash_left_in_the_middle_is_sent_again(
        self, store: Store, clock: Time, caplog: pytest.LogCaptureFixture
    ) -> None:
        [seq, _] = await queue(store, message(ANA, "one"), message(ANA, "two"))
        async with store.transaction() as t:
            await t.mark_sending(seq)
        transport = ScriptedTransport(hold=asyncio.Event())
        bell = deliverer(store, transport, clock)
        with caplog.at_level(logging.WARNING):
            running = asyncio.create_task(bell.run())
            await called(transport)
        assert transport.hold is not None
        transport.hold.set()
        await bell.stop()
        await running
        assert transport.calls[0] == (ANA, "one")
        assert "1 messages were being sent" in caplog.text
