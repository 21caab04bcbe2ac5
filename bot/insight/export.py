"""Everything the coach keeps of one person, as two files: one that a program loads, one that a person reads.

The JSON file is one object. `format` is "coach-export" and `version` is VERSION; whoever reads it skips keys unknown
to them. Instants are ISO 8601 in UTC ("2026-11-22T18:00:00Z"), days "2026-11-22".

    format, version, made
    part          which of its parts this is, from 1; what is long comes in several, each list going on in the next
    person        {name, username, language, country, zone}; username and country may be null
    couple        {linked, since}; since is null unless linked
    settings      [line]
    memory        [entry]   what outlives a conversation: passions, check-ins, guilt, notes, insights ...
    outings       [entry]   times away, planned or under way
    invitations   [entry]
    nudges        [entry]   those that wait; `at` is when one is due, `until` when it lapses
    runs          [entry]   conversations that are open, with the person's own answers

    entry         {kind, title, at, until, lines: [line]}; `at` is an instant, a day or null, `until` an instant or null
    line          {id, label, value, shown}
    value         null for what was skipped, else an object whose `type` says what else is in it:
                  words {text} · number {n} · option {id} · duration {minutes} · instant {at}

`title`, `label` and `shown` are in the person's language; `kind`, `id` and `value` are the same in every language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

from jinja2 import Environment, StrictUndefined, Template

from bot.insight.days import locale_of, long_day, long_moment, short_time, zone_of
from bot.model.values import Duration, Instant, Value
from bot.script.shown import span

VERSION = 1
"""The version of the JSON file's structure: raised when a key goes or changes its meaning."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing remembered: its id, its label in the person's language, and its typed value (None: skipped).

    `shown` is the value in the person's language, needed for options and for kinds of value that are new; words,
    numbers, lengths of time and moments may leave it out.
    """

    id: str
    label: str
    value: Value | None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One memory item, outing, invitation, nudge or open conversation. Instants are aware; `at` may be a day.

    `kind` is an id ("passion", "check_in", "eve" …), `title` what it is called in the person's language.
    """

    kind: str
    title: str
    at: datetime | date | None = None
    until: datetime | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Whose export it is. `language` is a tag ("es", "en-GB"), `country` two letters, `zone` an IANA name."""

    name: str
    language: str
    zone: str
    username: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """All that is kept of one person at the instant `made`, or one part of it. `linked_since` is None for somebody
    who is not linked."""

    made: datetime
    person: Person
    linked_since: datetime | None = None
    settings: tuple[Line, ...] = ()
    memory: tuple[Entry, ...] = ()
    outings: tuple[Entry, ...] = ()
    invitations: tuple[Entry, ...] = ()
    nudges: tuple[Entry, ...] = ()
    runs: tuple[Entry, ...] = ()
    part: int = 1


@dataclass(frozen=True, slots=True)
class ExportWords:
    """The words of the file that a person reads. `language` is a tag, for its dates and its direction.

    `title`, `intro` and `made` (before the date) open it; `name` to `zone` are labels; `person` to `runs` head the
    sections, and `kinds` the kinds of memory by their id (an id without a word heads its own); `linked_since` comes
    before a date, `not_linked` in its place; `skipped` for no answer, `empty` for nothing kept.
    """

    language: str
    title: str
    intro: str
    made: str
    name: str
    username: str
    spoken: str
    country: str
    zone: str
    person: str
    settings: str
    couple: str
    outings: str
    invitations: str
    nudges: str
    runs: str
    linked_since: str
    not_linked: str
    skipped: str
    empty: str
    kinds: Mapping[str, str]


def export_json(data: Export) -> bytes:
    """The file that a program loads, in UTF-8, as the module says."""
    tree = {
        "format": "coach-export",
        "version": VERSION,
        "made": _plain(data.made),
        "part": data.part,
        "person": _plain(data.person),
        "couple": {"linked": data.linked_since is not None, "since": _plain(data.linked_since)},
        **{name: _plain(getattr(data, name)) for name in _LISTS},
    }
    return json.dumps(tree, ensure_ascii=False, indent=2).encode("utf-8", "replace")


def export_html(data: Export, words: ExportWords) -> bytes:
    """The file that a person reads: one HTML page in UTF-8 that loads nothing, for a phone or for paper.

    What people typed is shown as they typed it and never as HTML.
    """
    sections = [
        *((words.kinds.get(kind, kind), entries) for kind, entries in _by_kind(data.memory).items()),
        (words.outings, data.outings),
        (words.nudges, data.nudges),
        (words.runs, data.runs),
        (words.invitations, data.invitations),
    ]
    reader, locale, person = _Reader(words, data.person.zone), locale_of(words.language), data.person
    page = _template().render(
        data=data,
        words=words,
        direction=locale.text_direction,
        language=locale.languages.get(locale_of(person.language).language, person.language),
        country=locale.territories.get(person.country or "", person.country),
        sections=[(heading, entries) for heading, entries in sections if entries],
        when=reader.when,
        until=reader.until,
        show=reader.show,
    )
    return page.encode("utf-8", "replace")


_LISTS = ("settings", "memory", "outings", "invitations", "nudges", "runs")

_Json: TypeAlias = "bool | int | str | list[_Json] | dict[str, _Json] | None"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Shows days and values to the person whose export it is."""

    words: ExportWords
    zone: str

    def when(self, at: datetime | date) -> str:
        """A day, or an instant in the person's own zone."""
        if isinstance(at, datetime):
            return long_moment(at, self.words.language, self.zone)
        return long_day(at, self.words.language)

    def until(self, entry: Entry) -> str:
        """When an entry ends: the hour alone, if that is on the day it starts."""
        if entry.until is None:
            return ""
        if isinstance(entry.at, datetime) and self.day(entry.at) == self.day(entry.until):
            return short_time(entry.until, self.words.language, self.zone)
        return self.when(entry.until)

    def day(self, at: datetime) -> date:
        """The day of an instant, where the person is."""
        return at.astimezone(zone_of(self.zone)).date()

    def show(self, line: Line) -> str:
        """The value of a line, in words."""
        match line.value:
            case _ if line.shown:
                return line.shown
            case None:
                return self.words.skipped
            case Instant(at=at):
                return self.when(at)
            case Duration(minutes=minutes):
                return span(minutes, locale_of(self.words.language).language)
            case value:
                return " ".join(str(getattr(value, part.name)) for part in fields(value) if part.name != "type")


def _by_kind(entries: tuple[Entry, ...]) -> dict[str, list[Entry]]:
    kinds: dict[str, list[Entry]] = {}
    for entry in entries:
        kinds.setdefault(entry.kind, []).append(entry)
    return kinds


def _plain(value: object) -> _Json:
    """Any tree of frozen dataclasses as JSON has it."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_plain(part) for part in value]
        case _ if is_dataclass(value):
            return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    raise TypeError(f"{type(value).__name__} has no place in an export")


@lru_cache(maxsize=1)
def _template() -> Template:
    source = files("bot.insight").joinpath("export.html.j2").read_text(encoding="utf-8")
    env = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return env.from_string(source)
