"""A lean Bot API server, so that what is measured is the bot and not the server: raw HTTP on an asyncio protocol,
answers made by hand, nothing checked. It knows of each chat what a phone would: how many messages, and the newest
buttons."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

Fields = Mapping[str, str]

TOKEN: Final = "123456:bench"
_BOT: Final = {"id": 123456, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
_MORNING: Final = 1795341600
_BETWEEN: Final = 20
"""Chats have dates of their own, that began on 22 November 2026 at ten (UTC): so many seconds pass from one message to
the next. Who writes twice in a second adds to an answer, and these people do not."""
_MOST: Final = 100
"""Updates that Telegram gives at once."""
_SHOWS: Final = frozenset({"sendMessage", "sendPhoto", "sendDocument", "editMessageText"})
"""Methods after which somebody has something new to read."""
_GIVE_MESSAGES: Final = _SHOWS | {"editMessageReplyMarkup", "editMessageCaption"}


@dataclass(slots=True)
class Chat:
    """A private chat as its person's phone has it. `buttons` are the callback data of the newest message that has any,
    which is message `pressed`."""

    id: int
    messages: int = 0
    buttons: tuple[str, ...] = ()
    pressed: int = 0

    def message(self, number: int, sender: Mapping[str, object], text: str | None) -> dict[str, object]:
        """A message in it as JSON."""
        said = {} if text is None else {"text": text}
        chat = {"id": self.id, "type": "private", "first_name": f"P{self.id}"}
        return {"message_id": number, "date": _MORNING + _BETWEEN * number, "chat": chat, "from": sender, **said}

    @property
    def person(self) -> Mapping[str, object]:
        """Whose chat it is, as JSON."""
        return {"id": self.id, "is_bot": False, "first_name": f"P{self.id}", "language_code": "en"}


@dataclass(slots=True)
class Lean:
    """What one bot is told and says. `shown` is called with a chat whenever its person has something new to read."""

    shown: Callable[[Chat], None] = lambda chat: None
    calls: Counter[str] = field(default_factory=Counter)
    chats: dict[int, Chat] = field(default_factory=dict)
    last_call: float = 0.0
    """When the last call came that was not a poll, by `time.perf_counter`."""
    polled: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the bot has asked for updates."""
    _waiting: deque[tuple[int, str]] = field(default_factory=deque)
    _given: int = 0
    _poll: _Connection | None = None
    _patience: asyncio.TimerHandle | None = None

    def chat(self, id: int) -> Chat:
        """A person's chat, made at first sight."""
        return self.chats.setdefault(id, Chat(id))

    def say(self, person: int, text: str) -> None:
        """A person types a line."""
        chat = self.chat(person)
        chat.messages += 1
        message = chat.message(chat.messages, chat.person, text)
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        self._post({"message": message})

    def press(self, person: int, data: str) -> None:
        """A person presses a button of the newest message that has any."""
        chat = self.chat(person)
        under = chat.message(chat.pressed, _BOT, "…")
        press = {"id": str(self._given + 1), "from": chat.person, "chat_instance": "1", "data": data, "message": under}
        self._post({"callback_query": press})

    def answer(self, connection: _Connection, method: str, fields: Fields) -> None:
        """Answer a call."""
        self.calls[method] += 1
        if method == "getUpdates":
            self._asked(connection, fields)
            return
        self.last_call = time.perf_counter()
        if method in _GIVE_MESSAGES:
            connection.give(self._message(method, fields))
        else:
            connection.give(_BOT if method == "getMe" else True)

    def gone(self, connection: _Connection) -> None:
        """A connection was closed."""
        if self._poll is connection:
            self._poll = None

    def _post(self, update: dict[str, object]) -> None:
        self._given += 1
        self._waiting.append((self._given, json.dumps({"update_id": self._given, **update})))
        if self._poll is not None:
            self._give_updates()

    def _asked(self, connection: _Connection, fields: Fields) -> None:
        self.polled.set()
        offset = int(fields.get("offset") or 0)
        while self._waiting and self._waiting[0][0] < offset:
            self._waiting.popleft()
        self._poll = connection
        if self._patience is not None:
            self._patience.cancel()
        if self._waiting or not (patience := float(fields.get("timeout") or 0)):
            self._give_updates()
        else:
            self._patience = asyncio.get_running_loop().call_later(patience, self._give_updates)

    def _give_updates(self) -> None:
        connection, self._poll = self._poll, None
        if connection is not None:
            some = [self._waiting[n][1] for n in range(min(_MOST, len(self._waiting)))]
            connection.write(f'{{"ok":true,"result":[{",".join(some)}]}}')

    def _message(self, method: str, fields: Fields) -> object:
        chat = self.chat(int(fields["chat_id"]))
        if method.startswith("send"):
            chat.messages += 1
            number = chat.messages
        else:
            number = int(fields["message_id"])
        data = _callbacks(fields.get("reply_markup"))
        if number >= chat.pressed and (data or number == chat.pressed):
            chat.buttons, chat.pressed = data, number
        if method in _SHOWS:
            self.shown(chat)
        return chat.message(number, _BOT, fields.get("text"))


def _callbacks(markup: str | None) -> tuple[str, ...]:
    """The callback data of an inline keyboard's buttons."""
    if not markup or "callback_data" not in markup:
        return ()
    rows = json.loads(markup).get("inline_keyboard", ())
    return tuple(key["callback_data"] for row in rows for key in row if "callback_data" in key)


class _Connection(asyncio.Protocol):
    """One kept-alive connection of a bot."""

    def __init__(self, lean: Lean) -> None:
        self._lean = lean
        self._read = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._lean.gone(self)

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            line, *rest = self._read[:end].split(b"\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (one.partition(b":") for one in rest)}
            total = end + 4 + int(headers.get(b"content-length", 0))
            if len(self._read) < total:
                return
            body, self._read = self._read[end + 4 : total], self._read[total:]
            method = line.split(b" ")[1].rpartition(b"/")[2].decode()
            self._lean.answer(self, method, _fields(headers.get(b"content-type", b""), body))

    def give(self, result: object) -> None:
        """Answer with a result."""
        self.write(json.dumps({"ok": True, "result": result}))

    def write(self, answer: str) -> None:
        """Answer with JSON."""
        if self._transport is not None:
            body = answer.encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            self._transport.write(head.encode() + body)


def _fields(kind: bytes, body: bytes) -> Fields:
    """What a call was given, whichever of Telegram's three ways it came; files are left out."""
    if kind.startswith(b"application/json"):
        return {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in json.loads(body).items()
        }
    if kind.startswith(b"multipart/form-data"):
        return dict(_parts(kind.partition(b"boundary=")[2].strip(b'"'), body))
    return dict(parse_qsl(body.decode()))


def _parts(boundary: bytes, body: bytes) -> list[tuple[str, str]]:
    found = []
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, value = part.strip(b"\r\n").partition(b"\r\n\r\n")
        if b"filename" not in head:
            name = head.partition(b'name="')[2].partition(b'"')[0]
            found.append((name.decode(), value.decode()))
    return found


@asynccontextmanager
async def serve(lean: Lean) -> AsyncIterator[str]:
    """The server at an address of its own on this machine."""
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(lean), "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
