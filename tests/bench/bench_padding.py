"""What it costs that lengths tell nothing: turns and files with bodies packed and filled up, and as they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import pytest

from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording
from bot.store import codec
from bot.store.padding import Kind
from tests.bench.bench_memory import LINES, LOOKING, Life
from tests.store.filling import opened

ROUNDS = 40


@contextmanager
def as_they_are(really: bool) -> Iterator[None]:
    """Bodies as long as they are, if that is wanted."""

    def whole(kind: Kind, body: bytes) -> bytes:
        return body

    def same(body: bytes) -> bytes:
        return body

    with pytest.MonkeyPatch.context() as patch:
        if really:
            patch.setattr(codec, "pack", whole)
            patch.setattr(codec, "unpack", same)
        yield


async def test_lengths_that_tell_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By turns, so that whatever else the machine does strikes both."""
    library = load_library(dialogs_folder())
    wording = Wording(prompts_folder(), library, "coach_bot")
    lives = {"as they are": Life("as they are", items=500), "filled up": Life("filled up", items=500)}
    async with AsyncExitStack() as stack:
        for name, life in lives.items():
            with as_they_are(name == "as they are"):
                store = await stack.enter_async_context(opened(tmp_path / f"{name}.db", os.urandom(32)))
                await life.begin(store, library, wording)
        for _ in range(ROUNDS):
            for line in (*LINES, *LOOKING):
                for name, life in lives.items():
                    with as_they_are(name == "as they are"):
                        await life.take(line)
    with capsys.disabled():
        print(f"\n{'bodies':16}{'ms a turn':>12}{'file, KB':>12}   {ROUNDS * 12} turns, 1,000 items remembered")
        for name, life in lives.items():
            size = (tmp_path / f"{name}.db").stat().st_size / 1024
            print(f"{name:16}{life.median((*LINES, *LOOKING)):12.2f}{size:12.0f}")
