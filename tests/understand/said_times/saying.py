"""What is said, by whom and when, and what it may be read as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from tests.understand.said_times.calendar import DAY

T = TypeVar("T")
NIGHT_ENDS = 4
SUNDAY_FIRST = frozenset({"en-US", "en-CA", "en-PH", "en-ZA", "en-IN", "en", "es-MX", "es-CO", "es-PE"})
MONTH_FIRST = frozenset({"en-US", "en-PH"})
EITHER_FIRST = frozenset({"en", "en-CA", "en-ZA"})


@dataclass(frozen=True)
class Saying:
    """A phrase that somebody types about a time, with what it means.

    `zone` is an IANA name; `now` and `right` are naive wall times in it, and each of `right` is a reading that is taken
    without asking. `ask` is None where asking back is only a loss of ease; otherwise asking is right, about these days
    if there are any. `kind` names the production.
    """

    text: str
    locale: str
    zone: str
    now: datetime
    right: frozenset[datetime]
    ask: frozenset[date] | None
    kind: str


@dataclass(frozen=True)
class Seat:
    """Who types: the locale of the phone, its zone, and the wall time there."""

    locale: str
    zone: str
    now: datetime

    @property
    def today(self) -> date:
        """The day that the calendar shows."""
        return self.now.date()

    @property
    def tomorrow(self) -> date:
        """The day after it."""
        return self.today + DAY

    @property
    def night(self) -> bool:
        """Whether it is so early that "tomorrow" may be the day that has begun."""
        return self.now.hour < NIGHT_ENDS

    @property
    def sunday_first(self) -> bool:
        """Whether a week may begin on Sunday here."""
        return self.locale in SUNDAY_FIRST

    def at(self, *locales: str) -> bool:
        """Whether the phone speaks as in one of these places ("US", "GB")."""
        return self.locale[3:] in locales

    def days(self, count: int) -> date:
        """The day so many days from today."""
        return self.today + timedelta(days=count)


@dataclass(frozen=True)
class Day:
    """Words for a day: one day, none (no day was said), or several (the rules do not say which)."""

    text: str
    kind: str
    days: tuple[date, ...] = ()
    takes_part: bool = False
    """Whether a part of the day may follow ("friday morning")."""


@dataclass(frozen=True)
class Clock:
    """Words for a clock time: minutes from the start of the day that is said, more than a day's for the night after it.

    Not `sure`: which half of the day is meant was not said, and the minutes are those of a clock face (60 to 779).
    `figures`: written as a 24-hour clock writes them ("10:30"). `loose`: needs no "at" before it.
    """

    text: str
    kind: str
    minutes: int
    sure: bool = True
    figures: bool = False
    loose: bool = False


@dataclass(frozen=True)
class Meaning:
    """What a phrase means: see `Saying`."""

    right: frozenset[datetime]
    ask: frozenset[date] | None = None


@dataclass(frozen=True)
class Phrase:
    """Words, what they mean, and the production that made them."""

    text: str
    meaning: Meaning
    kind: str
    chat: bool = True
    """Whether the usual chat may stand around it ("i'd say …"); a no has its own."""


class Draw:
    """Chance, the same for the same seed."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def chance(self, share: float) -> bool:
        """True in such a share of all cases."""
        return self._random.random() < share

    def of(self, *options: T) -> T:
        """One of the options, each as likely."""
        return self._random.choice(options)

    def among(self, options: Sequence[T]) -> T:
        """One of a sequence, each as likely."""
        return self._random.choice(options)

    def heavy(self, options: Sequence[tuple[float, T]]) -> T:
        """One of the options, as likely as its weight."""
        return self._random.choices([option for _, option in options], [weight for weight, _ in options])[0]

    def number(self, least: int, most: int) -> int:
        """A whole number between two, both included."""
        return self._random.randint(least, most)


Days = Callable[[Draw, Seat], Day]
Phrases = Callable[[Draw, Seat], Phrase]
