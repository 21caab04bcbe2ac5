"""Doubtful words that are plain where they are said: a button's own at the question that shows it, and those by which
somebody wants a chat to be empty, or to be forgotten. They are no doubt about how safe somebody is.

Somebody may be coming in. To be asked just then whether one is safe would say more than all that is to go.
"""

from __future__ import annotations

from typing import Final

from bot.engine.patterns import on_command
from bot.engine.script import Dialog
from bot.engine.turn import Turn
from bot.model.inputs import Text

SURE: Final = 0.9
"""How sure it must be what words are after, for a dialog to begin by them before anything else is made of them."""


def cleared_by_words(turn: Turn, message: Text) -> bool | None:
    """Begin what doubtful words plainly ask for: True when it has begun, False where they answer that very question and
    are to be taken as any answer. None where they ask for nothing of the kind, or are said in the group."""
    person, library = turn.person(message.person), turn.world.library
    if message.there is not None:
        return None
    if _answers(turn, message):
        return False
    meant = next(iter(turn.world.hear.dialogs(message.text, person)), None)
    dialog = library.dialogs.get(meant.opens or "") if meant is not None and meant.score >= SURE else None
    if dialog is None or dialog.command is None or not _clears(dialog):
        return None
    on_command(turn, person.id, dialog.command)
    return True


def _answers(turn: Turn, message: Text) -> bool:
    """Whether words say what a button of the open question says: they mean what a tap does. Where it is asked how safe
    somebody is, what they say weighs more than a button."""
    person = turn.person(message.person)
    run = turn.run(person.foreground)
    ask = run.seats[person.id].ask if run is not None and person.id in run.seats else None
    if run is None or ask is None or turn.world.library.dialogs[run.dialog].role is not None:
        return False
    return turn.world.hear.option(run.dialog, ask.step, message.text, person) is not None


def _clears(dialog: Dialog | None) -> bool:
    """Whether a dialog takes away what is there: open to everybody, and named in no menu."""
    return dialog is not None and dialog.always and dialog.unsaid and dialog.role is None
