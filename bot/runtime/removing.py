"""What is taken out of the store when somebody removes it, with all that hangs on it."""

from __future__ import annotations

from bot.model.removals import RemoveInvitation, RemoveMemories, RemoveMemory, RemoveNudge
from bot.store.contract import Transaction


async def remove(tx: Transaction, what: RemoveMemory | RemoveMemories | RemoveNudge | RemoveInvitation) -> None:
    """Remove it. The nudges of what is removed go, too: a time that is left would tell that there was something."""
    match what:
        case RemoveMemory(person, id):
            await tx.remove_memory(id, person)
            await _drop_nudges(tx, person, id)
        case RemoveMemories(person, kind):
            await tx.remove_memories(person, kind)
        case RemoveNudge(person, id):
            for nudge in await tx.waiting_nudges(person):
                if nudge.id == id:
                    await tx.close_nudge(nudge.row, "dropped")
        case RemoveInvitation(person, id):
            await tx.remove_invitation(id, person)
            await _drop_nudges(tx, person, id)


async def _drop_nudges(tx: Transaction, person: int, subject: str) -> None:
    for nudge in await tx.waiting_nudges(person):
        if nudge.subject == subject:
            await tx.close_nudge(nudge.row, "dropped")
