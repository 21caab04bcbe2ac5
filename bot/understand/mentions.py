"""Mentions: everything about time that a text names, in the order of its words, and what of it is left over.

Nothing about time is passed over: a word that speaks of time and took no part in any mention stands in `left`, and
what the text means is not certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from bot.understand.clock import HourFound, find_hour, find_part
from bot.understand.clock_face import part_after
from bot.understand.dates import day_of_month, on_weekday
from bot.understand.day import find_day
from bot.understand.found_day import DayFound
from bot.understand.hour import Hour
from bot.understand.languages import vocabulary
from bot.understand.span import find_span, find_wait
from bot.understand.time_speech import Strange, speaks_of_time, strange_words
from bot.understand.timewords import Line, Part, calendar
from bot.understand.words import tongues

_SOON = "latertoday"
"""What the phrases of day.yaml make of "later", "al rato": today, at no certain hour."""


_DAY_MINUTES = 24 * 60
_NO_END = frozenset("-–/+~€$£%°")
_MOST_COUNTED = 13


@dataclass
class Mentions:
    """Everything about time that a text names. `waits`, and `spans` that wait for nothing, are in minutes; `now` and
    `soon` (later today) were said; `left`: the positions of words about time that no mention explains; `or_on`:
    what day of a month the hour may be instead; `strange`: words that nobody knows, and that may name a day."""

    days: list[DayFound] = field(default_factory=list)
    hours: list[Hour] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)
    spans: list[int] = field(default_factory=list)
    now: bool = False
    soon: bool = False
    left: list[int] = field(default_factory=list)
    only_figures_left: bool = True
    """Small ones, that count something: what is larger may be a day."""
    or_on: tuple[date, ...] = ()
    strange: Strange = ""


def find_mentions(line: Line, today: date) -> Mentions:
    """Return all that a line names of time."""
    heard, bare, at = Mentions(), list[tuple[int, HourFound]](), 0
    covered = dict[int, str]()
    while at < len(line):
        kind, end = _find_next(line, at, today, heard, bare)
        covered |= dict.fromkeys(range(at, end), kind) if kind else {}
        at = end
    _take_bare(line, heard, bare, today)
    heard.left = [at for at in heard.left if not _joins(line, at, covered, heard)]
    _take_first_number(line, heard, today)
    heard.only_figures_left = all((line.number(at) or _MOST_COUNTED) < _MOST_COUNTED for at in heard.left)
    heard.strange = strange_words(line, covered)
    return heard


def _joins(line: Line, at: int, covered: Mapping[int, str], heard: Mentions) -> bool:
    """Whether a word stands between two mentions of one kind, either of which may be meant: "six *or* seven"."""
    if line.word(at) not in line.clock.either:
        return False
    after = at + 1
    while line.word(after) in line.clock.the | line.clock.leads | line.clock.particles | line.day.the | line.day.next:
        after += 1
    before, then = covered.get(at - 1), covered.get(after)
    whole = before == "hour" and then == "day" and len(heard.days) > 1
    return bool(before) and (before == then or whole)


def _find_next(line: Line, at: int, today: date, heard: Mentions, bare: list[tuple[int, HourFound]]) -> tuple[str, int]:
    """Take what stands at a position: what kind of mention it is (empty if none), and the position after it."""
    day = find_day(line, at, today)
    if day is not None:
        _add_day(line, heard, at, day)
        return "day", day.end
    wait = find_wait(line, at)
    if wait is not None:
        _add_wait(line, heard, at, *wait)
        return "wait", wait[1]
    hour = find_hour(line, at)
    if hour is not None:
        _add_hour(line, heard, at, hour, bare)
        return "hour", hour.end
    span = find_span(line, at)
    if span is not None and _says_only_a_length(line, at, span[1]):
        _add_span(line, heard, at, *span)
        return "span", span[1]
    _add_word(line, heard, at)
    return "", at + 1


def _add_day(line: Line, heard: Mentions, at: int, day: DayFound) -> None:
    heard.days.append(day)
    by_name = day.weekday is not None or day.sort == "period" or line.word(at) == "weekend"
    if by_name and line.word(at - 1) in line.day.next and at - 1 in heard.left:
        heard.left.remove(at - 1)
    _take_before(line, heard, at, line.day.day_number | line.day.the)
    # "Tonight" is a day and a part of it.
    _add_part(heard, find_part(line, at) if day.end == at + 1 else None)


def _add_wait(line: Line, heard: Mentions, at: int, minutes: int, end: int) -> None:
    heard.waits.append(minutes)
    counted = line.day.counted.day | line.day.counted.week | line.day.counted.fortnight
    words = vocabulary().duration
    leads = words.into | {word for phrase in words.into_two for word in phrase.split()} | _words_of_lengths()
    said = " ".join(line.words[at:end])
    tail = next((tail for tail in words.from_now if said.endswith(f" {tail}")), "")
    others = [word for word in said.removesuffix(tail).split() if word not in leads]
    if others or (minutes % _DAY_MINUTES and not counted.isdisjoint(line.words[at:end])):
        # "In two days 17h": in so many days and hours, or that day at 17:00?
        heard.left.append(at)


def _add_span(line: Line, heard: Mentions, at: int, minutes: int, end: int) -> None:
    heard.spans.append(minutes)
    lasts = line.word(at - 1) in line.day.lasting
    leads = line.clock.to | line.clock.past | line.clock.bounds
    counted = line.word(end) in leads or line.phrase_end(end, line.day.counted_from - {"on"})
    if counted or (minutes >= _DAY_MINUTES and not lasts):
        # "Two hours from six"; "the other week", which may tell which one.
        heard.left.append(at)


def _add_word(line: Line, heard: Mentions, at: int) -> None:
    part = find_part(line, at)
    if part is not None:
        _add_part(heard, part)
    elif line.word(at) in line.day.now:
        heard.now = True
    elif line.word(at) == _SOON:
        heard.soon = True
    elif speaks_of_time(line, at):
        heard.left.append(at)


def _says_only_a_length(line: Line, at: int, end: int) -> bool:
    """Whether no other word stands within a length: "a time, 19 h" is none."""
    return all(word in _words_of_lengths() for word in line.words[at:end] if word)


@cache
def _words_of_lengths() -> frozenset[str]:
    words = vocabulary().duration
    return words.plain_units.union(
        words.fillers, words.adjectives,
        *(t.articles | t.of | t.halves | t.quarters | t.pairs | t.joints | t.ten_joints for t in tongues().values()),
        *(frozenset(t.numbers) | frozenset(t.hundreds) | t.thousand for t in tongues().values()),
    )  # fmt: skip


def _take_before(line: Line, heard: Mentions, at: int, words: frozenset[str]) -> None:
    """The words before a mention that it was read with: "*next* weekend", "*before* eight"."""
    while line.word(at - 1) in words:
        at -= 1
        if at in heard.left:
            heard.left.remove(at)


def _add_part(heard: Mentions, part: Part | None) -> None:
    if part is not None and part not in heard.parts:
        heard.parts.append(part)


def _add_hour(line: Line, heard: Mentions, at: int, hour: HourFound, bare: list[tuple[int, HourFound]]) -> None:
    _add_part(heard, hour.part)
    if not hour.sure:
        bare.append((at, hour))
    elif not hour.bound and hour.hour not in heard.hours:
        heard.hours.append(hour.hour)
    around = line.clock.the | line.clock.particles | line.clock.leads
    _take_before(line, heard, at, around | (line.clock.bounds if hour.bound else line.clock.between))
    to_nothing = line.word(hour.end) in line.clock.to | line.clock.past and hour.end + 1 >= len(line)
    if hour.doubtful or to_nothing:
        # "Ten to five", which may be a stretch; "at ten to", of which nobody knows to what.
        heard.left.append(at)


def _take_bare(line: Line, heard: Mentions, bare: list[tuple[int, HourFound]], today: date) -> None:
    """Take a number that stands alone for the hour, or for the day where the hour is known: "Sat 5, 10:00"."""
    counted = line.day.lasting | line.clock.to_the
    heard.left += [at for at, _ in bare if line.word(at - 1) in counted]
    bare = [(at, found) for at, found in bare if line.word(at - 1) not in counted]
    either = [found for _, found in bare if line.word(found.end) in line.clock.either and heard.hours]
    heard.hours[:0] = [found.hour for found in either]
    taken = list(either)
    rest = [(at, found) for at, found in bare if found not in either]
    if len(rest) == 1 and not either:
        at, found = rest[0]
        if not heard.hours:
            if not found.bound and (heard.parts or _ends(line, found.end, today)):
                heard.hours.append(found.hour)
                taken.append(found)
                # "Sat 5": at five, or on the fifth?
                heard.or_on = on_weekday(line, at, today) if part_after(line, found.end) is None else ()
        elif line.word(at - 1) in calendar().weekdays and found.hour.minute == 0 and found.hour.hour:
            heard.days.append(DayFound("days", day_of_month(found.hour.hour, today), found.end))
            taken.append(found)
    heard.left += [at for at, found in bare if found not in taken and not found.bound]


def _take_first_number(line: Line, heard: Mentions, today: date) -> None:
    """Read "27 6pm", whose first number is no hour beside the other, as the day."""
    number = line.number(0)
    if heard.left == [0] and heard.hours and not heard.days and number is not None and _MOST_COUNTED <= number <= 31:
        heard.left = []
        heard.days.append(DayFound("days", day_of_month(number, today), 1))


def _ends(line: Line, at: int, today: date) -> bool:
    word = line.word(at)
    # "2-3 hours" begins with no hour of the clock, nor is "20€" one.
    ends = (
        line.kind(at) == ""
        or (line.kind(at) == "mark" and line.mark(at) not in _NO_END)
        or word in line.day.fillers
        or word in vocabulary().talk.small_talk
    )
    return ends or find_part(line, at) is not None or find_day(line, at, today) is not None
