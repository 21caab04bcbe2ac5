"""The picture of a season, a PNG file: a calendar of its weeks, with the days away, the breathers and the days on which
something was brought home. Readable without colour, and no more ink for one of them than a day needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel.dates import get_day_names

from bot.insight.calendar_days import SeasonDays, weeks_of
from bot.insight.canvas import FAINT, PLUM, TEAL, WIDTH, Pen, Point, Sheet
from bot.insight.days import locale_of, short_day


@dataclass(frozen=True, slots=True)
class SeasonWords:
    """The words of a season's picture. `language` is the reader's, for days and dates; `away`, `breather` and `home`
    say what the marks mean."""

    language: str
    title: str
    away: str
    breather: str
    home: str


_MARGIN: Final = 64
_RIGHT: Final = WIDTH - _MARGIN
_AWAY: Final = Pen(TEAL, "o", filled=True)
_BREATHER: Final = Pen(TEAL, "o", filled=False, width=6)
_HOME: Final = Pen(PLUM, "D", filled=False, width=7.5)
_PLAIN: Final = Pen("#c9c3b4", "o", filled=True, width=2)
_ROW: Final = 100
_HEAD: Final = 300
_LARGE, _SMALL, _DIAMOND, _DOT = 62, 34, 28, 12


def season_calendar(days: SeasonDays, words: SeasonWords) -> bytes:
    """Draw the weeks of a season, one in a row, the latest at the bottom.

    Raises ValueError when nothing was on any of its days.
    """
    if days.is_empty:
        raise ValueError("a calendar needs a day")
    locale = locale_of(words.language)
    weeks = weeks_of(days, locale)
    beneath = _HEAD + _ROW * len(weeks)
    sheet = Sheet(beneath + 230)
    sheet.text((_MARGIN, 104), words.title, 54, bold=True, room=_RIGHT - _MARGIN)
    first = _MARGIN + 230
    columns = [first + (_RIGHT - 40 - first) * n / 6 for n in range(7)]
    names = get_day_names("abbreviated", "stand-alone", locale=locale)
    for n, x in enumerate(columns):
        name = str(names[(locale.first_week_day + n) % 7])
        sheet.text((x, _HEAD - 76), name, 32, colour=FAINT, along="center", room=100)
    for row, week in enumerate(weeks):
        y = _HEAD + _ROW * row
        begins = next(day for day in week if day is not None)
        sheet.text((_MARGIN, y), short_day(begins, words.language), 34, colour=FAINT, room=170)
        _week(sheet, days, week, columns, y)
    _legend(sheet, words, beneath + 60)
    return sheet.png()


def _week(sheet: Sheet, days: SeasonDays, week: Sequence[date | None], columns: Sequence[float], y: float) -> None:
    for day, x in zip(week, columns, strict=True):
        if day is None:
            continue
        if day in days.away:
            sheet.mark((x, y), _AWAY, _LARGE)
        elif day in days.breathers:
            sheet.mark((x, y), _BREATHER, _SMALL)
        elif day not in days.home:
            sheet.mark((x, y), _PLAIN, _DOT)
        if day in days.home:
            sheet.mark(_beside((x, y), away=day in days.away, breather=day in days.breathers), _HOME, _DIAMOND)


def _beside(at: Point, *, away: bool, breather: bool) -> Point:
    """Where the mark of something brought home stands, so that a day's other mark is seen, too."""
    aside = 38 if away else 30 if breather else 0
    return at[0] + aside, at[1] + aside * 0.6


def _legend(sheet: Sheet, words: SeasonWords, top: float) -> None:
    lines = ((words.away, _AWAY, _LARGE), (words.breather, _BREATHER, _SMALL), (words.home, _HOME, _DIAMOND))
    room = (_RIGHT - _MARGIN) / 2
    size = sheet.size([name for name, *_ in lines], 36, room - 96)
    for n, (name, pen, large) in enumerate(lines):
        x, y = _MARGIN + (n % 2) * room, top + (n // 2) * 72
        sheet.mark((x + 31, y), pen, min(large, 44))
        sheet.text((x + 80, y), name, size, room=room - 96)
