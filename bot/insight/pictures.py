"""Two pictures for a phone, each a PNG file: guilt before and after, and the balance of the last weeks.

They are light, WIDTH pixels wide, and readable without colour: marks and lines differ in shape, and names stand beside
them. Drawing takes a fraction of a second, and the first picture a second or two more: keep it out of the event loop,
one at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.insight.canvas import FAINT, INK, PAPER, PLUM, TEAL, WIDTH, Pen, Point, Sheet
from bot.insight.days import short_day
from bot.insight.lettering import drawable
from bot.insight.series import ITEMS, TIMES, Balance, BalanceWeek, GuiltPoint, Item, latest_times, latest_weeks


@dataclass(frozen=True, slots=True)
class GuiltWords:
    """The words of a guilt curve. `language` is the reader's, for the dates; `before` and `after` name the lines."""

    language: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class BalanceWords:
    """The words of a picture of the balance. `language` is the reader's, for the dates.

    `own_time` to `freedom` head the four items; `too_little`, `right` and `too_much` are the choices of the first two.
    `mine` and `theirs` name the two people; where no letter of a name can be drawn, `partner` stands for it.
    """

    language: str
    title: str
    own_time: str
    shared_time: str
    closeness: str
    freedom: str
    too_little: str
    right: str
    too_much: str
    mine: str
    theirs: str
    partner: str


FEWEST_TIMES = 3
"""So many times make a guilt curve."""

_MARGIN = 64
_RIGHT = WIDTH - _MARGIN
# Sizes of letters; and a mark from this size on carries its number.
_NAME = 40
_LABEL = 34
_ROOM_FOR_A_NUMBER = 44

_BEFORE = Pen(TEAL, "o", filled=False, dashes=(16, 10))
_AFTER = Pen(TEAL, "o", filled=True)
_MINE = Pen(TEAL, "o", filled=True, width=5)
_THEIRS = Pen(PLUM, "D", filled=False, width=7.5, dashes=(16, 5))


def guilt_curve(points: Sequence[GuiltPoint], words: GuiltWords) -> bytes:
    """Draw how bad the guilt was before and after each time, 0 to 10, oldest first: the latest MOST_TIMES of them.

    Raises ValueError for fewer than FEWEST_TIMES points.
    """
    if len(points) < FEWEST_TIMES:
        raise ValueError(f"a guilt curve needs {FEWEST_TIMES} times")
    shown = latest_times(points)
    sheet, top, bottom = Sheet(1080), 236, 904

    def height(value: float) -> float:
        return bottom - value * (bottom - top) / 10

    _title(sheet, words.title)
    names = _names(sheet, (words.before, words.after))
    columns = _columns(len(shown), _MARGIN + 128, _RIGHT - names.room - 96)
    for value in (0, 5, 10):
        sheet.rule((_MARGIN + 74, height(value)), (columns[-1] + 40, height(value)))
        sheet.text((_MARGIN + 48, height(value)), str(value), 36, colour=FAINT, along="right")
    gap = columns[1] - columns[0]
    # Equal values stand side by side.
    size = max(20, min(66, gap * (0.6 if any(point.before == point.after for point in shown) else 0.8)))
    aside = [size * 0.46 * (point.before == point.after) for point in shown]
    before = [(x - by, height(point.before)) for x, by, point in zip(columns, aside, shown, strict=True)]
    after = [(x + by, height(point.after)) for x, by, point in zip(columns, aside, shown, strict=True)]
    sheet.wash([*before, *reversed(after)])
    for line, pen in ((before, _BEFORE), (after, _AFTER)):
        sheet.line(line, pen)
    for line, pen in ((before, _BEFORE), (after, _AFTER)):
        for at, point in zip(line, shown, strict=True):
            sheet.mark(at, pen, size)
            if size >= _ROOM_FOR_A_NUMBER:
                value, colour = (point.after, PAPER) if pen.filled else (point.before, INK)
                sheet.text(at, str(value), size * 0.56, colour=colour, bold=True, along="center")
    for name, y in zip((words.before, words.after), _apart([before[-1][1], after[-1][1]]), strict=True):
        sheet.text((after[-1][0] + size / 2 + 28, y), name, names.size, colour=TEAL, bold=True, room=names.room)
    _dates(sheet, [point.day for point in shown], columns, 982, words.language)
    return sheet.png()


def balance(weeks: Sequence[BalanceWeek], words: BalanceWords) -> bytes:
    """Draw the four items of the last weeks of two people, or of one alone, oldest first.

    Both are drawn with as much ink. Raises ValueError when nothing is in these weeks.
    """
    shown = latest_weeks(weeks)
    mine = _Person(words.mine, _MINE, [week.mine or Balance() for week in shown])
    theirs = _Person(drawable(words.theirs) or words.partner, _THEIRS, [week.theirs or Balance() for week in shown])
    sheet, people = Sheet(1350), [person for person in (mine, theirs) if person.weeks.count(Balance()) < len(shown)]
    _title(sheet, words.title)
    labels = (words.too_little, words.right, words.too_much)
    names = _names(sheet, [person.name for person in people])
    left = _MARGIN + min(220, max(sheet.width(label, _LABEL) for label in labels)) + 70
    columns = _columns(len(shown), left, _RIGHT - names.room - 96)
    headings = (words.own_time, words.shared_time, words.closeness, words.freedom)
    for row, (item, heading) in enumerate(zip(ITEMS, headings, strict=True)):
        top = 206 + row * 264
        sheet.text((_MARGIN, top), heading, 36, bold=True, room=_RIGHT - _MARGIN)
        marks = dict(zip((-1, 0, 1), labels, strict=True)) if item in TIMES else {1: "1", 3: "", 5: "5"}
        _row(sheet, people, names, item, marks, columns, (top + 56, top + 182))
    _dates(sheet, [week.day for week in shown], columns, 1272, words.language)
    return sheet.png()


@dataclass(frozen=True, slots=True)
class _Names:
    """The names beside the lines: one size for all, and the room they take, in pixels."""

    size: float
    room: float


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    pen: Pen
    weeks: Sequence[Balance]

    @property
    def size(self) -> float:
        """An open square on its corner needs more room than a disc to be as dark and as large to the eye."""
        return 30 if self.pen.filled else 28


def _row(
    sheet: Sheet,
    people: Sequence[_Person],
    names: _Names,
    item: Item,
    marks: Mapping[int, str],
    columns: Sequence[float],
    span: tuple[float, float],
) -> None:
    """Draw one item: its rules with their labels, everybody's line, and the names at its end."""
    least, most = min(marks), max(marks)

    def height(value: int) -> float:
        return span[1] - (value - least) * (span[1] - span[0]) / (most - least)

    for value, label in marks.items():
        sheet.rule((columns[0] - 34, height(value)), (columns[-1] + 34, height(value)))
        sheet.text((columns[0] - 52, height(value)), label, _LABEL, colour=FAINT, along="right", room=columns[0] - 116)
    named: list[tuple[_Person, float]] = []
    for n, person in enumerate(people):
        # A hair apart, so that both are seen where the two agree.
        x, y = (0.0, 0.0) if len(people) == 1 else ((-13.0, -4.0), (13.0, 4.0))[n]
        values = [week.of(item) for week in person.weeks]
        spots = [
            None if value is None else (at + x, height(value) + y) for at, value in zip(columns, values, strict=True)
        ]
        for stretch in _stretches(spots):
            sheet.line(stretch, person.pen)
            for spot in stretch:
                sheet.mark(spot, person.pen, person.size)
        known = [value for value in values if value is not None]
        named += [(person, height(known[-1]))] if known else []
    for (person, _), y in zip(named, _apart([y for _, y in named]), strict=True):
        x = columns[-1] + 64
        sheet.mark((x, y), person.pen, person.size)
        sheet.text((x + 32, y), person.name, names.size, colour=person.pen.colour, bold=True, room=names.room)


def _stretches(spots: Sequence[Point | None]) -> list[list[Point]]:
    """The runs of weeks without a gap between them."""
    runs: list[list[Point]] = [[]]
    for spot in spots:
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(spot)
    return runs


def _names(sheet: Sheet, names: Sequence[str]) -> _Names:
    size = sheet.size(names, _NAME, 220, bold=True)
    return _Names(size, min(220, max(sheet.width(name, size, bold=True) for name in names) + 1))


def _title(sheet: Sheet, title: str) -> None:
    sheet.text((_MARGIN, 104), title, 54, bold=True, room=_RIGHT - _MARGIN)


def _columns(count: int, left: float, right: float) -> list[float]:
    """Even places from left to right; a single one stands at the right, beside its name."""
    return [right - (right - left) * (count - 1 - n) / max(1, count - 1) for n in range(count)]


def _apart(heights: Sequence[float]) -> list[float]:
    """Heights of one or two names, moved apart evenly until one fits above the other."""
    least = _NAME * 1.25
    if len(heights) < 2 or abs(heights[0] - heights[1]) >= least:
        return list(heights)
    middle, half = sum(heights) / 2, least / 2
    return [middle + half, middle - half] if heights[0] > heights[1] else [middle - half, middle + half]


def _dates(sheet: Sheet, days: Sequence[date], columns: Sequence[float], y: float, language: str) -> None:
    """Write as many dates as fit, the last one always; years only where they differ."""
    size = 34
    names = [short_day(day, language) for day in days]
    gap = columns[1] - columns[0] if len(columns) > 1 else WIDTH
    widest = max(sheet.width(name, size) for name in names) + 30
    every = -(-int(widest) // max(1, int(gap)))
    several_years = days[0].year != days[-1].year
    year = None
    for n in range((len(days) - 1) % every, len(days), every):
        sheet.text((columns[n], y), names[n], size, colour=FAINT, along="center")
        if several_years and days[n].year != year:
            sheet.text((columns[n], y + 44), str(days[n].year), size, colour=FAINT, along="center")
        year = days[n].year
