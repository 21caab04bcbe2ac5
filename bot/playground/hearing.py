"""What the bot hears of what is written and done: all in private, in groups what privacy mode lets through."""

from __future__ import annotations

from bot.playground.shapes import message_shape, place_shape, room
from bot.playground.state import Bot, Group, Member, Message, Pair, Place, Shape, Standing
from bot.playground.world import World

_ADMINISTERS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_manage_video_chats",
)
_DOES_NOT = ("can_be_edited", "can_promote_members", "can_post_stories", "can_edit_stories", "can_delete_stories")


def tell(world: World, kind: str, message: Message) -> None:
    """Hand the bot a message, new or edited, if it hears it."""
    if hears(world, message):
        world.updates.push(kind, message_shape(world.state, message))
    world.changes.touch()


def hears(world: World, message: Message) -> bool:
    """Tell whether a message reaches the bot.

    In a group: what happened there, commands that are not for another bot, answers to its own messages, and what was
    sent through it; everything as an administrator or with privacy mode off. After it has left: only that it has.
    """
    place, bot = room(world.state, message.chat_id), world.state.bot
    if not isinstance(place, Group):
        return not isinstance(place, Pair)
    me = place.members.get(bot.id)
    if me is None or not me.present:
        left = (message.service or {}).get("left_chat_member")
        return me is not None and isinstance(left, dict) and left.get("id") == bot.id
    answered = place.messages.get(message.reply_to or 0)
    to_me = answered is not None and answered.from_bot
    open_ears = me.leading or not bot.privacy
    return open_ears or message.service is not None or message.via_bot or to_me or _is_command(bot, message)


def tell_standing(world: World, place: Place, by: Shape, person: Shape, old: Member, new: Member) -> None:
    """Tell the bot that somebody stands otherwise in a chat: of itself always, of others if it is an administrator."""
    change: Shape = {"chat": place_shape(world.state, place), "from": by, "date": world.unix()}
    change |= {"old_chat_member": member_shape(person, old), "new_chat_member": member_shape(person, new)}
    bot = world.state.bot
    if person["id"] == bot.id:
        world.updates.push("my_chat_member", change)
    elif isinstance(place, Group) and place.members.get(bot.id, _STRANGER).leading:
        world.updates.push("chat_member", change)


def member_shape(person: Shape, member: Member) -> Shape:
    """Return somebody's standing as ``ChatMember``."""
    shape: Shape = {"user": person, "status": member.status}
    match member.status:
        case "creator":
            return shape | {"is_anonymous": member.anonymous}
        case "administrator":
            rights: Shape = {name: name in _ADMINISTERS for name in (*_ADMINISTERS, *_DOES_NOT)}
            return shape | rights | {"is_anonymous": member.anonymous}
        case "kicked":
            return shape | {"until_date": 0}
        case _:
            return shape


def standing(status: Standing) -> Member:
    """Return a plain standing."""
    return Member(status=status)


_STRANGER = standing("left")


def _is_command(bot: Bot, message: Message) -> bool:
    first = message.entities[0] if message.entities else None
    if first is None or first.type != "bot_command" or first.offset:
        return False
    name = message.text[: first.length].partition("@")[2]
    return name.lower() in ("", bot.username.lower())
