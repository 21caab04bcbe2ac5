"""A pile: more than twenty of one person's inputs wait. Each has its own turn; what was said is not said again.

One line says that all of it is being read. Until the last of the pile nobody is asked anything: the question that
is open then stands beneath the last.
"""

from __future__ import annotations

from typing import Final

from bot.engine.turn import Turn
from bot.model.asks import Ask
from bot.model.events import Event, Say
from bot.model.state import Run

MANY: Final = 20
"""With more than this waiting behind it, an input begins a pile."""

_ONCE: Final = frozenset(
    {
        *("kept_words", "added", "notes_full", "unsure", "too_long", "which_moment", "which_city", "which_number"),
        *("lost", "menu", "unknown_command", "unreadable", "edited", "stale", "nothing_open", "nothing_to_undo"),
        *("no_skip", "joined_waiting", "turns_other", "turns_early"),
    }
)
"""The shared lines that tell nothing new when they are said again. Whatever else is said is said each time."""


def thin(turn: Turn) -> None:
    """Leave out what this pile has heard before; begin the pile, or end it."""
    if turn.actor is None:
        return
    person, behind = turn.person(turn.actor), turn.world.behind
    if person.pile is None and behind > MANY and person.id not in turn.hushed:
        person.pile = []
        turn.common(person.id, "reading_all")
    elif person.pile is not None and behind == 0:
        person.pile = None
        turn.spoken_to.add(person.id)
    if person.pile is not None:
        turn.events = [event for event in turn.events if _is_new(event, person.id, person.pile)]


def hides(turn: Turn, who: int, run: Run, ask: Ask) -> bool:
    """Whether a question waits for the end of the pile. One about danger, and a preview, never do."""
    if who != turn.actor or turn.person(who).pile is None:
        return False
    return not turn.unsaid(run) and ask.preview is None and who not in turn.urgent


def _is_new(event: Event, who: int, said: list[str]) -> bool:
    if not isinstance(event, Say) or event.to != who or event.prompt.dialog != "common":
        return True
    name = event.prompt.name
    if name not in _ONCE and not name.startswith("misfit_"):
        return True
    new = name not in said
    if new:
        said.append(name)
    return new
