"""`coach run` makes a backup a day where it is told into which folder, and begins with what a restore has left."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import run
from bot.config import Settings
from bot.errors import OperatorError
from bot.playground.clock import MovableClock
from bot.playground.server import TOKEN, serve
from bot.playground.world import World
from bot.runtime.backing_up import BackingUp
from bot.service import Coach
from tests.stage import MORNING


async def test_the_coach_has_a_backup_made_beside_its_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def once(self: BackingUp) -> None:
        assert self.folder is not None
        await self.take_up(self.folder)
        raise OperatorError(f"kept: {self.most}")

    folder = tmp_path / "backups"
    folder.mkdir()
    monkeypatch.setattr(BackingUp, "run", once)
    with pytest.raises(OperatorError, match="kept: 24"):
        await _run(tmp_path, folder)
    assert len(list(folder.iterdir())) == 1


async def test_before_all_else_the_coach_sees_to_what_was_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def begin(self: Coach) -> None:
        raise OperatorError("begun")

    monkeypatch.setattr(Coach, "begin", begin)
    with pytest.raises(OperatorError, match="begun"):
        await _run(tmp_path, None)


async def _run(here: Path, folder: Path | None) -> None:
    async with serve(World(MovableClock(MORNING, frozen=True))) as url:
        settings = Settings(
            telegram_bot_token=SecretStr(TOKEN),
            telegram_api_url=url,
            coach_database=f"sqlite:///{here / 'coach.db'}",
            coach_backups=folder,
            coach_backups_kept=24,
            _env_file=None,
        )
        await run(settings)
