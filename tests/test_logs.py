"""Whatever happens, the log tells what and where, and no word of anybody's: for people, and for machines."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
import re
import sqlite3
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import pytest
from jinja2 import Environment, StrictUndefined
from pydantic import BaseModel

from bot.engine.engine import Outcome, play
from bot.engine.world import World
from bot.logs import keep_loop_quiet, set_up_log
from bot.model.inputs import Input, Text
from bot.model.state import Conversation
from bot.playground.server import TOKEN
from bot.telegram.sender import TelegramTransport
from tests.lively import NAMES, TYPED, lively
from tests.stage import stage

CANARY = "kanarienvogel"
OWN, THEIRS = logging.getLogger("bot.runtime.turns"), logging.getLogger("telegram.ext.Updater")


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What is logged while a test runs, in either form."""
    root, kept = logging.getLogger(), (sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning)
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    form: Literal["text", "json"] = request.param
    stream = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        set_up_log(form, stream)
        yield stream
    sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning = kept
    root.handlers[:], root.level = handlers, level
    if form == "json":
        for line in stream.getvalue().splitlines():
            found = json.loads(line)
            assert {"time", "level", "logger", "message"} <= found.keys() <= {*found, "exception"}
            assert datetime.fromisoformat(found["time"]).utcoffset() is not None


def raised(act: Callable[[], object]) -> Exception:
    try:
        act()
    except Exception as error:
        return error
    raise AssertionError("it was to fail")


class Form(BaseModel):
    age: int


def chained() -> None:
    try:
        dict[str, str]()[CANARY]
    except KeyError as error:
        raise RuntimeError(f"about {CANARY}") from error


ERRORS: dict[str, tuple[Callable[[], object], str]] = {
    "json's": (lambda: json.loads(f'{{"text": {CANARY}}}'), "JSONDecodeError"),
    "pydantic's": (lambda: Form.model_validate({"age": CANARY}), "ValidationError"),
    "jinja's": (
        lambda: Environment(undefined=StrictUndefined).from_string(f"{{{{ {CANARY} }}}}").render(),
        "Undefined",
    ),
    "sqlite's": (lambda: sqlite3.connect(":memory:").execute(f"SELECT {CANARY}"), "OperationalError"),
    "one that led to another": (chained, "KeyError"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_told_by_its_kind_and_place(log: io.StringIO, name: str) -> None:
    act, kind = ERRORS[name]
    error = raised(act)
    OWN.error("a turn failed", exc_info=error)
    THEIRS.error("Exception in ASGI application\n", exc_info=error)
    said = log.getvalue()
    assert CANARY not in said
    assert said.count(kind) >= 2
    assert "test_logs.py" in said
    assert "a turn failed" in said


def test_what_another_handler_put_down_of_an_error_is_not_repeated(log: io.StringIO) -> None:
    record = OWN.makeRecord(OWN.name, logging.ERROR, "turns.py", 1, "a turn failed", (), (None, None, None))
    record.exc_info = (ValueError, ValueError(CANARY), None)
    logging.Formatter().format(record)
    assert CANARY in str(record.exc_text)
    OWN.handle(record)
    assert "a turn failed" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_of_a_librarys_line_what_was_filled_in_is_left_out(log: io.StringIO) -> None:
    THEIRS.warning("an update of %s could not be read", CANARY)
    THEIRS.warning(f"an update of {CANARY} could not be read")
    OWN.warning("%d messages", 3)
    first, second, ours = log.getvalue().splitlines()
    assert "an update of %s could not be read" in first
    assert re.search(r"a line of test_logs:\d+, which may quote people", second)
    assert "3 messages" in ours
    assert CANARY not in first + second


def test_errors_that_nobody_caught(log: io.StringIO) -> None:
    def fail() -> None:
        raise ValueError(CANARY)

    class Falls:
        def __del__(self) -> None:
            fail()

    error = raised(fail)
    sys.excepthook(ValueError, error, error.__traceback__)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    Falls()
    gc.collect()
    said = log.getvalue()
    told = ("an error that nobody foresaw", "foresaw, in a thread", "an error that nobody could be told of")
    assert [words in said for words in told] == [True] * 3
    assert said.count("in fail") == 3
    assert CANARY not in said


def test_errors_of_tasks_that_nobody_waited_for(log: io.StringIO) -> None:
    async def fail() -> None:
        raise ValueError(CANARY)

    async def leave() -> None:
        keep_loop_quiet(asyncio.get_running_loop())
        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        del task
        gc.collect()

    asyncio.run(leave())
    said = log.getvalue()
    assert "nobody was waiting for" in said
    assert "ValueError" in said
    assert CANARY not in said


def test_a_warning_is_told_by_its_kind_and_place(log: io.StringIO) -> None:
    warnings.warn(f"Glyph missing from {CANARY}", UserWarning, stacklevel=1)
    said = log.getvalue()
    assert re.search(r"UserWarning at .*test_logs\.py:\d+", said)
    assert CANARY not in said


async def test_a_lively_run_in_which_things_fail_writes_no_word(
    log: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One turn fails in the engine and one message in sending; both errors say all that they were given."""
    send = TelegramTransport.send

    def broken(conversation: Conversation, happened: Input, world: World) -> Outcome:
        if isinstance(happened, Text) and "sparrow" in happened.text:
            raise ValueError(f"cannot play {happened} for {conversation}")
        return play(conversation, happened, world)

    async def broken_send(self: TelegramTransport, chat: int, message: object) -> object:
        if "sparrow" in str(message):
            raise RuntimeError(f"cannot send {message}")
        return await send(self, chat, message)  # type: ignore[arg-type]

    monkeypatch.setattr("bot.runtime.work.play", broken)
    monkeypatch.setattr(TelegramTransport, "send", broken_send)
    async with stage(tmp_path) as s:
        keep_loop_quiet(asyncio.get_running_loop())
        await lively(s)
        await s.send(NAMES[0], "a sparrow")
        monkeypatch.setattr("bot.runtime.work.play", play)
        await s.send(NAMES[0], "/name")
        await s.send(NAMES[0], "sparrow")
    said = log.getvalue()
    assert "a turn failed" in said
    assert "ValueError" in said
    assert "cannot be sent" in said
    words = {*NAMES, *TYPED, TOKEN, TOKEN.partition(":")[2], *(str(s.phone(name).user.id) for name in NAMES)}
    assert {word for word in words if word.casefold() in said.casefold()} == set()
