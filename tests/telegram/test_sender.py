"""What Telegram's answers mean for a message, over real HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import httpx
import pytest
from aiohttp import ConnectionTimeoutError, ServerDisconnectedError, SocketTimeoutError
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError, TimedOut

from bot.errors import TokenError
from bot.playground.faults import Fault, FaultKind
from bot.playground.phone import Phone
from bot.playground.world import World
from bot.runtime.ports import (
    Blocked,
    Key,
    Moved,
    NotSent,
    Outcome,
    OutMessage,
    Refused,
    Retry,
    Sent,
    Unknown,
)
from bot.script.keyboard import Sendable
from bot.telegram.client import RawBot
from bot.telegram.sender import TelegramTransport, outcome_of
from tests.telegram.polling import at, opened

HELLO = OutMessage("<b>Hello</b> &amp; ¡hola! 🙂")
BUTTONS = (
    (Key("Yes", "callback", "a1:yes"), Key("No", "callback", "a1:no")),
    (Key("Copy", "copy", "some words"), Key("Pass on", "url", "https://t.me/share/url?url=x")),
)


class TestOnThePhone:
    async def test_a_message_arrives_with_its_buttons(self, bot: RawBot, ana: Phone) -> None:
        await ana.send("/start")
        outcome = await TelegramTransport(bot).send(ana.user.id, OutMessage(HELLO.text, BUTTONS, silent=True))
        [message] = ana.received
        assert outcome == Sent(message.message_id, datetime.fromtimestamp(message.date, UTC)), "by Telegram's clock"
        assert message.text == "Hello & ¡hola! 🙂"
        assert [[str(button["text"]) for button in row] for row in message.buttons] == [
            ["Yes", "No"],
            ["Copy", "Pass on"],
        ]

    async def test_buttons_change_and_go(self, bot: RawBot, ana: Phone) -> None:
        await ana.send("/start")
        transport = TelegramTransport(bot)
        await transport.send(ana.user.id, OutMessage("Well?", BUTTONS))
        [message] = ana.received
        chosen = ((Key("✓ Yes", "callback", "a1:yes"),),)
        for keyboard in (chosen, chosen, (), ()):
            edited = await transport.edit_keyboard(ana.user.id, message.message_id, keyboard)
            assert edited == Sent(message.message_id), "what is so already counts as done"
            assert [[b["text"] for b in row] for row in ana.received[0].buttons] == [
                [key.label for key in row] for row in keyboard
            ]

    async def test_words_change_in_their_place(self, bot: RawBot, ana: Phone) -> None:
        await ana.send("/start")
        transport = TelegramTransport(bot)
        await transport.send(ana.user.id, OutMessage("Well?", BUTTONS))
        [message] = ana.received
        for _ in range(2):
            edited = await transport.edit(ana.user.id, message.message_id, OutMessage(HELLO.text, BUTTONS[:1]))
            assert edited == Sent(message.message_id), "what is so already counts as done"
        [message] = ana.received
        assert (message.text, len(message.buttons)) == ("Hello & ¡hola! 🙂", 1)


async def test_a_button_leads_to_a_chat_with_a_person(bot: RawBot, ana: Phone) -> None:
    await ana.send("/start")
    key = Key("Send it myself", "pick_chat", "abc.def", (Sendable("Soft", "I miss you"),))
    assert isinstance(await TelegramTransport(bot).send(ana.user.id, OutMessage("hello", ((key,),))), Sent)
    [[button]] = ana.received[0].buttons
    chosen = button["switch_inline_query_chosen_chat"]
    assert isinstance(chosen, dict)
    assert {key: value for key, value in chosen.items() if value} == {"query": "abc.def", "allow_user_chats": True}
    assert "miss" not in str(button)


@dataclass
class Taken:
    """A server that takes down what each call brings."""

    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"content-length: (\d+)", head.lower())
        form = (await reader.readexactly(int(length[1]) if length else 0)).decode()
        self.calls.append((head.split(" ")[1].rpartition("/")[2], dict(parse_qsl(form))))
        body = '{"ok":true,"result":true}'
        writer.write(f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()


async def inline_answer(wordings: list[Sendable], way_back: str = "Back") -> dict[str, str]:
    """What Telegram gets as the answer to an inline query."""
    taken = Taken()
    async with await asyncio.start_server(taken, "127.0.0.1", 0) as server, at(server) as bot:
        await TelegramTransport(bot).answer_inline("the query", wordings, way_back)
    [(method, form)] = taken.calls
    assert method == "answerInlineQuery"
    return form


async def test_wordings_are_offered_to_one_person_and_kept_by_nobody() -> None:
    form = await inline_answer([Sendable("Soft", "I <b>miss</b> you & all"), Sendable("Brief", "x" * 4000)])
    assert (form["inline_query_id"], form["cache_time"], form["is_personal"]) == ("the query", "0", "true")
    assert "button" not in form
    first, second = json.loads(form["results"])
    assert (first["type"], first["title"], first["description"]) == ("article", "Soft", "I <b>miss</b> you & all")
    content = first["input_message_content"]
    assert content["message_text"] == "I <b>miss</b> you & all"
    assert "parse_mode" not in content
    assert content["link_preview_options"] == {"is_disabled": True}
    assert first["id"] != second["id"]
    assert len(second["input_message_content"]["message_text"]) == 4000
    assert len(second["description"]) < 300


async def test_without_wordings_there_is_a_way_back() -> None:
    form = await inline_answer([], "No longer here")
    assert json.loads(form["results"]) == []
    assert json.loads(form["button"]) == {"text": "No longer here", "start_parameter": "menu"}


async def test_an_answer_that_comes_too_late_is_let_go(bot: RawBot, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        await TelegramTransport(bot).answer_inline("gone", [Sendable("Soft", "very private")], "Back")
    assert "very private" not in caplog.text


async def _send(bot: RawBot, ana: Phone, text: str = "hello", keyboard: tuple[tuple[Key, ...], ...] = ()) -> Outcome:
    return await TelegramTransport(bot).send(ana.user.id, OutMessage(text, keyboard))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("429", Retry(3.0)),
        ("403", Blocked("Forbidden: bot was blocked by the user")),
        ("500", Unknown("Internal Server Error")),
        ("drop_before", Unknown("ServerDisconnectedError")),
        ("drop_after", Unknown("ServerDisconnectedError")),
    ],
)
async def test_a_bad_day(bot: RawBot, ana: Phone, world: World, kind: FaultKind, expected: Outcome) -> None:
    await ana.send("/start")
    world.faults.add(Fault(kind=kind, method="sendMessage", seconds=3))
    got = await _send(bot, ana)
    if isinstance(expected, Unknown) and kind.startswith("drop"):
        # How a cut connection shows depends on the moment of the cut.
        assert isinstance(got, Unknown)
    else:
        assert got == expected
    assert len(ana.received) == (1 if kind == "drop_after" else 0), "after a drop nobody knows"
    assert isinstance(await _send(bot, ana), Sent)


async def test_a_bad_gateway_is_unknown(bot: RawBot, ana: Phone, world: World) -> None:
    await ana.send("/start")
    world.faults.add(Fault(kind="502", method="sendMessage"))
    assert isinstance(await _send(bot, ana), Unknown)


@pytest.mark.parametrize(
    ("message", "says"),
    [
        (OutMessage("x" * 4097), "Message is too long"),
        (OutMessage(""), "Message text is empty"),
        (OutMessage("<b>oh"), "Can't parse entities"),
        (OutMessage("x", ((Key("y", "callback", "z" * 65),),)), "Button_data_invalid"),
    ],
)
async def test_what_telegram_never_takes_is_refused(bot: RawBot, ana: Phone, message: OutMessage, says: str) -> None:
    await ana.send("/start")
    outcome = await TelegramTransport(bot).send(ana.user.id, message)
    assert isinstance(outcome, Refused)
    assert outcome.error.lower().startswith(says.lower())
    assert len(outcome.error) <= 120


async def test_a_person_who_blocked_the_bot(bot: RawBot, ana: Phone) -> None:
    await ana.send("/start")
    await ana.block()
    assert isinstance(await _send(bot, ana), Blocked)


async def test_editing_what_is_not_there_is_refused(bot: RawBot, ana: Phone) -> None:
    await ana.send("/start")
    transport = TelegramTransport(bot)
    for outcome in (
        await transport.edit_keyboard(ana.user.id, 9999, ()),
        await transport.edit(ana.user.id, 9999, HELLO),
    ):
        assert outcome == Refused("Message to edit not found")


async def test_a_refused_token_is_fatal(address: str) -> None:
    # Not initialised: that alone would say so.
    async with opened(address, "123:wrong") as stranger:
        with pytest.raises(TokenError):
            await TelegramTransport(stranger).send(1, HELLO)


@pytest.mark.parametrize(("http", "says"), [("aiohttp", "ClientConnectorError"), ("httpx", "ConnectError")])
async def test_nobody_listens(http: str, says: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        async with opened(f"http://127.0.0.1:{taken.getsockname()[1]}", http=http) as bot:
            assert await TelegramTransport(bot).send(1, HELLO) == NotSent(says)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        ("200 OK", "oops, very private", Unknown("Invalid server response")),
        ("504 Gateway Timeout", "{}", Unknown("Gateway Timeout (504)")),
        ("413 Request Entity Too Large", "{}", Refused("HTTP 413")),
        ("408 Request Timeout", "{}", Unknown("Request Timeout (408)")),
        (
            "400 Bad Request",
            '{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat",'
            '"parameters":{"migrate_to_chat_id":-1001234567890}}',
            Moved(-1001234567890),
        ),
    ],
)
async def test_answers_that_the_playground_never_gives(
    status: str, body: str, expected: Outcome, caplog: pytest.LogCaptureFixture
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        with caplog.at_level(logging.DEBUG):
            async with at(server) as bot:
                assert await TelegramTransport(bot).send(1, HELLO) == expected
    assert "very private" not in caplog.text


def _caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (_caused(TimedOut(), httpx.ConnectTimeout("")), NotSent("ConnectTimeout")),
        (_caused(TimedOut(), httpx.PoolTimeout("")), NotSent("PoolTimeout")),
        (_caused(TimedOut(), httpx.ReadTimeout("")), Unknown("ReadTimeout")),
        (_caused(TimedOut(), httpx.WriteTimeout("")), Unknown("WriteTimeout")),
        (_caused(NetworkError(""), httpx.ReadError("")), Unknown("ReadError")),
        (_caused(NetworkError(""), httpx.ProxyError("")), NotSent("ProxyError")),
        (_caused(TimedOut(), ConnectionTimeoutError("")), NotSent("ConnectionTimeoutError")),
        (_caused(TimedOut(), SocketTimeoutError("")), Unknown("SocketTimeoutError")),
        (_caused(NetworkError(""), ServerDisconnectedError("")), Unknown("ServerDisconnectedError")),
        (_caused(NetworkError("bot123:abc"), ValueError("bot123:abc")), Unknown("ValueError")),
        (ChatMigrated(-100), Moved(-100)),
        (BadRequest("Message is not modified: specified new message content"), Sent()),
        (BadRequest("Can't parse: unsupported tag \"very private"), Refused('Can\'t parse: unsupported tag "…"')),
    ],
    ids=str,
)
def test_what_an_error_means(error: TelegramError, expected: Outcome) -> None:
    assert outcome_of(error) == expected


@pytest.mark.parametrize("kind", [BadRequest, Forbidden, TelegramError, NetworkError])
def test_a_reason_quotes_nothing_of_the_message(kind: type[TelegramError]) -> None:
    message = OutMessage("My <b>Secret</b> is not found", ((Key("Whisper", "copy", "murmur"),),))
    outcome = outcome_of(kind("Message is not allowed: secret, SECRET or 'whisper' with murmur in my chat"), message)
    assert isinstance(outcome, Refused | Blocked | Unknown)
    assert outcome.error == "Message is not allowed: …, … or '…' with … in … chat"
