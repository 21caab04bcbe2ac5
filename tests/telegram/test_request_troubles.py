"""What comes of a request that fails, over both clients: *not sent* only where nothing can have left."""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.runtime.ports import NotSent, Outcome, Sent, Unknown
from bot.telegram.client import make_bot
from bot.telegram.sender import outcome_of
from tests.telegram.certificate import make_certificate
from tests.telegram.served import MESSAGE, TOKEN, Asked, Requests, answer, bot_over, listening, serving

SHORT = 0.05
"""Seconds after which a server that never answers has been waited for."""
LONG = b"x" * 2**24
"""More than all buffers between two sockets hold."""


@pytest.fixture(autouse=True)
def no_log_has_the_token(http: str, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nor any address, whatever the trouble. Making a bot tells the libraries to keep quiet."""
    make_bot(TOKEN, "http://127.0.0.1:1", http)
    caplog.set_level(logging.DEBUG)
    yield
    assert TOKEN not in caplog.text


async def never(*asked: object) -> None:
    await asyncio.Event().wait()


async def hang_up(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def hang_up_in_the_body(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(MESSAGE) + 1}\r\n\r\n{MESSAGE}".encode())
    await writer.drain()
    writer.close()


async def stop_in_the_body(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(MESSAGE) + 1}\r\n\r\n{MESSAGE}".encode())
    await never()


async def reset(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def babble(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"What do you want?\r\n\r\n")


async def sent(bot: Bot, text: str = "hello") -> tuple[type[Exception] | None, Outcome]:
    """PTB's error and the coach's outcome, which tell nobody where the request went: the token is in that."""
    failed: TelegramError | None = None
    try:
        await bot.send_message(7, text)
    except TelegramError as error:
        failed = error
    if failed is None:
        return None, Sent()
    outcome = outcome_of(failed)
    assert TOKEN not in f"{failed} {outcome}"
    return type(failed), outcome


TROUBLES = {
    "a hang-up before the answer": (hang_up, NetworkError),
    "a hang-up in the answer": (hang_up_in_the_body, NetworkError),
    "a connection reset": (reset, NetworkError),
    "no HTTP": (babble, NetworkError),
    "no JSON": (answer("oops"), TelegramError),
    "a bad gateway": (answer("<html>", "502 Bad Gateway"), NetworkError),
    "no answer": (never, TimedOut),
    "half an answer": (stop_in_the_body, TimedOut),
}


@pytest.mark.parametrize("name", TROUBLES)
async def test_after_the_request_has_gone_nobody_knows(name: str, make: Requests) -> None:
    trouble, kind = TROUBLES[name]
    async with serving(trouble) as server:
        request = make(read_timeout=SHORT) if kind is TimedOut else make()
        error, outcome = await sent(bot_over(request, server.url))
        assert error is kind
        assert isinstance(outcome, Unknown)


async def test_a_kept_connection_that_breaks_leaves_nobody_knowing(make: Requests) -> None:
    async with serving() as server:
        bot = bot_over(make(), server.url)
        assert await sent(bot) == (None, Sent())
        server.answer = hang_up
        error, outcome = await sent(bot)
        assert isinstance(outcome, Unknown), error
        server.answer = answer()
        assert await sent(bot) == (None, Sent())
    assert len(server.asked) == 3, "what nobody knows of is sent again by the coach, and by no client"


async def test_a_kept_connection_that_was_closed_meanwhile_is_not_taken(make: Requests) -> None:
    """Also where the coach was too busy to see it closed, as with a start or a turn that takes long."""
    open_ones = []

    async def say(asked: Asked, writer: asyncio.StreamWriter) -> None:
        open_ones.append(writer.get_extra_info("socket"))
        await answer()(asked, writer)

    async with serving(say) as server:
        bot = bot_over(make(), server.url)
        assert await sent(bot) == (None, Sent())
        open_ones[0].shutdown(socket.SHUT_WR)
        assert await sent(bot) == (None, Sent())
    assert server.connections == 2


class TestWhatNeverLeft:
    async def test_nobody_listens(self, make: Requests) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            error, outcome = await sent(bot_over(make(), f"http://127.0.0.1:{taken.getsockname()[1]}"))
        assert error is NetworkError
        assert isinstance(outcome, NotSent)

    async def test_no_such_host(self, make: Requests, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*asked: object, **how: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        error, outcome = await sent(bot_over(make(), "http://telegram.invalid"))
        assert error is NetworkError
        assert isinstance(outcome, NotSent)

    async def test_an_address_that_is_none(self, make: Requests) -> None:
        error, outcome = await sent(bot_over(make(), "ftp://127.0.0.1"))
        assert error is NetworkError
        assert isinstance(outcome, NotSent)

    async def test_a_certificate_that_nobody_trusts(self, make: Requests, tmp_path: Path) -> None:
        async with serving(tls=make_certificate(tmp_path)[1]) as server:
            error, outcome = await sent(bot_over(make(), server.url))
        assert (error, server.asked) == (NetworkError, [])
        assert isinstance(outcome, NotSent)

    @pytest.mark.parametrize("first", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"], ids=["hang-up", "no TLS"])
    async def test_no_handshake(self, make: Requests, first: bytes) -> None:
        async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(first)

        async with listening(plain) as host:
            error, outcome = await sent(bot_over(make(), f"https://{host}"))
        assert error is NetworkError
        assert isinstance(outcome, NotSent)

    async def test_no_connection_in_time(self, make: Requests) -> None:
        async with listening(never) as host:
            error, outcome = await sent(bot_over(make(connect_timeout=SHORT), f"https://{host}"))
        assert error is TimedOut
        assert isinstance(outcome, NotSent)

    async def test_all_connections_are_in_use(self, make: Requests) -> None:
        came, go_on = asyncio.Event(), asyncio.Event()

        async def slowly(asked: Asked, writer: asyncio.StreamWriter) -> None:
            came.set()
            await go_on.wait()
            await answer()(asked, writer)

        async with serving(slowly) as server:
            bot = bot_over(make(connection_pool_size=1, pool_timeout=SHORT), server.url)
            first = asyncio.create_task(sent(bot))
            await came.wait()
            error, outcome = await sent(bot)
            assert (error, outcome) == (TimedOut, NotSent("PoolTimeout"))
            assert len(server.asked) == 1
            patient = asyncio.create_task(bot.send_message(7, "I can wait", pool_timeout=None))
            go_on.set()
            assert await first == (None, Sent())
            assert (await patient).message_id == 5
        assert (len(server.asked), server.connections) == (2, 1)

    async def test_one_that_is_given_up_frees_its_connection(self, make: Requests) -> None:
        came = asyncio.Event()

        async def say(asked: Asked, writer: asyncio.StreamWriter) -> None:
            came.set()
            await never()

        async with serving(say) as server:
            bot = bot_over(make(connection_pool_size=1, pool_timeout=SHORT), server.url)
            given_up = asyncio.create_task(sent(bot))
            await came.wait()
            given_up.cancel()
            await asyncio.gather(given_up, return_exceptions=True)
            server.answer = answer()
            assert await sent(bot) == (None, Sent())


class TestTimeLimits:
    """What a server is waited for. Without the limit under test each of these waits for ever."""

    async def test_of_a_request_itself(self, make: Requests) -> None:
        async with serving(never) as server:
            with pytest.raises(TimedOut):
                await bot_over(make(), server.url).send_message(7, "hello", read_timeout=SHORT)

    async def test_for_a_request_to_be_taken(self, make: Requests) -> None:
        async with listening(never) as host:
            error, outcome = await sent(bot_over(make(write_timeout=SHORT), f"http://{host}"), LONG.decode())
        assert (error, outcome) == (TimedOut, Unknown("WriteTimeout"))

    async def test_for_a_file_to_be_taken(self, make: Requests) -> None:
        async with listening(never) as host:
            bot = bot_over(make(media_write_timeout=SHORT), f"http://{host}")
            with pytest.raises(TimedOut) as caught:
                await bot.send_document(7, LONG)
        assert outcome_of(caught.value) == Unknown("WriteTimeout")

    async def test_for_a_file_of_a_call_itself(self, make: Requests) -> None:
        async with listening(never) as host:
            with pytest.raises(TimedOut) as caught:
                await bot_over(make(), f"http://{host}").send_document(7, LONG, write_timeout=SHORT)
        assert outcome_of(caught.value) == Unknown("WriteTimeout")
