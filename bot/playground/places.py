"""Where a person writes: their chat with the bot, a group, or their own chat with somebody else."""

from __future__ import annotations

from bot.playground.refusal import CannotDo
from bot.playground.shapes import room
from bot.playground.state import Chat, Group, Message, Pair, Place
from bot.playground.world import World


def place_of(world: World, user_id: int, at: int | None = None) -> Place:
    """Return the chat that a person knows as `at`; None and the bot's id are their chat with the bot, somebody's id
    their chat with them, a group's id the group. CannotDo when they are not in it."""
    user, state = world.user(user_id), world.state
    if user.deleted:
        raise CannotDo(f"the account {user_id} is deleted")
    if at is None or at == state.bot.id:
        return world.chat(user_id)
    if at in state.users and at != user_id:
        return _pair(world, user_id, at)
    group = world.group(at)
    if user_id not in group.members or not group.members[user_id].present:
        raise CannotDo(f"{user.first_name} is not in the group {group.title}")
    return group


def open_place(world: World, user_id: int, at: int | None = None) -> Place:
    """Return the chat to write in it; the first message starts the chat with the bot."""
    place = place_of(world, user_id, at)
    if isinstance(place, Chat):
        if place.blocked:
            raise CannotDo("you blocked the bot: unblock it first")
        place.started = True
    if isinstance(place, Group) and place.upgraded_to is not None:
        raise CannotDo(f"the group is a supergroup now: {place.upgraded_to}")
    return place


def seen(world: World, user_id: int, message_id: int, at: int | None = None) -> Message:
    """Return a message that a person sees in a chat; CannotDo when it is not there."""
    message = place_of(world, user_id, at).messages.get(message_id)
    if message is None:
        raise CannotDo(f"there is no message {message_id} in this chat")
    return message


def author_of(world: World, message: Message) -> int:
    """Return the id of who wrote a message, the bot's or a person's, in whosever name it was."""
    if message.from_bot:
        return world.state.bot.id
    if message.author is not None:
        return message.author
    owner = room(world.state, message.chat_id)
    return owner.id


def kind_of(place: Place) -> str:
    """Return what an inline query tells about the chat that it is typed in."""
    if isinstance(place, Group):
        return place.kind
    return "sender" if isinstance(place, Chat) else "private"


def _pair(world: World, one: int, other: int) -> Pair:
    pairs = world.state.pairs
    found = next((p for p in pairs.values() if set(p.people) == {one, other}), None)
    if found is None:
        found = Pair(id=-1 - len(pairs), people=(min(one, other), max(one, other)))
        pairs[found.id] = found
    return found
