"""A Telegram that answers as it is told, clocks that are moved by hand, and an outbox to deliver from."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest

from bot.model.events import Tone
from bot.runtime.deliver import Deliverer
from bot.runtime.limits import UNLIMITED, Allowance, Limits
from bot.runtime.ports import (
    Key,
    Keyboard,
    Outcome,
    OutMessage,
    Sent,
)
from bot.store.contract import Store
from bot.store.open import open_store
from bot.store.rows import Incoming, Outgoing

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
    looked: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    members: dict[int, Outcome] = field(default_factory=dict)
    """What a look at a group comes to."""
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

    async def only_these(self, chat: int, people: Sequence[int]) -> Outcome:
        self.looked.append((chat, tuple(people)))
        return self.members.get(chat, Sent())

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


@dataclass
class Ordered(ScriptedTransport):
    """Writes down all calls in one list, and keeps whole messages."""

    order: list[str] = field(default_factory=list)
    messages: list[OutMessage] = field(default_factory=list)

    async def send(self, chat: int, message: OutMessage) -> Outcome:
        self.order.append(message.text)
        self.messages.append(message)
        return await super().send(chat, message)

    async def edit_keyboard(self, chat: int, message_id: int, keyboard: Keyboard) -> Outcome:
        self.order.append("fade")
        return await super().edit_keyboard(chat, message_id, keyboard)


def incoming(person: int) -> Incoming:
    return Incoming(1, b"{}", person, person, 1)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path}/coach.db", os.urandom)
    yield opened
    await opened.close()


def deliverer(
    store: Store,
    transport: ScriptedTransport,
    clock: Time,
    allowance: Allowance = UNLIMITED,
    room: Callable[[], None] = lambda: None,
) -> Deliverer:
    return Deliverer(store, transport, Limits(allowance, -3600.0), clock, clock.monotonic, room)


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
