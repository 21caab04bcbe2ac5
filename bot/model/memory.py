"""What outlives a run, as the engine sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.model.values import Values, Words

COUPLE, REVEALED, MADE_IN = "couple", "revealed", "made_in"
"""Values of an item that are nobody's answer: the link within which it was made, the questions whose answers by the
other were shown to its owner, and the dialog whose nudges belong to it."""

OURS, SILENCED = "ours", "silenced"
"""The same: an id that the copies of two people have in common, and whether its owner wants no daily message of it."""

CONFIRMED = "confirmed"
"""The same: whether its owner has said that its hour may make a sound in their quiet hours."""

OVER, ENDED = "over", "ended"
"""The same: whether it is in force no more, and is kept only as something that was; and that the other has let go of
what was of two, with how its owner is to hear of that."""

_NO_ANSWERS: Final = frozenset({COUPLE, REVEALED, MADE_IN, OURS, SILENCED, CONFIRMED, OVER, ENDED})


@dataclass(frozen=True, slots=True)
class Memory:
    """One item a person has in memory: passions, outings, homecomings, check-ins, notes … `values` is by question."""

    id: str
    kind: str
    revision: int
    created: datetime
    values: Values

    @property
    def answers(self) -> Values:
        """Its values without those that are nobody's answer."""
        return {name: value for name, value in self.values.items() if name not in _NO_ANSWERS}

    @property
    def title(self) -> str:
        """The first words in it, which stand for the whole in a list; empty when it has none."""
        return title_of(self.values)

    @property
    def words(self) -> tuple[str, ...]:
        """All that is in words in it, in the order it was said."""
        return tuple(value.text for value in self.answers.values() if isinstance(value, Words))


@dataclass(frozen=True, slots=True)
class Reminder:
    """A nudge that waits for its moment, UTC: it belongs to `subject`, at a revision of that."""

    id: str
    due: datetime
    reason: str
    subject: str
    revision: int = 0
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that a person made: when, until when it can be used, and whether somebody still can."""

    id: str
    created: datetime
    expires: datetime
    open: bool


def title_of(values: Values) -> str:
    """The first words in the values of an item; empty when there are none."""
    return next((value.text for value in values.values() if isinstance(value, Words)), "")
