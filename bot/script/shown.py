"""Typed values as finished text: what templates and buttons get, and how long it is."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape

from babel.units import format_unit

from bot.script.habits import habits_of

TEXT_UNITS = 3840
"""The longest a prompt may get in UTF-16 units after parsing: of Telegram's 4,096 the rest is kept for a mark."""

CAPTION_UNITS = 1024
"""The longest text beside a file or a picture, in UTF-16 units after parsing."""

MARK_UNITS = 120
"""The longest a question's mark or the line above a preview may get: there is room for both beside a text."""

ANSWER_UNITS = 200
"""The longest answer to a press, in UTF-16 units."""

_TAG = re.compile(r"<[^>]*>")
_UNITS = (("day", 1440), ("hour", 60), ("minute", 1))


class Finished(str):
    """A value in words. It has an `id`, empty unless an option has one: what somebody typed has none, and only that is
    put in quotes by prompts."""

    id: str = ""


class Label(Finished):
    """An option's label, or several; prompts may also ask for the `id`, or the `ids` of several."""

    ids: tuple[str, ...] = ()


class Span(Finished):
    """A duration in words; prompts may also ask for its `minutes`."""

    minutes: int


@lru_cache(maxsize=4096)
def span(minutes: int, language: str) -> Span:
    """A duration in words: "1 hour 30 minutes", "1 hora y 30 minutos"; from two days on in days."""
    parts, rest = [], minutes
    for unit, size in _UNITS:
        if unit == "day" and minutes < 2 * size:
            continue
        count, rest = divmod(rest, size)
        if count:
            parts.append(format_unit(count, f"duration-{unit}", locale=language))
    shown = Span(_joined(parts, language) or format_unit(0, "duration-minute", locale=language))
    shown.minutes = minutes
    return shown


def _joined(parts: list[str], language: str) -> str:
    habits = habits_of(language)
    if habits is None or len(parts) < 2:
        return " ".join(parts)
    return f"{habits.between.join(parts[:-1])}{habits.last}{parts[-1]}"


@lru_cache(maxsize=4096)
def short_span(minutes: int, language: str) -> str:
    """A duration for a button: "15 min", "1 hour"."""
    if minutes < 60:
        return format_unit(minutes, "duration-minute", length="short", locale=language)
    return str(span(minutes, language))


def parsed(html: str) -> str:
    """The text of a message once Telegram has parsed its HTML."""
    return unescape(_TAG.sub("", html))


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """At most `most` UTF-16 units of a text, ending in "…" where something is left off; no character is halved."""
    if units(text) <= most:
        return text
    kept, length = [], 1
    for character in text:
        length += units(character)
        if length > most:
            break
        kept.append(character)
    return "".join(kept) + "…"


def turns(text: str) -> bool:
    """Whether a text has anything in it that runs from right to left."""
    if text.isascii():
        return False
    kinds = {unicodedata.bidirectional(character) for character in text if character > "\u0590"}
    return bool(kinds & {"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI"})


def letters_of(text: str) -> str:
    """A text without what does not matter to the ear: capitals, accents, points, signs."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain.replace("'", "").replace("’", "")).split())
