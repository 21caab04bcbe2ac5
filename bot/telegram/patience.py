"""Trying until it works: what a dropped network, a busy Telegram and a wrong token mean to a call that must succeed."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.errors import TokenError
from bot.telegram.client import seconds_of

Pause = Callable[[float], Awaitable[object]]
"""Waits so many seconds, as `asyncio.sleep` does."""

_FIRST: Final = 1.0
_LONGEST: Final = 30.0
_CONFLICT: Final = 5.0

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


async def patiently(
    attempt: Callable[[], Awaitable[_T]], pause: Pause, what: str, reached: Callable[[str], None] = lambda trouble: None
) -> _T:
    """Make the call again until it works, after 1 to 30 seconds; `what` names it in the log. Each time, `reached` is
    told what was the matter, "" for nothing.

    Raises `TokenError` when Telegram does not know the token: no later attempt would help.
    """
    backoff, said = _FIRST, ""
    while True:
        try:
            result = await attempt()
        except InvalidToken:
            raise TokenError from None
        except Conflict:
            trouble, seconds = "another process asks for this bot's updates; is the coach running twice?", _CONFLICT
        except RetryAfter as error:
            trouble, seconds = "Telegram asks to wait", seconds_of(error)
        except TelegramError as error:
            trouble, seconds = type(error.__cause__ or error).__name__, backoff
            backoff = min(_LONGEST, backoff * 2)
        else:
            reached("")
            if said:
                _log.info("%s: works again", what)
            return result
        reached(trouble)
        if trouble != said:
            _log.warning("%s: %s", what, trouble)
            said = trouble
        await pause(seconds)
