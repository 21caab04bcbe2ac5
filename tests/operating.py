"""Commands as an operator types them, in an empty folder, and a Bot API server that says what a test wants."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import coach
from bot.config import Settings
from bot.errors import OperatorError
from tests.store.filling import fill, opened


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code, what it printed, and the one line of complaint."""

    code: int
    out: str
    err: str


def type_in(*words: str) -> Done:
    """Run a command as `main` does."""
    result = CliRunner().invoke(coach, list(words))
    if isinstance(result.exception, OperatorError):
        return Done(result.exception.exit_code, result.stdout, str(result.exception))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def lines(done: Done) -> dict[str, str]:
    """What `coach doctor` said of each thing, with its state."""
    found: dict[str, str] = {}
    for line in done.out.splitlines():
        state, what, said = line[:6].strip(), line[6:18].strip(), line[18:]
        found[what] = f"{found[what]}\n{state}: {said}" if what in found else f"{state}: {said}"
    return found


def failing(done: Done) -> set[str]:
    """What `coach doctor` found to fail."""
    return {what for what, said in lines(done).items() if "FAIL: " in said}


def empty_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder, with nothing set, and with a place of one's own for keys."""
    monkeypatch.chdir(folder)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))


def filled(file: Path, key: bytes | None = None) -> None:
    """Make a database with something of every kind in it."""

    async def fill_it() -> None:
        async with opened(file, key) as store:
            await fill(store)

    asyncio.run(fill_it())


@dataclass
class BotApi:
    """Answers whatever it is asked."""

    url: str = ""
    status: int = 200
    body: str = json.dumps({"ok": True, "result": {"id": 1, "is_bot": True, "username": "our_bot"}})
    date: str | None = "Sun, 22 Nov 2026 12:00:00 GMT"


@contextmanager
def bot_api() -> Iterator[BotApi]:
    """A Bot API server on this machine."""
    api = BotApi()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(api.status)
            if api.date is not None:
                self.send_header("Date", api.date)
            self.send_header("Content-Length", str(len(api.body)))
            self.end_headers()
            self.wfile.write(api.body.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
