"""What looking for danger costs: per text beside two simple readers, on long texts, and at the coach's start."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median

import pytest

from bot.understand.danger import read_danger
from tests.care.baselines import naive_bayes, phrases
from tests.care.texts import LANGUAGES, cases

ROUNDS = 3
LENGTHS = (256, 512, 1024, 2048, 4096)
REPEATED = "he said that i never want to go out with my sister again and then he took my phone, so "

START = """
import resource, time
begin = time.perf_counter()
import bot.app
imported = time.perf_counter()
{read}
print(imported - begin, time.perf_counter() - imported, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
READ = "from bot.understand.danger import read_danger; read_danger('hello')"


def microseconds(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Per text, over all of them once."""
    begin = time.perf_counter()
    for text in texts:
        read(text)
    return (time.perf_counter() - begin) / len(texts) * 1e6


def test_cost_per_text(capsys: pytest.CaptureFixture[str]) -> None:
    """By turns with its peers, on every fourth text of the reporting half."""
    readers: dict[str, Callable[[str], object]] = {"danger": read_danger, "a list of phrases": phrases}
    readers["naive Bayes"] = naive_bayes([case for language in LANGUAGES for case in cases(language, "build")])
    texts = [case.text for language in LANGUAGES for case in cases(language, "report")][::4]
    taken: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            taken[name].append(microseconds(read, texts))
    slowest = max(microseconds(read_danger, [text]) for text in texts)
    with capsys.disabled():
        print(f"\nper text ({len(texts)} texts, median of {ROUNDS} rounds; both languages are looked for in each):")
        for name, each in taken.items():
            print(f"  {name:20} {median(each):8.0f} µs")
        print(f"  the slowest text     {slowest:8.0f} µs")


def test_long_texts(capsys: pytest.CaptureFixture[str]) -> None:
    """Twice the length takes about twice the time, also where nearly every word may begin something."""
    with capsys.disabled():
        print("\nlong texts:")
        for length in LENGTHS:
            text = (REPEATED * (length // len(REPEATED) + 1))[:length]
            print(f"  {length:5} characters {median(microseconds(read_danger, [text]) for _ in range(ROUNDS)):8.0f} µs")


def test_start(capsys: pytest.CaptureFixture[str]) -> None:
    """Start time and memory of a process, without and with the words of danger."""
    with capsys.disabled():
        print("\nstart:")
        for name, read in (("without the words", ""), ("with the words", READ)):
            runs = [_started(read) for _ in range(ROUNDS)]
            imported, loaded, memory = (median(run[n] for run in runs) for n in range(3))
            print(f"  {name:18} import {imported:.2f} s, words {loaded:.2f} s, {memory:.0f} MB")


def _started(read: str) -> tuple[float, ...]:
    program = START.format(read=read)
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return tuple(float(word) for word in done.stdout.split())
