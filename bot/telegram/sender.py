"""Sending to Telegram, and what its errors mean for a message: not sent, nobody knows, or never."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from telegram import InputFile
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import TokenError
from bot.insight.attachments import OutFile
from bot.runtime.as_oneself import HOME
from bot.runtime.ports import (
    Blocked,
    Key,
    Keyboard,
    Moved,
    NotSent,
    Outcome,
    OutMessage,
    Refused,
    Retry,
    Sent,
    Unfit,
    Unknown,
)
from bot.script.keyboard import Sendable
from bot.script.shown import cut
from bot.telegram.client import NEVER_LEFT, RawBot, seconds_of

_TIMEOUT: Final = 10.0
_UPLOAD_TIMEOUT: Final = 30.0
_HERE: Final = frozenset({"creator", "administrator", "member", "restricted"})
"""What somebody is who is in a chat."""
_NO_PREVIEW: Final = {"is_disabled": True}
_TITLE: Final = 60
_SHOWN: Final = 250
"""How much of a wording is shown where it can be tapped, in UTF-16 units; all of it is sent."""
_QUOTED: Final = re.compile(r'"[^"]*"?')
_WORD: Final = re.compile(r"\w+")
_TELEGRAMS_OWN: Final = frozenset(
    _WORD.findall(
        """
        bad request forbidden message text caption entities reply markup inline keyboard button url data chat user bot
        file photo document is are was be been can t not no to too the a an in of by at or and for must have enough
        rights specified found empty long large wrong invalid unsupported parse send sent edit edited delete deleted
        """
    )
)
"""Words that its reasons are made of: they stay, whatever a message said."""
_LONGEST_REASON: Final = 120

_log = logging.getLogger(__name__)


class TelegramTransport:
    """Sends through the Bot, once. Fulfils `Transport`."""

    def __init__(self, bot: RawBot) -> None:
        self._bot = bot

    async def send(self, chat: int, message: OutMessage) -> Outcome:
        """Send a message as HTML, without link previews, or its file with the text under it. Raises `TokenError`."""
        file = message.attachment
        if file is not None:
            return await self._send_file(chat, message, file)

        reply = {"force_reply": True, "selective": True} if message.reply else None
        parameters: dict[str, object] = {
            "chat_id": chat,
            "text": message.text,
            "parse_mode": ParseMode.HTML,
            "disable_notification": message.silent,
            "link_preview_options": _NO_PREVIEW,
            "reply_markup": markup(message.keyboard) or reply,
        }

        async def call() -> Outcome:
            return sent(await self._bot.call("sendMessage", parameters, _TIMEOUT))

        return await _once(call, message)

    async def _send_file(self, chat: int, message: OutMessage, file: OutFile) -> Outcome:
        photo = file.kind == "photo"
        parameters: dict[str, object] = {
            "chat_id": chat,
            "photo" if photo else "document": InputFile(file.data, filename=file.name),
            "caption": message.text or None,
            "parse_mode": ParseMode.HTML,
            "disable_notification": message.silent,
            "disable_content_type_detection": None if photo else True,
            "reply_markup": markup(message.keyboard),
        }

        async def call() -> Outcome:
            method = "sendPhoto" if photo else "sendDocument"
            return sent(await self._bot.call(method, parameters, _UPLOAD_TIMEOUT))

        return await _once(call, message)

    async def only_these(self, chat: int, people: Sequence[int]) -> Outcome:
        """See who is in a group. Bots count, and who is anonymous cannot be told from another. Raises `TokenError`."""

        async def call() -> Outcome:
            if await self._bot.get_chat_member_count(chat, read_timeout=_TIMEOUT) != len(people) + 1:
                return Unfit("not as many as it is for")
            for who in people:
                member = await self._bot.get_chat_member(chat, who, read_timeout=_TIMEOUT)
                here = member.status in _HERE and getattr(member, "is_member", True)
                if not here or getattr(member, "is_anonymous", False):
                    return Unfit("not everybody whom it is for")
            return Sent()

        outcome = await _once(call)
        match outcome:
            case Blocked(error):
                return Unfit(error, gone=True)
            case Refused(error):
                return Unfit(error, gone="chat not found" in error.lower())
        return outcome

    async def delete(self, chat: int, message_ids: Sequence[int]) -> Outcome:
        """Take messages of either side away. Raises `TokenError`."""

        async def call() -> Outcome:
            await self._bot.delete_messages(chat, message_ids, read_timeout=_TIMEOUT)
            return Sent()

        return await _once(call)

    async def answer_press(self, press: str, words: str) -> None:
        """Stop the little clock of a pressed button, and show words for a moment if there are any. Nothing depends on
        it: what fails, or comes too late for Telegram, is let go."""
        try:
            await self._bot.call("answerCallbackQuery", {"callback_query_id": press, "text": words or None}, _TIMEOUT)
        except TelegramError as error:
            _log.debug("a press was not answered: %s", type(error).__name__)

    async def answer_inline(self, query: str, wordings: Sequence[Sendable], way_back: str) -> None:
        """Offer wordings to be sent as they are, to whoever asked and to nobody else; where there are none, a button of
        these words that leads to the coach. Nothing depends on it, as with a press."""
        results = [_result(n, wording) for n, wording in enumerate(wordings)]
        back = {"text": way_back, "start_parameter": HOME} if not results else None
        parameters: dict[str, object] = {"inline_query_id": query, "results": results, "button": back}
        try:
            await self._bot.call("answerInlineQuery", parameters | {"cache_time": 0, "is_personal": True}, _TIMEOUT)
        except TelegramError as error:
            _log.debug("an inline query was not answered: %s", type(error).__name__)

    async def edit_keyboard(self, chat: int, message_id: int, keyboard: Keyboard) -> Outcome:
        """Change the buttons under a message; buttons that are so already count as changed. Raises `TokenError`."""

        parameters: dict[str, object] = {"chat_id": chat, "message_id": message_id, "reply_markup": markup(keyboard)}

        async def call() -> Outcome:
            await self._bot.call("editMessageReplyMarkup", parameters, _TIMEOUT)
            return Sent(message_id)

        outcome = await _once(call, OutMessage("", keyboard))
        return Sent(message_id) if outcome == Sent() else outcome

    async def edit(self, chat: int, message_id: int, message: OutMessage) -> Outcome:
        """Change a message's text and its buttons; what is so already counts as changed. Raises `TokenError`."""

        parameters: dict[str, object] = {
            "chat_id": chat,
            "message_id": message_id,
            "text": message.text,
            "parse_mode": ParseMode.HTML,
            "link_preview_options": _NO_PREVIEW,
            "reply_markup": markup(message.keyboard),
        }

        async def call() -> Outcome:
            await self._bot.call("editMessageText", parameters, _TIMEOUT)
            return Sent(message_id)

        outcome = await _once(call)
        return Sent(message_id) if outcome == Sent() else outcome


async def _once(call: Callable[[], Awaitable[Outcome]], message: OutMessage | None = None) -> Outcome:
    try:
        return await call()
    except InvalidToken:
        raise TokenError from None
    except TelegramError as error:
        return outcome_of(error, message)


def outcome_of(error: TelegramError, message: OutMessage | None = None) -> Outcome:
    """What an error of PTB's says about a message; the outcome's reason quotes nothing of it.

    Of PTB's classes, `BadRequest` is a `NetworkError` too.
    """
    match error:
        case RetryAfter():
            return Retry(seconds_of(error))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Blocked(_reason(error, message))
        case BadRequest() if "message is not modified" in error.message.lower():
            return Sent()
        case BadRequest():
            return Refused(_reason(error, message))
        case NetworkError(__cause__=Exception() as cause) if not isinstance(cause, TelegramError):
            # Connecting and reading too late are the same error to PTB; only the cause tells them apart, by its name
            # alone: its text can hold the address, with the token in it.
            return NotSent(type(cause).__name__) if isinstance(cause, NEVER_LEFT) else Unknown(type(cause).__name__)
        case _:
            return Unknown(_reason(error, message))


def _reason(error: TelegramError, message: OutMessage | None) -> str:
    """Telegram's words, without anything that it may quote from the message."""
    labels = [word for row in message.keyboard for key in row for word in (key.label, key.data)] if message else []
    said = " ".join([message.text, *labels]) if message else ""
    quotable = set(_WORD.findall(said.casefold())) - _TELEGRAMS_OWN
    reason = _QUOTED.sub('"…"', error.message)
    return _WORD.sub(lambda word: "…" if word[0].casefold() in quotable else word[0], reason)[:_LONGEST_REASON]


def sent(result: object) -> Sent:
    """The message that Telegram says it has sent. Raises TelegramError for what names none."""
    match result:
        case {"message_id": int(id), "date": int(seconds)}:
            return Sent(id, datetime.fromtimestamp(seconds, UTC))
    raise TelegramError("the answer is not a message")


def markup(keyboard: Keyboard) -> dict[str, object] | None:
    """Buttons as the Bot API takes them."""
    return {"inline_keyboard": [[_button(key) for key in row] for row in keyboard]} if keyboard else None


def _button(key: Key) -> dict[str, object]:
    match key.kind:
        case "callback":
            return {"text": key.label, "callback_data": key.data}
        case "copy":
            return {"text": key.label, "copy_text": {"text": key.data}}
        case "url":
            return {"text": key.label, "url": key.data}
        case "pick_chat":
            chosen = {"query": key.data, "allow_user_chats": True}
            return {"text": key.label, "switch_inline_query_chosen_chat": chosen}


def _result(n: int, wording: Sendable) -> dict[str, object]:
    """One wording to tap. It goes out as plain text: what looks like a tag in it is none."""
    result: dict[str, object] = {
        "type": "article",
        "id": str(n),
        "title": cut(wording.title, _TITLE),
        "input_message_content": {"message_text": wording.text, "link_preview_options": _NO_PREVIEW},
    }
    return result if wording.title == wording.text else result | {"description": cut(wording.text, _SHOWN)}
