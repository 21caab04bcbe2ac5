"""Words that belong to nothing else: kept as notes of their writer's own."""

from __future__ import annotations

from typing import Final

from bot.engine.turn import Turn
from bot.model.asks import Ask
from bot.model.events import Remember
from bot.model.values import Words

MOST_NOTES: Final = 2_000
"""So many notes are kept of one person: more than a year of five a day, and an export of them stays a small file."""


def keep_words(turn: Turn, who: int, text: str) -> None:
    """Keep words that belong to no open answer as a note of the person's own, while there is room."""
    if turn.world.memory.counts(who).get(turn.world.library.kind_of("words"), 0) >= MOST_NOTES:
        turn.common(who, "notes_full", {"most": MOST_NOTES})
        return
    note(turn, who, text)
    turn.common(who, "kept_words", {"words": Words(text)})


def note(turn: Turn, who: int, text: str) -> None:
    """Put words among the person's notes, and say nothing of it."""
    kind = turn.world.library.kind_of("words")
    turn.emit(Remember(turn.world.fresh.id(), who, kind, 1, {"words": Words(text)}))


def keep_unsure(turn: Turn, who: int, ask: Ask) -> None:
    """Words of which nobody said whether they were an answer are kept; not what was a control word, or could hurt."""
    words, wanted, ask.unsure, ask.wanted = ask.unsure, ask.wanted, None, None
    if words is not None and wanted is None and (not ask.hurts or ask.keeping == "kept"):
        # Whoever did nothing just now finds them among their notes.
        (keep_words if who == turn.actor else note)(turn, who, words)
