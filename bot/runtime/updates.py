"""What an update of Telegram's says, in our words. It reads raw JSON, so that an unknown field never hurts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bot.model.inputs import NOTHING_SAID, Said
from bot.runtime.group_updates import InAGroup, of_member, of_message
from bot.runtime.pasted import pasted_payload
from bot.runtime.words import said_in
from bot.understand.visible import without_unseen

Kind = Literal["text", "command", "press", "unreadable", "edited", "blocked", "unblocked", "nothing"]

_COMMAND = re.compile(r"/(\w[\w-]{0,31})(?:@(\w+))?(?:\s+(\S+))?(?![/\w])")
"""A command, also as people type it: with accents and hyphens, which Telegram itself has in none."""

NAMELESS = "🙂"
"""Stands in for a name where nothing of it can be seen; it reads the same in every language."""

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
    """One update: who did what where. `words` is text, a caption, a command's name or a button's data, by `kind`, and
    of an edited message what it says by now; `said` is all that a message says; `album` is the id of the album that it
    came in; `press` is the id by which a press is answered. A link to this bot inside a message is the command that it
    stands for. `group` is what it is to a group, where it happened in one; `answers`: it is a reply to the coach."""

    kind: Kind
    profile: Profile | None = None
    chat: int = 0
    message_id: int = 0
    words: str = ""
    argument: str = ""
    reply_to: int | None = None
    said: Said = NOTHING_SAID
    press: str = ""
    album: str = ""
    group: InAGroup | None = None
    answers: bool = False

    @property
    def is_for_others(self) -> bool:
        """Whether it is what people say to each other, or Telegram tells, in a group: as an administrator, or with
        privacy mode off, a bot gets all of it."""
        return self.group is not None and self.kind not in ("command", "press") and not self.answers


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """What somebody typed, or a button of ours put, behind this bot's name in whichever chat. `id` is what its answer
    goes to."""

    id: str
    person: int
    words: str


Json = Mapping[str, object]


def read_update(body: bytes, bot_username: str) -> Update:
    """Read an update. Raises ValueError, KeyError or TypeError for what is not one."""
    raw = json.loads(body)
    if isinstance(query := raw.get("callback_query"), dict):
        return _press(query)
    if isinstance(message := raw.get("message"), dict):
        return _message(message, bot_username)
    if isinstance(message := raw.get("edited_message"), dict):
        return _edited(message, bot_username)
    if isinstance(member := raw.get("my_chat_member"), dict):
        return _member(member)
    return Update("nothing")


def inline_query(update: object) -> InlineQuery | None:
    """The inline query that an update brings; None for any other, and for one that cannot be read."""
    query = update.get("inline_query") if isinstance(update, dict) else None
    match query:
        case {"id": str(id), "from": {"id": int(person)}, "query": str(words)}:
            return InlineQuery(id, person, words)
    return None


def is_inline(update: object) -> bool:
    """Whether an update is an inline query, also one that cannot be read."""
    return isinstance(update, dict) and "inline_query" in update


def _profile(user: Json) -> Profile:
    first, last = (without_unseen(str(user.get(key) or "")) for key in ("first_name", "last_name"))
    username, language = user.get("username"), user.get("language_code")
    return Profile(
        id=int(str(user["id"])),
        name=(first or last or str(username or "") or NAMELESS)[:64],
        username=str(username) if username else None,
        language=str(language) if language else None,
    )


def _press(query: Json) -> Update:
    profile, message = _profile(_dict(query["from"])), query.get("message")
    chat = _dict(_dict(message)["chat"]) if isinstance(message, dict) else {"id": profile.id, "type": "private"}
    group = InAGroup("said", forum=chat.get("is_forum") is True) if chat["id"] != profile.id else None
    words, press = str(query.get("data") or ""), str(query.get("id") or "")
    return Update("press", profile, int(str(chat["id"])), words=words, press=press, group=group)


def _message(message: Json, bot_username: str) -> Update:
    chat, chat_id = _dict(message["chat"]), int(str(_dict(message["chat"])["id"]))
    message_id, text = int(str(message["message_id"])), message.get("text")
    match = _COMMAND.match(text) if isinstance(text, str) else None
    mine = match is not None and (match[2] is None or match[2].casefold() == bot_username.casefold())
    brought = bool(isinstance(text, str) or _CONTENT & message.keys())
    group = of_message(message, brought=brought) if chat.get("type") != "private" else None
    if group is not None and "from" not in message:
        return Update("nothing", chat=chat_id)
    profile, reply = _profile(_dict(message["from"])), message.get("reply_to_message")
    reply_to = int(str(reply["message_id"])) if isinstance(reply, dict) and "message_id" in reply else None
    said = said_in(message)
    if group is not None:
        kind: Kind = "command" if match is not None and mine else "text" if group.what == "said" else "nothing"
        words = match[1].lower() if match is not None and mine else text if isinstance(text, str) else ""
        group = replace(group, named=match is not None and match[2] is not None)
        ours = _is_ours(reply, bot_username)
        return Update(
            kind, profile, chat_id, message_id, words, reply_to=reply_to, said=said, group=group, answers=ours
        )
    if match is not None and mine:
        return Update("command", profile, chat_id, message_id, match[1].lower(), match[3] or "", said=said)
    if (payload := _pasted(message, bot_username)) is not None:
        return Update("command", profile, chat_id, message_id, "start", payload, said=said)
    if isinstance(text, str):
        return Update("text", profile, chat_id, message_id, text, reply_to=reply_to, said=said)
    kind = "unreadable" if brought or said.own or said.others else "nothing"
    words, album = _written(message), str(message.get("media_group_id") or "")
    return Update(kind, profile, chat_id, message_id, words, reply_to=reply_to, said=said, album=album)


def _is_ours(message: object, bot_username: str) -> bool:
    """Whether a message is one of this bot's."""
    author = message.get("from") if isinstance(message, dict) else None
    return isinstance(author, dict) and author.get("username") == bot_username


def _edited(message: Json, bot_username: str) -> Update:
    chat = _dict(message["chat"])
    if chat.get("type") != "private" and "from" in message:
        # It answers nothing there any more; what it says is looked at as whatever is said.
        profile, chat_id = _profile(_dict(message["from"])), int(str(chat["id"]))
        return Update("text", profile, chat_id, said=said_in(message), group=of_message(message, brought=True))
    if chat.get("type") != "private" or "location" in message:
        return Update("nothing")
    profile, chat_id, said = _profile(_dict(message["from"])), int(str(chat["id"])), said_in(message)
    message_id, words = int(str(message.get("message_id") or 0)), _written(message)
    if (payload := _pasted(message, bot_username)) is not None:
        return Update("command", profile, chat_id, message_id, "start", payload, said=said)
    # Telegram carries out no command in a message that was changed, and nor do we.
    words = "" if "text" in message and _COMMAND.match(words) else words
    return Update("edited", profile, chat_id, message_id, words, said=said)


def _written(message: Json) -> str:
    """What its writer put into a message as text, or beneath what else it brings."""
    written = message.get("text") or message.get("caption")
    return written if isinstance(written, str) else ""


def _pasted(message: Json, bot_username: str) -> str | None:
    """The payload of a link to this bot in a message, also of one that stands behind other words."""
    entities = message.get("entities") or message.get("caption_entities")
    behind = [each.get("url") for each in entities if isinstance(each, dict)] if isinstance(entities, list) else []
    texts = [_written(message), *(url for url in behind if isinstance(url, str))]
    return next((found for text in texts if (found := pasted_payload(text, bot_username)) is not None), None)


def _member(member: Json) -> Update:
    chat, status = _dict(member["chat"]), _dict(member["new_chat_member"]).get("status")
    if chat.get("type") != "private":
        return Update("nothing", _profile(_dict(member["from"])), int(str(chat["id"])), group=of_member(member))
    gone = status in ("kicked", "left")
    return Update("blocked" if gone else "unblocked", _profile(_dict(member["from"])), int(str(chat["id"])))


def _dict(value: object) -> Json:
    if not isinstance(value, dict):
        raise TypeError("an object was expected")
    return value
