"""A proxy on the way to the Bot API server, named to a request or by the environment, over both clients."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from telegram.error import TelegramError

from bot.errors import SettingsError
from bot.runtime.ports import NotSent, OutMessage, Sent, Unknown
from bot.telegram.client import make_bot
from bot.telegram.sender import TelegramTransport
from tests.telegram.certificate import make_certificate
from tests.telegram.polling import opened
from tests.telegram.served import TOKEN, Requests, bot_over, listening, serving

HELLO = OutMessage("hello")
BASIC = "Basic " + b64encode(b"me:s3cret").decode()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """One without a proxy."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


@dataclass
class Tunnel:
    """A proxy that opens tunnels, or says something else."""

    says: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n"
    asked: list[str] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        writer.write(self.says)
        if b" 200 " in self.says:
            host, _, port = head.split(" ")[1].rpartition(":")
            there, back = await asyncio.open_connection(host, int(port))
            await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(2**16):
            writer.write(piece)
    finally:
        writer.close()


class TestNamedToARequest:
    async def test_it_gets_what_goes_in_the_clear(self, make: Requests) -> None:
        async with serving() as proxy:
            await bot_over(make(proxy=proxy.url), "http://telegram.invalid:8081").send_message(7, "hello")
        [asked] = proxy.asked
        assert asked.target == f"http://telegram.invalid:8081/bot{TOKEN}/sendMessage"
        assert asked.headers["host"] == "telegram.invalid:8081"
        assert asked.form["text"] == "hello"

    async def test_it_is_told_who_asks(self, make: Requests) -> None:
        async with serving() as proxy:
            there = proxy.url.replace("http://", "http://me:s3cret@")
            await bot_over(make(proxy=there), "http://telegram.invalid").send_message(7, "hello")
        assert proxy.asked[0].headers["proxy-authorization"] == BASIC


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
@pytest.mark.parametrize("scheme", ["http://", ""], ids=["with http", "without"])
async def test_the_environment_names_one(http: str, environment: pytest.MonkeyPatch, name: str, scheme: str) -> None:
    async with serving() as proxy:
        environment.setenv(name, scheme + proxy.url.removeprefix("http://"))
        async with opened("http://telegram.invalid", TOKEN, http) as bot:
            assert isinstance(await TelegramTransport(bot).send(7, HELLO), Sent)
            with pytest.raises(TelegramError, match="not a list"):
                await bot.raw_updates(0, 0, [])
    assert [asked.headers["host"] for asked in proxy.asked] == ["telegram.invalid"] * 2


@pytest.mark.parametrize(("spared", "is_spared"), [("127.0.0.1", True), ("*", True), ("other.example", False)])
async def test_the_environment_spares_a_host(
    http: str, environment: pytest.MonkeyPatch, spared: str, is_spared: bool
) -> None:
    async with serving() as server, serving() as proxy:
        environment.setenv("HTTP_PROXY", proxy.url)
        environment.setenv("NO_PROXY", spared)
        async with opened(server.url, TOKEN, http) as bot:
            assert isinstance(await TelegramTransport(bot).send(7, HELLO), Sent)
    assert (len(server.asked), len(proxy.asked)) == ((1, 0) if is_spared else (0, 1))


@pytest.mark.parametrize(
    "address", ["socks9://127.0.0.1:1080", "ftp://me:s3cret@proxy", "http://me:s3cret@127.0.0.1:x"]
)
def test_one_that_cannot_be_used_is_said_in_one_line(http: str, environment: pytest.MonkeyPatch, address: str) -> None:
    environment.setenv("HTTPS_PROXY", address)
    with pytest.raises(SettingsError, match=r"HTTPS_PROXY.*http://") as caught:
        make_bot(TOKEN, "https://api.telegram.org", http)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None


class TestTunnels:
    async def test_all_goes_through_it_and_nothing_is_seen(
        self, http: str, environment: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        certificate, tls = make_certificate(tmp_path)
        environment.setenv("SSL_CERT_FILE", str(certificate))
        tunnel = Tunnel()
        async with serving(tls=tls) as server, listening(tunnel) as proxy:
            environment.setenv("HTTPS_PROXY", f"http://me:s3cret@{proxy}")
            async with opened(server.url, TOKEN, http) as bot:
                for _ in range(2):
                    assert isinstance(await TelegramTransport(bot).send(7, HELLO), Sent)
        assert len(server.asked) == 2
        [head] = tunnel.asked
        assert head.startswith(f"CONNECT {server.url.removeprefix('https://')} ")
        assert f"proxy-authorization: {BASIC}".lower() in head.lower()
        assert TOKEN not in head

    @pytest.mark.parametrize("status", ["403 Forbidden", "407 Proxy Authentication Required", "502 Bad Gateway"])
    async def test_one_that_refuses_lets_nothing_out(self, make: Requests, status: str) -> None:
        tunnel = Tunnel(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
        async with listening(tunnel) as proxy:
            bot = bot_over(make(proxy=f"http://{proxy}"), "https://127.0.0.1:1")
            assert isinstance(await TelegramTransport(bot).send(7, HELLO), NotSent)
        assert len(tunnel.asked) == 1

    async def test_one_that_is_down_lets_nothing_out(self, make: Requests) -> None:
        async with listening(Tunnel()) as proxy:
            pass
        for url in ("https://127.0.0.1:1", "http://127.0.0.1:1"):
            bot = bot_over(make(proxy=f"http://{proxy}"), url)
            assert isinstance(await TelegramTransport(bot).send(7, HELLO), NotSent)

    async def test_one_that_hangs_up_counts_as_if_it_had_let_something_out(self, make: Requests) -> None:
        async with listening(Tunnel(b"")) as proxy:
            bot = bot_over(make(proxy=f"http://{proxy}"), "https://127.0.0.1:1")
            assert isinstance(await TelegramTransport(bot).send(7, HELLO), Unknown)
