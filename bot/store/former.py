"""The format in which bodies were sealed before: as long as they were, and bound to their table and owner alone.

It is read by the one migration that seals them anew, and never after it.
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.store.codec import Owner, Place, unreadable
from bot.store.padding import Kind

_FORMAT: Final = b"\x01"
_BODY: Final = 13
_TAG: Final = 16


class FormerVault:
    """COACH_KEY as it was used before. `key` is 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def fits(self, check: bytes) -> bool:
        """Whether a database's key check was made with this key."""
        try:
            _open(self._cipher, "key_check", check)
        except InvalidTag:
            return False
        return True

    def unwrap(self, owner: Owner, wrapped: bytes) -> FormerKey:
        """An owner's data key. Raises `DamagedError`."""
        try:
            return FormerKey(owner, _open(self._cipher, f"data_key {owner}", wrapped))
        except InvalidTag:
            raise unreadable("data_key", owner, owner) from None


class FormerKey:
    """One owner's data key as it was used before."""

    def __init__(self, owner: Owner, secret: bytes) -> None:
        self._owner = owner
        self._cipher = AESGCM(secret)

    def open(self, kind: Kind, place: Place, sealed: bytes) -> bytes:
        """A body, whatever the row that it stands in. Raises `DamagedError`."""
        try:
            return _open(self._cipher, f"{kind} {self._owner}", sealed)
        except InvalidTag:
            raise unreadable(kind, place[0], self._owner) from None


def _open(cipher: AESGCM, place: str, sealed: bytes) -> bytes:
    if not sealed.startswith(_FORMAT) or len(sealed) < _BODY + _TAG:
        raise InvalidTag
    return cipher.decrypt(sealed[len(_FORMAT) : _BODY], sealed[_BODY:], place.encode())
