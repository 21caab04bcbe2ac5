"""The log, on standard error: text for people, or one JSON object a line. Nothing that anybody wrote stands in it.

Errors are told by their kind and where they came from: what they say may quote people. Of what libraries log, only the
unfilled line is kept, for the same reason.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import threading
import warnings
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Final, Literal, TextIO

from bot.runtime.traces import without_words

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_TEXT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_OWN: Final = __name__.partition(".")[0]

_log = logging.getLogger(__name__)

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _Text(logging.Formatter):
    """A line for people, with the error's traceback under it."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = _said(record)
        return super().formatMessage(record)

    def formatException(self, ei: _ExcInfo) -> str:
        return without_words(ei[1]) if ei[1] is not None else ""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        record.exc_text = None  # another handler may have put down what the error said
        return super().format(record)


class _Json(logging.Formatter):
    """One JSON object: `time` (UTC, ISO 8601), `level`, `logger`, `message`, and `exception` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _said(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = without_words(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _said(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] == _OWN:
        return record.getMessage()
    return str(record.msg) if record.args else f"a line of {record.module}:{record.lineno}, which may quote people"


def set_up_log(form: Literal["text", "json"], stream: TextIO | None = None) -> None:
    """Log to standard error from now on, whatever ends up there else too: warnings, and errors that nobody caught."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Json() if form == "json" else _Text(_TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    warnings.showwarning = _warned
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _uncaught_in_a_thread


def keep_loop_quiet(loop: asyncio.AbstractEventLoop) -> None:
    """What an event loop tells of errors in its tasks quotes them: let it say what happened, and where."""
    loop.set_exception_handler(_in_loop)


def _in_loop(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    error = context.get("exception")
    told = f"\n{without_words(error)}" if isinstance(error, BaseException) else ""
    _log.error("an error that nobody was waiting for%s", told)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    _log.warning("%s at %s:%d", category.__name__, filename, lineno)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _log.critical("an error that nobody foresaw", exc_info=error)


def _unraisable(found: UnraisableHookArgs) -> None:
    _log.error("an error that nobody could be told of", exc_info=found.exc_value)


def _uncaught_in_a_thread(found: threading.ExceptHookArgs) -> None:
    _log.critical("an error that nobody foresaw, in a thread", exc_info=found.exc_value)
