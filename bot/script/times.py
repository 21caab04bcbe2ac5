"""Days and times as one reader reads them: in their own zone and language, in the way of their country. What one tells
another has the writer's time, by which each phone shows its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time

from bot.model.state import Person
from bot.script.habits import habits_of
from bot.script.shown import Finished

_ONE_FIGURE = re.compile(r"(?<!H)H(?!H)")
_SOON = timedelta(hours=12)
_WEEKDAY_TELLS = timedelta(days=6)


class Moment(Finished):
    """A moment in words; in a message it may be a tag by which Telegram shows it in the reader's own zone.

    `full` is the same with its day, whatever today is.
    """

    html: str
    full: Moment

    def __html__(self) -> str:
        """What stands in a message; templates put it there as it is."""
        return self.html


@dataclass(frozen=True, slots=True)
class Times:
    """How one reader is shown days and times: `locale` as "es_MX"; `zone` is None while nobody knows it, and then
    stands for UTC. `near` are the names of today and tomorrow on buttons; without `now` neither is known.

    `told`: by the clock of whoever tells it, for a phone in a zone that is nobody's business.
    """

    language: str
    locale: str
    zone: ZoneInfo | None = None
    now: datetime | None = None
    near: tuple[str, ...] = ()
    told: bool = False

    def moment(self, at: datetime) -> Moment:
        """The clock alone when it is today ("18:30"), else the day as well."""
        full = self._moment(at, full=True)
        shown = self._moment(at, full=False)
        shown.full = full.full = full
        return shown

    def day(self, on: date) -> Finished:
        """A day: "Saturday 28 November", with its year when that is another one."""
        year = self.now is not None and on.year != self._local(self.now).year
        shown = format_date(on, "long", self.locale) if year else format_skeleton("MMMMd", on, locale=self.locale)
        comma = "" if shown[0].isdigit() else ","
        return Finished(f"{format_date(on, 'EEEE', self.locale)}{comma} {shown}")

    def moment_key(self, at: datetime) -> str:
        """A moment on a button: "Today 18:30", "Sat 10:00"; beyond a week with its date."""
        local = self._local(at)
        clock, near = self._clock(local.time()), self._near(local.date())
        if near is None and self._today is not None and local.date() - self._today > _WEEKDAY_TELLS:
            year = local.year != self._today.year
            shown = format_skeleton("yMMMd" if year else "MMMd", local.date(), locale=self.locale)
            return f"{shown}, {clock}"
        return f"{near or _capital(format_date(local, 'EEE', self.locale))} {clock}"

    def day_key(self, on: date) -> str:
        """A day on a button: "Today", "Tomorrow", "Sat 28"."""
        return self._near(on) or _capital(format_date(on, "EEE d", self.locale))

    def hour(self, minutes: int) -> Finished:
        """A time of day, from minutes after midnight: "18:00", "6:00 PM"."""
        return Finished(self._clock(time(minutes // 60, minutes % 60)))

    def hour_key(self, minutes: int) -> str:
        """A time of day on a button, from minutes after midnight: "18:00", "6 PM"."""
        at = time(minutes // 60, minutes % 60)
        twelve = "a" in str(Locale.parse(self.locale).time_formats["short"].pattern)
        return format_skeleton("h", at, locale=self.locale) if twelve and not at.minute else self._clock(at)

    @property
    def _today(self) -> date | None:
        return self._local(self.now).date() if self.now is not None else None

    def _moment(self, at: datetime, *, full: bool) -> Moment:
        local = self._local(at)
        clock = self._clock(local.time()) if self.zone is not None else f"{local:%H:%M} UTC"
        if shown_twice(local) and not self.told:
            clock = f"{clock} {clock_name(local)}"
        dated = full or (not self._is_near(at) and (self.zone is not None or self.now is not None))
        shown = Moment(f"{self.day(local.date())}, {clock}" if dated else clock)
        shown.html = str(shown)
        if self.zone is None or self.told:
            form = "wDt" if dated else "t"
            shown.html = f'<tg-time unix="{int(at.timestamp())}" format="{form}">{shown}</tg-time>'
        return shown

    def _is_near(self, at: datetime) -> bool:
        if self.now is None:
            return False
        if self.zone is not None and not self.told:
            return self._local(at).date() == self._today
        # Which day it is where the reader's zone is not known depends on it; the next hours are clear everywhere.
        return timedelta(0) <= at - self.now < _SOON

    def _near(self, on: date) -> str | None:
        ahead = (on - self._today).days if self._today is not None else -1
        return self.near[ahead] if 0 <= ahead < len(self.near) else None

    def _clock(self, at: time) -> str:
        """In two figures where no half of the day is written: "7:30" alone may be either."""
        pattern = str(Locale.parse(self.locale).time_formats["short"].pattern)
        return format_time(at, _ONE_FIGURE.sub("HH", pattern), locale=self.locale)

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone or UTC)


def clock_name(at: datetime) -> str:
    """How a time of the day that clocks show twice is told apart: "CEST", or "UTC+11" where the clock has no name."""
    name = at.tzname() or ""
    if name.isalpha():
        return name
    minutes = int((at.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def shown_twice(at: datetime) -> bool:
    """Whether clocks in the zone of an aware moment show its time twice on its day."""
    other = at.replace(fold=1 - at.fold).astimezone(UTC)
    shown = other.astimezone(at.tzinfo).replace(tzinfo=None, fold=0)
    return other != at.astimezone(UTC) and shown == at.replace(tzinfo=None, fold=0)


def times_for(reader: Person, language: str, now: datetime | None = None, near: tuple[str, ...] = ()) -> Times:
    """How this reader is shown times, in a written language ("en"). The zone counts once they have set it."""
    return Times(language, locale_of(language, region_of(reader)), zone_of(reader), now, near)


def times_told(writer: Person, language: str, now: datetime | None = None) -> Times:
    """How whoever gets a person's words is shown times in them: as a tag by which their Telegram shows them its own
    clock, with the writer's time as its text. Nothing in it depends on where the reader is, nor on the country of
    either."""
    return Times(language, locale_of(language, None), zone_of(writer), now, told=True)


def zone_of(person: Person) -> ZoneInfo | None:
    """The person's time zone; None while they have never set it."""
    if person.zone == "UTC" and person.city is None:
        return None
    try:
        return ZoneInfo(person.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def region_of(person: Person) -> str | None:
    """The country by whose habits dates are written and read: the person's own, else that of their time zone."""
    country = person.country or str(get_global("zone_territories").get(person.zone, "ZZ"))
    return country if country not in ("ZZ", "001") else None


@lru_cache(maxsize=1024)
def locale_of(language: str, region: str | None) -> str:
    """The locale of a written language in a country, "es", "MX" -> "es_MX"; the usual one where there is none."""
    habits = habits_of(language)
    usual = f"{language}_{habits.home}" if habits is not None else language
    try:
        found = Locale.parse(f"{language}_{region}") if region else None
    except (ValueError, UnknownLocaleError):
        return usual
    return f"{language}_{region}" if found is not None and found.territory == region else usual


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
