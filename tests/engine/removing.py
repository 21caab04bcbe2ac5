"""What the house around the engine takes away when the engine asks it to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import removals

if TYPE_CHECKING:
    from tests.engine.driver import Stage


def remove(stage: Stage, event: removals.Removal) -> None:
    """Take it away; what goes from a chat is noted as asked of the house."""
    mine = stage.items[event.person]
    match event:
        case removals.RemoveMemory():
            mine.pop(event.id, None)
            _drop_nudges(stage, event.person, event.id)
        case removals.RemoveMemories():
            stage.items[event.person] = {k: item for k, item in mine.items() if item.kind != event.kind}
        case removals.RemoveNudge():
            del stage.nudges[event.id]
        case removals.RemoveInvitation():
            assert stage.invitations.pop(event.id).inviter == event.person
            _drop_nudges(stage, event.person, event.id)
        case removals.Erase():
            stage.requests.append(event)


def _drop_nudges(stage: Stage, who: int, subject: str) -> None:
    stage.nudges = {k: n for k, n in stage.nudges.items() if (n.person, n.subject) != (who, subject)}
