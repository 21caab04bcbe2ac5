"""`coach run` for tests that start it again and again: its prompts, whose compiling takes more than half of a start,
are compiled once for all starts."""

from __future__ import annotations

import hashlib
import marshal
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from unittest.mock import patch

from jinja2 import Environment

from bot import cli

_compile = Environment.compile


def _once(env: Environment, source: str) -> CodeType:
    """The code of a prompt's file, from an earlier start where there was one. Others may be starting just now."""
    mark = hashlib.sha256(f"{env.autoescape} {source}".encode()).hexdigest()
    kept = Path(os.environ["XDG_STATE_HOME"]) / "prompts" / mark
    if kept.exists():
        found: CodeType = marshal.loads(kept.read_bytes())  # written below, by these tests
        return found
    code = _compile(env, source)
    kept.parent.mkdir(parents=True, exist_ok=True)
    own = kept.with_suffix(f".{os.getpid()}")
    own.write_bytes(marshal.dumps(code))
    own.replace(kept)
    return code


@contextmanager
def compiled_once() -> Iterator[None]:
    """Within it, compile what has not been compiled yet."""
    with patch.object(Environment, "compile", _once):
        yield


if __name__ == "__main__":
    with compiled_once():
        cli.main()
