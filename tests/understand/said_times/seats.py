"""Who types and when: places of each language, and moments at which words about time are not all alike."""

from __future__ import annotations

from datetime import datetime

from tests.understand.said_times.saying import Draw, Seat

PLACES: dict[str, tuple[tuple[float, tuple[str, str]], ...]] = {
    "en": (
        (6, ("en-GB", "Europe/London")),
        (5, ("en-US", "America/New_York")),
        (2, ("en-US", "America/Los_Angeles")),
        (1, ("en-US", "America/Chicago")),
        (2, ("en-AU", "Australia/Sydney")),
        (2, ("en-IE", "Europe/Dublin")),
        (2, ("en-IN", "Asia/Kolkata")),
        (1, ("en-NZ", "Pacific/Auckland")),
        (1, ("en-CA", "America/Toronto")),
        (1, ("en-ZA", "Africa/Johannesburg")),
        (1, ("en-PH", "Asia/Manila")),
        (1, ("en", "Europe/Berlin")),
    ),
    "es": (
        (6, ("es-ES", "Europe/Madrid")),
        (1, ("es-ES", "Atlantic/Canary")),
        (4, ("es-MX", "America/Mexico_City")),
        (1, ("es-MX", "America/Tijuana")),
        (4, ("es-AR", "America/Argentina/Buenos_Aires")),
        (2, ("es-CO", "America/Bogota")),
        (2, ("es-CL", "America/Santiago")),
        (1, ("es-PE", "America/Lima")),
        (1, ("es-UY", "America/Montevideo")),
    ),
}

NOWS: tuple[tuple[float, datetime], ...] = (
    (4, datetime(2026, 12, 9, 15, 5)),  # a Wednesday afternoon
    (3, datetime(2027, 2, 18, 10, 45)),  # a Thursday morning
    (3, datetime(2026, 11, 27, 9, 20)),  # a Friday morning
    (2, datetime(2026, 11, 22, 19, 40)),  # a Sunday evening
    (2, datetime(2026, 11, 30, 12, 10)),  # the last day of a month, a Monday
    (2, datetime(2026, 12, 31, 17, 30)),  # New Year's Eve, a Thursday
    (2, datetime(2027, 1, 16, 1, 30)),  # the night of a Friday: the calendar shows Saturday
    (1, datetime(2026, 10, 15, 0, 45)),  # the night of a Wednesday
    (1, datetime(2026, 10, 24, 22, 40)),  # Saturday, before Europe's clocks go back
    (1, datetime(2026, 10, 25, 10, 15)),  # Sunday, after they went back
    (1, datetime(2027, 3, 13, 16, 0)),  # Saturday, before clocks of the United States go forward
    (1, datetime(2027, 3, 28, 8, 30)),  # Easter Sunday, and Europe's clocks went forward
    (1, datetime(2027, 4, 3, 20, 0)),  # Saturday, before clocks of Chile, Australia and New Zealand go back
    (2, datetime(2027, 6, 15, 18, 20)),  # a Tuesday evening
    (2, datetime(2027, 8, 30, 7, 15)),  # a Monday, early
)


def seat(draw: Draw, language: str) -> Seat:
    """Somebody who types in this language, at one of the moments."""
    locale, zone = draw.heavy(PLACES[language])
    return Seat(locale, zone, draw.heavy(NOWS))
