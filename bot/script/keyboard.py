"""Buttons: what is on them, what they send, and rows that suit a phone."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, assert_never

from bot.engine.script import Question
from bot.model.events import Control, OpenQuestion
from bot.model.values import City, Day, Duration, Instant, Many, Number, Option, TimeOfDay, Value, Words
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
_NUMBERS_IN_A_ROW, _DAYS_IN_A_ROW, _HOURS_IN_A_ROW = 6, 4, 5
_ABOUT_WORDS: tuple[Control, ...] = ("yes", "no", "shorten", "preview", "pick", "done", "days")
_WAYS: tuple[Control, ...] = ("back", "change", "other_city", "skip", "later")


@dataclass(frozen=True, slots=True)
class Key:
    """One button. `data` is callback data (1–64 bytes), the text to copy (up to 256 UTF-16 units), or an address."""

    kind: Literal["callback", "copy", "url"]
    label: str
    data: str


Rows = tuple[tuple[Key, ...], ...]


def answer_data(ask: str, value: str | int) -> str:
    """What an answer's button sends: an option's id, a number of minutes or of a scale, or one of the data below."""
    return f"a:{ask}:{value}"


def moment_data(at: datetime) -> str:
    """The answer that stands for a moment: its second since 1970."""
    return f"t{int(at.timestamp())}"


def day_data(on: date) -> str:
    """The answer that stands for a day."""
    return f"d{on.isoformat()}"


def hour_data(minutes: int) -> str:
    """The answer that stands for a time of day, in minutes after midnight, once the day is known."""
    return f"h{minutes}"


def suggestion_data(index: int) -> str:
    """The answer that stands for remembered words, by their place among those offered."""
    return f"s{index}"


def city_data(index: int) -> str:
    """The answer that stands for a city, by its place among those offered."""
    return f"c{index}"


def control_data(ask: str, control: str) -> str:
    """What back, skip and the like send."""
    return f"a:{ask}:!{control}"


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
    """The keyboard of an open question: its answers, what to do with words typed, and back, skip, later in a last row.

    `label` finds the label of an id, `short` a question's short name. While an offer's items are picked, of its
    answers only `keep` is there.
    """
    rows: Rows
    ask = question.ask
    if question.picks:
        rows = tuple((_toggle(question, pick, short(pick)),) for pick in question.picks)
        kept = [option for option in step.options if option == "keep"]
        rows += tuple((_answer(ask, label(option), option),) for option in kept)
    elif question.preview:
        rows = fit([_answer(ask, label(option), _of_preview(question, option)) for option in step.options])
    elif step.kind == "many":
        rows = fit([_toggle(question, option, label(option)) for option in step.options])
    else:
        rows = (*_offered(question, times), *answer_rows(ask, step, times, label))
    for row in (_ABOUT_WORDS, _WAYS):
        controls = [c for c in question.controls if c in row]
        keys = [Key("callback", _name(question, c, times, label), control_data(ask, c)) for c in controls]
        rows += spread(keys, IN_A_ROW)
    return rows


def _of_preview(question: OpenQuestion, option: str) -> str:
    return f"{option}.{question.preview}" if option == "share" else option


def _name(question: OpenQuestion, control: Control, times: Times, label: Callable[[str], str]) -> str:
    if control == "days" and question.day is not None:
        return BACK_TO + times.day_key(question.day)
    return label(control)


def _answer(ask: str, label: str, value: str | int) -> Key:
    return Key("callback", label, answer_data(ask, value))


def _toggle(question: OpenQuestion, id: str, label: str) -> Key:
    return _answer(question.ask, (TICK if id in question.picked else "") + label, id)


def _offered(question: OpenQuestion, times: Times) -> Rows:
    """What is to be tapped here and now: times, days, hours of a day, remembered words."""

    def keys(pairs: Iterable[tuple[str, str]]) -> list[Key]:
        return [_answer(question.ask, label, data) for label, data in pairs]

    words = [cut(" ".join(words.split()), SUGGESTION) for words in question.suggestions]
    return (
        *fit(keys((times.moment_key(at), moment_data(at)) for at in question.moments)),
        *spread(keys((times.day_key(on), day_data(on)) for on in question.days), _DAYS_IN_A_ROW),
        *spread(keys((times.hour_key(n), hour_data(n)) for n in question.hours), _HOURS_IN_A_ROW),
        *fit(keys((label, city_data(n)) for n, label in enumerate(_city_labels(question.cities, times)))),
        *fit(keys((label, suggestion_data(n)) for n, label in enumerate(words))),
    )


def _city_labels(cities: Sequence[City], times: Times) -> list[str]:
    """Names alone where they tell the cities apart, otherwise with the state or the country."""
    if len({city.name for city in cities}) == len(cities):
        return [city.name for city in cities]
    places = (city.region or country_name(city.country or "", times.language) for city in cities)
    return [f"{city.name}, {place}" for city, place in zip(cities, places, strict=True)]


def answer_rows(ask: str, step: Question, times: Times, label: Callable[[str], str]) -> Rows:
    """The buttons that answer a question by its script: a scale, numbers or presets, then the options."""
    numbers: Rows = ()
    if step.kind in ("scale", "number"):
        points = [_answer(ask, str(n), n) for n in range(step.low, step.high + 1)]
        numbers = spread(points, IN_A_ROW if step.kind == "scale" else _NUMBERS_IN_A_ROW)
    elif step.kind == "duration":
        numbers = spread([_answer(ask, short_span(n, times.language), n) for n in step.presets], IN_A_ROW)
    elif step.kind == "hour":
        hours = [_answer(ask, times.hour_key(n), hour_data(n)) for n in step.presets]
        numbers = spread(hours, _HOURS_IN_A_ROW)
    options = [_answer(ask, label(option), option) for option in step.options]
    if set(countries()) & set(step.options):
        by_name = sorted(options, key=lambda key: (key.data.endswith(f":{ELSEWHERE}"), _plain_letters(key.label)))
        return (*numbers, *spread(by_name, 2))
    return (*numbers, *fit(options))


def settled_key(ask: str, value: Value, times: Times, label: Callable[[str], str]) -> Key | None:
    """The one button that an answered question keeps: what was chosen. None for words, which stand in the chat."""
    shown: tuple[str, str | int]
    match value:
        case Option():
            shown = label(value.id), value.id
        case Duration():
            shown = short_span(value.minutes, times.language), value.minutes
        case Number():
            shown = str(value.n), value.n
        case Many():
            shown = cut(several(value, times, label), _CHOSEN), "!done"
        case Day():
            shown = times.day_key(value.on), day_data(value.on)
        case Instant():
            shown = times.moment_key(value.at), moment_data(value.at)
        case TimeOfDay():
            shown = times.hour_key(value.minutes), hour_data(value.minutes)
        case City():
            shown = cut(value.name, _CHOSEN), city_data(0)
        case Words():
            return None
        case _:
            assert_never(value)
    return _answer(ask, TICK + shown[0], shown[1])


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
