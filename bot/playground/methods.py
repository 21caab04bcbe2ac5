"""What a bot can ask of Telegram, method by method."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from bot.playground.attachments import ATTACHMENT_METHODS
from bot.playground.chats import CHAT_METHODS
from bot.playground.files import Upload
from bot.playground.inline import INLINE_METHODS
from bot.playground.messages import MESSAGE_METHODS
from bot.playground.profile import PROFILE_METHODS
from bot.playground.refusal import bad_request
from bot.playground.state import Shape
from bot.playground.validation import Params, checked, method_name
from bot.playground.world import World

ANSWERABLE_SECONDS = 60
"""How long after a press its query can be answered."""

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


async def call(
    world: World, method: str, raw: Mapping[str, object], uploads: Mapping[str, Upload] | None = None
) -> object:
    """Carry out one call by its name in any capitals with undecoded parameters and files by name; raises a Refusal."""
    name = method_name(method)
    return await METHODS[name](world, checked(name, raw, uploads or {}))


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


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        **PROFILE_METHODS,
        **MESSAGE_METHODS,
        **ATTACHMENT_METHODS,
        **CHAT_METHODS,
        **INLINE_METHODS,
        "getUpdates": get_updates,
        "setWebhook": set_webhook,
        "deleteWebhook": delete_webhook,
        "getWebhookInfo": get_webhook_info,
        "answerCallbackQuery": answer_callback_query,
        "sendChatAction": send_chat_action,
        "setMessageReaction": set_message_reaction,
    }
)
"""Every method of ``api.json`` with what carries it out."""
