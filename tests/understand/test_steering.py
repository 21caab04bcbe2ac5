"""Words that steer the other: the cases that the reader was built with, and how it does with those it was not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import pytest

from bot.understand.steering import steers
from tests.understand.steering_cases import LANGUAGES, Case, kept, others, own

LEARNED: Final = 0.93
"""Of all that it learned of, so many it must tell apart."""

FOUND, LEFT = {"en": 0.65, "es": 0.67}, {"en": 0.92, "es": 0.88}
"""Of sentences that it had not seen: so many that steer are found, and so many fair ones left in peace. At the first
reading it was 68 % and 94 % in English, 70 % and 90 % in Spanish. They were written to be hard to tell apart."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hand", [own, others], ids=["own", "others"])
def test_what_steers_is_told_from_what_looks_like_it(language: str, hand: Callable[[str], Sequence[Case]]) -> None:
    found, left = _shares(hand(language), language)
    assert min(found, left) >= LEARNED


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("share your location with me", "en"),
        ("I need you to stop talking to your ex", "en"),
        ("necesito que dejes de hablar con tu ex", "es"),
        ("nada de amigos hombres", "es"),
    ],
)
def test_what_is_said_most_plainly_steers(said: str, language: str) -> None:
    assert steers(said, language)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("I need an hour alone after work", "en"),
        ("I stop working at six", "en"),
        ("a kiss when you get home", "en"),
        ("every day", "en"),
        ("un beso al llegar", "es"),
        ("necesito una hora a solas después del trabajo", "es"),
        ("cada día", "es"),
    ],
)
def test_what_one_needs_or_gives_is_left_in_peace(said: str, language: str) -> None:
    assert not steers(said, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_holds_for_sentences_that_it_was_not_built_with(language: str) -> None:
    found, left = _shares(kept(language), language)
    assert found >= FOUND[language]
    assert left >= LEFT[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_the_same_whatever_the_writer_s_own_language_is(language: str) -> None:
    other = next(tag for tag in LANGUAGES if tag != language)
    assert [steers(c.said, other) for c in own(language)] == [steers(c.said, language) for c in own(language)]


def test_an_empty_and_a_very_long_text_are_read() -> None:
    assert not steers("", "en")
    assert steers("blah " * 5000 + ". share your location with me", "en")


def _shares(cases: Sequence[Case], language: str) -> tuple[float, float]:
    """Of what steers, the share that is found; of what is fair, the share left in peace."""
    steering, fair = [c for c in cases if c.steers], [c for c in cases if not c.steers]
    found = sum(steers(case.said, language) for case in steering) / len(steering)
    return found, sum(not steers(case.said, language) for case in fair) / len(fair)
