"""How typed words are read as the answer to a question: the engine's port to `bot.understand`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.engine.step import Question
from bot.engine.steps.offer import OfferStep
from bot.engine.world import Read
from bot.model.state import Person
from bot.model.values import City, Day, Duration, Instant, Many, Number, Option, TimeOfDay, Unclear, Value, Words
from bot.script.times import region_of, zone_of
from bot.script.wording import Wording
from bot.understand.choice import pieces_of_several, read_choice
from bot.understand.city import Which, read_city
from bot.understand.clock import read_hour
from bot.understand.day import read_day
from bot.understand.duration import read_duration
from bot.understand.folding import fold
from bot.understand.moment import Moment, read_moment
from bot.understand.number import read_number
from bot.understand.scale import read_scale
from bot.understand.until import read_until
from bot.understand.yes_no import read_yes_no, says_plainly

_SHORT_NO = 3
_WHICH_DAY = ("past", "which_day", "no_day", "no_such_day")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed at a question. `labels` are its options as the writer reads them; `now` is in UTC; `day` is
    the day of a moment that is known already."""

    text: str
    step: Question
    labels: Mapping[str, str]
    writer: Person
    now: datetime
    day: date | None = None

    @property
    def language(self) -> str:
        """The writer's language, as its code."""
        return self.writer.language

    @property
    def tag(self) -> str:
        """The writer's language with their country, which tells whether 12/5 is in May or in December."""
        region = region_of(self.writer)
        return f"{self.language}-{region}" if region is not None else self.language

    @property
    def here(self) -> datetime:
        """The writer's own clock."""
        return self.now.astimezone(zone_of(self.writer) or UTC)


Reader = Callable[[Typed], Value | Unclear | None]
"""How words are read for one kind of question: the value they mean, what to ask back, or None."""


def reader(wording: Wording) -> Read:
    """The function that reads words for a question, in the language and the time zone of whoever typed them."""

    def read(
        dialog: str, step: Question, text: str, writer: Person, now: datetime, day: date | None = None
    ) -> Value | Unclear | None:
        labels = wording.read_labels(dialog, step.id, writer)
        if isinstance(step, OfferStep):
            return _to_share(text, labels, writer.language)
        return READERS[step.kind](Typed(text, step, labels, writer, now, day))

    return read


def _to_share(text: str, labels: Mapping[str, str], language: str) -> Option | None:
    """What a button says, in its very words, and a short no: anything else may be words that want to be sent."""
    said = _words(text, labels)
    if isinstance(said, Option):
        return said
    return Option("keep") if len(text.split()) <= _SHORT_NO and read_yes_no(text, language) is False else None


def _choice(typed: Typed) -> Option | None:
    """An option by its label, or by what it says."""
    option = read_choice(typed.text, typed.labels) or _agreed(typed.text, typed.labels, typed.language)
    return Option(option) if option is not None else None


def _yes_no(typed: Typed) -> Option | None:
    said = read_yes_no(typed.text, typed.language)
    return Option("yes" if said else "no") if said is not None else _choice(typed)


def _scale(typed: Typed) -> Number | None:
    point = read_scale(typed.text, typed.step.low, typed.step.high)
    return Number(point) if point is not None else None


def _number(typed: Typed) -> Number | None:
    number = read_number(typed.text, typed.step.low, typed.step.high, typed.language)
    return Number(number) if number is not None else None


def _duration(typed: Typed) -> Duration | Option | None:
    """A length of time, or an hour until which it lasts; else an option."""
    minutes = read_duration(typed.text, typed.language)
    if minutes is None:
        minutes = read_until(typed.text, typed.tag, typed.here)
    if minutes is None:
        return _choice(typed)
    return Duration(minutes) if typed.step.low <= minutes <= typed.step.high else None


def _hour(typed: Typed) -> TimeOfDay | None:
    minutes = read_hour(typed.text, typed.language, typed.step.presets)
    return TimeOfDay(minutes) if minutes is not None else None


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


def _several(typed: Typed) -> Many | None:
    """Labels with commas or "and" between them, in any order; None when one of them is no label."""
    text, labels = typed.text, typed.labels
    alone = read_choice(text, labels)
    if alone is not None:
        return Many((alone,))
    named = {read_choice(part, labels) for part in pieces_of_several(text) if part.strip()}
    return Many(tuple(o for o in typed.step.options if o in named)) if named and None not in named else None


def _day(typed: Typed) -> Day | Unclear | None:
    day = read_day(typed.text, typed.tag, typed.here.date())
    if day is not None:
        return Day(day)
    found = read_moment(typed.text, typed.tag, typed.here)
    if found is None or isinstance(found, Moment) or found.reason not in _WHICH_DAY:
        return None
    return Unclear(found.reason, days=found.days)


def _moment(typed: Typed) -> Instant | Unclear | None:
    found = read_moment(typed.text, typed.tag, typed.here, typed.day)
    if isinstance(found, Moment):
        return Instant(found.at)
    return Unclear(found.reason, found.options, found.days) if found is not None else None


def _city(typed: Typed) -> City | Unclear | None:
    """The first call in a process takes seconds."""
    found = read_city(typed.text, typed.language, typed.writer.country)
    return Unclear("which_city", cities=found.cities, place=found.place) if isinstance(found, Which) else found


def _words(text: str, labels: Mapping[str, str]) -> Value | None:
    said = _letters(text)
    option = next((o for o, label in labels.items() if said and _letters(label) == said), None)
    if option is not None:
        return Option(option)
    visible = any(unicodedata.category(c)[0] not in "CZ" for c in text)
    return Words(text.strip()) if visible else None


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


READERS: Mapping[str, Reader] = {
    "choice": _choice,
    "text": lambda typed: _words(typed.text, typed.labels),
    "scale": _scale,
    "duration": _duration,
    "number": _number,
    "many": _several,
    "yes_no": _yes_no,
    "day": _day,
    "moment": _moment,
    "city": _city,
    "hour": _hour,
}
"""How words are read, for each kind of question."""
