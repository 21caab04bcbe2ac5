"""Keys as text, and the files that hold them: apart from their databases, or beside one as an older coach left it."""

from __future__ import annotations

import base64
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.errors import DatabaseError
from bot.store.durable import sync_folder
from bot.store.private import keep_private, make_sure_of_file

_SHAPE: Final = re.compile(r"[A-Za-z0-9_-]{43}=?")
_LONGEST: Final = 4096
"""Bytes that are read of a file that should hold a secret: it may be any other."""


def decode_key(text: str) -> bytes | None:
    """The 32 bytes that URL-safe base64 stands for, with or without its `=`; nothing for any other text."""
    if not _SHAPE.fullmatch(text):
        return None
    key = base64.urlsafe_b64decode(text[:43] + "=")
    return key if encode_key(key) == text[:43] else None


def encode_key(key: bytes) -> str:
    """32 bytes as COACH_KEY has them."""
    return base64.urlsafe_b64encode(key).decode("ascii").rstrip("=")


def beside(database: Path) -> Path:
    """Where an older coach kept the key of a database."""
    return database.with_name(database.name + ".key")


def apart(id: str) -> Path:
    """Where the key of the database with this id lies when the operator has said nothing else.

    Raises `DatabaseError` when this account has no folder of its own.
    """
    state = Path(os.environ.get("XDG_STATE_HOME", ""))
    try:
        folder = state if state.is_absolute() else Path.home() / ".local" / "state"
    except RuntimeError:
        raise DatabaseError("This account has no home for the database's key: set COACH_KEY_FILE.") from None
    return folder / "coach" / f"{id}.key"


def read_secret(path: Path) -> str:
    """The text of a file that holds a secret, without the line's end. Where others may read the file, that is mended.

    Raises `OSError` when the file is missing, is none, cannot be read or cannot be kept from others, and
    `UnicodeDecodeError`.
    """
    make_sure_of_file(path)
    keep_private(path)
    with path.open("rb") as file:
        return file.read(_LONGEST).decode("ascii").strip()


def read_key(path: Path) -> bytes:
    """The key in a file. Raises `DatabaseError` when there is none in it, or others may read it and that stays so."""
    try:
        key = decode_key(read_secret(path))
    except OSError as error:
        raise DatabaseError(
            f"The key file {path} cannot be read by the coach and nobody else ({error.strerror}): "
            "let it be the coach's own, chmod 600."
        ) from None
    except UnicodeDecodeError:
        key = None
    if key is None:
        raise DatabaseError(
            f"The file {path} cannot be read as a key: bring back the one you kept, or set COACH_KEY_FILE."
        )
    return key


def write_key(path: Path, key: bytes) -> None:
    """Write a key into a new file so that it is there whole and for good when this returns, or not at all.

    Raises `DatabaseError`, also when the file exists already.
    """
    draft = path.with_name(f"{path.name}.new")
    try:
        _write(draft, (encode_key(key) + "\n").encode("ascii"))
        # Unlike a rename it never takes another file's place.
        os.link(draft, path)
        draft.unlink()
        sync_folder(path.parent)
    except FileExistsError:
        with suppress(OSError):
            draft.unlink()
        raise DatabaseError(f"{path} exists already: a key is never overwritten. Name another file.") from None
    except OSError as error:
        raise DatabaseError(
            f"The key file {path} cannot be written ({error.strerror}): set COACH_KEY_FILE to a key that you have made."
        ) from None


def make_folder_of(key: Path) -> None:
    """Make the folder of a key that lies apart, for its owner alone. Raises `DatabaseError`."""
    try:
        key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_private(key.parent)
    except OSError as error:
        raise DatabaseError(
            f"The folder {key.parent} cannot be kept for the key alone ({error.strerror}): set COACH_KEY_FILE."
        ) from None


def _write(file: Path, content: bytes) -> None:
    with suppress(FileNotFoundError):
        file.unlink()  # left by a kill
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        os.write(opened, content)
        os.fsync(opened)
    finally:
        os.close(opened)
