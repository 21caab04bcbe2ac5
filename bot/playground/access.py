"""Which chats the bot may read, write to, or look through, refused in Telegram's own words."""

from __future__ import annotations

from bot.playground.refusal import Refusal, bad_request
from bot.playground.state import Chat, Group, State


def readable(state: State, chat_id: object) -> Chat | Group:
    """Return a chat that the bot knows and may read, or refuse."""
    chat = known(state, chat_id)
    if isinstance(chat, Group) and chat.kind == "supergroup":
        _refuse_outsider(state, chat)
    return chat


def writable(state: State, chat_id: object) -> Chat | Group:
    """Return a chat that the bot may write to, or refuse."""
    chat = with_members(state, chat_id)
    if isinstance(chat, Group):
        return chat
    if state.users[chat.user_id].deleted:
        raise Refusal(403, "Forbidden: user is deactivated")
    if chat.blocked:
        raise Refusal(403, "Forbidden: bot was blocked by the user")
    if not chat.started:
        raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
    return chat


def with_members(state: State, chat_id: object) -> Chat | Group:
    """Return a chat whose members the bot may see, or refuse."""
    chat = known(state, chat_id)
    if isinstance(chat, Group):
        _refuse_upgraded(chat)
        _refuse_outsider(state, chat)
    return chat


def known(state: State, chat_id: object) -> Chat | Group:
    """Return a chat that the bot has ever been in, or refuse with ``chat not found``."""
    if not isinstance(chat_id, int):
        raise bad_request("chat not found")
    group = state.groups.get(chat_id)
    if group is not None and state.bot.id in group.members:
        return group
    if chat_id not in state.chats:
        raise bad_request("chat not found")
    return state.chats[chat_id]


def _refuse_upgraded(group: Group) -> None:
    if group.upgraded_to is not None:
        raise Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=group.upgraded_to)


def _refuse_outsider(state: State, group: Group) -> None:
    standing = group.members[state.bot.id].status
    if standing == "kicked":
        raise Refusal(403, f"Forbidden: bot was kicked from the {group.kind} chat")
    if standing == "left":
        raise Refusal(403, f"Forbidden: bot is not a member of the {group.kind} chat")
