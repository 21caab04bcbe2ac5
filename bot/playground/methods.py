"""What a bot can ask of Telegram about messages and updates, method by method."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from bot.playground.entities import arranged
from bot.playground.html import parse_html
from bot.playground.markup import apply_markup, checked_markup
from bot.playground.profile import PROFILE_METHODS
from bot.playground.refusal import bad_request, too_many_requests
from bot.playground.shapes import FULL_CHAT, chat_shape, message_shape
from bot.playground.state import Message, Shape
from bot.playground.text import TEXT_LIMIT, Entity, is_blank, units
from bot.playground.validation import Params, checked, method_name
from bot.playground.world import World

ANSWERABLE_SECONDS = 60
"""How long after a press its query can be answered."""

DELETABLE_SECONDS = 48 * 60 * 60
"""How long a message can be deleted."""

_LONGEST_SOURCE = 1 << 15
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)

Method = Callable[[World, Params], Awaitable[object]]
"""Carries out one call and returns its result, or raises a Refusal."""


async def call(world: World, method: str, raw: Mapping[str, object]) -> object:
    """Carry out one call by its name in any capitals with undecoded parameters; raises a Refusal."""
    name = method_name(method)
    return await METHODS[name](world, checked(name, raw))


async def get_updates(world: World, params: Params) -> object:
    """Wait for updates; see UpdateQueue.take."""
    allowed = [str(kind) for kind in params.items("allowed_updates")] if "allowed_updates" in params else None
    return await world.updates.take(
        params.number("offset"), params.number("limit", 100), params.number("timeout"), allowed
    )


async def set_webhook(world: World, params: Params) -> object:
    """Take a webhook away; refuse one, which the playground does not deliver to."""
    if params.text("url"):
        raise bad_request("bad webhook: the playground delivers updates by getUpdates only")
    return await delete_webhook(world, params)


async def delete_webhook(world: World, params: Params) -> object:
    """Succeed, and forget waiting updates if asked to."""
    if params.flag("drop_pending_updates"):
        world.updates.drop_pending()
    return True


async def get_webhook_info(world: World, params: Params) -> object:
    """Tell that there is no webhook, and how many updates wait."""
    info: Shape = {"url": "", "has_custom_certificate": False, "pending_update_count": world.updates.waiting}
    return info | ({"allowed_updates": world.state.allowed_updates} if world.state.allowed_updates else {})


async def send_message(world: World, params: Params) -> object:
    """Send text with formatting and a keyboard."""
    text, entities = _formatted(params, "message is too long")
    markup = checked_markup(params.shape("reply_markup"))
    chat = world.writable_chat(params.get("chat_id"))
    reply_to = _reply_to(chat.messages, params.shape("reply_parameters"), chat.user_id)
    _spend(world, chat.user_id)
    message = world.post(chat, from_bot=True, text=text, entities=entities, markup=markup, reply_to=reply_to)
    message.preview_options = params.shape("link_preview_options")
    message.protected = params.flag("protect_content")
    apply_markup(chat, message)
    return message_shape(world.state, message)


async def edit_message_text(world: World, params: Params) -> object:
    """Replace a message's text; without a keyboard in the call its inline keyboard goes."""
    if "text" not in params:
        raise bad_request("message text is empty")
    message = _editable(world, params)
    text, entities = _formatted(params, "MESSAGE_TOO_LONG")
    markup = checked_markup(params.shape("reply_markup"))
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(_NOT_MODIFIED)
    _spend(world, message.chat_id)
    message.text, message.entities, message.markup = text, entities, markup
    return _edited(world, message)


async def edit_message_reply_markup(world: World, params: Params) -> object:
    """Replace a message's inline keyboard, or take it away."""
    message = _editable(world, params)
    markup = checked_markup(params.shape("reply_markup"))
    if markup == message.markup:
        raise bad_request(_NOT_MODIFIED)
    _spend(world, message.chat_id)
    message.markup = markup
    return _edited(world, message)


async def delete_message(world: World, params: Params) -> object:
    """Delete one message of either side, within 48 hours."""
    chat = world.known_chat(params.get("chat_id"))
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(world, message):
        raise bad_request("message can't be deleted for everyone")
    _delete(world, message)
    return True


async def delete_messages(world: World, params: Params) -> object:
    """Delete up to 100 messages, passing over those that cannot be found or deleted."""
    chat = world.known_chat(params.get("chat_id"))
    ids = params.items("message_ids")
    if len(ids) > 100:
        raise bad_request("too many message identifiers specified")
    for message_id in ids:
        message = chat.messages.get(message_id) if isinstance(message_id, int) else None
        if message is not None and _deletable(world, message):
            _delete(world, message)
    return True


async def answer_callback_query(world: World, params: Params) -> object:
    """Answer a press, once and soon."""
    press = world.state.presses.get(str(params.get("callback_query_id")))
    if press is None or press.answered or world.unix() - press.created > ANSWERABLE_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    press.answered = True
    press.text, press.alert, press.url = params.text("text"), params.flag("show_alert"), params.text("url")
    world.changes.touch()
    return True


async def send_chat_action(world: World, params: Params) -> object:
    """Show that the bot is typing; the playground only checks it."""
    world.writable_chat(params.get("chat_id"))
    if params.text("action").lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


async def get_chat(world: World, params: Params) -> object:
    """Tell about a private chat."""
    chat = world.known_chat(params.get("chat_id"))
    return chat_shape(world.user(chat.user_id)) | FULL_CHAT


async def set_message_reaction(world: World, params: Params) -> object:
    """Put the bot's one emoji on a message, or take it away."""
    chat = world.writable_chat(params.get("chat_id"))
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    reactions = [r for r in params.items("reaction") if isinstance(r, dict)]
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = reactions[0].get("emoji") if reactions else None
    message.reaction = emoji if isinstance(emoji, str) else None
    world.changes.touch()
    return True


def _formatted(params: Params, too_long: str) -> tuple[str, list[Entity]]:
    source = params.text("text")
    if len(source.encode()) > _LONGEST_SOURCE:
        raise bad_request("text is too long")
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(source)
    elif mode in ("", "none"):
        text, entities = source, _given_entities(params, units(source))
    elif mode in ("markdown", "markdownv2"):
        raise bad_request("parse_mode Markdown is not supported by the playground")
    else:
        raise bad_request("unsupported parse_mode")
    text, entities = arranged(text, entities)
    if is_blank(text):
        raise bad_request("text must be non-empty")
    if units(text) > TEXT_LIMIT:
        raise bad_request(too_long)
    return text, entities


def _given_entities(params: Params, length: int) -> list[Entity]:
    entities = [Entity.model_validate(item) for item in params.items("entities")]
    for entity in entities:
        if entity.offset < 0 or entity.length < 0 or entity.end > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {entity.offset} ends after the end of the text at UTF-16 offset "
                f"{entity.end}"
            )
    found = ("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number")
    return [entity for entity in entities if entity.type not in found]


def _reply_to(messages: Mapping[int, Message], wanted: Shape | None, chat_id: int) -> int | None:
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


def _spend(world: World, chat_id: int) -> None:
    seconds = world.limits.spend(chat_id) if world.limits else 0
    if seconds:
        raise too_many_requests(seconds)


def _editable(world: World, params: Params) -> Message:
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    chat = world.writable_chat(params.get("chat_id"))
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or (message.markup is not None and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    return message


def _edited(world: World, message: Message) -> Shape:
    message.edit_date = world.unix()
    world.changes.touch()
    return message_shape(world.state, message)


def _deletable(world: World, message: Message) -> bool:
    return world.unix() - message.date <= DELETABLE_SECONDS


def _delete(world: World, message: Message) -> None:
    chat = world.chat(message.chat_id)
    del chat.messages[message.message_id]
    if chat.reply_prompt == message.message_id:
        chat.reply_prompt = None
    world.changes.touch()


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        **PROFILE_METHODS,
        "getUpdates": get_updates,
        "setWebhook": set_webhook,
        "deleteWebhook": delete_webhook,
        "getWebhookInfo": get_webhook_info,
        "sendMessage": send_message,
        "editMessageText": edit_message_text,
        "editMessageReplyMarkup": edit_message_reply_markup,
        "deleteMessage": delete_message,
        "deleteMessages": delete_messages,
        "answerCallbackQuery": answer_callback_query,
        "sendChatAction": send_chat_action,
        "getChat": get_chat,
        "setMessageReaction": set_message_reaction,
    }
)
"""Every method of ``api.json`` with what carries it out."""
