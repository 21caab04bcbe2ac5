"""Times of day: "half past six", "7:30", "las siete menos cuarto", "10 pm".

The grammar, each line a function below:

    named          noon | midnight
    minutes first  half past six | ten to seven | un cuarto para las siete
    written        18:30 | 7.30 | 18h30 | 1830
    hour first     six | six thirty | las siete y media | las siete menos cuarto | 18 h
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.understand.clock_face import (
    A_HUNDRED,
    HALVES,
    MIDNIGHT,
    NOON,
    articles,
    hour_of,
    hour_there,
    is_plainly_written,
    is_quarter,
    minute_there,
    named_hour,
    of_elsewhere,
    part_after,
    says_twelve,
    tag_of,
)
from bot.understand.hour import Hour
from bot.understand.timewords import Line, Part, calendar

_LONGEST_STAY = 6


@dataclass(frozen=True)
class HourFound:
    """A time of day in a text, and the position after it.

    sure: its words can mean nothing else, while a bare number may count something. bound: it stands after "before",
    "until" or the like, and is not the time itself. part: the part of the day said within. doubtful: it may be two
    things, such as ten minutes to five and a stretch from ten to five.
    """

    hour: Hour
    end: int
    sure: bool
    bound: bool = False
    part: Part | None = None
    doubtful: bool = False


def find_part(line: Line, at: int) -> Part | None:
    """Return the part of the day that the word at a position names, or None."""
    word = line.word(at)
    if word in line.day.tomorrow_or_morning:
        return "morning" if line.word(at - 1) in line.day.morning_after else None
    return calendar().parts.get(word)


def find_hour(line: Line, at: int) -> HourFound | None:
    """Return the time of day that a text names at a position, or None; of "10–12" the beginning."""
    found = hour_at(line, at)
    if found is None:
        return None
    found = _without_end(line, at, found)
    lead = at - 1
    while line.word(lead) in _leads(line) | line.clock.the | line.clock.particles:
        lead -= 1
    return replace(found, bound=line.word(lead) in line.clock.bounds)


def _leads(line: Line) -> frozenset[str]:
    """What may stand before an hour."""
    return line.clock.leads | line.clock.unsure_leads | {"@"}


def hour_at(line: Line, at: int) -> HourFound | None:
    """Return the time of day that begins at a position, whatever stands around it, or None."""
    return _named(line, at) or _minutes_first(line, at) or _written(line, at) or _hour_first(line, at)


def _named(line: Line, at: int) -> HourFound | None:
    name = at + 1 if line.number(at) == 12 or says_twelve(line, at) else at
    # "La una del mediodía" names a part of the day.
    if line.word(name) in line.clock.noon and line.word(name - 1) not in line.clock.of_noon:
        return HourFound(Hour(12, 0, literal=True), name + 1, sure=True)
    if line.word(name) in line.clock.midnight:
        return HourFound(Hour(24, 0, literal=True), name + 1, sure=True)
    return None


def _minutes_first(line: Line, at: int) -> HourFound | None:
    clock = line.clock
    after_article = line.word(at) in clock.quarter_article and line.word(at + 1) in clock.quarter | clock.half_past
    start = at + after_article
    word = line.word(start)
    if word in clock.half_past:
        after = line.skip(start + 1, clock.past)
        hour = hour_of(line, after, tag_of("half_past", word)) or named_hour(line, after)
        return _moved(line, hour[0], 30, hour[1]) if hour else None
    amount = (15, start + 1) if word in clock.quarter else minute_there(line, start)
    if amount is None:
        return None
    minutes, end = amount
    joint = line.skip(end, clock.minutes)
    name = line.word(joint)
    if line.word(at - 1) in clock.open_range and word not in clock.quarter and name not in clock.past:
        # "From 5 to 8" tells two hours, "from a quarter to eight" and "from ten past eight" one.
        return None
    if name in clock.to_the and line.word(joint + 1) in articles(tag_of("to_the", name)):
        hour = hour_there(line, joint + 2, lead=line.word(joint + 1)) or named_hour(line, joint + 2)
        return _moved(line, hour[0], -minutes, hour[1]) if hour else None
    key = next((key for key in ("past", "to", "quarter_of") if name in getattr(clock, key)), "")
    hour = (hour_of(line, joint + 1, tag_of(key, name)) or named_hour(line, joint + 1)) if key else None
    if hour is None or (key == "quarter_of" and not is_quarter(word, tag_of(key, name))):
        return None
    if key == "past":
        return _moved(line, hour[0], minutes, hour[1])
    surely = line.word(at - 1) in clock.surely_at
    figures = joint == end and line.number(at) and line.number(joint + 1) and not surely
    if joint == end and (minutes % 5 or (figures and minutes not in _IN_FIGURES)):
        # "6 to 8", "15 to 18": from one hour to another.
        return None
    found = _moved(line, hour[0], -minutes, hour[1])
    # "10 to 12" may be a stretch; "25 to 8" is none.
    return replace(found, doubtful=minutes <= 12) if figures and found else found


_IN_FIGURES = (5, 10, 20, 25)
"""So many minutes are told before an hour in figures."""


def _written(line: Line, at: int) -> HourFound | None:
    number = line.number(at)
    if line.kind(at) == "clock":
        hour, minute, *_ = line.pieces[at].numbers
        two = line.pieces[at].text[:2].isdigit()
    elif number is not None and len(line.pieces[at].text) >= 3 and number != A_HUNDRED:
        led = line.word(at - 1) in _leads(line) or is_plainly_written(line.pieces[at].text)
        if not led and line.word(at + 1) not in HALVES | line.clock.hour_signs | line.clock.oclock:
            return None
        hour, minute = divmod(number, 100)
        two = len(line.pieces[at].text) == 4
    else:
        return None
    if minute > 59 or hour * 60 + minute > 24 * 60:
        return None
    said = Hour(hour, minute, literal=two and hour not in (10, 11), figures=two or hour == 9)
    # "In 1:30" is a wait.
    waits = line.word(at - 1) in line.clock.wait_leads and not two
    unit = line.skip(at + 1, line.clock.hours)
    found = _with_half(line, said, at + 1 if of_elsewhere(line, unit) else unit, sure=True)
    return replace(found, doubtful=waits)


def _hour_first(line: Line, at: int) -> HourFound | None:
    clock, lead = line.clock, line.word(at - 1)
    hour = hour_there(line, at, lead=lead)
    if hour is None:
        return None
    number, end = hour
    led = lead in _leads(line) | clock.either or (lead in clock.one_lead and number == 1)
    minutes = _minutes_after(line, end, led=led)
    if minutes is not None:
        return _moved(line, number, minutes[0], line.skip(minutes[1], clock.hours))
    if line.word(end) in clock.minutes:
        return None
    unit = line.word(end)
    if unit in clock.hours:
        return _with_unit(line, at, number, end, led=led)
    if lead in clock.wait_leads and line.word(end) not in HALVES | clock.oclock:
        return None
    sure = led and (lead not in clock.unsure_leads or line.word(at - 2) in clock.surely_at)
    found = _with_half(line, _plain(number, 0), end, sure=sure)
    return _quarter_after_part(line, found) or found


def _with_unit(line: Line, at: int, number: int, end: int, *, led: bool) -> HourFound | None:
    """Read "18 h", "a las 20 horas", which are no lengths of time."""
    clock, lead = line.clock, line.word(at - 1)
    longest_stay = _LONGEST_STAY if line.word(end) in clock.hour_signs else 12
    stretch = lead in clock.open_range and line.word(end + 1) in clock.range | clock.between_and
    if not stretch and (lead in clock.amount_leads or (not led and number <= longest_stay)):
        return None
    if of_elsewhere(line, end + 1):
        return _with_half(line, _plain(number, 0), end, sure=True)
    joint = line.skip(end + 1, clock.plus)
    minutes = minute_there(line, joint)
    if minutes is not None and line.word(minutes[1]) not in clock.hours:
        return _moved(line, number, minutes[0], line.skip(minutes[1], clock.minutes))
    return _with_half(line, _plain(number, 0), end + 1, sure=True)


def _quarter_after_part(line: Line, found: HourFound) -> HourFound | None:
    """Read "8 de la noche menos cuarto", "8pm menos cuarto": the minutes after the part of the day."""
    named = part_after(line, found.end)
    part, end = named if named is not None else (None, found.end)
    if line.word(end) not in line.clock.minus or found.hour.minute or not (part or found.hour.half):
        return None
    minutes = _minutes_after(line, end, led=True)
    if minutes is None:
        return None
    moved = _moved(line, found.hour.hour, minutes[0], minutes[1])
    if moved is None or moved.hour.half not in ("", found.hour.half):
        return None
    return replace(moved, hour=replace(moved.hour, half=found.hour.half), part=part)


def _minutes_after(line: Line, at: int, *, led: bool) -> tuple[int, int] | None:
    """Return (minutes to add to the hour, position after them)."""
    clock, joint = line.clock, line.word(at)
    sign = -1 if joint in clock.minus else 1
    if joint in clock.plus | clock.minus:
        after = line.skip(at + 1, clock.quarter_article)
        if line.word(after) in clock.half_added and sign == 1:
            return 30, after + 1
        if line.word(after) in clock.quarter_added:
            return 15 * sign, after + 1
        amount = minute_there(line, after)
        between = sign == 1 and (line.word(at - 2) in clock.between or line.word(at - 3) in clock.between)
        fits = amount is not None and line.word(amount[1]) not in clock.hours and not between
        return (amount[0] * sign, line.skip(amount[1], clock.minutes)) if amount and fits else None
    zero = joint in clock.zero_minutes
    amount = minute_there(line, at + 1 if zero else at)
    if amount is None or line.word(amount[1]) in clock.hours | clock.minutes | clock.to | clock.past:
        return None
    if zero:
        return amount if led and amount[0] < 10 else None
    # "Six thirty", but nobody says "six five".
    return amount if amount[0] >= 10 else None


def _plain(hour: int, minute: int) -> Hour:
    return Hour(hour, minute, literal=hour > 12)


def _moved(line: Line, hour: int, minutes: int, end: int) -> HourFound | None:
    """Return an hour moved by minutes: "quarter to one" is 12:45."""
    if hour in (NOON, MIDNIGHT):
        of_day = -hour * 60 + minutes
        return HourFound(Hour(of_day // 60, of_day % 60, literal=True), end, sure=True)
    if minutes < 0:
        hour = {0: 24, 1: 13}.get(hour, hour)
    of_day = hour * 60 + minutes
    if of_day > 24 * 60:
        of_day -= 24 * 60
    return _with_half(line, _plain(of_day // 60, of_day % 60), end, sure=True)


def _with_half(line: Line, hour: Hour, end: int, *, sure: bool) -> HourFound:
    if line.word(end) in line.clock.oclock:
        end, sure = end + 1, True
    half = line.word(end)
    return HourFound(replace(hour, half=half), end + 1, True) if half in HALVES else HourFound(hour, end, sure)


def _without_end(line: Line, at: int, start: HourFound) -> HourFound:
    """Pass over where a stretch of time ends: "10–12", "from six to eight", "de 6 a 8 pm", "between 6 and 7"."""
    named = part_after(line, start.end)
    own, joint = named if named is not None else (None, start.end)
    between = line.word(at - 1) in line.clock.between or line.word(at - 2) in line.clock.between
    dash = line.mark(joint) == "-"
    if not (dash or line.word(joint) in line.clock.range or (between and line.word(joint) in line.clock.between_and)):
        return start
    after, opens = line.skip(joint + 1, line.clock.the), between or line.word(at - 1) in line.clock.open_range
    opens = opens or line.word(at - 2) in line.clock.open_range
    stop = hour_at(line, after)
    led = line.word(after - 1) in line.clock.the
    if stop is None or (led and not start.sure and not opens and own is None):
        # "El sábado 5 a las 10" is no stretch.
        return start
    shares = own is None and not start.hour.half and not start.hour.literal and start.hour.hour < stop.hour.hour <= 12
    half = stop.hour.half if shares else start.hour.half
    both_bare = not start.sure and not stop.sure and not opens and own is None
    theirs = part_after(line, stop.end) if not shares else None
    end = theirs[1] if theirs is not None else stop.end
    # "10-12" may be a date, and "9 to 5" is no evening.
    backwards = both_bare and stop.hour.hour <= start.hour.hour
    if line.word(joint) in line.clock.bounds and line.word(at - 1) in calendar().weekdays and not start.sure:
        # "Monday 5 until six": at five, or on the fifth?
        backwards = True
    doubtful = start.doubtful or backwards or (dash and both_bare and stop.hour.hour <= 12 and not line.word(at - 1))
    return HourFound(replace(start.hour, half=half), end, sure=not both_bare, part=own or start.part, doubtful=doubtful)
