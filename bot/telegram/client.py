"""The Bot object, set up once: its two HTTP clients, their timeouts, and libraries that keep quiet."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

import httpx
from telegram import Bot
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.errors import SettingsError
from bot.telegram import aiohttp_request
from bot.telegram.aiohttp_request import AiohttpRequest
from bot.telegram.proxy import UNUSABLE, proxy_for

NEVER_LEFT: Final = (
    *aiohttp_request.NEVER_LEFT,
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""The causes of PTB's errors by which a request was certainly not sent, over either client."""

_CALLS: Final = 12
"""Connections for delivery and for answers to presses; more make every request slower."""

_TIMEOUTS: Final = (10.0, 10.0, 10.0, 10.0)
"""Seconds to read, to write, to connect, and to wait for a connection."""
_SLACK: Final = 10
"""Seconds that the answer to a long poll may be late."""
_HAVE_ERRORS: Final = frozenset({400, 401, 403, 404, 409, 429})
_PASS: Final = frozenset({407, 408})
"""What a proxy or a busy server says; the message itself is not refused."""


class RawBot(Bot):
    """PTB's Bot, which also takes and gives what Telegram's own methods do: plain JSON.

    PTB's `get_updates` drops what it does not know, and of each message sent PTB makes objects that nobody here looks
    at, which takes longer than to send it.
    """

    async def call(self, method: str, parameters: dict[str, object], read_timeout: float) -> object:
        """The result of a method of the Bot API; a parameter that is None is not sent.

        Raises TelegramError, also when the answer is not what every answer is.
        """
        try:
            result: object = await self._post(method, parameters, read_timeout=read_timeout)
        except (TypeError, KeyError):
            raise TelegramError("the answer is not one of the Bot API's") from None
        return result

    async def raw_updates(self, offset: int, wait: int, kinds: Sequence[str]) -> list[object]:
        """The updates from `offset` on, after at most `wait` seconds; asking acknowledges all before `offset`.

        Raises TelegramError, also when the answer is not a list.
        """
        query = {"offset": offset, "timeout": wait, "allowed_updates": list(kinds)}
        updates = await self.call("getUpdates", query, wait + _SLACK)
        if not isinstance(updates, list):
            raise TelegramError("the answer is not a list of updates")
        return updates


def make_bot(token: str, api_url: str, http: str = "aiohttp") -> RawBot:
    """A Bot of `token` at a Bot API server such as `https://api.telegram.org`, not yet initialised. `http` names the
    client, aiohttp or httpx. Raises `SettingsError` when the environment names a proxy that cannot be used."""
    # At DEBUG and INFO these write requests: people's words, and addresses with the token in them.
    for name in ("telegram", "aiohttp", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # PTB logs an answer that is not JSON in full, and raises as well.
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)
    # Without it PTB warns at each 429 that the seconds in it will become a timedelta.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    request = _over_httpx if http == "httpx" else _over_aiohttp(api_url)
    return RawBot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request(_CALLS),
        get_updates_request=request(1),
    )


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram says to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _over_aiohttp(api_url: str) -> Callable[[int], BaseRequest]:
    proxy = proxy_for(api_url)
    # The authorities that httpx trusts, so that both and `coach doctor` see the same; it takes time to read them.
    trusted = httpx.create_ssl_context() if api_url.startswith("https:") else None
    return lambda connections: _Aiohttp(connections, *_TIMEOUTS, proxy=proxy, ssl_context=trusted)


def _over_httpx(connections: int) -> BaseRequest:
    try:
        return _Httpx(connections, *_TIMEOUTS)
    except (RuntimeError, ValueError, httpx.InvalidURL):
        raise SettingsError(UNUSABLE) from None


class _Aiohttp(AiohttpRequest):
    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        return _unless_refused(*await super().do_request(*args, **kwargs))


class _Httpx(HTTPXRequest):
    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        return _unless_refused(*await super().do_request(*args, **kwargs))


def _unless_refused(code: int, body: bytes) -> tuple[int, bytes]:
    """Raise for a 4xx of which PTB would make the same error as of a 5xx."""
    if 400 <= code < 500 and code not in _HAVE_ERRORS | _PASS:
        raise BadRequest(f"HTTP {code}")
    return code, body
