"""The data keys that a store has in its hands, so that a turn need not ask for them again."""

from __future__ import annotations

from typing import Final

from bot.store.codec import DataKey, Owner, Vault

_MOST: Final = 10_000


class KeyRing:
    """The vault and the data keys opened so far. One transaction at a time uses it.

    A key made in a transaction is good only until that ends, unless `commit` says that the database has it.
    """

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self._kept: dict[Owner, DataKey] = {}
        self._new: dict[Owner, DataKey] = {}

    def get(self, owner: Owner) -> DataKey | None:
        """An owner's key, if it is at hand."""
        return self._new.get(owner) or self._kept.get(owner)

    def keep(self, owner: Owner, key: DataKey) -> None:
        """Take a key that the database has committed."""
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[owner] = key

    def add(self, owner: Owner, key: DataKey) -> None:
        """Take a key that this transaction has made."""
        self.drop(owner)
        self._new[owner] = key

    def drop(self, owner: Owner) -> None:
        """Let go of an owner's key, which the database may have no more; if it still has it, it will be asked."""
        self._new.pop(owner, None)
        self._kept.pop(owner, None)

    def commit(self) -> None:
        """The transaction's new keys are in the database."""
        for owner, key in self._new.items():
            self.keep(owner, key)
        self._new.clear()

    def roll_back(self) -> None:
        """They are not, or nobody knows."""
        self._new.clear()
