"""Where an error came from, for the log."""

from __future__ import annotations

import traceback


def without_words(error: BaseException) -> str:
    """The traceback of an error and of what caused it, with their kinds only: what an error says may quote people."""
    told = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
    cause = error.__cause__ or error.__context__
    return told if cause is None else f"{without_words(cause)}\nled to\n{told}"
