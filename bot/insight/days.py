"""Days and moments as a reader of a language, in a time zone, writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format


def locale_of(language: str) -> Locale:
    """The locale of a tag such as "es", "en-GB" or "pt_BR": without its region if that is unknown, else English."""
    tag = language.replace("_", "-")
    for name in (tag, tag.partition("-")[0]):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def zone_of(name: str) -> tzinfo:
    """The time zone of that IANA name, or UTC if there is none."""
    try:
        return UTC if name in ("UTC", "Etc/UTC") else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def short_day(day: date, language: str) -> str:
    """A day in a few characters: "3 nov", "Nov 3"."""
    return format_skeleton("MMMd", day, locale=locale_of(language))


def long_day(day: date, language: str) -> str:
    """A day in full: "3 de noviembre de 2026", "November 3, 2026"."""
    return format_date(day, "long", locale=locale_of(language))


def short_time(at: datetime, language: str, zone: str) -> str:
    """The time of day of an aware instant in that zone: "18:00", "6:00 PM"."""
    return format_time(at.astimezone(zone_of(zone)).timetz(), "short", locale=locale_of(language))


def long_moment(at: datetime, language: str, zone: str) -> str:
    """An aware instant in full, in that zone: "3 de noviembre de 2026, 18:00"."""
    # A format of Babel's own this long would end in the name of the zone, which nobody needs to be told of their own.
    pattern = str(get_datetime_format("medium", locale=locale_of(language)))
    day = long_day(at.astimezone(zone_of(zone)).date(), language)
    return pattern.replace("{1}", day).replace("{0}", short_time(at, language, zone))
