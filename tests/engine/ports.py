"""What the house gives the engine, small: how words are read, where cities are, how prompts and values look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.engine.step import Question
from bot.model.events import Prompt, SetNudge
from bot.model.heard import CONTROLS, TALKS, Called, Control, Meant, Reply, Sending, Talk
from bot.model.memory import Invitation, Memory, Reminder
from bot.model.script import Button
from bot.model.state import Offer, Person
from bot.model.values import (
    City,
    Day,
    Duration,
    Instant,
    Many,
    Number,
    Option,
    Own,
    Pair,
    Picks,
    Planned,
    TimeOfDay,
    Unclear,
    Value,
    Values,
    Words,
)
from bot.runtime.reading import fitting
from bot.understand.day_alone import read_day
from bot.understand.hour_alone import read_hour
from bot.understand.length import read_length
from bot.understand.moment import Moment, read_moment
from tests.engine.invitations import Invitation as Made


class Kept:
    """What people have in memory, all of it at hand, oldest first."""

    def __init__(
        self,
        items: Mapping[int, Sequence[Memory]],
        nudges: Sequence[SetNudge] = (),
        invitations: Mapping[str, Made] | None = None,
    ) -> None:
        self.items, self.nudges, self.made = items, nudges, invitations or {}

    def item(self, who: int, id: str) -> Memory | None:
        return next((item for item in self.items[who] if item.id == id), None)

    def titled(self, who: int, kind: str, title: str) -> Memory | None:
        same = (m for m in self.items[who] if m.kind == kind and m.title.casefold() == title.casefold())
        return next(same, None)

    def latest(self, who: int, kind: str, most: int, skip: int = 0) -> Sequence[Memory]:
        return [item for item in reversed(self.items[who]) if item.kind == kind][skip : skip + most]

    def counts(self, who: int) -> Mapping[str, int]:
        return Counter(item.kind for item in self.items[who])

    def reminders(self, who: int) -> Sequence[Reminder]:
        mine = sorted((n for n in self.nudges if n.person == who), key=lambda n: n.due)
        return [Reminder(n.id, n.due, n.reason, n.subject, n.revision) for n in mine]

    def invitations(self, who: int) -> Sequence[Invitation]:
        mine = {id: link for id, link in self.made.items() if link.inviter == who}
        return [Invitation(id, li.expires, li.expires, li.state in ("open", "claimed")) for id, li in mine.items()]


def read(
    dialog: str, step: Question, text: str, writer: Person, now: datetime, day: date | None = None
) -> Value | Unclear | None:
    """Words as an answer: options by their ids, digits, durations, days and moments, anything for a text."""
    text = text.strip()
    if step.kind != "text" and text in step.options and not step.own:
        return Option(text)
    if step.own and text:
        lines = text.splitlines()
        return Picks(
            tuple(line for line in lines if line in step.options), tuple(li for li in lines if li not in step.options)
        )
    if text in step.named:
        return Words(text)
    if step.kind in ("scale", "number") and text.isascii() and text.isdigit() and step.low <= int(text) <= step.high:
        return Number(int(text))
    if step.kind == "duration":
        return fitting(read_length(text, writer.language, now.astimezone(ZoneInfo(writer.zone))), step, now)
    if step.kind == "city":
        return find_city(text)
    if step.kind == "hour":
        minutes = read_hour(text, writer.language, step.presets)
        return TimeOfDay(minutes) if minutes is not None else None
    here = now.astimezone(ZoneInfo(writer.zone))
    if step.kind == "day":
        found_day = read_day(text, writer.language, here.date())
        return Day(found_day) if found_day is not None else None
    if step.kind == "moment":
        found = read_moment(text, writer.language, here, day)
        if found is None or isinstance(found, Moment):
            return Instant(found.at) if found is not None else None
        return Unclear(found.reason, found.options, found.days)
    if step.kind == "name":
        text = " ".join(text.split())
    return Words(text) if step.kind in ("text", "name") and text else None


CITIES = {
    "lisbon": City("Lisbon", "Europe/Lisbon", "PT"),
    "tokyo": City("Tokyo", "Asia/Tokyo", "JP"),
    "madrid": City("Madrid", "Europe/Madrid", "ES"),
    "auckland": City("Auckland", "Pacific/Auckland", "NZ"),
    "honolulu": City("Honolulu", "Pacific/Honolulu", "US"),
}
"""The few cities that the cases travel to."""

VALENCIAS = (City("Valencia", "Europe/Madrid", "ES"), City("Valencia", "America/Caracas", "VE"))


def find_city(text: str) -> City | Unclear | None:
    """A city as the house would find it."""
    if text.casefold() == "valencia":
        return Unclear("which_city", cities=VALENCIAS)
    return CITIES.get(text.casefold())


def render(prompt: Prompt, values: Values, reader: Person, writer: Person) -> str:
    """A text that shows the prompt's name, the reader's language and all words in the values."""
    told = [f"{name}={plain(v)}" for name, v in values.items() if isinstance(v, Words | Option | Duration | Number)]
    return f"{prompt.dialog}.{prompt.name}/{reader.language}: {', '.join(told)}"


def plain(value: object) -> object:
    """A value as the case files write it."""
    match value:
        case Option():
            return value.id
        case Words():
            return value.text
        case Number():
            return value.n
        case Duration():
            return f"{value.minutes}m"
        case Instant():
            return f"{value.at:%a %H:%M}"
        case Day():
            return f"{value.on:%a %d %b}"
        case City():
            return value.name
        case TimeOfDay():
            return f"{value.minutes // 60:02}:{value.minutes % 60:02}"
        case Many():
            return list(value.ids)
        case Picks():
            return [*value.ids, *value.own]
        case Planned():
            return f"{value.what}, {value.at:%a %H:%M}"
        case tuple():
            if all(isinstance(v, Pair | Own) for v in value):
                return {v.ask: plain(v) for v in value}
            return [plain(v) for v in value]
        case Pair():
            return [plain(value.mine), plain(value.theirs)]
        case Own():
            return plain(value.value)
        case _:
            return value


TAPS: Mapping[str, tuple[Any, Callable[..., object]]] = {
    "suggestions": (Words, lambda words: words.text),
    "hours": (TimeOfDay, lambda hour: hour.minutes),
    "cities": (City, lambda city: f"{city.name} {city.country}"),
    "days": (Day, lambda day: f"{day.on:%a}"),
    "named": (Option | Words, plain),
    "moments": (Instant, lambda moment: f"{moment.at:%a %H:%M}"),
}
"""What a story calls the taps of each kind of value, and how it writes them."""


class Hearing:
    """Control words by their names, small talk by `!` and its name, yes, no, send, keep and all; no commands, and a
    dialog where the text is `?` and its name. Options and buttons by their ids."""

    def control(self, text: str, writer: Person) -> Control | None:
        """A control word by its name: `/` before it, so that words of stories are none."""
        return next((control for control in CONTROLS if text == f"~{control}"), None)

    def talk(self, text: str, writer: Person) -> Talk | None:
        """Small talk by its name."""
        return next((talk for talk in TALKS if text == f"!{talk}"), None)

    def reply(self, text: str, writer: Person) -> Reply | None:
        """Yes and no."""
        return {"yes": "yes", "no": "no"}.get(text)  # type: ignore[return-value]

    def sending(self, text: str, writer: Person) -> Sending | None:
        """What is said to a preview."""
        found = {"share": "send", "keep": "keep", "ok": "affirm", "all": "all"}
        return found.get(text)  # type: ignore[return-value]

    def command(self, text: str, writer: Person) -> Called | None:
        """None is named in words."""
        return None

    def option(self, dialog: str, step: str, text: str, writer: Person) -> str | None:
        """None by its own words: options are read by their ids."""
        return None

    def button(self, offer: Offer, text: str, writer: Person) -> Button | None:
        """By its label's name, in brackets."""
        return next((button for button in offer.buttons if text == f"[{button.label}]"), None)

    def picks(self, dialog: str, items: Sequence[str], text: str, writer: Person) -> Sequence[str]:
        """By their names."""
        return [item for item in text.split() if item in items]

    def name(self, text: str, writer: Person) -> str:
        """All of it, with single blanks."""
        return " ".join(text.split())

    def dialogs(self, text: str, writer: Person) -> Sequence[Meant]:
        """By its name."""
        return [Meant(text[1:], 1.0, text[1:])] if text.startswith("?") else []


HEARING = Hearing()
