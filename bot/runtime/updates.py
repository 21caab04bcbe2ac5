"""What an update of Telegram's says, in our words. It reads raw JSON, so that an unknown field never hurts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.model.inputs import NOTHING_SAID, Said
from bot.runtime.words import said_in

Kind = Literal["text", "command", "press", "unreadable", "edited", "blocked", "unblocked", "group", "nothing"]

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(\S+))?")

_CONTENT = frozenset(
    [
        "animation",
        "audio",
        "document",
        "paid_media",
        "photo",
        "sticker",
        "story",
        "video",
        "video_note",
        "voice",
        "checklist",
        "contact",
        "dice",
        "game",
        "poll",
        "venue",
        "location",
        "invoice",
        "gift",
        "unique_gift",
        "giveaway",
        "rich_message",
    ]
)
"""Fields of a message that a person sent and that is not text; everything else is Telegram's own note."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What Telegram tells of a person."""

    id: int
    name: str
    username: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Update:
    """One update: who did what where. `words` is text, a command's name or a button's data, by `kind`; `said` is all
    that a message says; `press` is the id by which a press is answered."""

    kind: Kind
    profile: Profile | None = None
    chat: int = 0
    message_id: int = 0
    words: str = ""
    argument: str = ""
    reply_to: int | None = None
    said: Said = NOTHING_SAID
    press: str = ""


Json = Mapping[str, object]


def read_update(body: bytes, bot_username: str) -> Update:
    """Read an update. Raises ValueError, KeyError or TypeError for what is not one."""
    raw = json.loads(body)
    if isinstance(query := raw.get("callback_query"), dict):
        return _press(query)
    if isinstance(message := raw.get("message"), dict):
        return _message(message, bot_username)
    if isinstance(message := raw.get("edited_message"), dict):
        return _edited(message)
    if isinstance(member := raw.get("my_chat_member"), dict):
        return _member(member)
    return Update("nothing")


def _profile(user: Json) -> Profile:
    name = " ".join(f"{user.get('first_name') or ''} {user.get('last_name') or ''}".split())
    first = " ".join(str(user.get("first_name") or "").split())
    username, language = user.get("username"), user.get("language_code")
    return Profile(
        id=int(str(user["id"])),
        name=(first or name or "you")[:64],
        username=str(username) if username else None,
        language=str(language) if language else None,
    )


def _press(query: Json) -> Update:
    profile, message = _profile(_dict(query["from"])), query.get("message")
    chat = _dict(_dict(message)["chat"]) if isinstance(message, dict) else {"id": profile.id, "type": "private"}
    kind: Kind = "press" if chat["id"] == profile.id else "group"
    words, press = str(query.get("data") or ""), str(query.get("id") or "")
    return Update(kind, profile, int(str(chat["id"])), words=words, press=press)


def _message(message: Json, bot_username: str) -> Update:
    chat, chat_id = _dict(message["chat"]), int(str(_dict(message["chat"])["id"]))
    message_id, text = int(str(message["message_id"])), message.get("text")
    match = _COMMAND.match(text) if isinstance(text, str) else None
    mine = match is not None and (match[2] is None or match[2].casefold() == bot_username.casefold())
    if chat.get("type") != "private":
        return Update("group" if mine and match and match[2] else "nothing", chat=chat_id)
    profile, reply = _profile(_dict(message["from"])), message.get("reply_to_message")
    reply_to = int(str(reply["message_id"])) if isinstance(reply, dict) and "message_id" in reply else None
    said = said_in(message)
    if match is not None and mine:
        return Update("command", profile, chat_id, message_id, match[1].lower(), match[3] or "", said=said)
    if isinstance(text, str):
        return Update("text", profile, chat_id, message_id, text, reply_to=reply_to, said=said)
    brought = _CONTENT & message.keys() or said.own or said.others
    return Update("unreadable" if brought else "nothing", profile, chat_id, message_id, said=said)


def _edited(message: Json) -> Update:
    chat = _dict(message["chat"])
    if chat.get("type") != "private" or "location" in message:
        return Update("nothing")
    return Update("edited", _profile(_dict(message["from"])), int(str(chat["id"])), said=said_in(message))


def _member(member: Json) -> Update:
    chat, status = _dict(member["chat"]), _dict(member["new_chat_member"]).get("status")
    if chat.get("type") != "private":
        return Update("group" if status in ("member", "administrator") else "nothing", chat=int(str(chat["id"])))
    gone = status in ("kicked", "left")
    return Update("blocked" if gone else "unblocked", _profile(_dict(member["from"])), int(str(chat["id"])))


def _dict(value: object) -> Json:
    if not isinstance(value, dict):
        raise TypeError("an object was expected")
    return value
