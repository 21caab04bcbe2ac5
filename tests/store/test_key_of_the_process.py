"""What an operator gets from `coach run` when the key is not right: one line, exit code 2, nothing changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.store.keyfile import encode_key
from bot.store.sqlite.keyplace import key_path
from tests.store.filling import fill, opened
from tests.store.test_backup import coach
from tests.unsealed import raw

OTHER = encode_key(b"o" * 32)
NOWHERE = {"TELEGRAM_BOT_TOKEN": "1:token", "TELEGRAM_API_URL": "http://127.0.0.1:9"}
"""Telegram is not reached: the key is looked at before."""


@pytest.mark.parametrize(
    ("spoil", "settings", "says"),
    [
        pytest.param(lambda f: key_path(f).unlink(), {}, r"key .* is missing.*COACH_KEY_FILE.*\.key", id="missing"),
        pytest.param(lambda f: key_path(f).write_text(OTHER), {}, "does not open the database", id="wrong in the file"),
        pytest.param(lambda f: None, {"COACH_KEY": OTHER}, "does not open the database", id="wrong in the setting"),
        pytest.param(lambda f: None, {"COACH_KEY": "s3cret"}, "^COACH_KEY must be 32 bytes", id="malformed"),
        pytest.param(
            lambda f: key_path(f).write_text("s3cret"), {}, r"\.key cannot be read as a key", id="malformed file"
        ),
    ],
)
async def test_a_key_that_is_not_right_is_one_line_and_exit_code_2(
    tmp_path: Path, spoil: Callable[[Path], object], settings: Mapping[str, str], says: str
) -> None:
    file = tmp_path / "coach.db"
    async with opened(file) as store:
        await fill(store)
    spoil(file)
    before = raw(file), key_path(file).exists() and key_path(file).read_bytes()
    done = coach("run", database=file, **NOWHERE, **settings)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
    assert re.search(says, done.stderr)
    assert not any(secret in done.stderr for secret in ("s3cret", OTHER))
    assert (raw(file), key_path(file).exists() and key_path(file).read_bytes()) == before
