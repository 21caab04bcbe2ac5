"""People, chats and messages written as the Bot API writes them."""

from __future__ import annotations

from bot.playground.state import Bot, Channel, Group, Message, Pair, Place, Shape, State, User

GROUP_ANONYMOUS_BOT: Shape = {
    "id": 1_087_968_824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
"""Who stands as the sender of what is written in the group's own name."""

CHANNEL_BOT: Shape = {"id": 136_817_688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
"""Who stands as the sender of what is written in a channel's name."""

FULL_CHAT: Shape = {
    "accent_color_id": 3,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": True,
        "limited_gifts": True,
        "unique_gifts": True,
        "premium_subscription": True,
        "gifts_from_channels": True,
    },
}
"""What getChat tells about every private chat besides the person."""


def user_shape(user: User) -> Shape:
    """Return a person as ``User``; of a deleted account nothing is left but the id."""
    if user.deleted:
        return {"id": user.id, "is_bot": False, "first_name": ""}
    shape: Shape = {"id": user.id, "is_bot": False, "first_name": user.first_name}
    optional = {"last_name": user.last_name, "username": user.username, "language_code": user.language_code}
    return shape | {key: value for key, value in optional.items() if value}


def bot_shape(bot: Bot) -> Shape:
    """Return the bot as ``User``, as it signs its messages."""
    return {"id": bot.id, "is_bot": True, "first_name": bot.names.get("", bot.first_name), "username": bot.username}


def me_shape(bot: Bot) -> Shape:
    """Return the bot as getMe tells it."""
    return bot_shape(bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not bot.privacy,
        "supports_inline_queries": bot.inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat_shape(user: User) -> Shape:
    """Return a person's private chat as ``Chat``."""
    shape: Shape = {"id": user.id, "first_name": user.first_name, "type": "private"}
    optional = {"last_name": user.last_name, "username": user.username}
    return shape | {key: value for key, value in optional.items() if value}


def group_shape(group: Group) -> Shape:
    """Return a group as ``Chat``."""
    shape: Shape = {"id": group.id, "title": group.title, "type": group.kind}
    if group.kind == "group":
        return shape | {"all_members_are_administrators": False}
    return shape | ({"is_forum": True} if group.is_forum else {})


def channel_shape(channel: Channel) -> Shape:
    """Return a channel as ``Chat``."""
    return {"id": channel.id, "title": channel.title, "type": "channel"}


def room(state: State, chat_id: int) -> Place:
    """Return the chat with that id, of whatever kind; KeyError when there is none."""
    for rooms in (state.chats, state.groups, state.pairs):
        if chat_id in rooms:
            return rooms[chat_id]
    raise KeyError(chat_id)


def place_shape(state: State, place: Place) -> Shape:
    """Return any chat that the bot can know as ``Chat``; ValueError for people's own."""
    if isinstance(place, Pair):
        raise ValueError("the bot knows nothing of people's own chats")
    return group_shape(place) if isinstance(place, Group) else chat_shape(state.users[place.user_id])


def message_shape(state: State, message: Message, *, with_reply: bool = True) -> Shape:
    """Return a message as ``Message``, with the one it answers inside unless told otherwise."""
    place = room(state, message.chat_id)
    shape: Shape = {"message_id": message.message_id, **_sender(state, message), "chat": place_shape(state, place)}
    shape["date"] = message.date
    if message.edit_date is not None:
        shape["edit_date"] = message.edit_date
    if message.thread is not None:
        shape |= {"message_thread_id": message.thread, "is_topic_message": True}
    answered = place.messages.get(message.reply_to or 0)
    if with_reply and answered is not None:
        shape["reply_to_message"] = message_shape(state, answered, with_reply=False)
    if message.via_bot:
        shape["via_bot"] = bot_shape(state.bot)
    if message.service is not None:
        return shape | message.service
    if message.media is None:
        shape["text"] = message.text
        if message.entities:
            shape["entities"] = [entity.shape() for entity in message.entities]
    else:
        shape |= message.media
        if message.text:
            shape["caption"] = message.text
            if message.entities:
                shape["caption_entities"] = [entity.shape() for entity in message.entities]
    if message.preview_options:
        shape["link_preview_options"] = message.preview_options
    if message.protected:
        shape["has_protected_content"] = True
    if message.buttons:
        shape["reply_markup"] = {"inline_keyboard": message.buttons}
    return shape


def _sender(state: State, message: Message) -> Shape:
    if message.from_bot:
        return {"from": bot_shape(state.bot)}
    if message.sender_chat is None:
        author = message.chat_id if message.author is None else message.author
        return {"from": person_shape(state, author)}
    if message.sender_chat == message.chat_id:
        return {"from": GROUP_ANONYMOUS_BOT, "sender_chat": group_shape(state.groups[message.chat_id])}
    return {"from": CHANNEL_BOT, "sender_chat": channel_shape(state.channels[message.sender_chat])}


def person_shape(state: State, user_id: int) -> Shape:
    """Return a person, or the bot, as ``User``."""
    return bot_shape(state.bot) if user_id == state.bot.id else user_shape(state.users[user_id])


def gone_message_shape(chat: Shape, message_id: int) -> Shape:
    """Return ``InaccessibleMessage``: what is left in a chat of a message that is deleted."""
    return {"chat": chat, "message_id": message_id, "date": 0}
