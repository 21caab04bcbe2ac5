"""What the engine asks of the house about groups: to look who is in one, and to note whose one it is."""

from __future__ import annotations

from bot.model import events
from bot.model.group import BindGroup, FreeGroup, LookAtGroup, OfAGroup, RefuseGroup
from bot.model.state import Person
from bot.runtime.ports import OutMessage
from bot.runtime.work import Work
from bot.store.rows import Outgoing


async def refuse(work: Work, chat: int, language: str, username: str) -> bool:
    """Say in a chat for whom the coach is, unless that was said there before; whether it is said now. Of nobody is
    anything in it."""
    new = await work.tx.tell_group(chat, work.now)
    if new:
        text = work.wording.text(events.Prompt("common", "group_refused"), {"bot": username}, Person(0, "", language))
        await work.tx.add_message(Outgoing(chat, "send", "reply", OutMessage(text).to_json(), work.now))
    return new


async def request(work: Work, event: OfAGroup) -> None:
    """Do what the engine asks about a group."""
    found = await work.find(event.person)
    assert found is not None
    match event:
        case LookAtGroup(_, chat):
            body = OutMessage("", edit="look", people=tuple(sorted(found[1].people))).to_json()
            work.later.append(Outgoing(chat, "edit", "reply", body, work.now))
        case BindGroup(_, chat):
            await work.tx.bind_group(chat, found[0], work.now)
        case FreeGroup(_, chat, gone):
            await work.tx.free_group(chat, work.now, silent=not gone)
        case RefuseGroup(_, chat, language):
            await refuse(work, chat, language, work.wording.bot_username)
