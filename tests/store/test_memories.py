"""What is remembered comes back as it was, and what nobody knows any more does no harm."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.model.values import Day, Duration, Instant, Many, Number, Option, Variable, Words
from bot.store.memories import read_values, write_values


@pytest.mark.parametrize(
    "value",
    [
        *(Option("aha"), Duration(90), Number(0), Words("¿añ? 🙂"), Many(("a", "b")), Day(date(2024, 2, 29))),
        *(Instant(datetime(2026, 11, 22, 18, 0, 0, 5, tzinfo=UTC)), None, True, 3, "words"),
    ],
)
def test_a_value_comes_back_as_it_was(value: Variable) -> None:
    assert read_values(write_values({"x": value})) == {"x": value}


@pytest.mark.parametrize("odd", ['{"type": "pie"}', '{"n": 3}', '{"type": "number", "n": "many"}', "[1]", "[]", "1.5"])
def test_what_has_an_unknown_shape_is_left_out(odd: str) -> None:
    kept = f'{{"x": {odd}, "y": {{"type": "number", "n": 3}}}}'
    assert read_values(kept.encode()) == {"y": Number(3)}


def test_what_is_no_object_is_nothing() -> None:
    assert read_values(b"[1, 2]") == {}
