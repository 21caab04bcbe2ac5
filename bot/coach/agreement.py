"""What people have agreed to: the version of its words, noted with the time of the tap."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.engine.turn import Turn
from bot.model.consents import Told
from bot.model.state import Person

VERSION: Final = 2
"""The version of the words that people agree to: `consent` in prompts/*/agreement.j2, and what /privacy says beside it.
Raise it when these words come to mean something else; everybody who has agreed is then asked anew. 1 was one tap for
both the age and the consent, of which no time was kept."""

WAIT: Final = timedelta(days=1)
"""So much later an offer looks again whether somebody has answered the newer words."""


def told_now(turn: Turn) -> Told:
    """What is noted of a tap in this turn."""
    return Told(VERSION, turn.world.now)


def version_of(person: Person) -> int:
    """The version of the words that a person has agreed to; 0 for none."""
    if not person.consented:
        return 0
    return person.agreed.version if person.agreed is not None else 1


def is_outdated(person: Person) -> bool:
    """Whether somebody has agreed, but to older words: offers wait for them."""
    return 0 < version_of(person) < VERSION
