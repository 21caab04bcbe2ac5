"""COACH_KEY as text, and the file that holds it beside an embedded database."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bot.errors import DatabaseError

_SHAPE: Final = re.compile(r"[A-Za-z0-9_-]{43}=?")
_BYTES: Final = 32


def decode_key(text: str) -> bytes | None:
    """The 32 bytes that URL-safe base64 stands for, with or without its `=`; nothing for any other text."""
    if not _SHAPE.fullmatch(text):
        return None
    key = base64.urlsafe_b64decode(text[:43] + "=")
    return key if encode_key(key) == text[:43] else None


def encode_key(key: bytes) -> str:
    """32 bytes as COACH_KEY has them."""
    return base64.urlsafe_b64encode(key).decode("ascii").rstrip("=")


def key_path(database: Path) -> Path:
    """Where the key of a database lies when COACH_KEY is not set."""
    return database.with_name(database.name + ".key")


def key_beside(database: Path, chance: Callable[[int], bytes] | None) -> bytes:
    """The key in the file beside a database; a missing one is made if there is `chance`, for its owner's eyes only.

    Raises `DatabaseError` when there is none, or it cannot be used.
    """
    path = key_path(database)
    try:
        key = decode_key(path.read_text("ascii").strip())
    except FileNotFoundError:
        if chance is not None:
            return _make(path, chance(_BYTES))
        raise DatabaseError(
            f"The key of the database is missing: set COACH_KEY, or put the file {path.name} back beside it."
        ) from None
    except (OSError, UnicodeDecodeError):
        key = None
    if key is None:
        raise DatabaseError(
            f"The file {path.name} cannot be read as a key: bring back the one you kept, or set COACH_KEY."
        )
    return key


def _make(path: Path, key: bytes) -> bytes:
    """Write a key so that it is there whole and for good when this returns, or not at all."""
    draft = path.with_name(path.name + ".new")
    try:
        file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            os.fchmod(file, 0o600)
            os.write(file, (encode_key(key) + "\n").encode("ascii"))
            os.fsync(file)
        finally:
            os.close(file)
        os.replace(draft, path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise DatabaseError(
            f"The key file {path.name} cannot be written ({error.strerror}): "
            "let COACH_DATABASE name a file in a folder that the coach may write, or set COACH_KEY."
        ) from None
    return key
