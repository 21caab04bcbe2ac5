"""What outlives a run, as the engine sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.values import Values, Words


@dataclass(frozen=True, slots=True)
class Memory:
    """One item a person has in memory: passions, outings, homecomings, check-ins, notes … `values` is by question."""

    id: str
    kind: str
    revision: int
    created: datetime
    values: Values

    @property
    def title(self) -> str:
        """The first words in it, which stand for the whole in a list; empty when it has none."""
        return next((value.text for value in self.values.values() if isinstance(value, Words)), "")
