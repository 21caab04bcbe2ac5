"""What sending and editing have in common: formatting, the message answered, the pace, and what may be edited."""

from __future__ import annotations

from collections.abc import Mapping

from bot.playground.entities import arranged
from bot.playground.html import parse_html
from bot.playground.refusal import bad_request, too_many_requests
from bot.playground.shapes import message_shape
from bot.playground.state import Chat, Group, Message, Place, Shape
from bot.playground.text import CAPTION_LIMIT, TEXT_LIMIT, Entity, is_blank, units
from bot.playground.validation import Params
from bot.playground.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
"""What Telegram says to an edit that changes nothing."""

_LONGEST_SOURCE = 1 << 15


def formatted_text(params: Params, too_long: str, name: str = "text") -> tuple[str, list[Entity]]:
    """Return the call's text with its formatting; refuses a blank one, and one too long with ``too_long``."""
    text, entities = _formatted(params, name, "entities")
    if is_blank(text):
        raise bad_request("text must be non-empty")
    if units(text) > TEXT_LIMIT:
        raise bad_request(too_long)
    return text, entities


def formatted_caption(params: Params, too_long: str) -> tuple[str, list[Entity]]:
    """Return the call's ``caption`` with its formatting, "" without one; refuses one too long with ``too_long``."""
    text, entities = _formatted(params, "caption", "caption_entities")
    if units(text) > CAPTION_LIMIT:
        raise bad_request(too_long)
    return ("", []) if is_blank(text) else (text, entities)


def _formatted(params: Params, name: str, entities_name: str) -> tuple[str, list[Entity]]:
    source = params.text(name)
    if len(source.encode()) > _LONGEST_SOURCE:
        raise bad_request("text is too long")
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(source)
    elif mode in ("", "none"):
        text, entities = source, _given_entities(params.items(entities_name), units(source))
    elif mode in ("markdown", "markdownv2"):
        raise bad_request("parse_mode Markdown is not supported by the playground")
    else:
        raise bad_request("unsupported parse_mode")
    return arranged(text, entities)


def _given_entities(items: list[object], length: int) -> list[Entity]:
    entities = [Entity.model_validate(item) for item in items]
    for entity in entities:
        if entity.offset < 0 or entity.length < 0 or entity.end > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {entity.offset} ends after the end of the text at UTF-16 offset "
                f"{entity.end}"
            )
    found = ("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number")
    return [entity for entity in entities if entity.type not in found]


def answered_id(messages: Mapping[int, Message], wanted: Shape | None, chat_id: int) -> int | None:
    """Return the id of the message that the call answers, None for none; refuses one that is not there."""
    if wanted is None:
        return None
    message_id = wanted.get("message_id")
    if wanted.get("chat_id") not in (None, chat_id):
        raise bad_request("chat not found")
    if isinstance(message_id, int) and message_id in messages:
        return message_id
    if wanted.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def wanted_thread(chat: Chat | Group, params: Params) -> int | None:
    """Return the topic that the call names, None for none; refuses one that is not there."""
    thread = params.number("message_thread_id")
    if not thread:
        return None
    if not isinstance(chat, Group) or thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread


def spend(world: World, chat_id: int) -> None:
    """Count one message into the chat; refuses with 429 when the bot writes too fast."""
    seconds = world.limits.spend(chat_id) if world.limits else 0
    if seconds:
        raise too_many_requests(seconds)


def editable(world: World, params: Params) -> Message:
    """Return the bot's own message that the call names; refuses one that is not there or cannot be edited."""
    if "inline_message_id" in params:
        return _sent_through(world, params.text("inline_message_id"))
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    chat = world.known_chat(params.get("chat_id"))
    upgraded = isinstance(chat, Group) and chat.upgraded_to is not None
    if not upgraded:
        chat = world.writable_chat(chat.id)
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if upgraded or not message.from_bot or (message.markup is not None and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    return message


def _sent_through(world: World, name: str) -> Message:
    """Return what a person sent through the bot, wherever it stands; the bot may edit it while it has buttons."""
    state = world.state
    rooms: list[Place] = [*state.pairs.values(), *state.groups.values(), *state.chats.values()]
    found = (m for place in rooms for m in place.messages.values() if name and m.inline_id == name)
    message = next(found, None)
    if message is None:
        raise bad_request("MESSAGE_ID_INVALID")
    return message


def edited(world: World, message: Message) -> object:
    """Mark a message as edited now and return it as the Bot API writes it; of one sent through the bot, only True."""
    message.edit_date = world.unix()
    world.changes.touch()
    return True if message.via_bot else message_shape(world.state, message)


def rewritten(world: World, message: Message, text: str, entities: list[Entity], markup: Shape | None) -> object:
    """Give a message other words and another inline keyboard; refuses what is so already."""
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(NOT_MODIFIED)
    if not message.via_bot:
        spend(world, message.chat_id)
    message.text, message.entities, message.markup = text, entities, markup
    return edited(world, message)
