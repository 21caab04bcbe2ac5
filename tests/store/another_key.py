"""A database sealed anew for another key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from bot.store.codec import Vault
from bot.store.keyfile import decode_key
from bot.store.sqlite.connection import connect
from bot.store.sqlite.keyplace import key_path
from bot.store.sqlite.resealing import change_key

OTHER: Final = b"o" * 32


async def seal_for_another_key(file: Path) -> None:
    """From the key that lies beside it to OTHER."""
    old = decode_key(key_path(file).read_text("ascii").strip())
    assert old is not None
    connection = await connect(file)
    try:
        await change_key(connection, Vault(old, os.urandom), Vault(OTHER, os.urandom), "0" * 32)
    finally:
        await connection.close()
