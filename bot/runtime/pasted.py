"""Links to this bot inside a text: whoever pastes an invitation wants it opened, whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

from bot.runtime.invitation import TOKEN_LENGTH

_LONGEST = 64
"""Telegram's apps hand on no longer payload."""

_PAYLOAD = re.compile(rf"[A-Za-z0-9_-]{{1,{_LONGEST}}}")
_MARKS = frozenset("_-")
"""Signs of a payload that people also put around a link: a whole token is not longer for them."""


def pasted_payload(text: str, bot_username: str) -> str | None:
    """What the first link to this bot in a text hands to `/start`; None where there is none, or it hands on nothing.

    Links are read as people copy them: with or without `https://`, in any capitals, percent-encoded inside a link to
    share. So is the command that a link stands for, with a whole invitation's token behind it.
    """
    if "start" not in text.casefold():
        return None
    found = (_payload_of(link, bot_username) for link in _links(text, bot_username))
    return next((payload for payload in found if payload), None)


def _links(text: str, bot_username: str) -> Iterator[str]:
    for each in (text, unquote(text)) if "%" in text else (text,):
        for match in _pattern(bot_username).finditer(each):
            yield match[0]


def _payload_of(link: str, bot_username: str) -> str:
    if link.startswith("/"):
        return _whole(link.split()[-1])
    query = parse_qs(urlsplit(link if "://" in link else f"https://{link}").query)
    names = query.get("domain", [""]) if link[:3].casefold() == "tg:" else [bot_username]
    match = _PAYLOAD.match(query.get("start", [""])[0])
    return _whole(match[0]) if match is not None and names[0].casefold() == bot_username.casefold() else ""


def _whole(payload: str) -> str:
    """A payload without the signs that were set around its link."""
    return payload[:TOKEN_LENGTH] if _MARKS.issuperset(payload[TOKEN_LENGTH:]) else payload


@lru_cache(maxsize=4)
def _pattern(bot_username: str) -> re.Pattern[str]:
    name = re.escape(bot_username)
    return re.compile(
        rf"(?<![\w.@-])(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)/{name}/?\?\S+"
        rf"|(?<![\w.@-])(?:https?://)?{name}\.t\.me/?\?\S+"
        r"|(?<!\w)tg://resolve/?\?\S+"
        rf"|(?<![\w/])/start(?:@{name})?\s+[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}(?![A-Za-z0-9])",
        re.IGNORECASE,
    )
