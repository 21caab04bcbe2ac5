"""The lock on every body: sealed before a database sees it, under a key that belongs to its owner alone.

A body is AES-256-GCM under its owner's data key. That key lies in the database too, wrapped by COACH_KEY, which does
not: who deletes a data key has deleted all that it sealed, and who has the file alone has nothing to read.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Final, Literal, NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import DamagedError

Chance = Callable[[int], bytes]
"""So many bytes that nobody can guess, different at each call."""

Kind = Literal["inbox", "conversation", "memory", "nudge", "outbox", "house"]
"""The table that a body stands in."""

Owner = NewType("Owner", str)
"""Whose a body is: a person (or the chat with them, which has the same id), a conversation, or the house."""

HOUSE: Final = Owner("house")
"""Owns what came from nobody, and counts without names."""

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_MARK_BYTES: Final = 16
_FORMAT: Final = b"\x01"
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

    def seal(self, kind: Kind, body: bytes) -> bytes:
        """What the database keeps in place of `body`. It opens only as the same kind, for the same owner."""
        return _seal(self._cipher, self._chance, f"{kind} {self._owner}", body)

    def open(self, kind: Kind, sealed: bytes) -> bytes:
        """The body that `seal` was given. Raises `DamagedError`, which tells the kind and nothing else."""
        try:
            return _open(self._cipher, f"{kind} {self._owner}", sealed)
        except InvalidTag:
            raise _unreadable(kind) from None


class Vault:
    """COACH_KEY at work: it makes data keys, and wraps and unwraps them. `key` is 32 bytes."""

    def __init__(self, key: bytes, chance: Chance) -> None:
        self._cipher = AESGCM(key)
        self._chance = chance

    def make(self, owner: Owner) -> tuple[DataKey, bytes]:
        """A new data key, and what the database keeps of it."""
        secret = self._chance(KEY_BYTES)
        return DataKey(owner, secret, self._chance), _seal(self._cipher, self._chance, f"data_key {owner}", secret)

    def unwrap(self, owner: Owner, wrapped: bytes) -> DataKey:
        """The data key that `make` gave. Raises `DamagedError`."""
        try:
            return DataKey(owner, _open(self._cipher, f"data_key {owner}", wrapped), self._chance)
        except InvalidTag:
            raise _unreadable("data_key") from None

    def check(self) -> bytes:
        """What tells later whether the key is still the same."""
        return _seal(self._cipher, self._chance, "key_check", _CHECK)

    def fits(self, check: bytes) -> bool:
        """Whether `check` was made with this key."""
        try:
            return _open(self._cipher, "key_check", check) == _CHECK
        except InvalidTag:
            return False


def _seal(cipher: AESGCM, chance: Chance, place: str, body: bytes) -> bytes:
    nonce = chance(_NONCE_BYTES)
    return _FORMAT + nonce + cipher.encrypt(nonce, body, place.encode())


def _open(cipher: AESGCM, place: str, sealed: bytes) -> bytes:
    start = len(_FORMAT) + _NONCE_BYTES
    # GCM's tag is 16 bytes: what is shorter was never sealed, and the library says so in another way.
    if not sealed.startswith(_FORMAT) or len(sealed) < start + 16:
        raise InvalidTag
    return cipher.decrypt(sealed[len(_FORMAT) : start], sealed[start:], place.encode())


def _unreadable(what: str) -> DamagedError:
    return DamagedError(
        what,
        f"A row of {what} in the database cannot be opened: something other than the coach has changed or moved it. "
        "Bring back a backup.",
    )
