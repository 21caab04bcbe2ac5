"""Buttons: what is on them, what they send, and rows that suit a phone."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.model.events import Control, Question
from bot.model.script import AskStep
from bot.script.helplines import countries
from bot.script.shown import short_span

ELSEWHERE = "elsewhere"
"""The option of a question about countries for all that are not among them."""

IN_A_ROW = 8
IN_ALL = 100
DATA_BYTES = 64
"""Telegram's limits for one keyboard: buttons in a row, buttons in all, bytes of callback data."""

SHORT = 14
MIDDLE = 20
"""Labels up to SHORT characters stand three in a row, up to MIDDLE two, longer ones alone."""

_ABOUT_WORDS: tuple[Control, ...] = ("yes", "no", "shorten", "preview")
_WAYS: tuple[Control, ...] = ("back", "skip", "later")


@dataclass(frozen=True, slots=True)
class Key:
    """One button. `data` is callback data (1–64 bytes), the text to copy (up to 256 UTF-16 units), or an address."""

    kind: Literal["callback", "copy", "url"]
    label: str
    data: str


Rows = tuple[tuple[Key, ...], ...]


def answer_data(ask: str, value: str | int) -> str:
    """What an answer's button sends: an option's id, or a number of minutes or of a scale."""
    return f"a:{ask}:{value}"


def control_data(ask: str, control: str) -> str:
    """What back, skip and the like send."""
    return f"a:{ask}:!{control}"


def command_data(command: str) -> str:
    """What a command's button sends."""
    return f"c:{command}"


def question_rows(
    question: Question,
    step: AskStep,
    language: str,
    label: Callable[[str], str],
    short: Callable[[str], str],
) -> Rows:
    """The keyboard of an open question: its answers, what to do with words typed, and back, skip, later in a last row.

    `label` finds the label of an id, `short` a question's short name. While an offer's items are picked, of its
    answers only `keep` is there.
    """
    rows: Rows
    if question.picks:
        rows = tuple((_pick(question, pick, short),) for pick in question.picks)
        kept = [option for option in step.options if option == "keep"]
        rows += tuple((Key("callback", label(option), answer_data(question.ask, option)),) for option in kept)
    else:
        rows = answer_rows(question.ask, step, language, label)
    for row in (_ABOUT_WORDS, _WAYS):
        controls = [c for c in question.controls if c in row]
        rows += spread([Key("callback", label(c), control_data(question.ask, c)) for c in controls], IN_A_ROW)
    return rows


def _pick(question: Question, pick: str, short: Callable[[str], str]) -> Key:
    tick = "✓ " if pick in question.picked else ""
    return Key("callback", tick + short(pick), answer_data(question.ask, pick))


def answer_rows(ask: str, step: AskStep, language: str, label: Callable[[str], str]) -> Rows:
    """The buttons that answer a question: a scale or presets in one row, then the options."""
    numbers: list[Key] = []
    if step.kind == "scale":
        numbers = [Key("callback", str(n), answer_data(ask, n)) for n in range(step.low, step.high + 1)]
    elif step.kind == "duration":
        numbers = [Key("callback", short_span(n, language), answer_data(ask, n)) for n in step.presets]
    options = [Key("callback", label(option), answer_data(ask, option)) for option in step.options]
    if set(countries()) & set(step.options):
        by_name = sorted(options, key=lambda key: (key.data.endswith(f":{ELSEWHERE}"), _plain_letters(key.label)))
        return (*spread(numbers, IN_A_ROW), *spread(by_name, 2))
    return (*spread(numbers, IN_A_ROW), *fit(options))


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
