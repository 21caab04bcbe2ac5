"""People, chats and messages written as the Bot API writes them."""

from __future__ import annotations

from bot.playground.state import Bot, Message, Shape, State, User

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
    """Return a person as ``User``."""
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
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def chat_shape(user: User) -> Shape:
    """Return a person's private chat as ``Chat``."""
    shape: Shape = {"id": user.id, "first_name": user.first_name, "type": "private"}
    optional = {"last_name": user.last_name, "username": user.username}
    return shape | {key: value for key, value in optional.items() if value}


def message_shape(state: State, message: Message, *, with_reply: bool = True) -> Shape:
    """Return a message as ``Message``, with the one it answers inside unless told otherwise."""
    user = state.users[message.chat_id]
    shape: Shape = {
        "message_id": message.message_id,
        "from": bot_shape(state.bot) if message.from_bot else user_shape(user),
        "chat": chat_shape(user),
        "date": message.date,
    }
    if message.edit_date is not None:
        shape["edit_date"] = message.edit_date
    answered = state.chats[message.chat_id].messages.get(message.reply_to or 0)
    if with_reply and answered is not None:
        shape["reply_to_message"] = message_shape(state, answered, with_reply=False)
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


def gone_message_shape(user: User, message_id: int) -> Shape:
    """Return ``InaccessibleMessage``: what is left of a message that is deleted."""
    return {"chat": chat_shape(user), "message_id": message_id, "date": 0}
