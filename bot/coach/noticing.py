"""What is looked at in an input for danger: its own words, those it passes on, and the pieces of the last minute."""

from __future__ import annotations

from datetime import timedelta

from bot.engine.turn import Turn
from bot.model.danger import Danger, Pieces
from bot.model.inputs import Text, Worded
from bot.model.state import Person

TOGETHER = timedelta(minutes=1)
"""Messages this close to one another are read together."""
_MOST_PIECES = 4
"""So many messages are read as one at most: a sentence sent word by word. More would be a talk, and talks hold words
of all kinds."""

_LONGEST_PIECES = 1000


def noticed(turn: Turn, happened: Worded) -> Danger | None:
    """The gravest of what is in the words themselves, in what they pass on, and in the pieces of the last minute."""
    own, notice = own_words(happened), turn.world.notice
    found = [notice(own, False), notice(happened.said.others, True)]
    if isinstance(happened, Text):
        together = _pieces(turn, turn.person(happened.person), own)
        whole = notice(together, False) if together != " ".join(own.split()) else None
        if whole is not None and not whole.unsure:
            found.append(whole)
    dangers = [danger for danger in found if danger is not None]
    if not dangers:
        return None
    return min(dangers, key=lambda danger: (not danger.asked, danger.unsure))


def own_words(happened: Worded) -> str:
    """What its writer says in a message, without what they pass on."""
    if isinstance(happened, Text) and not happened.said.own and not happened.said.others:
        return happened.text
    return happened.said.own


def _pieces(turn: Turn, person: Person, text: str) -> str:
    """What was typed in the last few messages, together: people send half a sentence at a time."""
    before, now = person.pieces, turn.world.now
    known = before.text.splitlines() if before is not None and now - before.at <= TOGETHER else []
    lines = [*known, " ".join(text.split())][-_MOST_PIECES:]
    person.pieces = Pieces("\n".join(lines)[-_LONGEST_PIECES:], now)
    return " ".join(lines)
