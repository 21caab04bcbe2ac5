"""One small error tree: the docstring is the message, unless the raiser says it more exactly."""

from __future__ import annotations

import inspect


class CoachError(Exception):
    """The coach met something that it cannot go on with."""

    def __str__(self) -> str:
        """One line: what the raiser said, else the first line of the class's docstring."""
        said = super().__str__() or (inspect.getdoc(type(self)) or type(self).__name__).partition("\n")[0]
        return " ".join(said.split())


class OperatorError(CoachError):
    """Something is set up wrongly: see the README.

    Whoever runs the coach can put this right, so `str()` says what to do in one line. A command that meets one prints
    that line alone, without a traceback, and ends with `exit_code`.
    """

    exit_code = 2


class SettingsError(OperatorError):
    """A setting is missing or wrong: see .env.example."""


class TokenError(OperatorError):
    """Telegram does not accept TELEGRAM_BOT_TOKEN: copy it again from @BotFather."""


class DatabaseError(OperatorError):
    """The database cannot be used: see that COACH_DATABASE names a file that the coach may write."""


class DamagedError(DatabaseError):
    """A row in the database cannot be opened: something other than the coach has changed or moved it.

    `kind` is the row's table, `row` its id or sequence number and `owner` whose key sealed it, where that is known.
    """

    def __init__(self, kind: str, said: str, row: int | str | None = None, owner: str = "") -> None:
        super().__init__(said)
        self.kind = kind
        self.row = row
        self.owner = owner


class ScriptError(OperatorError):
    """A dialog or a prompt is wrong: run `coach check`."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file = file
        self.line = line
        self.message = message
