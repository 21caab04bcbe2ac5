"""Typed values as one reader sees them: options as labels, durations in words, instants in the reader's own zone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from html import unescape

from babel.units import format_unit
from markupsafe import Markup

from bot.model.values import Duration, Instant, Number, Option, Own, Pair, Value, Words

_TAG = re.compile(r"<[^>]*>")
_JOIN = {"en": "{0} {1}", "es": "{0} y {1}"}


class Label(str):
    """An option's label; prompts may also ask for its `id`."""

    id: str


class Span(str):
    """A duration in words; prompts may also ask for its `minutes`."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list of answers. `label` says the question in short; `mine` and `theirs` stand in a pair, `value`
    in a list of one's own."""

    label: str
    mine: object = None
    theirs: object = None
    value: object = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """How values are shown to one reader: `label` finds an id's label, `short` a question's short name.

    `html` is False for buttons and copied text, which Telegram shows as they are. Words are cut after `most` UTF-16
    units.
    """

    language: str
    label: Callable[[str], str]
    short: Callable[[str], str]
    html: bool = True
    most: int | None = None

    def show(self, value: object) -> object:
        """One variable of a prompt, as its template gets it."""
        match value:
            case Option():
                label = Label(self.label(value.id))
                label.id = value.id
                return label
            case Duration():
                return span(value.minutes, self.language)
            case Instant():
                return moment(value.at, html=self.html)
            case Number():
                return value.n
            case Words():
                return self.words(value.text)
            case str():
                return self.words(value)
            case tuple():
                return self._items(value)
            case _:
                return value

    def _items(self, values: tuple[object, ...]) -> object:
        if values and all(isinstance(value, Option) for value in values):
            return ", ".join(str(self.show(value)) for value in values)
        return [self._item(value) for value in values]

    def _item(self, value: object) -> object:
        match value:
            case Pair():
                return Item(self.short(value.ask), mine=self.show(value.mine), theirs=self.show(value.theirs))
            case Own():
                return Item(self.short(value.ask), value=self.show(value.value))
            case _:
                return self.show(value)

    def words(self, text: str) -> str:
        """People's words as typed. In a message those that run right to left turn only themselves around."""
        if self.most is not None:
            text = cut(text, self.most)
        return f"\u2068{text}\u2069" if self.html and _turns(text) else text


def plain(value: Value, language: str, label: Callable[[str], str]) -> str | None:
    """A picked value as the few words of a button; None for words and instants, which no button offered."""
    match value:
        case Option():
            return label(value.id)
        case Duration():
            return short_span(value.minutes, language)
        case Number():
            return str(value.n)
        case _:
            return None


def sent_value(value: Value) -> str | int:
    """What the button of a picked value sends: an option's id, minutes, or the point of a scale."""
    match value:
        case Option():
            return value.id
        case Duration():
            return value.minutes
        case Number():
            return value.n
        case _:
            return ""


@lru_cache(maxsize=4096)
def span(minutes: int, language: str) -> Span:
    """A duration in words: "1 hour 30 minutes", "1 hora y 30 minutos"."""
    hours, rest = divmod(minutes, 60)
    parts = [
        format_unit(n, f"duration-{unit}", locale=language) for n, unit in ((hours, "hour"), (rest, "minute")) if n
    ]
    if not parts:
        parts = [format_unit(0, "duration-minute", locale=language)]
    shown = Span(parts[0] if len(parts) == 1 else _JOIN.get(language, "{0} {1}").format(*parts))
    shown.minutes = minutes
    return shown


@lru_cache(maxsize=4096)
def short_span(minutes: int, language: str) -> str:
    """A duration for a button: "15 min", "1 hour"."""
    if minutes < 60:
        return format_unit(minutes, "duration-minute", length="short", locale=language)
    return str(span(minutes, language))


def moment(at: datetime, *, html: bool) -> str:
    """An instant: in a message Telegram shows it in the reader's own zone, elsewhere it is UTC."""
    text = f"{at.astimezone(UTC):%H:%M} UTC"
    return Markup(f'<tg-time unix="{int(at.timestamp())}" format="t">{text}</tg-time>') if html else text


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


def _turns(text: str) -> bool:
    kinds = {unicodedata.bidirectional(character) for character in text if character > "\u0590"}
    return bool(kinds & {"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI"})
