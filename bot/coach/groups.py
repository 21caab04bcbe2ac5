"""The group of two as the product knows it: what is said when the coach comes into it, its language, the way to it from
a person's own chat, and what both may choose to have said there."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.engine.place import say_there, values_there
from bot.engine.turn import Turn
from bot.model.events import AnswerPress, GroupButton, LanguageButton, Prompt
from bot.model.group import Group, Wanted
from bot.model.script import Button
from bot.model.state import Run
from bot.model.values import Values

STAYS: Final = timedelta(days=7)
"""So long words can be chosen to go to the group."""


def came(turn: Turn, chat: int) -> None:
    """What the coach does here and what reaches it, once; and which language it is to speak, where theirs differ."""
    say_there(turn, chat, Prompt("common", "group_hello"))
    group = turn.conversation.group
    languages = sorted({person.language for person in turn.conversation.people.values()})
    if group is not None and len(languages) > 1:
        buttons = tuple(LanguageButton(tag) for tag in languages)
        say_there(turn, chat, Prompt("common", "group_languages"), buttons=buttons)


def show(turn: Turn, who: int) -> None:
    """Whether there is a group, and the way to one."""
    group = turn.conversation.group
    if turn.conversation.partner(who) is None:
        turn.common(who, "needs_partner", buttons=(Button("invite", "invite"),))
    elif group is None:
        turn.common(who, "group_none", buttons=(GroupButton(), Button("menu", "menu")))
    else:
        turn.common(who, "group_there", buttons=(GroupButton("other_group"), Button("menu", "menu")))


def speak(turn: Turn, who: int, tag: str) -> None:
    """The language somebody wishes for the group: it is spoken once both wish the same."""
    group = turn.conversation.group
    if group is None or tag not in turn.world.languages:
        turn.in_vain(who)
        return
    group.wishes[who] = tag
    both = {group.wishes.get(person) for person in turn.conversation.people}
    if both == {tag} and group.language != tag:
        group.language = tag
        if group.fit:
            say_there(turn, group.chat, Prompt("common", "group_language_set"))
        return
    # Where it is spoken already, nothing is waited for.
    name = "group_language_set" if both == {tag} else "noted"
    if turn.pressed:
        turn.emit(AnswerPress(who, Prompt("common", name)))
    else:
        turn.common(who, name)


def offer(turn: Turn, run: Run, prompt: Prompt, values: Values) -> None:
    """Ask each, in their own chat, whether words go to the group as well; nothing where they have none."""
    id = _may_go(turn, run, prompt, values)
    for who in run.people if id is not None else ():
        turn.common(who, "group_offer", buttons=(Button(f"to_group.{id}", "to_group"),))


def shared_on(turn: Turn, run: Run, who: int, prompt: Prompt, values: Values) -> None:
    """Say that what somebody shared is on its way, with the way to their group where they have one: the other has the
    words already, and they are the sharer's own to say there, too."""
    id = _may_go(turn, run, prompt, values, who)
    if id is None:
        turn.common(who, "sent_on")
    else:
        turn.common(who, "sent_on_group", buttons=(Button(f"to_group.{id}", "to_group"),))


def _may_go(turn: Turn, run: Run, prompt: Prompt, values: Values, whose: int | None = None) -> str | None:
    """Keep words that could go to the group; None where they have none that is fit."""
    group = turn.conversation.group
    if group is None or turn.conversation.there is None:
        return None
    id, until = turn.world.fresh.id(), turn.world.now + STAYS
    known = {**values_there(turn, run), **values}
    group.wanted.append(Wanted(id, prompt.dialog, prompt.name, known, until, whose=whose))
    return id


def want(turn: Turn, who: int, id: str) -> None:
    """Somebody chooses that words go to the group. The other learns of it by nothing but the words, once both have."""
    found = _wanted(turn, id)
    if found is None:
        known = turn.conversation.group
        beside = known is not None and not known.fit
        turn.in_vain(who, "group_others" if beside else "stale")
        return
    group, wanted = found
    if wanted.whose not in (None, who):
        turn.in_vain(who)
        return
    if who not in wanted.chosen:
        wanted.chosen.append(who)
    if wanted.whose is None and set(wanted.chosen) < set(turn.conversation.people):
        turn.common(who, "group_chosen", buttons=(Button(f"not_to_group.{id}", "not_to_group"),))
        return
    group.wanted.remove(wanted)
    say_there(turn, group.chat, Prompt(wanted.dialog, wanted.name), values=wanted.values)
    turn.common(who, "group_went")


def want_not(turn: Turn, who: int, id: str) -> None:
    """Take that back, unseen, as long as it has not gone out; whoever else is in the group meanwhile."""
    found = _kept(turn, id)
    if found is None or who not in found[1].chosen:
        turn.in_vain(who)
        return
    found[1].chosen.remove(who)
    turn.common(who, "group_taken_back", buttons=(Button(f"to_group.{id}", "to_group"),))


def _wanted(turn: Turn, id: str) -> tuple[Group, Wanted] | None:
    """Words that can still go to the group, and the group that they would go to now."""
    return _kept(turn, id) if turn.conversation.there is not None else None


def _kept(turn: Turn, id: str) -> tuple[Group, Wanted] | None:
    """Words that are kept for the group, fit or not."""
    group = turn.conversation.group
    if group is None:
        return None
    group.wanted = [each for each in group.wanted if each.until > turn.world.now]
    found = next((each for each in group.wanted if each.id == id), None)
    return (group, found) if found is not None else None
