"""What reading an answer costs: times, lengths, numbers, yes and no, cities, on short texts and on the longest ones.

The peer is the look for danger, which every text gets first, whatever it answers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from bot.understand.danger import read_danger
from bot.understand.values import KINDS, Phone
from tests.bench.bench_danger import ROUNDS, microseconds
from tests.understand.said_times import sayings

LENGTHS = (256, 1024, 4096)
REPEATED = "next friday at half past six, or the 5th of december from 10 to 12, in two hours, 3/4 or mañana a las ocho "
PHONE = Phone("en-GB", datetime(2026, 11, 25, 15, tzinfo=ZoneInfo("Europe/London")))


def readers() -> dict[str, Callable[[str], object]]:
    """All readers by name, the peer first; the first city loads the list of cities."""
    found: dict[str, Callable[[str], object]] = {"danger (peer)": read_danger}
    for name, read in KINDS.items():
        found[name] = partial(_read, read)
        found[name]("london")
    return found


def _read(read: Callable[[str, Phone], object], text: str) -> object:
    return read(text, PHONE)


def test_cost_per_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """On what people type when asked for a time."""
    texts = [saying.text for language in ("en", "es") for saying in sayings(language, 1, 200)]
    with capsys.disabled():
        print(f"\nper answer ({len(texts)} generated times, median of {ROUNDS} rounds):")
        for name, read in readers().items():
            print(f"  {name:14} {median(microseconds(read, texts) for _ in range(ROUNDS)):8.0f} µs")


def test_long_texts(capsys: pytest.CaptureFixture[str]) -> None:
    """Texts that are full of times: over 1,000 characters nobody answers "when?"."""
    with capsys.disabled():
        print(f"\nlong texts (characters: µs, median of {ROUNDS} rounds):")
        for name, read in readers().items():
            texts = [(REPEATED * (length // len(REPEATED) + 1))[:length] for length in LENGTHS]
            each = [f"{len(t):5}: {median(microseconds(read, [t]) for _ in range(ROUNDS)):8.0f}" for t in texts]
            print(f"  {name:14} {'  '.join(each)}")
