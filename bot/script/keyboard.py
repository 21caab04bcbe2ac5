"""Buttons: what is on them, what they send, and rows that suit a phone."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from babel.lists import format_list

from bot.engine.keeping import KEEPS
from bot.engine.kinds import ways_back
from bot.engine.step import Question
from bot.model.events import OpenQuestion, Tap, Taps
from bot.model.values import City, Day, Duration, Instant, Many, Number, Option, Picks, TimeOfDay, Value, Words
from bot.script.helplines import countries, country_name
from bot.script.shown import cut, short_span
from bot.script.times import Times
from bot.script.viewer import several

ELSEWHERE = "elsewhere"
"""The option of a question about countries for all that are not among them."""

IN_A_ROW = 8
IN_ALL = 100
DATA_BYTES = 64
"""Telegram's limits for one keyboard: buttons in a row, buttons in all, bytes of callback data."""

SHORT = 14
MIDDLE = 20
"""Labels up to SHORT characters stand three in a row, up to MIDDLE two, longer ones alone."""

SUGGESTION = 28
"""How much of remembered words a button shows, in UTF-16 units."""

TICK = "✓ "
BACK_TO = "‹ "
"""Before the day whose hours are shown: a tap leads back to the days."""

_CHOSEN = 40
_WAYS_ON = ("skip", "later")


@dataclass(frozen=True, slots=True)
class Sendable:
    """A wording that its reader can send as their own: plain text, and a title that tells it from others."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """One button. `data` is callback data (1–64 bytes), the text to copy (up to 256 UTF-16 units), an address, or the
    id of the wordings (`sendable`) of which one can be sent into a chat that is picked."""

    kind: Literal["callback", "copy", "url", "pick_chat"]
    label: str
    data: str
    sendable: tuple[Sendable, ...] = ()


Rows = tuple[tuple[Key, ...], ...]


def answer_data(ask: str, data: str) -> str:
    """What an answer's button sends; its kind of question has written the data."""
    return f"a:{ask}:{data}"


def control_data(ask: str, control: str) -> str:
    """What back, skip and the like send."""
    return f"a:{ask}:!{control}"


def is_answer(data: str) -> bool:
    """Whether a button answers a question, or controls one."""
    return data.startswith("a:")


def command_data(command: str) -> str:
    """What a command's button sends."""
    return f"c:{command}"


def question_rows(
    question: OpenQuestion,
    step: Question,
    times: Times,
    label: Callable[[str], str],
    short: Callable[[str], str],
) -> Rows:
    """The keyboard of an open question: what can be tapped, its other controls, and back, skip, later in a last row.

    `label` finds the label of an id, `short` a question's short name. While an offer's items are picked, of its
    answers only `keep` is there.
    """
    rows: Rows
    ask = question.ask
    if question.picks:
        rows = tuple((_tickable(question, pick, short(pick)),) for pick in question.picks)
        kept = [option for option in step.options if option == "keep"]
        rows += tuple((_answer(ask, label(option), option),) for option in kept)
    elif question.rewritten:
        rows = ((_answer(ask, label("send_this"), _of_preview(question, "share")),),)
    elif question.preview:
        rows = fit([_answer(ask, label(option), _of_preview(question, option)) for option in step.options])
    else:
        rows = tuple(row for taps in question.taps for row in _tap_rows(question, taps, times, label))
    ways = {*ways_back(), *_WAYS_ON}
    for last in (False, True):
        controls = [c for c in question.controls if (c in ways) == last]
        keys = [Key("callback", _name(question, c, times, label), control_data(ask, c)) for c in controls]
        rows += spread(keys, IN_A_ROW)
    return rows


def _of_preview(question: OpenQuestion, option: str) -> str:
    return f"{option}.{question.preview}" if option == "share" else option


def _name(question: OpenQuestion, control: str, times: Times, label: Callable[[str], str]) -> str:
    taken_back = question.takes_back.get(control)
    if question.keeping is not None and KEEPS.get(control) == question.keeping:
        return TICK + label(control)
    return label(control) if taken_back is None else BACK_TO + key_label(taken_back, times, label)


def _answer(ask: str, label: str, data: str) -> Key:
    return Key("callback", label, answer_data(ask, data))


def _tickable(question: OpenQuestion, data: str, label: str) -> Key:
    return _answer(question.ask, (TICK if data in question.picked else "") + label, data)


def _tap_rows(question: OpenQuestion, taps: Taps, times: Times, label: Callable[[str], str]) -> Rows:
    """What stands together: by name where there are countries, else in the order given."""
    names = _labels(taps.each, times, label)
    keys = [_tickable(question, tap.data, name) for tap, name in zip(taps.each, names, strict=True)]
    if set(countries()) & {tap.data for tap in taps.each}:
        by_name = sorted(keys, key=lambda key: (key.data.endswith(f":{ELSEWHERE}"), _plain_letters(key.label)))
        return spread(by_name, 2)
    return fit(keys) if taps.in_a_row is None else spread(keys, taps.in_a_row)


def _labels(taps: Sequence[Tap], times: Times, label: Callable[[str], str]) -> list[str]:
    """What each shows. Cities of one name are told apart by their state or their country."""
    cities = [tap.shown for tap in taps if isinstance(tap.shown, City)]
    if len({city.name for city in cities}) == len(cities):
        return [key_label(tap.shown, times, label) for tap in taps]
    places = (city.region or country_name(city.country or "", times.language) for city in cities)
    return [f"{city.name}, {place}" for city, place in zip(cities, places, strict=True)]


def key_label(value: Value, times: Times, label: Callable[[str], str]) -> str:
    """A value as a button shows it."""
    match value:
        case Option():
            return label(value.id)
        case Duration():
            return short_span(value.minutes, times.language)
        case Number():
            return str(value.n)
        case Many():
            return str(several(value, times, label))
        case Picks():
            return format_list([*map(label, value.ids), *value.own], locale=times.locale)
        case Day():
            return times.day_key(value.on)
        case Instant():
            return times.moment_key(value.at)
        case TimeOfDay():
            return times.hour_key(value.minutes)
        case City():
            return value.name
        case Words():
            return cut(" ".join(value.text.split()), SUGGESTION)
        case _:
            assert_never(value)


def settled_key(ask: str, data: str, value: Value, times: Times, label: Callable[[str], str]) -> Key:
    """The one button that an answered question keeps: what was chosen."""
    shown = key_label(value, times, label)
    return _answer(ask, TICK + (cut(shown, _CHOSEN) if isinstance(value, Many | Picks | City) else shown), data)


def _plain_letters(text: str) -> str:
    """Letters without their accents, so that Ecuador comes before Éire and not after Zimbabwe."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).casefold()


def fit(keys: Sequence[Key]) -> Rows:
    """As many in a row as the longest label allows."""
    longest = max((len(key.label) for key in keys), default=0)
    return spread(keys, 3 if longest <= SHORT else 2 if longest <= MIDDLE else 1)


def spread(keys: Sequence[Key], in_a_row: int) -> Rows:
    """Rows of nearly the same length, none longer than `in_a_row`."""
    if not keys:
        return ()
    count = -(-len(keys) // in_a_row)
    size = -(-len(keys) // count)
    return tuple(tuple(keys[n : n + size]) for n in range(0, len(keys), size))
