"""Where coaches come from: a process that has read all scripts once, and forks a `coach run` for each line it gets.

Reading them is nearly all of a start, and a kill in it shows nothing: before that no coach has opened anything. What a
start does from then on, each does for itself. A line is the child's environment as JSON; the answers are its process
id, and how it ended: its exit code or minus the signal.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot import app, cli
from bot.config import load_settings
from bot.engine.script import Library
from bot.playground.state import State
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording
from bot.understand import practices
from bot.understand.city import read_city
from bot.understand.danger.tongue import tongues
from bot.understand.written import folders, languages
from tests.whole.killing import environment


class Read:
    """Everything that a start reads, read once."""

    def __init__(self) -> None:
        self._library = load_library(dialogs_folder())
        with patch.dict(os.environ, environment("http://127.0.0.1", Path())):
            operator = load_settings().coach_operator
        bot = State().bot
        self._given = (bot.username, operator, languages(folders()).offered)
        self._inline = bot.inline
        self._wording = Wording(prompts_folder(), self._library, *self._given, inline=self._inline)
        tongues()
        practices.warm_up()
        read_city("London", "en")

    def library(self, folder: Path) -> Library:
        """Stands in for the reading of the dialogs."""
        return self._library if folder == dialogs_folder() else load_library(folder)

    def wording(self, folder: Path, library: Library, *given: Any, inline: bool = False) -> Wording:
        """Stands in for the reading of the prompts."""
        if library is self._library and given == self._given and inline == self._inline:
            return self._wording
        return Wording(folder, library, *given, inline=inline)


def _child(env: dict[str, str]) -> None:
    """Be a coach; never returns."""
    code = 1
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.environ.clear()
        os.environ.update(env)
        sys.argv = ["coach", "run"]
        cli.main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Fork a coach for each line, one after another, until there are no more."""
    read = Read()
    gc.freeze()
    with patch.object(app, "load_library", read.library), patch.object(app, "Wording", read.wording):
        for line in sys.stdin:
            if (pid := os.fork()) == 0:
                _child(json.loads(line))
            print(pid, flush=True)
            _, status = os.waitpid(pid, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
