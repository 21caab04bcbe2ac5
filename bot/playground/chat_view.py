"""What the page shows of any chat: its messages, what hangs under it, who is there."""

from __future__ import annotations

from itertools import islice

from bot.playground.places import author_of
from bot.playground.profile import commands_for
from bot.playground.state import Group, Hanging, Message, Pair, Place, Shape
from bot.playground.world import World

SHOWN_MESSAGES = 150
"""How many of a chat's last messages are shown."""

SHOWN_TOASTS = 3


def group_view(world: World, group: Group) -> Shape:
    """Return a group with its members, what hangs under each one's text box, and what was said before its upgrade."""
    state = world.state
    before = state.groups.get(group.upgraded_from or 0)
    people = [state.users[id] for id in group.present() if id != state.bot.id]
    me = group.members.get(state.bot.id)
    return {
        "id": group.id,
        "title": group.title,
        "kind": group.kind,
        "was": group.upgraded_from,
        "forum": group.is_forum,
        "bot": me.status if me is not None else "left",
        "members": [
            {
                "id": user.id,
                "name": user.first_name,
                "status": group.members[user.id].status,
                "anonymous": group.members[user.id].anonymous,
                "commands": commands_for(state.bot, user, group),
                "toasts": toasts_view(world, user.id, group.id),
                **hanging_view(group.under(user.id)),
            }
            for user in people
        ],
        "before": messages_view(world, before) if before is not None else [],
        "messages": messages_view(world, group),
    }


def pair_view(world: World, pair: Pair) -> Shape:
    """Return two people's own chat."""
    people = [world.user(id) for id in pair.people]
    members = [
        {"id": user.id, "name": user.first_name, "toasts": toasts_view(world, user.id, pair.id)} for user in people
    ]
    return {"people": list(pair.people), "members": members, "messages": messages_view(world, pair)}


def hanging_view(under: Hanging) -> Shape:
    """Return what hangs under a text box."""
    return {
        "keyboard": None if under.keyboard_hidden else under.keyboard,
        "reply_prompt": under.reply_prompt,
        "placeholder": under.prompt_placeholder,
    }


def toasts_view(world: World, user_id: int, chat_id: int) -> list[Shape]:
    """Return the latest answers to somebody's presses in a chat."""
    presses = [p for p in world.state.presses.values() if p.user_id == user_id and (p.chat_id or user_id) == chat_id]
    answered = [press for press in presses if press.answered and press.text]
    return [{"id": p.id, "text": p.text, "alert": p.alert} for p in answered[-SHOWN_TOASTS:]]


def inline_view(world: World, user_id: int) -> Shape | None:
    """Return what the bot offers for the last that somebody typed behind its name; None when nothing is open."""
    typed = next((i for i in reversed(world.state.inline.values()) if i.user_id == user_id), None)
    if typed is None or not typed.open:
        return None
    results = [
        {"id": r["id"], "title": r.get("title") or "Photo", "about": r.get("description") or ""}
        for r in typed.results or []
    ]
    return {"id": typed.id, "query": typed.query, "waits": typed.results is None, "results": results}


def messages_view(world: World, place: Place) -> list[Shape]:
    """Return the last messages of a chat, oldest first, without what Telegram's apps leave unsaid."""
    seen = (m for m in place.newest_first() if m.service is None or _happened(world, m, author_of(world, m)))
    return [_message_view(world, place, message) for message in list(islice(seen, SHOWN_MESSAGES))[::-1]]


def _message_view(world: World, place: Place, message: Message) -> Shape:
    answered = place.messages.get(message.reply_to or 0)
    author = author_of(world, message)
    return {
        "id": message.message_id,
        "mine": not message.from_bot,
        "author": author,
        "name": _name(world, message, author),
        "via": message.via_bot,
        "topic": place.topics.get(message.thread or 0, "") if isinstance(place, Group) else "",
        "happened": _happened(world, message, author),
        "date": message.date,
        "edited": message.edit_date is not None,
        "text": message.text,
        "entities": [entity.shape() for entity in message.entities],
        "buttons": message.buttons,
        "media": message.media,
        "file": _file_view(world, message),
        "reply_to": None if answered is None else {"id": answered.message_id, "text": answered.plain[:80]},
        "reaction": message.reaction,
    }


def _name(world: World, message: Message, author: int) -> str:
    """In whose name a message stands there."""
    state = world.state
    if message.sender_chat is not None and message.sender_chat in state.groups:
        return state.groups[message.sender_chat].title
    if message.sender_chat is not None:
        return state.channels[message.sender_chat].title
    return _called(world, author)


def _called(world: World, id: int) -> str:
    bot = world.state.bot
    if id == bot.id:
        return bot.names.get("", bot.first_name)
    user = world.user(id)
    return "Deleted Account" if user.deleted else user.first_name


def _happened(world: World, message: Message, author: int) -> str:
    """What happened in a group, as Telegram's apps say it; empty for words."""
    service, who = message.service, _name(world, message, author)
    match service:
        case None:
            return ""
        case {"new_chat_members": [{"id": int(id)}]} if id == author:
            return f"{who} joined"
        case {"new_chat_members": list(people)}:
            return f"{who} added {', '.join(_called(world, person['id']) for person in people)}"
        case {"left_chat_member": {"id": int(id)}}:
            return f"{who} left" if id == author else f"{who} removed {_called(world, id)}"
        case {"group_chat_created": _}:
            return f"{who} made the group"
        case {"migrate_to_chat_id": _}:
            return "The group became a supergroup"
        case {"forum_topic_created": {"name": str(name)}}:
            return f"{who} began the topic {name}"
        case _:
            return ""


def _file_view(world: World, message: Message) -> Shape | None:
    """Return where the page finds the file behind a message; None without one, or when it is no longer kept."""
    file = world.state.files.get(message.file or 0)
    return None if file is None else {"url": f"/_play/files/{file.number}", **file.model_dump(exclude={"number"})}
