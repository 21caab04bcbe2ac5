"""A server that takes down what it is asked and answers as a test says, and the same request over either client."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Protocol
from urllib.parse import parse_qsl

from telegram.request import BaseRequest, HTTPXRequest

from bot.telegram.aiohttp_request import AiohttpRequest
from bot.telegram.client import RawBot

TOKEN = "123:s3cret"
MESSAGE = '{"ok":true,"result":{"message_id":5,"date":1,"chat":{"id":7,"type":"private"},"text":"x"}}'

_DISPOSITION = re.compile(r'form-data; name="([^"]*)"(?:; filename="([^"]*)")?')


@dataclass(frozen=True)
class Part:
    """One part of a form with files."""

    filename: str | None
    type: str | None
    content: bytes


@dataclass(frozen=True)
class Asked:
    """One request, as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=bool(self.body)))

    @property
    def parts(self) -> dict[str, Part]:
        found = {}
        boundary = re.sub(r".*boundary=", "", self.headers["content-type"]).encode()
        for piece in self.body.split(b"--" + boundary)[1:-1]:
            head, _, content = piece.partition(b"\r\n\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head.decode().strip().splitlines())
            said = _DISPOSITION.search(head.decode())
            assert said, head
            found[said[1]] = Part(said[2], headers.get("content-type"), content.removesuffix(b"\r\n"))
        return found


Answer = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]
Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[object, object, None]]


def answer(body: str | bytes = MESSAGE, status: str = "200 OK", *headers: str) -> Answer:
    """The same to every request, with the connection kept."""
    content = body.encode() if isinstance(body, str) else body
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *headers, "", ""))

    async def write(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head.encode() + content)

    return write


@dataclass
class Served:
    """What a server was asked. `connections` counts those that were opened to it."""

    answer: Answer
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    url: str = ""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while not writer.is_closing():
            asked = await _request(reader)
            self.asked.append(asked)
            await self.answer(asked, writer)


async def _request(reader: asyncio.StreamReader) -> Asked:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
    method, target, _ = lines[0].split(" ")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
    return Asked(method, target, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


@asynccontextmanager
async def listening(handler: Handler, tls: SSLContext | None = None) -> AsyncIterator[str]:
    """A server, by its host and port. What it still does with a connection in the end is given up."""
    running: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The test may have gone by the time that it is read.
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            running.add(task := asyncio.ensure_future(handler(reader, writer)))
            await task
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


@asynccontextmanager
async def serving(says: Answer | None = None, tls: SSLContext | None = None) -> AsyncIterator[Served]:
    served = Served(says or answer())
    async with listening(served, tls) as host:
        served.url = f"{'https' if tls else 'http'}://{host}"
        yield served


class Requests(Protocol):
    """Makes a request with some of PTB's arguments."""

    def __call__(
        self,
        *,
        connection_pool_size: int = 8,
        read_timeout: float | None = None,
        write_timeout: float | None = None,
        connect_timeout: float | None = None,
        pool_timeout: float | None = None,
        media_write_timeout: float | None = None,
        proxy: str | None = None,
    ) -> BaseRequest: ...


CLIENTS: dict[str, Requests] = {"aiohttp": AiohttpRequest, "httpx": HTTPXRequest}
"""Both of them are held to one contract. Where nothing else is said they wait for ever."""


def bot_over(request: BaseRequest, url: str) -> RawBot:
    return RawBot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=request)


def methods(asked: Sequence[Asked]) -> list[str]:
    return [each.target.rpartition("/")[2] for each in asked]
