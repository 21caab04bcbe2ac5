"""A due nudge taken through its conversation."""

from __future__ import annotations

from bot.model import inputs
from bot.runtime.links import play_all
from bot.runtime.messages import Cause
from bot.runtime.ports import Ids
from bot.runtime.work import Work
from bot.store.contract import Transaction
from bot.store.rows import NudgeRow


async def fire(work: Work, ids: Ids, nudge: NudgeRow) -> bool:
    """Do what a nudge was set for; False where there is nobody, or nothing, left that it is for."""
    found = await work.find(nudge.person)
    if found is None:
        return False
    linked = found[1].partner(nudge.person) is not None
    if nudge.reason == "invitation" and (linked or not await _invitation_waits(work.tx, nudge)):
        return False
    fired = inputs.Fired(
        nudge.id,
        nudge.person,
        nudge.reason,
        nudge.due,
        nudge.subject,
        nudge.revision,
        nudge.prompt,
        nudge.expires,
        nudge.policy,
        nudge.opens,
    )
    work.cause = Cause(nudged=nudge.person, expires=nudge.expires)
    await play_all(work, ids, nudge.person, fired)
    await work.commit()
    return True


async def _invitation_waits(tx: Transaction, nudge: NudgeRow) -> bool:
    """The inviter hears of the end of a link nobody took up; who accepted one hears when nobody confirmed it."""
    row = await tx.invitation(nudge.subject)
    if row is None or row.state == "linked":
        return False
    return row.inviter != nudge.person or row.state in ("open", "claimed")
