"""How typed words are read as the answer to a question: the engine's port to `bot.understand`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime

from bot.engine.script import Question
from bot.engine.steps.offer import OfferStep
from bot.engine.world import Read
from bot.model.state import Person
from bot.model.values import City, Day, Duration, Instant, Many, Number, Option, TimeOfDay, Unclear, Value, Words
from bot.script.times import region_of, zone_of
from bot.script.wording import Wording
from bot.understand.choice import read_choice
from bot.understand.city import Which, read_city
from bot.understand.clock import read_hour
from bot.understand.day import read_day
from bot.understand.duration import read_duration
from bot.understand.moment import Moment, read_moment
from bot.understand.number import read_number
from bot.understand.scale import read_scale
from bot.understand.until import read_until
from bot.understand.words import fold
from bot.understand.yes_no import read_yes_no, says_plainly

_BETWEEN = re.compile(r"[,;\n&+]|(?<!\w)(?:and|y|e)(?!\w)", re.IGNORECASE)
_SHORT_NO = 3
_WHICH_DAY = ("past", "which_day", "no_day", "no_such_day")


def reader(wording: Wording) -> Read:
    """The function that reads words for a question, in the language and the time zone of whoever typed them."""

    def read(
        dialog: str, step: Question, text: str, writer: Person, now: datetime, day: date | None = None
    ) -> Value | Unclear | None:
        labels = wording.read_labels(dialog, step.id, writer)
        if isinstance(step, OfferStep):
            return _to_share(text, labels, writer.language)
        if step.kind == "text":
            return _words(text, labels)
        if step.kind == "many":
            return _several(text, step, labels)
        if step.kind in ("day", "moment"):
            here = now.astimezone(zone_of(writer) or UTC)
            return _day(text, writer, here) if step.kind == "day" else _moment(text, writer, here, day)
        if step.kind == "city":
            return _city(text, writer)
        if step.kind == "hour":
            minutes = read_hour(text, writer.language, step.presets)
            return TimeOfDay(minutes) if minutes is not None else None
        value = _value(text, step, writer.language)
        if value is None and step.kind == "duration":
            minutes = read_until(text, _tag(writer), now.astimezone(zone_of(writer) or UTC))
            value = Duration(minutes) if minutes is not None else None
        if isinstance(value, Duration) and not step.low <= value.minutes <= step.high:
            return None
        if value is not None or step.kind in ("scale", "number"):
            return value
        option = read_choice(text, labels) or _agreed(text, labels, writer.language)
        return Option(option) if option is not None else None

    return read


def _to_share(text: str, labels: Mapping[str, str], language: str) -> Option | None:
    """What a button says, in its very words, and a short no: anything else may be words that want to be sent."""
    said = _words(text, labels)
    if isinstance(said, Option):
        return said
    return Option("keep") if len(text.split()) <= _SHORT_NO and read_yes_no(text, language) is False else None


def _value(text: str, step: Question, language: str) -> Value | None:
    """What the words say by themselves, whatever the buttons are called."""
    match step.kind:
        case "scale":
            point = read_scale(text, step.low, step.high)
            return Number(point) if point is not None else None
        case "number":
            number = read_number(text, step.low, step.high, language)
            return Number(number) if number is not None else None
        case "duration":
            minutes = read_duration(text, language)
            return Duration(minutes) if minutes is not None else None
        case "yes_no":
            said = read_yes_no(text, language)
            return Option("yes" if said else "no") if said is not None else None
        case _:
            return None


def _agreed(text: str, labels: Mapping[str, str], language: str) -> str | None:
    """The option whose label says yes or no, for a text that says the same in other words."""
    said = says_plainly(text)
    if said is None:
        return None
    fitting = [option for option, label in labels.items() if _says(label, language) is said]
    return fitting[0] if len(fitting) == 1 else None


def _says(label: str, language: str) -> bool | None:
    """A yes must stand first: "right" and "fine" are answers of their own, too."""
    match fold(label).replace(",", " ").split():
        case ["yes" | "si", *_]:
            return True
        case ["no" | "not", *_]:
            return False
    return False if read_yes_no(label, language) is False else None


def _several(text: str, step: Question, labels: Mapping[str, str]) -> Many | None:
    """Labels with commas or "and" between them, in any order; None when one of them is no label."""
    alone = read_choice(text, labels)
    if alone is not None:
        return Many((alone,))
    named = {read_choice(part, labels) for part in _BETWEEN.split(text) if part.strip()}
    return Many(tuple(option for option in step.options if option in named)) if named and None not in named else None


def _day(text: str, writer: Person, here: datetime) -> Day | Unclear | None:
    day = read_day(text, _tag(writer), here.date())
    if day is not None:
        return Day(day)
    found = read_moment(text, _tag(writer), here)
    if found is None or isinstance(found, Moment) or found.reason not in _WHICH_DAY:
        return None
    return Unclear(found.reason, days=found.days)


def _moment(text: str, writer: Person, here: datetime, day: date | None) -> Instant | Unclear | None:
    found = read_moment(text, _tag(writer), here, day)
    if isinstance(found, Moment):
        return Instant(found.at)
    return Unclear(found.reason, found.options, found.days) if found is not None else None


def _city(text: str, writer: Person) -> City | Unclear | None:
    """The first call in a process takes seconds."""
    found = read_city(text, writer.language, writer.country)
    return Unclear("which_city", cities=found.cities, place=found.place) if isinstance(found, Which) else found


def _tag(writer: Person) -> str:
    """The writer's language with their country, which tells whether 12/5 is in May or in December."""
    region = region_of(writer)
    return f"{writer.language}-{region}" if region is not None else writer.language


def _words(text: str, labels: Mapping[str, str]) -> Value | None:
    said = _letters(text)
    option = next((o for o, label in labels.items() if said and _letters(label) == said), None)
    if option is not None:
        return Option(option)
    visible = any(unicodedata.category(c)[0] not in "CZ" for c in text)
    return Words(text.strip()) if visible else None


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
