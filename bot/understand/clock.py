"""Times of day: "half past six", "7:30", "las siete menos cuarto", "10 pm".

The grammar, each line a function below:

    named          noon | midnight
    minutes first  half past six | ten to seven | un cuarto para las siete
    written        18:30 | 7.30 | 18h30 | 1830
    hour first     six | six thirty | las siete y media | las siete menos cuarto | 18 h
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.understand.hour import Hour
from bot.understand.timewords import (
    BOUNDS,
    ENGLISH_LEADS,
    LEADS,
    MIDNIGHTS,
    NOONS,
    OR,
    PARTS,
    SPANISH_LEADS,
    Line,
    Part,
)
from bot.understand.words import ENGLISH, SPANISH, number_at, set_of

_PAST = set_of("past after")
_TO = set_of("to till til before")
_THE = set_of("las la the")
_ARTICLES = set_of("a an un una uno one another otro otra")
_MINUTES = set_of("min mins minute minutes minuto minutos m")
_UNITS = set_of("h hr hrs hs hour hours hora horas")
_HOUR_SIGNS = set_of("h hr hrs hs")
_HALVES = set_of("am pm")
_AFTER_ONE = _HALVES | set_of("oclock thirty fifteen in")
_OPEN_RANGE = set_of("from between de desde entre")
_RANGE = set_of("to till til until a hasta")
# After one of these a number counts something unless more is said.
_UNSURE_LEADS = set_of("around about circa approx approximately sobre hacia from desde")
_AMOUNT_LEADS = set_of("for during durante por unas unos dentro de en in within about around next")
_WAIT_LEADS = set_of("in en within dentro tras")
_LONGEST_STAY = 6
_DAY = 24 * 60


@dataclass(frozen=True)
class HourFound:
    """A time of day in a text, and the position after it.

    sure: its words can mean nothing else, while a bare number may count something. bound: it stands after "before",
    "until" or the like, and is not the time itself.
    """

    hour: Hour
    end: int
    sure: bool
    bound: bool = False


def read_hour(text: str, language: str, near: Sequence[int]) -> int | None:
    """Return the time of day that a text names, in minutes after midnight, or None if it names none or two.

    "22:00", "10 pm", "half past ten at night", "las once de la noche". Where the half of the day is left open
    ("eleven") it is the one that comes nearest to a time of `near` (minutes after midnight).
    """
    line = Line(text, language)
    hours, parts, at = set[Hour](), set[Part](), 0
    while at < len(line):
        found, part = find_hour(line, at), find_part(line, at)
        if found is not None:
            hours.add(found.hour)
        elif part is not None:
            parts.add(part)
        at = found.end if found is not None else at + 1
    if line.refused() or len(hours) != 1 or len(parts) > 1:
        return None
    hour = hours.pop()
    minutes = hour.certain(parts.pop() if parts else None)
    if minutes is not None:
        return minutes % _DAY if minutes >= 0 else None
    halves = [(hour.hour * 60 + hour.minute + half) % _DAY for half in (0, _DAY // 2)]
    return min(halves, key=lambda half: min((_apart(half, other) for other in near), default=0))


def _apart(one: int, other: int) -> int:
    return min((one - other) % _DAY, (other - one) % _DAY)


def find_part(line: Line, at: int) -> Part | None:
    """Return the part of the day that the word at a position names, or None."""
    word = line.word(at)
    if word == "manana":
        return "morning" if line.word(at - 1) in ("la", "esta") else None
    return PARTS.get(word)


def find_hour(line: Line, at: int) -> HourFound | None:
    """Return the time of day that a text names at a position, or None; of "10–12" the beginning."""
    found = _find(line, at)
    if found is None:
        return None
    found = _without_end(line, at, found)
    lead = at - 1
    while line.word(lead) in LEADS | _THE | {"de", "a"}:
        lead -= 1
    return replace(found, bound=line.word(lead) in BOUNDS)


def _find(line: Line, at: int) -> HourFound | None:
    return _named(line, at) or _minutes_first(line, at) or _written(line, at) or _hour_first(line, at)


def _named(line: Line, at: int) -> HourFound | None:
    name = at + 1 if line.number(at) == 12 or line.word(at) in ("twelve", "doce") else at
    # "La una del mediodía" names a part of the day.
    if line.word(name) in NOONS and line.word(name - 1) != "del":
        return HourFound(Hour(12, 0, literal=True), name + 1, sure=True)
    if line.word(name) in MIDNIGHTS:
        return HourFound(Hour(24, 0, literal=True), name + 1, sure=True)
    return None


def _minutes_first(line: Line, at: int) -> HourFound | None:
    start = at + 1 if line.word(at) in ("a", "un") and line.word(at + 1) in ("quarter", "cuarto", "half") else at
    word = line.word(start)
    if word == "half":
        hour = _hour(line, line.skip(start + 1, _PAST), lead="at")
        return _moved(line, hour[0], 30, hour[1]) if hour else None
    amount = (15, start + 1) if word in ("quarter", "cuarto") else _minute(line, start)
    if amount is None or line.word(at - 1) in _OPEN_RANGE:
        return None
    minutes, end = amount
    joint = line.skip(end, _MINUTES)
    name = line.word(joint)
    if name in ("para", "pa") and line.word(joint + 1) in ("las", "la"):
        hour = _hour(line, joint + 2, lead=line.word(joint + 1))
        return _moved(line, hour[0], -minutes, hour[1]) if hour else None
    hour = _hour(line, joint + 1, lead="at")
    if hour is None or not (name in _PAST | _TO or (name == "of" and word == "quarter")):
        return None
    if name in _PAST:
        return _moved(line, hour[0], minutes, hour[1])
    if joint == end and (minutes % 5 or (line.number(at) and line.number(joint + 1) and line.word(at - 1) != "at")):
        # "6 to 8", "10 to 12": from one hour to another.
        return None
    return _moved(line, hour[0], -minutes, hour[1])


def _written(line: Line, at: int) -> HourFound | None:
    number = line.number(at)
    if line.kind(at) == "clock":
        hour, minute, *_ = line.pieces[at].numbers
        two = line.pieces[at].text[:2].isdigit()
    elif number is not None and len(line.pieces[at].text) >= 3:
        led = line.word(at - 1) in LEADS
        if not led and line.word(at + 1) not in _HALVES | _HOUR_SIGNS | {"oclock"}:
            return None
        hour, minute = divmod(number, 100)
        two = len(line.pieces[at].text) == 4
    else:
        return None
    if minute > 59 or hour * 60 + minute > 24 * 60:
        return None
    said = Hour(hour, minute, literal=two and hour not in (10, 11), figures=two)
    return _with_half(line, said, line.skip(at + 1, _UNITS), sure=True)


def _hour_first(line: Line, at: int) -> HourFound | None:
    lead = line.word(at - 1)
    hour = _hour(line, at, lead=lead)
    if hour is None:
        return None
    number, end = hour
    led = lead in LEADS | OR or (lead == "la" and number == 1)
    minutes = _minutes_after(line, end, led=led)
    if minutes is not None:
        return _moved(line, number, minutes[0], line.skip(minutes[1], _UNITS))
    if line.word(end) in _MINUTES:
        return None
    unit = line.word(end)
    if unit in _UNITS:
        longest_stay = _LONGEST_STAY if unit in _HOUR_SIGNS else 12
        if lead in _AMOUNT_LEADS or (not led and number <= longest_stay):
            return None
        return _with_half(line, _plain(number, 0), end + 1, sure=True)
    if lead in _WAIT_LEADS and line.word(end) not in _HALVES | {"oclock"}:
        return None
    return _with_half(line, _plain(number, 0), end, sure=led and lead not in _UNSURE_LEADS)


def _minutes_after(line: Line, at: int, *, led: bool) -> tuple[int, int] | None:
    """Return (minutes to add to the hour, position after them)."""
    joint = line.word(at)
    sign = -1 if joint == "menos" else 1
    if joint in ("y", "i", "menos"):
        after = line.skip(at + 1, set_of("un"))
        if line.word(after) in ("media", "medio") and sign == 1:
            return 30, after + 1
        if line.word(after) in ("cuarto", "quarto"):
            return 15 * sign, after + 1
        amount = _minute(line, after)
        fits = amount is not None and line.word(amount[1]) not in _UNITS
        return (amount[0] * sign, line.skip(amount[1], _MINUTES)) if amount and fits else None
    amount = _minute(line, at + 1 if joint == "oh" else at)
    if amount is None or line.word(amount[1]) in _UNITS | _MINUTES | _TO | _PAST:
        return None
    if joint == "oh":
        return amount if led and amount[0] < 10 else None
    # "Six thirty", but nobody says "six five".
    return amount if amount[0] >= 10 else None


def _hour(line: Line, at: int, *, lead: str) -> tuple[int, int] | None:
    """Return (hour of 0 to 24, position after it). lead: the word before it, which tells the language."""
    number = line.number(at)
    if number is not None:
        return (number, at + 1) if number <= 24 and len(line.pieces[at].text) <= 2 else None
    word = line.word(at)
    tongues = line.tongues()
    if lead in SPANISH_LEADS or (lead == "la" and word == "una"):
        tongues = (SPANISH, ENGLISH)
    elif lead in ENGLISH_LEADS:
        tongues = (ENGLISH, SPANISH)
    elif word in _ARTICLES:
        fits = word == "one" and line.word(at + 1) in _AFTER_ONE
        return (1, at + 1) if fits else None
    value = next((tongue.numbers[word] for tongue in tongues if word in tongue.numbers), None)
    foreign = word in tongues[0].not_numbers and line.word(at + 1) not in _HALVES
    if value is None or value > 24 or foreign:
        return None
    return value, at + 1


def _minute(line: Line, at: int) -> tuple[int, int] | None:
    """Return (minutes of 1 to 59, position after them)."""
    number = line.number(at)
    amount = (number, at + 1) if number is not None else None
    word = line.word(at)
    if word and word not in _ARTICLES:
        tongues = (tongue for tongue in line.tongues() if word not in line.tongues()[0].not_numbers)
        amount = next((found for tongue in tongues if (found := number_at(line.words, at, tongue))), None)
    return amount if amount is not None and 1 <= amount[0] <= 59 else None


def _plain(hour: int, minute: int) -> Hour:
    return Hour(hour, minute, literal=hour > 12)


def _moved(line: Line, hour: int, minutes: int, end: int) -> HourFound | None:
    """Return an hour moved by minutes: "quarter to one" is 12:45."""
    if minutes < 0:
        hour = {0: 24, 1: 13}.get(hour, hour)
    of_day = hour * 60 + minutes
    if of_day > 24 * 60:
        of_day -= 24 * 60
    return _with_half(line, _plain(of_day // 60, of_day % 60), end, sure=True)


def _with_half(line: Line, hour: Hour, end: int, *, sure: bool) -> HourFound:
    if line.word(end) == "oclock":
        end, sure = end + 1, True
    half = line.word(end)
    return HourFound(replace(hour, half=half), end + 1, True) if half in _HALVES else HourFound(hour, end, sure)


def _without_end(line: Line, at: int, start: HourFound) -> HourFound:
    """Pass over where a stretch of time ends: "10–12", "from six to eight", "de 6 a 8 pm"."""
    if not (line.mark(start.end) == "-" or line.word(start.end) in _RANGE):
        return start
    after = line.skip(start.end + 1, _THE)
    stop = _find(line, after)
    if stop is None or (line.word(after - 1) in _THE and not start.sure and line.word(at - 1) not in _OPEN_RANGE):
        # "El sábado 5 a las 10" is no stretch.
        return start
    shares = not start.hour.half and not start.hour.literal and start.hour.hour < stop.hour.hour <= 12
    half = stop.hour.half if shares else start.hour.half
    both_bare = not start.sure and not stop.sure and line.word(at - 1) not in _OPEN_RANGE
    return HourFound(replace(start.hour, half=half), stop.end, sure=not both_bare)
