"""Web addresses as Telegram checks them, and the deep links that open a chat with the bot."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

_WEB = re.compile(
    r"(?:(?P<scheme>https?)://)?(?:(?P<user>[^@/?#\s]*)@)?(?P<host>[^:/?#@\s]+)(?::(?P<port>\d+))?(?P<rest>[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_TG = re.compile(r"tg:(?://)?(?P<host>[A-Za-z0-9_-]+)(?P<rest>(?:[/?#].*)?)", re.IGNORECASE)
_HOST = re.compile(r"[\w.-]+")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def checked_link(url: str) -> str | None:
    """Return the address as Telegram keeps it (``example.com`` as ``http://example.com/``), or None if it is none."""
    url = url.strip()
    if url[:3].lower() == "tg:":
        match = _TG.fullmatch(url)
        return f"tg://{match['host'].lower()}{match['rest']}" if match else None
    match = _WEB.fullmatch(url)
    if match is None or any(ord(c) < 33 for c in url):
        return None
    host = match["host"].lower()
    if "." not in host or _HOST.fullmatch(host) is None or int(match["port"] or 1) not in range(1, 65536):
        return None
    rest = match["rest"] or "/"
    user = f"{match['user']}@" if match["user"] else ""
    port = f":{match['port']}" if match["port"] else ""
    return f"{(match['scheme'] or 'http').lower()}://{user}{host}{port}{rest if rest[0] == '/' else '/' + rest}"


def mentioned_user(url: str) -> int | None:
    """Return the id in ``tg://user?id=…``, None for every other address."""
    parts = urlsplit(url.strip())
    if parts.scheme.lower() != "tg" or parts.netloc.lower() != "user":
        return None
    value = parse_qs(parts.query).get("id", [""])[0]
    return int(value) if value.isascii() and value.isdigit() else None


def start_payload(url: str, username: str) -> str | None:
    """Return what a deep link to the bot hands to ``/start``: "" for a bare link, None for any other address.

    A payload outside Telegram's rules (64 of letters, digits, ``_`` and ``-``) is left away, as Telegram's apps do.
    """
    query = _to_bot(url, username)
    return None if query is None or "startgroup" in query else _payload(query, "start")


def group_payload(url: str, username: str) -> str | None:
    """Return what a link that adds the bot to a group hands to ``/start`` there, None for any other address."""
    query = _to_bot(url, username)
    return None if query is None or "startgroup" not in query else _payload(query, "startgroup")


def _payload(query: dict[str, list[str]], name: str) -> str:
    payload = query.get(name, [""])[0]
    return payload if _PAYLOAD.fullmatch(payload) else ""


def _to_bot(url: str, username: str) -> dict[str, list[str]] | None:
    """Return the query of an address that leads to the bot, None for any other."""
    parts = urlsplit(url.strip() if "://" in url else "https://" + url.strip())
    query = parse_qs(parts.query, keep_blank_values=True)
    if parts.scheme.lower() == "tg":
        names = query.get("domain", []) if parts.netloc.lower() == "resolve" else []
    elif parts.netloc.lower() in {"t.me", "telegram.me", "telegram.dog", "www.t.me"}:
        names = [parts.path.strip("/")]
    else:
        names = []
    return query if [name.lower() for name in names] == [username.lower()] else None
