"""Files that go with a message: kept as recipes of plain data, and made when they are sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.insight.calendar_days import SeasonDays
from bot.insight.calendar_file import outing_event
from bot.insight.keepsake import keepsake
from bot.insight.pictures import BalanceWords, GuiltWords, balance, guilt_curve
from bot.insight.season_picture import SeasonWords, season_calendar
from bot.insight.series import BalanceWeek, GuiltPoint
from bot.model.rhythm import Rhythm


@dataclass(frozen=True, slots=True)
class CalendarRecipe:
    """One event: both ends and `made` are aware, `zone` an IANA name. A higher `sequence` means that it has moved, or
    is `cancelled`."""

    uid: str
    start: datetime
    end: datetime
    zone: str
    summary: str
    made: datetime
    sequence: int = 0
    cancelled: bool = False
    rhythm: Rhythm | None = None
    """How often it comes again, from `start` on."""
    kind: Literal["calendar"] = "calendar"


@dataclass(frozen=True, slots=True)
class GuiltRecipe:
    """A guilt curve of these times, oldest first."""

    points: tuple[GuiltPoint, ...]
    words: GuiltWords
    kind: Literal["guilt"] = "guilt"


@dataclass(frozen=True, slots=True)
class BalanceRecipe:
    """The balance of these weeks, oldest first, as their reader may see it."""

    weeks: tuple[BalanceWeek, ...]
    words: BalanceWords
    kind: Literal["balance"] = "balance"


@dataclass(frozen=True, slots=True)
class SeasonRecipe:
    """The calendar of a season."""

    days: SeasonDays
    words: SeasonWords
    kind: Literal["season"] = "season"


@dataclass(frozen=True, slots=True)
class KeepsakeRecipe:
    """A card with these passages, for whom and by whom."""

    passages: tuple[str, ...]
    to: str
    by: str
    kind: Literal["keepsake"] = "keepsake"


@dataclass(frozen=True, slots=True)
class TextRecipe:
    """A file that is written already."""

    name: str
    text: str
    kind: Literal["text"] = "text"


Recipe = CalendarRecipe | GuiltRecipe | BalanceRecipe | SeasonRecipe | KeepsakeRecipe | TextRecipe


@dataclass(frozen=True, slots=True)
class OutFile:
    """A file as it goes out. Its name says nothing of anybody."""

    name: str
    kind: Literal["photo", "document"]
    data: bytes


def _event(of: CalendarRecipe) -> bytes:
    return outing_event(
        *(of.uid, of.start, of.end, of.zone, of.summary, ""),
        made=of.made,
        sequence=of.sequence,
        cancelled=of.cancelled,
        rhythm=of.rhythm,
    )


def make(recipe: Recipe) -> OutFile:
    """Make the file of a recipe. Raises ValueError for one that makes no file.

    A picture takes a fraction of a second, the first one a second or two: make one at a time, beside the event loop.
    """
    match recipe:
        case CalendarRecipe():
            return OutFile("coach.ics", "document", _event(recipe))
        case GuiltRecipe(points, words):
            return OutFile("coach.png", "photo", guilt_curve(points, words))
        case BalanceRecipe(weeks, week_words):
            return OutFile("coach.png", "photo", balance(weeks, week_words))
        case SeasonRecipe(days, season_words):
            return OutFile("coach.png", "photo", season_calendar(days, season_words))
        case KeepsakeRecipe(passages, to, by):
            return OutFile("coach.png", "photo", keepsake(passages, to, by))
        case TextRecipe(name, text):
            return OutFile(name, "document", text.encode("utf-8", "replace"))
