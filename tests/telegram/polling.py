"""An intake under test, and a server that answers it with what it is given."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.runtime.presses import Presses
from bot.runtime.updates import InlineQuery
from bot.store.contract import Store
from bot.store.rows import Incoming
from bot.telegram.client import RawBot, make_bot
from bot.telegram.intake import Intake
from tests.stage import nobody_answers

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


ENOUGH = 50
"""More polls without a new update than any of these tests has."""


class Noon:
    async def now(self) -> datetime:
        return NOON


@dataclass
class Pauses:
    """Waits for nothing, and writes down how long it should have."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


async def never(seconds: float) -> None:
    """So long nobody waits."""
    await asyncio.Event().wait()


class Bounded(Intake):
    """An intake that gives up when it has asked for updates so often that whatever there is must have come."""

    asked = 0

    async def _poll(self) -> list[object]:
        self.asked += 1
        assert self.asked <= ENOUGH, f"Telegram was asked {ENOUGH} times, and nothing new has come into the inbox"
        return await super()._poll()


@asynccontextmanager
async def receiving(
    bot: RawBot,
    store: Store,
    pauses: Pauses | None = None,
    presses: Presses | None = None,
    asked: Callable[[InlineQuery], None] = lambda query: None,
) -> AsyncIterator[Callable[[], Awaitable[list[Incoming]]]]:
    """Runs an intake; what it yields waits for the next commit and returns all updates in the inbox so far."""
    committed = asyncio.Event()
    answered = presses or Presses(nobody_answers)
    intake = Bounded(bot, store, Noon(), committed.set, answered, pauses or Pauses(), asked)
    running = asyncio.create_task(intake.run())
    seen: list[Incoming] = []

    async def news() -> list[Incoming]:
        waiting = asyncio.create_task(committed.wait())
        await asyncio.wait({waiting, running}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if running.done() and not committed.is_set():
            running.result()
        committed.clear()
        intake.asked = 0
        async with store.transaction() as t:
            while row := await t.next_input():
                seen.append(Incoming(row.update_id, row.body, row.person))
                await t.finish_input(row.seq, NOON)
        return seen

    try:
        yield news
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def texts(updates: Sequence[Incoming]) -> list[str]:
    return [json.loads(update.body)["message"]["text"] for update in updates]


@dataclass
class Stub:
    """A server that answers getUpdates with what it is given, then with nothing new; all else is true."""

    answers: list[tuple[str, str]]
    asked: list[str] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        request, length = head.split(" ")[1], re.search(r"content-length: (\d+)", head.lower())
        form = (await reader.readexactly(int(length[1]) if length else 0)).decode()
        status, body = "200 OK", '{"ok":true,"result":true}'
        if "/getUpdates" in request:
            self.asked.append(form)
            status, body = self.answers.pop(0) if self.answers else batch()
        head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {len(body.encode())}\r\n\r\n"
        writer.write((head + body).encode())
        await writer.drain()
        writer.close()


@asynccontextmanager
async def opened(address: str, token: str = "123:abc", http: str = "aiohttp") -> AsyncIterator[RawBot]:
    """A Bot that has not asked who it is, and closes all the same."""
    bot = make_bot(token, address, http)
    try:
        yield bot
    finally:
        for request in bot._request:
            await request.shutdown()


def at(server: asyncio.Server, http: str = "aiohttp") -> AbstractAsyncContextManager[RawBot]:
    """Such a Bot at a server on this machine."""
    return opened(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", http=http)


@asynccontextmanager
async def stubbed(*answers: tuple[str, str]) -> AsyncIterator[tuple[RawBot, Stub]]:
    stub = Stub(list(answers))
    async with await asyncio.start_server(stub, "127.0.0.1", 0) as server, at(server) as bot:
        yield bot, stub


def batch(*updates: object) -> tuple[str, str]:
    return "200 OK", json.dumps({"ok": True, "result": updates})


def said(id: int, text: str) -> dict[str, object]:
    chat = {"id": 7, "type": "private"}
    person = {"id": 7, "is_bot": False, "first_name": "Ana"}
    return {"update_id": id, "message": {"message_id": id, "date": 1, "chat": chat, "from": person, "text": text}}
