"""The lock on every body: sealed before a database sees it, under a key that belongs to its owner alone.

A body is AES-256-GCM under its owner's data key. That key lies in the database too, wrapped by COACH_KEY, which does
not: who deletes a data key has deleted all that it sealed, and who has the file alone has nothing to read.

It opens only in the row that it was sealed for, at that row's revision, and its length tells nothing: it is packed and
filled up before (`padding`).
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from typing import Final, NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import DamagedError
from bot.store.padding import Kind as Kind
from bot.store.padding import pack, unpack

Chance = Callable[[int], bytes]
"""So many bytes that nobody can guess, different at each call."""

Place = tuple[int | str, ...]
"""Which row a body stands in: its id, and what else about it may not be changed, such as its revision."""

Owner = NewType("Owner", str)
"""Whose a body is: a person (or the chat with them, which has the same id), a conversation, or the house."""

HOUSE: Final = Owner("house")
"""Owns what came from nobody, and counts without names."""

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_MARK_BYTES: Final = 16
_FORMAT: Final = b"\x02"
"""No other format is read here, whoever asks."""
_CHECK: Final = b"coach"


def of_person(id: int) -> Owner:
    """The owner of what concerns a person, or is said in a chat: a private chat has its person's id."""
    return Owner(f"person:{id}")


def sender(person: int | None) -> Owner:
    """The owner of an update."""
    return HOUSE if person is None else of_person(person)


def of_conversation(id: str) -> Owner:
    """The owner of a conversation's state."""
    return Owner(f"conversation:{id}")


class DataKey:
    """One owner's key, ready for use."""

    def __init__(self, owner: Owner, secret: bytes, chance: Chance) -> None:
        self._owner = owner
        self._cipher = AESGCM(secret)
        self._marking = hmac.digest(secret, b"marks", "sha256")
        self._chance = chance

    def mark(self, *words: str) -> bytes:
        """16 bytes by which the same words of this owner are found again; without the key they tell nothing of them."""
        return hmac.digest(self._marking, "\0".join(words).encode("utf-8", "surrogatepass"), "sha256")[:_MARK_BYTES]

    def seal(self, kind: Kind, place: Place, body: bytes) -> bytes:
        """What the database keeps in place of `body`. It opens only as the same kind, in the same place, for the same
        owner."""
        return _seal(self._cipher, self._chance, _bound(kind, self._owner, *place), pack(kind, body))

    def open(self, kind: Kind, place: Place, sealed: bytes) -> bytes:
        """The body that `seal` was given. Raises `DamagedError`, which tells the kind and the row's id."""
        try:
            return unpack(_open(self._cipher, _bound(kind, self._owner, *place), sealed))
        except InvalidTag:
            raise unreadable(kind, place[0], self._owner) from None


class Vault:
    """COACH_KEY at work: it makes data keys, and wraps and unwraps them. `key` is 32 bytes."""

    def __init__(self, key: bytes, chance: Chance) -> None:
        self._cipher = AESGCM(key)
        self._chance = chance

    def make(self, owner: Owner) -> tuple[DataKey, bytes]:
        """A new data key, and what the database keeps of it."""
        secret = self._chance(KEY_BYTES)
        wrapped = _seal(self._cipher, self._chance, _bound("data_key", owner), secret)
        return DataKey(owner, secret, self._chance), wrapped

    def unwrap(self, owner: Owner, wrapped: bytes) -> DataKey:
        """The data key that `make` gave. Raises `DamagedError`."""
        try:
            return DataKey(owner, _open(self._cipher, _bound("data_key", owner), wrapped), self._chance)
        except InvalidTag:
            raise unreadable("data_key", owner, owner) from None

    def check(self) -> bytes:
        """What tells later whether the key is still the same."""
        return _seal(self._cipher, self._chance, _bound("key_check"), _CHECK)

    def fits(self, check: bytes) -> bool:
        """Whether `check` was made with this key."""
        try:
            return _open(self._cipher, _bound("key_check"), check) == _CHECK
        except InvalidTag:
            return False


def unreadable(what: str, row: int | str | None, owner: Owner) -> DamagedError:
    """What is raised for a row that cannot be opened, or is not to be used: its id, and whose it is."""
    said = "cannot be opened: something other than the coach has changed or moved it. Bring back a backup."
    return DamagedError(what, f"A row of {what} in the database {said}", row, owner)


def _bound(*words: int | str) -> bytes:
    """What is authenticated beside a body; no two lists of words give the same."""
    return _FORMAT + json.dumps(words).encode()


def _seal(cipher: AESGCM, chance: Chance, bound: bytes, body: bytes) -> bytes:
    nonce = chance(_NONCE_BYTES)
    return _FORMAT + nonce + cipher.encrypt(nonce, body, bound)


def _open(cipher: AESGCM, bound: bytes, sealed: bytes) -> bytes:
    start = len(_FORMAT) + _NONCE_BYTES
    # GCM's tag is 16 bytes: what is shorter was never sealed, and the library says so in another way.
    if not sealed.startswith(_FORMAT) or len(sealed) < start + 16:
        raise InvalidTag
    return cipher.decrypt(sealed[len(_FORMAT) : start], sealed[start:], bound)
