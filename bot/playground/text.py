"""Text as Telegram counts and cleans it: UTF-16 lengths, entities, the characters that it removes."""

from __future__ import annotations

import re

from pydantic import BaseModel

TEXT_LIMIT = 4096
"""The longest text of a message, in UTF-16 units after parsing."""

CAPTION_LIMIT = 1024
"""The longest caption of a photo or document, in UTF-16 units after parsing."""

_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_INVISIBLE = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc\U000e0000-\U000e007f]*"
)


class Entity(BaseModel):
    """A formatted stretch of text; ``offset`` and ``length`` in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None
    user: dict[str, object] | None = None

    @property
    def end(self) -> int:
        """The offset just behind the stretch."""
        return self.offset + self.length

    def shape(self) -> dict[str, object]:
        """Return the entity as the Bot API writes it, without empty fields."""
        return self.model_dump(exclude_none=True)


def units(text: str) -> int:
    """Count the UTF-16 units of ``text``; half of a surrogate pair counts as one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, start: int, end: int) -> str:
    """Return the part of ``text`` between two UTF-16 offsets."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "replace")


def pieces(text: str, size: int = TEXT_LIMIT) -> list[str]:
    """Split a long text as Telegram's apps do, into parts of at most ``size`` UTF-16 units, at a space if near."""
    parts = []
    while units(text) > size:
        head = cut(text, 0, size).rstrip("\ufffd")
        space = max(head.rfind(" "), head.rfind("\n"))
        if space > len(head) // 2:
            head = head[: space + 1]
        parts.append(head)
        text = text[len(head) :]
    return [*parts, text]


def is_blank(text: str) -> bool:
    """Tell whether nobody could see anything of ``text``."""
    return _INVISIBLE.fullmatch(text) is not None


def clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Return the text and its entities as Telegram stores them.

    Control characters become spaces, marks that turn the line's direction and carriage returns go, white space at
    both ends is trimmed; entities move along, and those left without a character vanish.
    """
    kept = _CONTROL.sub(" ", text)
    moves = [units(kept[: found.start()]) for found in _REMOVED.finditer(kept)]
    kept = _REMOVED.sub("", kept)
    moved = [_moved(entity, moves) for entity in entities]
    kept = kept.rstrip(" \n")
    end = units(kept)
    first = min((entity.offset for entity in moved), default=end)
    lead = 0
    while lead < min(first, len(kept)) and kept[lead] in " \n":
        lead += 1
    trimmed = []
    for entity in moved:
        length = min(entity.end, end) - entity.offset
        if length > 0:
            trimmed.append(entity.model_copy(update={"offset": entity.offset - lead, "length": length}))
    return kept[lead:], trimmed


def _moved(entity: Entity, removed: list[int]) -> Entity:
    start = sum(1 for offset in removed if offset < entity.offset)
    inside = sum(1 for offset in removed if entity.offset <= offset < entity.end)
    return entity.model_copy(update={"offset": entity.offset - start, "length": entity.length - inside})
