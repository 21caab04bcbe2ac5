"""What a store has in its hands of its owners, so that a turn need not ask for it again: data keys and ledgers."""

from __future__ import annotations

from collections import Counter
from typing import Final, Literal

from bot.store.codec import DataKey, Owner, Vault
from bot.store.ledger import Ledger

_MOST: Final = 10_000

Line = Literal["inbox", "outbox"]
"""The tables whose rows are numbered in the order of their coming."""

_Held = tuple[DataKey, Ledger]

Mark = tuple[dict[Owner, _Held], set[Owner]]
"""A place in a transaction to go back to."""


class KeyRing:
    """The vault, and the data keys opened so far with their ledgers. One transaction at a time uses it.

    What is made or changed in a transaction is good only until that ends, unless `commit` says that the database has
    it.
    """

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.sure: set[Owner] = set()
        """People whose ledger has been compared with what there is, since the start."""
        self.people: dict[str, frozenset[int]] = {}
        """The people of conversations, as the database has them."""
        self._last: Counter[Line] = Counter()
        self._kept: dict[Owner, _Held] = {}
        self._new: dict[Owner, _Held] = {}
        self._changed: set[Owner] = set()

    def get(self, owner: Owner) -> DataKey | None:
        """An owner's key, if it is at hand."""
        held = self._held(owner)
        return held[0] if held is not None else None

    def ledger(self, owner: Owner) -> Ledger:
        """The ledger of an owner whose key is at hand."""
        held = self._held(owner)
        return held[1] if held is not None else Ledger()

    def keep(self, owner: Owner, key: DataKey, ledger: Ledger) -> None:
        """Take a key and a ledger that the database has committed."""
        if len(self._kept) >= _MOST:
            self._kept.clear()
            self.people.clear()
        self._kept[owner] = key, ledger

    def add(self, owner: Owner, key: DataKey, ledger: Ledger) -> None:
        """Take a key that this transaction has made."""
        self.drop(owner)
        self._new[owner] = key, ledger

    def note(self, owner: Owner, ledger: Ledger) -> None:
        """Take a ledger that this transaction has changed, of an owner whose key is at hand."""
        held = self._held(owner)
        if held is not None and held[1] != ledger:
            self._new[owner] = held[0], ledger
            self._changed.add(owner)

    def changed(self) -> list[Owner]:
        """Whose ledgers this transaction has to write before it ends."""
        return sorted(self._changed)

    def drop(self, owner: Owner) -> None:
        """Let go of an owner's key, which the database may have no more; if it still has it, it will be asked."""
        self._new.pop(owner, None)
        self._kept.pop(owner, None)
        self._changed.discard(owner)
        self.sure.discard(owner)
        self.people.clear()

    def number(self, line: Line) -> int:
        """A number that no row of a table has had; those of a transaction that fails are lost."""
        self._last[line] += 1
        return self._last[line]

    def last(self, line: Line) -> int:
        """The last number given out."""
        return self._last[line]

    def start_after(self, line: Line, number: int) -> None:
        """Begin with the number after this one."""
        self._last[line] = number

    def mark(self) -> Mark:
        """What this transaction has made and changed so far."""
        return dict(self._new), set(self._changed)

    def back_to(self, mark: Mark) -> None:
        """What it has made and changed since is undone."""
        self._new, self._changed = dict(mark[0]), set(mark[1])
        self.people.clear()

    def commit(self) -> None:
        """The transaction's new keys and ledgers are in the database."""
        for owner, (key, ledger) in self._new.items():
            self.keep(owner, key, ledger)
        self._new.clear()
        self._changed.clear()

    def roll_back(self) -> None:
        """They are not, or nobody knows."""
        self._new.clear()
        self._changed.clear()
        self.people.clear()

    def _held(self, owner: Owner) -> _Held | None:
        return self._new.get(owner) or self._kept.get(owner)
