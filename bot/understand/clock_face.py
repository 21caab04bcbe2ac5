"""The clock's face: the numbers that stand for hours and minutes, in figures and in words."""

from __future__ import annotations

from functools import cache
from typing import Final

from bot.understand.languages import vocabularies
from bot.understand.time_speech import is_strange
from bot.understand.timewords import Line, Part, calendar, leading
from bot.understand.words import number_at, tongues

NOON: Final = -12
MIDNIGHT: Final = -24
"""The hours that have a name, told from "twelve", which may be either."""

A_HUNDRED: Final = 100
"""No hour, though three figures often are one."""

_THREE: Final = 3
_FIRST_WRITTEN: Final = 500
_HALVES_WRITTEN: Final = frozenset(100 * hour + 30 for hour in range(1, 10))

HALVES: Final = frozenset(("am", "pm"))


def hour_there(line: Line, at: int, *, lead: str) -> tuple[int, int] | None:
    """Return (hour of 0 to 24, position after it). lead: the word before it, which may tell the language."""
    word = line.word(at)
    tag = tag_of("one_oclock", word) if lead in line.clock.one_lead else ""
    tag = tag or leading(lead)
    if not tag and line.number(at) is None and word in _ones():
        return (1, at + 1) if word in line.clock.one_alone and _shows_hour(line, at + 1) else None
    return hour_of(line, at, tag)


def hour_of(line: Line, at: int, tag: str) -> tuple[int, int] | None:
    """Return (hour, position after it) as the language of that tag has it first; without one, the person's own."""
    number = line.number(at)
    if number is not None:
        return (number, at + 1) if number <= 24 and len(line.pieces[at].text) <= 2 else None
    word, heard = line.word(at), line.tongues(tag)
    value = next((tongue.numbers[word] for tongue in heard if word in tongue.numbers), None)
    foreign = word in heard[0].not_numbers and line.word(at + 1) not in HALVES
    if value is None or value > 24 or foreign:
        return None
    return value, at + 1


def named_hour(line: Line, at: int) -> tuple[int, int] | None:
    """Return (12 or 24, position after it) of noon or midnight."""
    if line.word(at) in line.clock.noon:
        return NOON, at + 1
    return (MIDNIGHT, at + 1) if line.word(at) in line.clock.midnight else None


def says_twelve(line: Line, at: int) -> bool:
    """Tell whether a word for twelve stands at a position."""
    return any(tongue.numbers.get(line.word(at)) == 12 for tongue in line.tongues())


def minute_there(line: Line, at: int) -> tuple[int, int] | None:
    """Return (minutes of 1 to 59, position after them)."""
    number = line.number(at)
    amount = (number, at + 1) if number is not None else None
    word = line.word(at)
    if word and word not in _ones():
        tongues = (tongue for tongue in line.tongues() if word not in line.tongues()[0].not_numbers)
        amount = next((found for tongue in tongues if (found := number_at(line.words, at, tongue))), None)
    return amount if amount is not None and 1 <= amount[0] <= 59 else None


def tag_of(key: str, word: str) -> str:
    """The language that has a word under a key of clock.yaml."""
    return next((tag for tag, words in vocabularies().items() if word in getattr(words.clock, key)), "")


def _shows_hour(line: Line, at: int) -> bool:
    return line.word(at) in HALVES | line.clock.after_one


@cache
def _ones() -> frozenset[str]:
    """Articles, and every word for one: they seldom tell an hour."""
    said = {word for tongue in tongues().values() for word, value in tongue.numbers.items() if value == 1}
    return frozenset(said).union(*(tongue.articles for tongue in tongues().values()))


def articles(tag: str) -> frozenset[str]:
    """Return the articles that a language sets before an hour."""
    return vocabularies()[tag].clock.the


def is_quarter(word: str, tag: str) -> bool:
    """Tell whether a word is a quarter in a language."""
    return word in vocabularies()[tag].clock.quarter


def part_after(line: Line, at: int) -> tuple[Part, int] | None:
    """Return (part of the day, position after it) of "de la tarde", "in the evening" at a position."""
    start = at
    while line.word(start) in line.clock.part_leads:
        start += 1
    part = calendar().parts.get(line.word(start))
    if part is None and line.word(start) in line.day.tomorrow_or_morning and start > at:
        part = "morning"
    return (part, start + 1) if part is not None else None


def of_elsewhere(line: Line, at: int) -> bool:
    """Tell whether what follows says whose clock it is: "18:00 hora *de Madrid*", but not "18:00 h del sábado"."""
    if line.word(at) not in line.day.of:
        return line.word(at - 1) in line.clock.hours and is_strange(line, at)
    after = at + 1
    while line.word(after) in line.clock.part_leads | line.day.the:
        after += 1
    known = {*calendar().weekdays, *calendar().parts, *line.day.today, *line.day.tomorrow_or_morning}
    return bool(line.word(after)) and line.word(after) not in known


def is_plainly_written(figures: str) -> bool:
    """Tell whether figures are an hour and no year, nor a count: "1745", "0730", "530"."""
    number = int(figures)
    if len(figures) == _THREE:
        return number in _HALVES_WRITTEN
    return _FIRST_WRITTEN <= number < 2400 and number % 5 == 0 and not 2000 < number < 2100
