"""What is taken out of the store when somebody removes it, with all that hangs on it."""

from __future__ import annotations

from bot.model.removals import RemoveInvitation, RemoveMemories, RemoveMemory, RemoveNudge
from bot.store.contract import Transaction


async def remove(tx: Transaction, what: RemoveMemory | RemoveMemories | RemoveNudge | RemoveInvitation) -> None:
    """Remove it. The nudges of an item go with it: a time that is left would tell that there was something."""
    match what:
        case RemoveMemory(person, id):
            await tx.remove_memory(id, person)
            for nudge in await tx.waiting_nudges(person):
                if nudge.subject == id:
                    await tx.close_nudge(nudge.id, "dropped")
        case RemoveMemories(person, kind):
            await tx.remove_memories(person, kind)
        case RemoveNudge(person, id):
            if any(nudge.id == id for nudge in await tx.waiting_nudges(person)):
                await tx.close_nudge(id, "dropped")
        case RemoveInvitation(person, id):
            await tx.remove_invitation(id, person)
