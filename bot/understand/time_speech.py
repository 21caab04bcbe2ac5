"""Words that speak of time: which of the words that no mention explains cannot be passed over."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from bot.understand.languages import vocabulary
from bot.understand.spelling import Speller, Spelling
from bot.understand.timewords import Line, calendar
from bot.understand.words import tongues

_SLIP_FROM = 5
_FIGURES = ("iso", "date", "clock", "decimal", "ordinal", "number")


def speaks_of_time(line: Line, at: int) -> bool:
    """Tell whether what stands at a position, and took no part in any mention, may change what is meant.

    Figures do, and words of the clock and the calendar. Words that only join ("on", "the", "de") do not, but for those
    that join two times ("to", "or"), where one of the two was not understood.
    """
    if line.kind(at) in _FIGURES or line.pieces[at].text == "#":
        return True
    word, day = line.word(at), line.day
    if not word or (word in day.not_after and line.word(at - 1) in day.not_after[word]):
        return False
    if word in line.day.short_weekdays or (len(word) == 1 and line.kind(at - 1) not in _FIGURES):
        return False
    if word == "nextweek" and line.names_weekday():
        return False
    return word in time_words() or _is_slip(word)


Strange = Literal["", "beside", "day"]
"""Whether nobody knows some word of a text: anywhere beside its times, or where it names a day."""


def strange_words(line: Line, mentioned: Mapping[int, str]) -> Strange:
    """Tell whether a word that nobody knows may say more of a time: "tomo 18:00", "black friday", "at 6 is taken".

    A word that tells what for or with whom ends that. Right before a weekday, or after it and "de", it names a day.
    """
    weekdays = calendar().weekdays
    for at, kind in mentioned.items():
        if kind != "day" or line.word(at) not in weekdays:
            continue
        of = line.word(at + 1) in line.day.of and mentioned.get(at + 2) != "day" and is_strange(line, at + 2)
        if of or (mentioned.get(at - 1) != "day" and is_strange(line, at - 1)):
            return "day"
    openers = vocabulary().talk.openers
    if "day" not in mentioned.values():
        openers = openers - line.day.of - line.clock.part_leads - line.day.lasting - line.clock.to_the
        openers -= line.clock.loose_range
    end = next((at for at in range(line.condition()) if line.word(at) in openers and at not in mentioned), len(line))
    strange = any(is_strange(line, at) for at in range(min(end, line.condition())) if at not in mentioned)
    return "beside" if strange or any(_strange_hour(line, at, mentioned) for at in mentioned) else ""


def _strange_hour(line: Line, at: int, mentioned: Mapping[int, str]) -> bool:
    """Whether a strange word stands right before an hour, or says whose hour it is: "a las 3 de Londres"."""
    if mentioned[at] != "hour":
        return False
    first, last = mentioned.get(at - 1) != "hour", mentioned.get(at + 1) != "hour"
    of = line.day.of | line.clock.part_leads
    elsewhere = last and line.word(at + 1) in of and at + 2 not in mentioned and is_strange(line, at + 2)
    return (first and is_strange(line, _before(line, at))) or elsewhere


def _before(line: Line, at: int) -> int:
    """The position before an hour and the words that lead to it."""
    while line.word(at - 1) in line.clock.leads | line.clock.unsure_leads | line.clock.the | line.clock.particles | {
        "@"
    }:
        at -= 1
    return at - 1


def is_strange(line: Line, at: int) -> bool:
    """Tell whether nobody knows the word at a position: neither as one about time, nor as one said around times."""
    word = line.word(at)
    # A weekday in two letters is one only where a number follows; else nobody knows what it is.
    short = word in line.day.short_weekdays and word not in line.day.fillers | vocabulary().talk.small_talk
    return bool(word) and (short or word not in _plain_words())


@cache
def _plain_words() -> frozenset[str]:
    """Words that everybody says around a time, and all words about time."""
    day, clock, talk, duration = vocabulary().day, vocabulary().clock, vocabulary().talk, vocabulary().duration
    return time_words().union(
        day.fillers, day.of, day.the, day.this, day.coming, day.day_number, day.conditions, day.refusals,
        day.morning_after, clock.quarter_article, frozenset(calendar().mended),
        clock.leads, clock.unsure_leads, clock.the, clock.particles, clock.part_leads, clock.range, clock.minutes,
        clock.hours, clock.plus, clock.between_and, clock.open_range, clock.amount_leads, clock.wait_leads,
        talk.small_talk, talk.afterthoughts, talk.openers, duration.fillers, duration.adjectives, duration.into,
        _WORDS_MADE, *(t.articles | t.joints | t.of | t.pairs | t.halves | t.quarters for t in tongues().values()),
        *(frozenset(t.numbers) for t in tongues().values()),
    )  # fmt: skip


_WORDS_MADE = frozenset((
    "latertoday", "overmorrow", "nextweek", "weekend", "eastersunday", "eastermonday", "goodfriday", "maundythursday",
    "thanksgiving", "blackfriday", "@",
))  # fmt: skip


def _is_slip(word: str) -> bool:
    """Whether an unknown word is one about time, mistyped: "treiinta", "semaanas"."""
    return word not in vocabulary().talk.small_talk and any(reading.slip for reading in _speller().read(word))


@cache
def _speller() -> Speller:
    words = vocabulary().spelling
    return Spelling(words.short, words.real).speller({word for word in time_words() if len(word) >= _SLIP_FROM})


@cache
def time_words() -> frozenset[str]:
    """All words of all languages that speak of time, without those that only join others."""
    day, clock, duration, table = vocabulary().day, vocabulary().clock, vocabulary().duration, calendar()
    counted = day.counted
    said = frozenset(
        {*table.weekdays, *table.months, *table.ordinals, *table.parts, *_numbers(), "weekend", "nextweek", "am", "pm"}
    )
    said = said.union(
        duration.units.second, duration.units.minute, duration.units.hour, duration.plain_units,
        counted.day, counted.week, counted.fortnight, counted.month, counted.year,
        *(words for words in day.nth.values()), *(words for words in day.in_eight.values()),
        day.today, day.tomorrow, day.tomorrow_or_morning, day.after_tomorrow, day.yesterday, day.next, day.last,
        day.gone, day.ago, day.ago_first, day.now, day.somewhere, day.zones, day.some_days, day.others,
        clock.bounds, clock.between, clock.noon, clock.midnight, clock.half_past, clock.quarter, clock.oclock,
        clock.half_added, clock.quarter_added, clock.minus, clock.either, clock.range - clock.loose_range,
    )  # fmt: skip
    said |= {
        word for phrase in day.day_after | day.day_before | day.last_day | day.after_next for word in phrase.split()
    }
    return said - day.of - day.the - day.fillers - clock.particles - clock.the


def _numbers() -> frozenset[str]:
    """Number words, without those that are articles, too."""
    counted = {word for tongue in tongues().values() for word in tongue.numbers}
    return frozenset(counted).difference(
        *(tongue.articles | tongue.not_numbers for tongue in tongues().values()), vocabulary().clock.one_alone
    )
