"""What a bot can ask about a chat and its members, and leaving one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from bot.playground.access import readable, with_members
from bot.playground.groups import Groups
from bot.playground.hearing import member_shape, standing
from bot.playground.refusal import bad_request
from bot.playground.shapes import FULL_CHAT, bot_shape, group_shape, person_shape, place_shape
from bot.playground.state import Chat, Shape
from bot.playground.validation import Params
from bot.playground.world import World


async def get_chat(world: World, params: Params) -> object:
    """Tell about a chat."""
    chat = readable(world.state, params.get("chat_id"))
    if isinstance(chat, Chat):
        return place_shape(world.state, chat) | FULL_CHAT
    permissions: Shape = {"permissions": {"can_send_messages": True, "can_invite_users": True}}
    return group_shape(chat) | FULL_CHAT | permissions


async def get_chat_member(world: World, params: Params) -> object:
    """Tell how somebody stands in a chat; who was never there has left."""
    state, user_id = world.state, params.number("user_id")
    asked = readable if user_id == state.bot.id else with_members
    chat = asked(state, params.get("chat_id"))
    if user_id != state.bot.id and user_id not in state.users:
        raise bad_request("member not found")
    if isinstance(chat, Chat):
        present = user_id in (chat.user_id, state.bot.id)
        return member_shape(person_shape(state, user_id), standing("member" if present else "left"))
    return member_shape(person_shape(state, user_id), chat.members.get(user_id, standing("left")))


async def get_chat_member_count(world: World, params: Params) -> object:
    """Count who is in a chat, the bot too."""
    chat = with_members(world.state, params.get("chat_id"))
    return 2 if isinstance(chat, Chat) else len(chat.present())


async def get_chat_administrators(world: World, params: Params) -> object:
    """Tell who leads a group."""
    chat = with_members(world.state, params.get("chat_id"))
    if isinstance(chat, Chat):
        raise bad_request("there are no administrators in the private chat")
    leading = [(id, member) for id, member in chat.members.items() if member.leading]
    return [member_shape(person_shape(world.state, id), member) for id, member in leading]


async def leave_chat(world: World, params: Params) -> object:
    """Let the bot leave a group."""
    chat = readable(world.state, params.get("chat_id"))
    if isinstance(chat, Chat):
        raise bad_request("can't leave private chats")
    bot = world.state.bot
    if chat.members[bot.id].present:
        Groups(world).go(chat.id, bot.id, by=bot_shape(bot), status="left")
    return True


CHAT_METHODS: Mapping[str, Callable[[World, Params], Awaitable[object]]] = MappingProxyType(
    {
        "getChat": get_chat,
        "getChatMember": get_chat_member,
        "getChatMemberCount": get_chat_member_count,
        "getChatAdministrators": get_chat_administrators,
        "leaveChat": leave_chat,
    }
)
"""The methods of this file by name."""
