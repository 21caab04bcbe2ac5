"""What the engine asks of the house: invitations, linking and parting, which reach beyond one conversation."""

from __future__ import annotations

from bot.coach import linking
from bot.model import events, inputs, removals
from bot.model.group import BindGroup, FreeGroup, LookAtGroup, RefuseGroup
from bot.model.referral import CountReferral
from bot.runtime import conversations
from bot.runtime.group_requests import request as about_group
from bot.runtime.ports import Ids
from bot.runtime.work import Work
from bot.store.contract import Transaction


async def play_all(work: Work, ids: Ids, who: int, happened: inputs.Input) -> None:
    """Take an input through the engine, then everything that it asks of the house, which may be further inputs."""
    for request in await work.play(who, happened):
        await _request(work, ids, request)


async def _request(work: Work, ids: Ids, event: events.Request) -> None:
    tx, who = work.tx, event.person
    match event:
        case events.MakeInvitation():
            await tx.make_invitation(event.id, event.token_hash, who, work.now, event.expires)
        case events.CancelInvitations():
            await tx.void_invitations(who)
        case events.RefuseLink():
            await tx.close_invitation(event.id, "void")
        case events.AcceptInvitation():
            await _accept(work, ids, who, event.id)
        case events.ConfirmLink():
            await _link(work, ids, who, event.id)
        case events.Unlink():
            await _unlink(work, ids, who)
        case events.Export():
            await work.export(who)
        case events.Hide():
            await work.hide(who)
        case events.Retract():
            await work.retract(who, event.mark)
        case removals.Erase():
            await work.erase(who, event.ask, event.messages)
        case CountReferral():
            await tx.count_referral(event.year, first=event.first)
        case LookAtGroup() | BindGroup() | FreeGroup() | RefuseGroup():
            await about_group(work, event)
        case events.Forget():
            work.leaving[who] = event.farewell


async def _accept(work: Work, ids: Ids, who: int, invitation_id: str) -> None:
    row = await work.tx.invitation(invitation_id)
    inviter = await work.find(row.inviter) if row is not None else None
    found = await work.find(who)
    assert found is not None
    free = inviter is not None and row is not None and inviter[1].partner(row.inviter) is None
    ok = free and found[1].partner(who) is None and await work.tx.claim_invitation(invitation_id, who, work.now)
    name = inviter[1].people[row.inviter].name if inviter is not None and row is not None else ""
    await play_all(work, ids, who, inputs.Claimed(who, name, ok))
    if ok and row is not None:
        guest = found[1].people[who]
        accepted = inputs.Accepted(row.inviter, invitation_id, guest.name)
        await play_all(work, ids, row.inviter, accepted)


async def _link(work: Work, ids: Ids, who: int, invitation_id: str) -> None:
    row = await work.tx.invitation(invitation_id)
    mine = await work.find(who)
    theirs = await work.find(row.claimed_by) if row is not None and row.claimed_by is not None else None
    assert mine is not None
    alive = row is not None and row.state == "claimed" and row.expires_at > work.now
    if row is not None and row.claimed_by is not None and theirs is not None:
        # What the table says of them is no more than a hint: they themselves must have said yes to this person.
        guest = theirs[1].people[row.claimed_by]
        alive = alive and row.inviter == who and linking.may_link(guest, invitation_id, who)
    if not alive or theirs is None or mine[0] == theirs[0] or mine[1].couple or theirs[1].couple:
        if row is not None and row.state == "claimed":
            await work.tx.close_invitation(invitation_id, "void")  # they know: no line about its end comes later
        await play_all(work, ids, who, inputs.LinkFailed(who))
        return
    assert row is not None
    assert row.claimed_by is not None
    couple = ids.name()
    await work.tx.close_invitation(invitation_id, "linked")
    await _settle_invitations(work.tx, who, row.claimed_by)
    await work.tx.add_couple(couple, who, row.claimed_by, work.now)
    await work.tx.remove_conversation(theirs[0])
    del work.open[theirs[0]]
    work.open[mine[0]] = linking.merge(mine[1], theirs[1], couple)
    await play_all(work, ids, who, inputs.Linked(who))


async def _settle_invitations(tx: Transaction, one: int, other: int) -> None:
    """Close what two who are linked now had open besides. A link by which one had accepted the other as well counts as
    kept: nobody is told that it ran out."""
    for inviter, partner in ((one, other), (other, one)):
        for row in await tx.invitations_of(inviter):
            if row.state in ("open", "claimed"):
                await tx.close_invitation(row.id, "linked" if row.claimed_by == partner else "void")


async def _unlink(work: Work, ids: Ids, who: int) -> None:
    found = await work.find(who)
    assert found is not None
    conversation_id, conversation = found
    stored = await work.tx.conversation_of(who)
    if stored is not None and (couple := conversations.CONVERSATION.validate_json(stored.state).couple):
        await work.tx.end_couple(couple, work.now)
    del work.open[conversation_id]
    for part in linking.split(conversation):
        work.open[conversation_id if who in part.people else ids.name()] = part
