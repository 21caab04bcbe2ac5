"""What people say instead of an answer, to an offer, to a preview and in between: tables that anybody can add to."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.model.heard import CONTROLS, TALKS
from bot.understand.control import read_control
from bot.understand.languages import vocabularies
from bot.understand.offered import read_reply, read_sending
from bot.understand.small_talk import read_talk

HERE: Final = Path(__file__).parent / "spoken"
LANGUAGES: Final = ("en", "es")
NOTHING: Final = ("answer", "neither", "sentence", "something_else")
"""The keys of what only sounds alike."""

READERS: Final[dict[str, Callable[[str], str | None]]] = {
    "control": read_control,
    "replies": lambda text: read_reply(text, "en"),
    "sendings": read_sending,
    "small_talk": read_talk,
}


def lines(subject: str, language: str) -> Iterator[tuple[str, str | None]]:
    table = yaml.safe_load((HERE / language / f"{subject}.yaml").read_text(encoding="utf-8"))
    for meaning, texts in table.items():
        yield from ((text, None if meaning in NOTHING else meaning) for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", READERS)
def test_what_is_said_is_read_as_it_was_meant(subject: str, language: str) -> None:
    read = READERS[subject]
    wrong = [
        f"{text}: {meant}, read as {came}"
        for text, meant in lines(subject, language)
        if (came := read(text)) != meant
    ]  # fmt: skip
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_sent_by_a_sentence_that_holds_such_a_word(language: str) -> None:
    for text, _ in lines("sendings", language):
        assert read_sending(f"{text} and by the way I danced until three") != "send"
        assert read_sending(f"when I was out I thought: {text}") != "send"


SIGN: Final = re.compile(r"[()|?]|<[\w ]+>|[^\W_]+")
FILES: Final[dict[str, tuple[str, ...]]] = {
    "control": CONTROLS,
    "small_talk": TALKS,
    "offer": ("send", "affirm", "keep", "all"),
}
READ_BY: Final = {"control": "control", "small_talk": "small_talk", "offer": "sendings"}


def spelled(signs: list[str], sets: Mapping[str, Collection[str]], chance: random.Random) -> list[str]:
    """One of the ways to say a phrase with alternatives."""
    said: list[str] = []
    while signs and signs[0] not in ")|":
        sign = signs.pop(0)
        words = [sign]
        if sign == "(":
            ways = [spelled(signs, sets, chance)]
            while signs.pop(0) == "|":
                ways.append(spelled(signs, sets, chance))
            words = chance.choice(ways)
        elif sign[0] == "<":
            words = spelled(SIGN.findall(chance.choice(sorted(sets[sign[1:-1]]))), sets, chance)
        if signs[:1] == ["?"]:
            signs.pop(0)
            words = chance.choice([words, []])
        said += words
    return said


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phrases_of_a_file_of_words_are_read_as_what_they_stand_under(language: str, file: str) -> None:
    form: Any = getattr(vocabularies()[language], file)
    chance, read = random.Random(7), READERS[READ_BY[file]]
    tried, wrong = 0, []
    for meaning in FILES[file]:
        for phrase in sorted(getattr(form, meaning)):
            for _ in range(3):
                text = " ".join(spelled(SIGN.findall(phrase), getattr(form, "sets", {}), chance))
                assert text, f"{meaning}: {phrase} stands for nothing at all"
                came = read(text) if len(text.split()) < 10 else meaning
                tried += 1
                if came != meaning and not (meaning == "finish" and came is None):
                    wrong.append(f"{text}: {meaning}, read as {came}")
    assert len(wrong) <= tried / 100, wrong


@given(text=st.text(max_size=400))
@example(text="no " * 1365)
@example(text="skip " * 18)
@example(text="\ud800")
@example(text="?" * 4096)
@example(text="i want to " * 400)
def test_no_text_breaks_them(text: str) -> None:
    assert read_control(text) in (None, *CONTROLS)
    assert read_talk(text) in (None, *TALKS)
    assert read_reply(text, "en") in (None, "yes", "no")
    assert read_sending(text) in (None, "send", "affirm", "keep", "all")


def test_a_text_is_read_at_once() -> None:
    texts = [text for language in LANGUAGES for text, _ in lines("control", language)]
    for text in texts:
        read_control(text)
    begun = perf_counter()
    for text in texts:
        read_control(text)
    assert (perf_counter() - begun) / len(texts) < 0.005
