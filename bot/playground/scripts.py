"""The dialogs and prompts that the coach runs on: an edit is checked as it is saved, and taken up when all is well."""

from __future__ import annotations

import asyncio
import logging
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from watchfiles import Change, awatch

from bot.playground.process import CoachProcess
from bot.playground.state import Shape

_log = logging.getLogger(__name__)

ScriptState = Literal["unchanged", "checking", "taken up", "wrong"]
"""What became of the last edit. While it is wrong the coach goes on with what it has read before."""

WRONG_SETTINGS = 2
"""The exit code of a coach that cannot start with the scripts as they are; one that can is started again."""

_READ = frozenset({".yaml", ".j2"})


class Scripts:
    """Watches folders of dialogs and prompts; each edit is checked by the command ``check`` before ``coach`` has it.

    The coach reads its scripts once, as it starts: it is stopped in good order, and another goes on with its database.
    ``on_change`` is called whenever ``state`` or ``findings`` change.
    """

    def __init__(
        self, coach: CoachProcess, folders: Sequence[Path], check: Sequence[str], on_change: Callable[[], None]
    ) -> None:
        self._coach = coach
        self._folders = folders
        self._check = check
        self._on_change = on_change
        self.state: ScriptState = "unchanged"
        self.findings = ""
        """What the check has printed of an edit that is wrong, to the letter."""

    def shape(self) -> Shape:
        """Return ``state`` and ``findings``, as JSON."""
        return {"state": self.state, "findings": self.findings}

    async def watch(self) -> None:
        """Take up edits until cancelled. What is saved while one is being checked comes after it."""
        # It counts changes aloud otherwise.
        logging.getLogger("watchfiles").setLevel(logging.WARNING)
        try:
            async for _ in awatch(*self._folders, watch_filter=_is_read):
                await self._take_up()
        except OSError as error:
            # Such as a system that has no more watches to give.
            _log.warning("Edited dialogs and prompts are not noticed (%s): start again after an edit.", error)

    async def _take_up(self) -> None:
        self._now("checking")
        wrong = await self._checked()
        if wrong is not None:
            self._now("wrong", wrong)
            return
        # One that was killed on the page stays so; one that could not read its scripts waits for just this.
        if self._coach.running or self._coach.ended_with == WRONG_SETTINGS:
            await self._coach.restart()
        self._now("taken up")

    async def _checked(self) -> str | None:
        """What the check prints; None when it finds nothing wrong."""
        child = await asyncio.create_subprocess_exec(
            *self._check, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, start_new_session=True
        )
        try:
            printed, _ = await child.communicate()
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        return printed.decode("utf-8", "replace").strip() if child.returncode else None

    def _now(self, state: ScriptState, findings: str = "") -> None:
        # What was wrong stays in sight until the next check has its answer.
        self.state, self.findings = state, self.findings if state == "checking" else findings
        self._on_change()


def _is_read(change: Change, path: str) -> bool:
    return Path(path).suffix in _READ and not Path(path).name.startswith(".")
