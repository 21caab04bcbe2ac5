"""Photos and documents: sending, editing and fetching them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from bot.playground.draft import (
    NOT_MODIFIED,
    answered_id,
    editable,
    edited,
    formatted_caption,
    rewritten,
    spend,
    wanted_thread,
)
from bot.playground.files import DOWNLOAD_BYTES, Upload, file_shape, media_of, path_of
from bot.playground.markup import apply_markup, checked_markup
from bot.playground.refusal import bad_request
from bot.playground.shapes import message_shape
from bot.playground.state import File, FileKind, Shape
from bot.playground.validation import Params
from bot.playground.world import World

_CAPTION_TOO_LONG = "message caption is too long"


async def send_photo(world: World, params: Params) -> object:
    """Send a picture with a caption and a keyboard."""
    return _send(world, params, "photo")


async def send_document(world: World, params: Params) -> object:
    """Send any file with a caption and a keyboard."""
    return _send(world, params, "document")


async def edit_message_caption(world: World, params: Params) -> object:
    """Replace the words under a photo or document; without a keyboard in the call its inline keyboard goes."""
    message = editable(world, params)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    text, entities = formatted_caption(params, "MEDIA_CAPTION_TOO_LONG")
    markup = checked_markup(params.shape("reply_markup"))
    return rewritten(world, message, text, entities, markup)


async def edit_message_media(world: World, params: Params) -> object:
    """Put another photo or document, with its caption, in the place of a message's content."""
    message = editable(world, params)
    media = Params(params.shape("media") or {}, params.uploads)
    kind: FileKind = "photo" if media.text("type") == "photo" else "document"
    text, entities = formatted_caption(media, _CAPTION_TOO_LONG)
    markup = checked_markup(params.shape("reply_markup"))
    source = _source(world, kind, media, "media", "can't parse InputMedia: media not found")
    same = isinstance(source, File) and source.number == message.file
    if same and (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(NOT_MODIFIED)
    if not message.via_bot:
        spend(world, message.chat_id)
    file = _kept(world, kind, source)
    message.media, message.file = media_of(file), file.number
    message.text, message.entities, message.markup = text, entities, markup
    return edited(world, message)


async def get_file(world: World, params: Params) -> object:
    """Tell where a file can be fetched."""
    file_id = params.text("file_id")
    file = world.files.find(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    letter = file_id.rpartition("-")[2] if file.kind == "photo" else ""
    return file_shape(file, letter) | {"file_path": path_of(file)}


def _send(world: World, params: Params, kind: FileKind) -> Shape:
    text, entities = formatted_caption(params, _CAPTION_TOO_LONG)
    markup = checked_markup(params.shape("reply_markup"))
    chat = world.writable_chat(params.get("chat_id"))
    thread = wanted_thread(chat, params)
    reply_to = answered_id(chat.messages, params.shape("reply_parameters"), chat.id)
    source = _source(world, kind, params, kind, f"there is no {kind} in the request")
    spend(world, chat.id)
    file = _kept(world, kind, source)
    message = world.post(
        chat,
        from_bot=True,
        text=text,
        entities=entities,
        markup=markup,
        reply_to=reply_to,
        file=file,
        thread=thread,
    )
    message.protected = params.flag("protect_content")
    message.silent = params.flag("disable_notification")
    apply_markup(world.state, chat, message)
    return message_shape(world.state, message)


def sent_before(world: World, kind: FileKind, file_id: str) -> File:
    """Return a file by the id that it was sent under; refuses one that is not kept, or of another kind."""
    file = world.files.find(file_id)
    if file is None:
        raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    return file


def _source(world: World, kind: FileKind, params: Params, name: str, missing: str) -> Upload | File:
    """Return what a parameter names: a file that came with the call, checked, or one that was sent before."""
    value = params.text(name)
    if value.startswith("attach://") or not value:
        upload = params.uploads.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad_request(missing)
        world.files.check(kind, upload)
        return upload
    if "." in value:
        # An address on the web, which the playground does not visit: for the bot, a site that does not answer.
        raise bad_request("failed to get HTTP URL content")
    return sent_before(world, kind, value)


def _kept(world: World, kind: FileKind, source: Upload | File) -> File:
    return source if isinstance(source, File) else world.files.add(kind, source)


ATTACHMENT_METHODS: Mapping[str, Callable[[World, Params], Awaitable[object]]] = MappingProxyType(
    {
        "sendPhoto": send_photo,
        "sendDocument": send_document,
        "editMessageCaption": edit_message_caption,
        "editMessageMedia": edit_message_media,
        "getFile": get_file,
    }
)
"""The methods of this file by name."""
