"""Delivery with a Telegram that answers as it is told. Nothing here waits: time is moved."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.errors import TokenError
from bot.insight.attachments import CalendarRecipe, Recipe, TextRecipe
from bot.runtime.limits import Allowance, Window
from bot.runtime.ports import (
    Blocked,
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
from bot.store.rows import Outgoing
from tests.runtime.delivering import (
    ANA,
    BEN,
    CLEO,
    NOON,
    ScriptedTransport,
    Time,
    called,
    clock,
    deliverer,
    message,
    pending,
    queue,
    store,
)

__all__ = ["clock", "store"]


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


async def test_telegrams_own_date_is_written_down(store: Store, clock: Time) -> None:
    """Our clock may be another: by Telegram's, what people write is told to have come right after a question."""
    await queue(store, message(ANA, "one", ask="q"), message(ANA, "two", ask="q"))
    theirs = NOON - timedelta(minutes=7)
    await deliverer(store, ScriptedTransport({ANA: [Sent(55, theirs)]}), clock).drain()
    async with store.transaction() as t:
        assert [row.dated for row in await t.question_rows(ANA, ["q"])] == [theirs, None]


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
