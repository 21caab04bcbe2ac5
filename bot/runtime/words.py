"""All words that a message brings, in whatever part of it: danger is looked for in every one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from bot.model.inputs import Said

OWN: Final = (
    *("text", "caption", "poll", "checklist", "contact", "venue", "game", "audio", "document", "video", "animation"),
    *("rich_message", "web_app_data", "invoice", "gift", "unique_gift", "giveaway", "paid_media", "story"),
    *("checklist_tasks_added", "poll_option_added", "suggested_post_info", "voice", "video_note", "photo", "sticker"),
    *("location", "dice", "live_photo"),
)
"""The parts of a message in which its writer's own words can stand; of a forwarded one, somebody else's."""

OTHERS: Final = ("quote", "external_reply")
"""The parts that pass on somebody else's words whoever sends them."""

_FORWARDED: Final = ("forward_origin", "forward_date", "forward_from", "forward_sender_name")
_NAMES: Final = frozenset(
    {
        *("text", "caption", "question", "explanation", "title", "performer", "description", "first_name", "last_name"),
        *("address", "file_name", "data", "prize_description", "summary", "author", "name", "alternative_text"),
        *("option_text", "credit", "vcard"),
    }
)
"""The fields that hold words, wherever in such a part they stand."""

_SOMEBODY: Final = frozenset({"from", "user", "users", "chat", "chats", "sender_chat", "added_by", "completed_by_user"})
"""The names of people and chats are not what somebody says."""

_MOST: Final = 65536
_DEEPEST: Final = 80


def said_in(message: Mapping[str, object]) -> Said:
    """The words of a message, one part a line, and when it was sent or changed."""
    own = "\n".join(words for part in OWN for words in _words(message.get(part), part))[:_MOST]
    passed_on = OTHERS if not _answers_a_bot(message) else ()
    others = "\n".join(words for part in passed_on for words in _words(message.get(part), part))[:_MOST]
    if any(field in message for field in _FORWARDED):
        own, others = "", "\n".join(words for words in (own, others) if words)
    return Said(own, others, _at(message))


def _answers_a_bot(message: Mapping[str, object]) -> bool:
    """Whether what a message quotes is the coach's own."""
    answered = message.get("reply_to_message")
    author = answered.get("from") if isinstance(answered, Mapping) else None
    return isinstance(author, Mapping) and author.get("is_bot") is True


def _words(value: object, name: str, depth: int = 0) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        if name in _NAMES:
            yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _SOMEBODY:
                yield from _words(inner, str(key), depth + 1)
    elif isinstance(value, list):
        parts = [list(_words(inner, name, depth + 1)) for inner in value]
        if any(isinstance(inner, str) for inner in value):
            # Rich text: a sentence in pieces, of which some are set in bold.
            yield "".join(words for part in parts for words in part)
        else:
            yield from (words for part in parts for words in part)


def _at(message: Mapping[str, object]) -> datetime | None:
    seconds = message.get("edit_date") or message.get("date")
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
