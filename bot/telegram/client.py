"""The Bot object, set up once: its two HTTP clients, their timeouts, and libraries that keep quiet."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import httpx
from telegram import Bot
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

_CALLS: Final = 12
"""Connections for delivery and for answers to presses; more make every request slower."""

_TIMEOUT: Final = 10.0
_SLACK: Final = 10
"""Seconds that the answer to a long poll may be late."""
_HAVE_ERRORS: Final = frozenset({400, 401, 403, 404, 409, 429})
_PASSES: Final = 408


class RawBot(Bot):
    """PTB's Bot, which can also hand out updates as the JSON that Telegram sent.

    PTB's own `get_updates` drops what it does not know, and its raw call warns about this very method.
    """

    async def raw_updates(self, offset: int, wait: int, kinds: Sequence[str]) -> list[object]:
        """The updates from `offset` on, after at most `wait` seconds; asking acknowledges all before `offset`.

        Raises TelegramError, also when the answer is not a list.
        """
        query = {"offset": offset, "timeout": wait, "allowed_updates": list(kinds)}
        try:
            updates = await self._post("getUpdates", query, read_timeout=wait + _SLACK)
        except (TypeError, KeyError):
            updates = None
        if not isinstance(updates, list):
            raise TelegramError("the answer is not a list of updates")
        return updates


def make_bot(token: str, api_url: str) -> RawBot:
    """A Bot of `token` at a Bot API server such as `https://api.telegram.org`, not yet initialised."""
    # At DEBUG and INFO these write requests: people's words, and addresses with the token in them.
    for name in ("telegram", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # PTB logs an answer that is not JSON in full, and raises as well.
    logging.getLogger("telegram.request.BaseRequest").setLevel(logging.CRITICAL)
    # Without it PTB warns at each 429 that the seconds in it will become a timedelta.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    return RawBot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=_request(_CALLS),
        get_updates_request=_request(1),
    )


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram says to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _request(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=_TIMEOUT,
        write_timeout=_TIMEOUT,
        connect_timeout=_TIMEOUT,
        pool_timeout=_TIMEOUT,
        httpx_kwargs={"event_hooks": {"response": [_refusals]}},
    )


async def _refusals(response: httpx.Response) -> None:
    """Raise for a 4xx of which PTB would make the same error as of a 5xx."""
    code = response.status_code
    if 400 <= code < 500 and code not in _HAVE_ERRORS and code != _PASSES:
        raise BadRequest(f"HTTP {code}")
