"""`coach doctor` on the address at which the coach is watched."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store.sqlite.connection import FileLock
from bot.web.watch import Watch, watched
from tests.operating import bot_api, empty_folder, failing, filled, lines, type_in

MORNING = datetime(2026, 11, 28, 11, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A coach is at work on the database."""
    empty_folder(tmp_path, monkeypatch)
    monkeypatch.setenv("COACH_HEALTH", f"127.0.0.1:{free_port()}")
    filled(tmp_path / "coach.db")
    with bot_api() as api:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:token")
        monkeypatch.setenv("TELEGRAM_API_URL", api.url)
        lock = FileLock(tmp_path / "coach.db")
        yield
        lock.release()


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port: int = free.getsockname()[1]
        return port


@contextmanager
def answering(watch: Watch, host: str, port: int) -> Iterator[None]:
    """A coach that tells how it is, in a thread of its own."""
    loop, up = asyncio.new_event_loop(), threading.Event()
    ending = asyncio.Event()

    async def tell() -> None:
        async with watched(watch, host, port):
            up.set()
            await ending.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(tell(),))
    thread.start()
    try:
        assert up.wait(20)
        yield
    finally:
        loop.call_soon_threadsafe(ending.set)
        thread.join()
        loop.close()


def health() -> tuple[str, bool]:
    done = type_in("doctor")
    return lines(done)["health"], "health" in failing(done)


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    said, fails = health()
    assert (fails, said.startswith("FAIL: A coach is at work, but none answers at 127.0.0.1:")) == (True, True), said
    monkeypatch.delenv("COACH_HEALTH")
    said, fails = health()
    assert (fails, said.startswith("ok: COACH_HEALTH is not set")) == (False, True), said


def test_no_coach_is_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_DATABASE", "sqlite:///another.db")
    assert health()[0].startswith("ok: No coach is at work")


def test_something_else_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with bot_api() as other:
        for body in ("<html>", "[]", '{"ready": "yes"}', other.body):
            other.body = body
            monkeypatch.setenv("COACH_HEALTH", other.url.removeprefix("http://"))
            assert health()[1], body


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost"])
def test_it_is_not_ready_and_says_why(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    watch, port = Watch(lambda: MORNING), free_port()
    monkeypatch.setenv("COACH_HEALTH", f"{host}:{port}")
    watch.reached("ConnectError")
    with answering(watch, host, port):
        said, fails = health()
    why = "starting since 2026-11-28T11:20:00Z; telegram ConnectError since 2026-11-28T11:20:00Z"
    assert (said, fails) == (f"look: The coach at {host}:{port} is not ready: {why}.", False)


def test_it_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    watch, port = Watch(lambda: MORNING), free_port()
    monkeypatch.setenv("COACH_HEALTH", f"127.0.0.1:{port}")
    monkeypatch.setattr(watch.health, "not_ready", lambda *, database: {})
    with answering(watch, "127.0.0.1", port):
        assert health() == (f"ok: The coach at 127.0.0.1:{port} is ready.", False)
