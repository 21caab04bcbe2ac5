"""What is worth sending soon only, and what is taken away again: the message that nobody should find hours later."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.runtime.deliver import Deliverer
from bot.runtime.limits import Allowance
from bot.runtime.ports import Blocked, Deletion, Key, NotSent, Outcome, OutMessage, Refused, Retry, Unknown
from bot.store.contract import Store
from bot.store.open import open_store
from bot.store.rows import Outgoing
from tests.runtime.delivering import (
    ANA,
    BEN,
    NOON,
    ScriptedTransport,
    Time,
    deliverer,
    message,
    pending,
    queue,
)

SOON = 300.0
"""Seconds after NOON until which what is urgent here may go."""


@dataclass
class Telegram(ScriptedTransport):
    """Keeps whole messages too: whether they made a sound, and their buttons."""

    messages: list[OutMessage] = field(default_factory=list)

    async def send(self, chat: int, message: OutMessage) -> Outcome:
        self.messages.append(message)
        return await super().send(chat, message)

    def texts(self, chat: int) -> list[str]:
        return [text for to, text in self.calls if to == chat]


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path}/coach.db", os.urandom)
    yield opened
    await opened.close()


def urgent(text: str = "urgent", instead: str = "neutral", chat: int = ANA) -> Outgoing:
    """A message with a sound and a button, marked "m"."""
    until = NOON + timedelta(seconds=SOON)
    body = OutMessage(text, ((Key("a button", "callback", "x"),),), until=until, instead=instead)
    return Outgoing(chat, "send", "reply", body.to_json(), NOON, "m")


def taking_away(chat: int = ANA, mark: str = "m") -> Outgoing:
    return Outgoing(chat, "delete", "reply", Deletion(mark=mark).to_json(), NOON)


async def is_late(store: Store, chat: int = ANA) -> bool:
    async with store.transaction() as t:
        return await t.is_late(chat, "m")


async def send_all(delivery: Deliverer) -> None:
    """Send what may go now, also what comes into the outbox on the way."""
    for _ in range(3):
        await delivery.drain()


async def every_minute(store: Store, telegram: Telegram, clock: Time, minutes: int) -> None:
    """Send what may go, then let a minute pass, again and again."""
    delivery = deliverer(store, telegram, clock)
    for _ in range(minutes):
        await send_all(delivery)
        clock.seconds += 60
    await send_all(delivery)


class TestTooLate:
    @pytest.mark.parametrize("seconds", [0, SOON], ids=["at once", "at the last moment"])
    async def test_what_is_in_time_goes_as_it_is(self, store: Store, clock: Time, seconds: float) -> None:
        row = urgent()
        await queue(store, row, message(ANA, "next"))
        clock.seconds, telegram = seconds, Telegram()
        await send_all(deliverer(store, telegram, clock))
        assert telegram.messages[0] == OutMessage.from_json(row.body)
        assert telegram.texts(ANA) == ["urgent", "next"]
        assert not await is_late(store)

    async def test_afterwards_what_stands_in_its_place_goes_without_a_sound(self, store: Store, clock: Time) -> None:
        await queue(store, urgent())
        clock.seconds, telegram = SOON + 1, Telegram()
        await send_all(deliverer(store, telegram, clock))
        assert telegram.messages == [OutMessage("neutral", silent=True)], "no button, no time of its own"
        assert await is_late(store)
        assert await pending(store) == 0

    async def test_the_chat_keeps_its_order_and_the_other_chat_goes_on(self, store: Store, clock: Time) -> None:
        await queue(store, message(ANA, "before"), urgent(), message(ANA, "after"), message(BEN, "ben's"))
        clock.seconds, telegram = SOON + 1, Telegram()
        await send_all(deliverer(store, telegram, clock))
        assert telegram.texts(ANA) == ["before", "neutral", "after"]
        assert telegram.texts(BEN) == ["ben's"]

    async def test_draining_ends_only_when_nothing_more_may_go(self, store: Store, clock: Time) -> None:
        await queue(store, urgent(), message(ANA, "after"))
        clock.seconds = SOON + 1
        await deliverer(store, Telegram(), clock).drain()
        assert await pending(store) == 0

    async def test_what_has_nothing_in_its_place_is_left_out(self, store: Store, clock: Time) -> None:
        await queue(store, message(ANA, "before"), urgent(instead=""), message(ANA, "after"))
        clock.seconds, telegram = SOON + 1, Telegram()
        await send_all(deliverer(store, telegram, clock))
        assert telegram.texts(ANA) == ["before", "after"]
        assert await is_late(store)
        assert await pending(store) == 0

    async def test_each_chat_has_its_own_time(self, store: Store, clock: Time) -> None:
        later = OutMessage("ben's", until=NOON + timedelta(seconds=2 * SOON)).to_json()
        await queue(store, urgent(), Outgoing(BEN, "send", "reply", later, NOON, "m"), message(BEN, "more"))
        clock.seconds, telegram = SOON + 1, Telegram()
        await send_all(deliverer(store, telegram, clock))
        assert telegram.texts(BEN) == ["ben's", "more"]
        assert await is_late(store, ANA)
        assert not await is_late(store, BEN)

    async def test_what_only_looks_like_a_time_is_somebodys_words(self, store: Store, clock: Time) -> None:
        await queue(store, message(ANA, '"until" Sunday'))
        clock.seconds, telegram = 9999, Telegram()
        await send_all(deliverer(store, telegram, clock))
        assert telegram.texts(ANA) == ['"until" Sunday']

    async def test_a_time_that_cannot_be_read_sets_its_message_aside(self, store: Store, clock: Time) -> None:
        body = b'{"text": "x", "keyboard": [], "silent": false, "until": "soon"}'
        await queue(store, Outgoing(ANA, "send", "reply", body, NOON), message(ANA, "next"))
        telegram = Telegram()
        await send_all(deliverer(store, telegram, clock))
        assert telegram.texts(ANA) == ["next"]
        assert await pending(store) == 0


class TestLookedAtAgain:
    @pytest.mark.parametrize(
        "outcome",
        [NotSent("unreachable"), Unknown("cut"), Retry(SOON + 10)],
        ids=lambda outcome: type(outcome).__name__,
    )
    async def test_after_a_failed_call_the_time_counts_anew(self, store: Store, clock: Time, outcome: Outcome) -> None:
        await queue(store, urgent())
        telegram = Telegram({ANA: [outcome]})
        delivery = deliverer(store, telegram, clock)
        await delivery.drain()
        clock.seconds = SOON + 20
        await send_all(delivery)
        assert telegram.texts(ANA) == ["urgent", "neutral"]
        assert await is_late(store)

    async def test_until_its_time_it_is_tried_again(self, store: Store, clock: Time) -> None:
        await queue(store, urgent())
        telegram = Telegram({ANA: [NotSent("unreachable")] * 3})
        await every_minute(store, telegram, clock, 7)
        assert telegram.texts(ANA) == ["urgent"] * 4
        assert not await is_late(store), "it came with the fourth call"

    async def test_a_long_trouble_leaves_one_neutral_line(self, store: Store, clock: Time) -> None:
        await queue(store, urgent())
        telegram = Telegram({ANA: [NotSent("unreachable")] * 8})
        await every_minute(store, telegram, clock, 12)
        assert telegram.texts(ANA) == ["urgent"] * 6 + ["neutral"] * 3, "that line has no time of its own"

    async def test_a_chat_that_was_closed_for_an_hour(self, store: Store, clock: Time) -> None:
        await queue(store, urgent())
        telegram = Telegram({ANA: [Blocked("Forbidden")]})
        delivery = deliverer(store, telegram, clock)
        await delivery.drain()
        clock.seconds = 3600
        async with store.transaction() as t:
            await t.open_chat(ANA, await clock.now())
        await send_all(delivery)
        assert telegram.texts(ANA) == ["urgent", "neutral"]

    async def test_what_a_crash_left_in_the_middle(self, store: Store, clock: Time) -> None:
        [seq] = await queue(store, urgent())
        async with store.transaction() as t:
            await t.mark_sending(seq)
            await t.reset_sending()
        clock.seconds, telegram = SOON + 1, Telegram()
        delivery = deliverer(store, telegram, clock)
        await send_all(delivery)
        assert telegram.texts(ANA) == ["neutral"]

    async def test_what_the_limits_held_back(self, store: Store, clock: Time) -> None:
        texts = ["first", "second", "third"]
        await queue(store, *(message(ANA, text) for text in texts), urgent())
        clock.seconds, telegram = SOON, Telegram()
        delivery = deliverer(store, telegram, clock, Allowance())
        await delivery.drain()
        for _ in range(2):
            clock.seconds += 1
            await delivery.drain()
        assert telegram.texts(ANA) == [*texts, "neutral"]


class TestTakenAway:
    async def test_a_message_whose_id_became_known_after_the_row_was_queued(self, store: Store, clock: Time) -> None:
        await queue(store, urgent(), taking_away(), message(ANA, "next"))
        telegram = Telegram()
        await send_all(deliverer(store, telegram, clock))
        assert telegram.texts(ANA) == ["urgent", "next"]
        assert telegram.deleted == [(ANA, (101,))]
        assert await pending(store) == 0

    async def test_all_messages_of_that_mark_and_no_other(self, store: Store, clock: Time) -> None:
        await queue(store, urgent(), message(ANA, "a question", ask="q"), urgent("more"), urgent(chat=BEN))
        telegram = Telegram()
        await send_all(deliverer(store, telegram, clock))
        await queue(store, taking_away())
        await send_all(deliverer(store, telegram, clock))
        async with store.transaction() as t:
            ids = await t.messages_of(ANA, "m")
        assert len(ids) == 2
        assert telegram.deleted == [(ANA, tuple(ids))]

    @pytest.mark.parametrize("why", ["taken back", "refused", "too late", "never there"])
    async def test_nothing_when_it_was_never_sent(self, store: Store, clock: Time, why: str) -> None:
        if why != "never there":
            await queue(store, urgent(instead=""))
        if why == "taken back":
            async with store.transaction() as t:
                await t.retract(ANA, "m")
        await queue(store, taking_away(), message(ANA, "next"))
        clock.seconds = SOON + 1 if why == "too late" else 0
        telegram = Telegram({ANA: [Refused("Bad Request")]} if why == "refused" else {})
        await send_all(deliverer(store, telegram, clock))
        assert telegram.deleted == []
        assert telegram.texts(ANA)[-1] == "next", "the chat goes on"
        assert await pending(store) == 0

    async def test_only_once_the_call_that_had_begun_has_ended(self, store: Store, clock: Time) -> None:
        [seq] = await queue(store, urgent())
        async with store.transaction() as t:
            await t.mark_sending(seq)
            await t.retract(ANA, "m")
        await queue(store, taking_away())
        telegram = Telegram()
        await send_all(deliverer(store, telegram, clock))
        assert telegram.deleted == []
        async with store.transaction() as t:
            await t.mark_sent(seq, 55, NOON)
        await send_all(deliverer(store, telegram, clock))
        assert telegram.deleted == [(ANA, (55,))]

    async def test_tried_again_when_telegram_was_not_reached(self, store: Store, clock: Time) -> None:
        await queue(store, taking_away(), urgent())
        async with store.transaction() as t:
            await t.mark_sent(await t.add_message(urgent()), 7, NOON)
        telegram = Telegram({ANA: [NotSent("unreachable")]})
        await every_minute(store, telegram, clock, 1)
        assert telegram.deleted == [(ANA, (7,)), (ANA, (7,))]

    async def test_a_body_from_before_there_were_marks(self, store: Store, clock: Time) -> None:
        body = b'[[5, "2026-11-20T11:59:00+00:00"], [6, "2026-11-22T11:59:00+00:00"]]'
        await queue(store, Outgoing(ANA, "delete", "reply", body, NOON))
        telegram = Telegram()
        await send_all(deliverer(store, telegram, clock))
        assert telegram.deleted == [(ANA, (6,))]
