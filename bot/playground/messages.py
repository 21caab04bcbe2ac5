"""Text messages and the end of every message: sending, editing, deleting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from bot.playground.draft import answered_id, editable, formatted_text, rewritten, spend, wanted_thread
from bot.playground.markup import apply_markup, checked_markup
from bot.playground.refusal import bad_request
from bot.playground.shapes import message_shape, room
from bot.playground.state import Chat, Group, Message
from bot.playground.validation import Params
from bot.playground.world import World

DELETABLE_SECONDS = 48 * 60 * 60
"""How long a message of either side can be deleted."""

UNDELETABLE_DICE_SECONDS = 24 * 60 * 60
"""How long dice must lie: nobody throws again by deleting."""


async def send_message(world: World, params: Params) -> object:
    """Send text with formatting and a keyboard."""
    text, entities = formatted_text(params, "message is too long")
    markup = checked_markup(params.shape("reply_markup"))
    chat = world.writable_chat(params.get("chat_id"))
    thread = wanted_thread(chat, params)
    reply_to = answered_id(chat.messages, params.shape("reply_parameters"), chat.id)
    spend(world, chat.id)
    message = world.post(
        chat, from_bot=True, text=text, entities=entities, markup=markup, reply_to=reply_to, thread=thread
    )
    message.preview_options = params.shape("link_preview_options")
    message.protected = params.flag("protect_content")
    message.silent = params.flag("disable_notification")
    apply_markup(world.state, chat, message)
    return message_shape(world.state, message)


async def edit_message_text(world: World, params: Params) -> object:
    """Replace a message's text; without a keyboard in the call its inline keyboard goes."""
    if "text" not in params:
        raise bad_request("message text is empty")
    message = editable(world, params)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    text, entities = formatted_text(params, "MESSAGE_TOO_LONG")
    markup = checked_markup(params.shape("reply_markup"))
    return rewritten(world, message, text, entities, markup)


async def edit_message_reply_markup(world: World, params: Params) -> object:
    """Replace a message's inline keyboard, or take it away."""
    message = editable(world, params)
    markup = checked_markup(params.shape("reply_markup"))
    return rewritten(world, message, message.text, message.entities, markup)


async def delete_message(world: World, params: Params) -> object:
    """Delete one message of either side, within 48 hours; in a group others' only as an administrator."""
    chat = _cleanable(world, params)
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    _refuse_others(world, chat, message)
    if not _deletable(world, message):
        raise bad_request("message can't be deleted for everyone")
    _delete(world, message)
    return True


async def delete_messages(world: World, params: Params) -> object:
    """Delete up to 100 messages, passing over those that are not there; one that is too old refuses them all."""
    chat = _cleanable(world, params)
    ids = params.items("message_ids")
    if len(ids) > 100:
        raise bad_request("too many message identifiers specified")
    found = {i: chat.messages[i] for i in ids if isinstance(i, int) and i in chat.messages}
    for message in found.values():
        _refuse_others(world, chat, message)
    if not all(_deletable(world, message) for message in found.values()):
        raise bad_request("message can't be deleted for everyone")
    for message in found.values():
        _delete(world, message)
    return True


def _cleanable(world: World, params: Params) -> Chat | Group:
    """A private chat can be tidied up even when the bot may no longer write there."""
    chat = world.known_chat(params.get("chat_id"))
    return chat if isinstance(chat, Chat) else world.writable_chat(chat.id)


def _refuse_others(world: World, chat: Chat | Group, message: Message) -> None:
    if isinstance(chat, Group) and not message.from_bot and not chat.members[world.state.bot.id].leading:
        raise bad_request("message can't be deleted")


def _deletable(world: World, message: Message) -> bool:
    age = world.unix() - message.date
    thrown = message.media is not None and "dice" in message.media
    return age <= DELETABLE_SECONDS and not (thrown and age < UNDELETABLE_DICE_SECONDS)


def _delete(world: World, message: Message) -> None:
    chat = room(world.state, message.chat_id)
    del chat.messages[message.message_id]
    for hanging in [chat] if isinstance(chat, Chat) else chat.hanging.values():
        if hanging.reply_prompt == message.message_id:
            hanging.reply_prompt = None
    world.changes.touch()


MESSAGE_METHODS: Mapping[str, Callable[[World, Params], Awaitable[object]]] = MappingProxyType(
    {
        "sendMessage": send_message,
        "editMessageText": edit_message_text,
        "editMessageReplyMarkup": edit_message_reply_markup,
        "deleteMessage": delete_message,
        "deleteMessages": delete_messages,
    }
)
"""The methods of this file by name."""
