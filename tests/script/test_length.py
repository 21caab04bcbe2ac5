"""Messages stay within Telegram's lengths: people's words give way, whole characters at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.events import Prompt, Say
from bot.model.values import (
    Number,
    Pair,
    Words,
)
from bot.script.shown import TEXT_UNITS, cut, parsed, units
from bot.script.wording import Wording
from tests.script.saying import ANA, say


@pytest.mark.parametrize("character", ["w", "🌧", "<", "&"])
def test_a_message_too_long_has_peoples_words_cut(wording: Wording, character: str) -> None:
    items = tuple(Pair("wish", Words(character * 2000), Words(character * 2000)) for _ in range(4))
    text = wording.message(say("side_by_side", "week", items=items), ANA).text
    assert units(parsed(text)) <= TEXT_UNITS
    assert text.count("A wish: ") == 4
    assert "… | " in text


def test_a_message_that_nothing_can_shorten_is_cut(wording: Wording) -> None:
    items = tuple(Pair("wish", Number(1), Words("<" * 9)) for _ in range(900))
    text = wording.message(say("side_by_side", "week", items=items), ANA).text
    assert units(parsed(text)) == TEXT_UNITS
    assert text.endswith("…")


def test_a_text_beside_a_file_is_shorter(wording: Wording) -> None:
    told = Say(to=1, prompt=Prompt("common", "added"), values={"words": Words("w" * 3000)}, attach="calendar")
    assert 900 < units(parsed(wording.message(told, ANA).text)) <= 1024


@given(text=st.text(), most=st.integers(1, 40))
def test_cut_never_halves_a_character(text: str, most: int) -> None:
    short = cut(text, most)
    assert units(short) <= max(most, 1)
    assert short == text or text.startswith(short[:-1])
