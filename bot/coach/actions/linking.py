"""The actions of two people: inviting, accepting, confirming, parting."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from bot.coach.parting import part
from bot.engine.quiet import outside_quiet
from bot.engine.runs import clear_trails
from bot.engine.turn import Turn
from bot.model.events import (
    AcceptInvitation,
    ConfirmLink,
    LinkButton,
    MakeInvitation,
    Prompt,
    RefuseLink,
    SetNudge,
    Unlink,
)
from bot.model.script import Button
from bot.model.state import Run

INVITATION_LASTS = timedelta(hours=48)


def make_invitation(turn: Turn, run: Run, source: str | None) -> None:
    """A new link; its secret is in this one message and stored nowhere but as a hash."""
    me = run.starter
    token, invitation = turn.world.fresh.token(), turn.world.fresh.id()
    expires = turn.world.now + INVITATION_LASTS
    turn.emit(MakeInvitation(me, invitation, token_hash(token), expires))
    buttons = (LinkButton(token), Button("cancel_invite", "cancel_invite"))
    turn.say(me, Prompt(run.dialog, "make_invitation"), run=run, values={"token": token}, buttons=buttons, once=True)
    due = outside_quiet(expires, [turn.person(me)])
    turn.emit(SetNudge(turn.world.fresh.id(), me, "invitation", due, invitation, prompt=Prompt("invite", "run_out")))


def token_hash(token: str) -> bytes:
    """What is stored of an invitation's secret: its SHA-256, 32 bytes."""
    return hashlib.sha256(token.encode()).digest()


def accept_invitation(turn: Turn, run: Run, source: str | None) -> None:
    """The invited person agrees; whether they are the first to, the house answers."""
    clear_trails(run)
    person = turn.person(run.starter)
    if person.invited is not None:
        turn.emit(AcceptInvitation(person.id, person.invited.id))
        run.extra["inviter"] = person.invited.name


def decline_invitation(turn: Turn, run: Run, source: str | None) -> None:
    """A no changes nothing that the inviter could see; the link stays as it is until it runs out."""
    person = turn.person(run.starter)
    if person.invited is not None:
        run.extra["inviter"] = person.invited.name
        person.invited = None


def confirm_link(turn: Turn, run: Run, source: str | None) -> None:
    """The inviter knows who it is."""
    clear_trails(run)
    if run.invitation is not None:
        turn.emit(ConfirmLink(run.starter, run.invitation))


def refuse_link(turn: Turn, run: Run, source: str | None) -> None:
    """The inviter does not know them: the link is used up."""
    clear_trails(run)
    if run.invitation is not None:
        turn.emit(RefuseLink(run.starter, run.invitation))


def take_back(turn: Turn, run: Run, source: str | None) -> None:
    """The guest takes an acceptance back that nobody has confirmed. What the inviter has is as it was: their yes finds
    nobody, and the end comes at its time, in the words of every end."""
    clear_trails(run)
    turn.person(run.starter).accepted.clear()


def unlink(turn: Turn, run: Run, source: str | None) -> None:
    """End the link at once. What the two had open between them ends; the other learns only that it has ended, at the
    first thing that they do here."""
    me = run.starter
    other = turn.conversation.partner(me)
    if other is None:
        return
    part(turn, me, other)
    turn.say(me, Prompt("unlink", "unlinked"), run=run)
    turn.emit(Unlink(me))
