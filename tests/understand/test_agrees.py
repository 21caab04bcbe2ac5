"""Nothing about time is passed over: a word of time, put into what somebody typed, changes it or is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.understand.folding import fold
from bot.understand.languages import vocabulary
from bot.understand.moment import Moment, read_moment
from bot.understand.timewords import PARTS, calendar
from bot.understand.words import number_at, tongues
from tests.knobs import knob
from tests.understand.expected import Case, cases
from tests.understand.vocabulary import words_of_time

HERE = Path(__file__).parent
ONE_IN = knob("AGREES_ONE_IN", 60)
TABLES = ("heard", "en", "es")
HOURS_OF_PART = {
    "early": range(0, 9), "morning": range(0, 13), "midday": range(11, 17), "afternoon": range(12, 22),
    "evening": (*range(15, 24), 0), "night": (*range(18, 24), *range(0, 7)),
}  # fmt: skip
FEASTS = {
    "christmas": (12, 25), "xmas": (12, 25), "navidad": (12, 25), "nochebuena": (12, 24), "nochevieja": (12, 31),
    "thanksgiving": (11, 26), "halloween": (10, 31), "reyes": (1, 6), "constitucion": (12, 6), "inmaculada": (12, 8),
}  # fmt: skip


def agreeing() -> dict[str, Any]:
    """The words that may stand anywhere."""
    data: dict[str, Any] = yaml.safe_load((HERE / "agrees.yaml").read_text(encoding="utf-8"))
    return data


def _words(value: Any) -> set[str]:
    return set(value.split()) if isinstance(value, str) else set(value)


AGREES_WITH = agreeing()
GLUE = set().union(*map(_words, AGREES_WITH["glue"].values()))
LENGTHS = _words(AGREES_WITH["lengths"])
ENDS = _words(AGREES_WITH["ends"])
LAST = _words(AGREES_WITH["last"])
TEXTS = set().union(*AGREES_WITH["texts"].values())
NEXT = _words(AGREES_WITH["next"])
WEEKDAY_OR_MONTH = "|".join(sorted({*calendar().weekdays, *calendar().months, "mes", "month", "in ", "en ", "dentro"}))
CONDITION = re.compile(r"\b(?:if|si|unless)\b")
COUNTED = re.compile(r"\b(?:from|in|en|after|despues)\b")


def understood() -> list[tuple[Case, datetime]]:
    """The cases that are one moment, with it."""
    found = [case for name in TABLES for case in cases(HERE / "when" / f"{name}.yaml")]
    read = [(case, read_moment(case.say, case.locale, case.now)) for case in found]
    return [(case, moment.at) for case, moment in read if isinstance(moment, Moment)]


def tried() -> Iterator[tuple[Case, datetime, str, str, list[str]]]:
    """A share of all that can be tried: a case, its moment, a word, the whole text with it, and what comes after it."""
    words, number = words_of_time(), 0
    for case, at in understood():
        said = case.say.split()
        for gap in range(len(said) + 1):
            for word in words:
                number += 1
                if number % ONE_IN == 0:
                    yield case, at, word, " ".join([*said[:gap], word, *said[gap:]]), said[gap:]


def says_it_again(word: str, case: Case, at: datetime) -> bool:
    """Whether a word names what is meant anyway: its weekday, its month, its day, its part of the day, its hour."""
    local, table, day = at.astimezone(case.now.tzinfo), calendar(), vocabulary().day
    days = {local.date(), (local - timedelta(hours=6)).date()}
    today = case.now.date()
    if word in {fold(said) for said in case.say.split()}:
        return True
    if word in FEASTS:
        return FEASTS[word] in {(each.month, each.day) for each in days}
    if word in ("am", "pm"):
        return (local.hour >= 12) is (word == "pm")
    if word in table.weekdays:
        return table.weekdays[word] in {each.weekday() for each in days}
    if word in table.months:
        return table.months[word] in {each.month for each in days}
    if word in table.parts or word in day.tomorrow_or_morning or word in vocabulary().clock.noon:
        part = table.parts.get(word, "morning" if word in day.tomorrow_or_morning else "midday")
        assert part in PARTS
        same = today + timedelta(days=1) in days and word in day.tomorrow_or_morning
        return local.hour in HOURS_OF_PART[part] or same
    if word in vocabulary().clock.midnight:
        return local.hour == 0
    for words, ahead in ((day.today, 0), (day.tomorrow, 1), (day.after_tomorrow | day.after_tomorrow_first, 2)):
        if word in words:
            return today + timedelta(days=ahead) in days
    if word == "eve":
        return local.hour in HOURS_OF_PART["evening"]
    if word in {"weekend", "wkend", "finde", "fin de semana"}:
        return bool({5, 6} & {each.weekday() for each in days})
    numbers = {local.hour, local.hour % 12 or 12, local.minute, 24, *(each.day for each in days)}
    return _number(word) in numbers or table.ordinals.get(word) in {each.day for each in days}


def _number(word: str) -> int | None:
    return next((found[0] for tongue in tongues().values() if (found := number_at([word], 0, tongue))), None)


def may_agree(word: str, case: Case, at: datetime, after: list[str]) -> bool:
    """Whether there is a reason for a word to change nothing."""
    said = fold(case.say)
    if (word in ("past", "after") and "half" in said) or CONDITION.search(
        fold(" ".join(said.split()[: -len(after) or None]))
    ):
        return True
    if word in vocabulary().day.now and at - case.now < timedelta(minutes=1):
        return True
    day, early = vocabulary().day, vocabulary().day.today | vocabulary().day.tomorrow | vocabulary().day.after_tomorrow
    overmorrow = case.now.date() + timedelta(days=2)
    on_it = overmorrow in {at.astimezone(case.now.tzinfo).date(), (at - timedelta(hours=8)).date()}
    if (word in day.day_after and ("pasado" in said or on_it)) or (word in early and COUNTED.search(said)):
        # The day that is counted from: "a week from overmorrow, this friday".
        return True
    if (not after and word in LAST) or (word in NEXT and re.search(WEEKDAY_OR_MONTH, fold(case.say))):
        return True
    if word in GLUE or word in LENGTHS or says_it_again(word, case, at):
        return True
    stretch = {"to", "a", "and", "y", "between", "entre"} & set(case.say.split())
    units = vocabulary().duration.plain_units | vocabulary().clock.hours
    halves = vocabulary().number.halves | vocabulary().clock.half_past
    length = (word in halves or _number(word) is not None) and bool(after) and fold(after[0]).strip(".") in units
    in_the_end = word in ENDS | halves or word in calendar().parts or word.startswith(("antes", "despues"))
    return length or (bool(stretch) and (in_the_end or _number(word) is not None))


def test_no_word_of_time_is_passed_over() -> None:
    passed = [
        f"{text} ({word})"
        for case, at, word, text, after in tried()
        if isinstance(read := read_moment(text, case.locale, case.now), Moment)
        and read.at == at
        and not may_agree(word, case, at, after)
        and text not in TEXTS
    ]
    assert not passed, "\n".join(passed)


def test_every_word_that_may_agree_has_a_reason_that_is_needed() -> None:
    """Nothing stands in the list that is no word of the vocabulary: a list that grows by itself hides what it lists."""
    assert (LENGTHS | ENDS) - set(words_of_time()) == set()
