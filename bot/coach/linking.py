"""Invitations, linking and parting: two conversations become one, and one becomes two."""

from __future__ import annotations

from typing import Final

from bot.engine.commands import begin, welcome
from bot.engine.quiet import outside_quiet
from bot.engine.runs import end, leave, start
from bot.engine.turn import Turn
from bot.model.events import Prompt, SetNudge
from bot.model.inputs import Accepted, Claimed, Linked, LinkFailed, Opened
from bot.model.links import Agreed, Invited
from bot.model.script import Button, DialogRole
from bot.model.state import Conversation, Person

_ABOUT_LINKING: Final[tuple[DialogRole, ...]] = ("invite", "invited", "confirm")
"""The roles of the dialogs by which two become linked: there is nothing to ask in them once they are."""


def on_opened(turn: Turn, opened: Opened) -> None:
    """Somebody opened a link: they see what linking means, after the welcome if they are new here."""
    person = turn.person(opened.person)
    if opened.state == "open" and opened.expires is not None:
        person.invited = Invited(opened.id, opened.name, opened.expires, opened.inviter)
        turn.emit(SetNudge(f"invited.{person.id}", person.id, "invited", opened.expires, opened.id))
        if person.takes_part:
            runs = list(turn.conversation.runs.values())
            for old in [r for r in runs if turn.has_role(r, "invited") and person.id in r.people]:
                leave(turn, old, person.id)
            start_invited(turn, person.id)
            return
    else:
        name = {"own": "own_link", "linked": "linked_already"}.get(opened.state, "gone")
        turn.say(person.id, Prompt("invited", name))
    if not person.takes_part:
        welcome(turn, person.id, first=True)


def start_invited(turn: Turn, who: int) -> None:
    """Put the invitation before the person."""
    begin(turn, who, turn.world.library.with_role("invited"))


def on_claimed(turn: Turn, claimed: Claimed) -> None:
    """Whether the person was the first to agree."""
    person = turn.person(claimed.person)
    if claimed.ok and person.invited is not None:
        person.accepted.append(Agreed(person.invited.id, person.invited.inviter))
        due, subject = outside_quiet(person.invited.expires, [person]), person.invited.id
        prompt = Prompt("invited", "lapsed")
        turn.emit(SetNudge(turn.world.fresh.id(), person.id, "invitation", due, subject, prompt=prompt))
    person.invited = None
    name, buttons = ("waiting", (Button("unlink", "take_back"),)) if claimed.ok else ("gone", ())
    turn.say(claimed.person, Prompt("invited", name), values={"inviter": claimed.name}, buttons=buttons)


def may_link(guest: Person, invitation: str, inviter: int) -> bool:
    """Whether this person has accepted that very invitation of that very inviter, and not taken it back."""
    return Agreed(invitation, inviter) in guest.accepted


def on_accepted(turn: Turn, accepted: Accepted) -> None:
    """Somebody accepted: the inviter says whether it is their partner."""
    dialog = turn.world.library.with_role("confirm")
    start(turn, dialog, accepted.person, front=False, extra={"who": accepted.name}, invitation=accepted.id)


def on_link_failed(turn: Turn, failed: LinkFailed) -> None:
    """The link can't be made any more."""
    prompt = Prompt("confirm_partner", "failed")
    turn.say(failed.person, prompt, buttons=(Button("invite", "new_link"),))


def on_linked(turn: Turn, linked: Linked) -> None:
    """Both hear it, each with what they can do together. Whatever else was open about linking, at either, is settled:
    each may have invited the other."""
    for run in list(turn.conversation.runs.values()):
        if any(turn.has_role(run, role) for role in _ABOUT_LINKING):
            end(turn, run)
    for who, person in turn.conversation.people.items():
        person.invited = None
        person.accepted.clear()
        where = () if person.city is not None else (Button("city", "city"),)
        buttons = (Button("checkin", "checkin"), Button("space", "space"), *where, Button("menu", "menu"))
        turn.say(who, Prompt("invited", "linked"), buttons=buttons)


def merge(one: Conversation, other: Conversation, couple: str) -> Conversation:
    """The two conversations as one, with everybody's own runs as they were."""
    return Conversation(people=one.people | other.people, runs=one.runs | other.runs, couple=couple)


def split(conversation: Conversation) -> list[Conversation]:
    """One conversation for each person, with the runs that are theirs alone."""
    return [
        Conversation(people={who: person}, runs={k: r for k, r in conversation.runs.items() if r.people == [who]})
        for who, person in conversation.people.items()
    ]
