"""The formatting of one message, put in the order in which Telegram keeps it."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.playground.text import Entity, clean, units

SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
"""Kinds that Telegram cuts at the edges of the others, and merges when they touch."""

QUOTES = ("blockquote", "expandable_blockquote")
"""Kinds that hold all the others, but no second quote."""

CLOSED = ("pre", "code", "date_time")
"""Kinds that carry no other formatting inside."""

_ORDER = {
    **dict.fromkeys(QUOTES, 0),
    "pre": 11,
    "code": 20,
    "date_time": 30,
    "text_link": 49,
    "text_mention": 49,
    "custom_emoji": 99,
    **{kind: 90 + rank for rank, kind in enumerate(SPLITTABLE)},
}
_FOUND = (
    ("bot_command", re.compile(r"(?<![\w<>/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?![\w@])")),
    ("url", re.compile(r"(?<![\w@])(?:https?://|www\.|t\.me/)[^\s<>\"']+", re.IGNORECASE)),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{2,31}(?![\w@])")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}(?![\w#])")),
)


def arranged(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Return the text cleaned, and its entities nested, cut, completed with what Telegram finds, and sorted."""
    text, entities = clean(text, entities)
    quotes = _without_overlap([e for e in entities if e.type in QUOTES])
    whole = _without_overlap([e for e in entities if e.type not in QUOTES and e.type not in SPLITTABLE])
    solid = [*quotes, *whole, *_found(text, whole)]
    return text, in_order([*solid, *_cut([e for e in entities if e.type in SPLITTABLE], solid)])


def in_order(entities: list[Entity]) -> list[Entity]:
    """Sort entities by offset, the longer first, and by kind where both are equal."""
    return sorted(entities, key=lambda e: (e.offset, -e.length, _ORDER.get(e.type, 50)))


def _without_overlap(entities: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in in_order(entities):
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _found(text: str, given: list[Entity]) -> list[Entity]:
    found: list[Entity] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            words = match.group().rstrip(".,;:!?)…") if kind == "url" else match.group()
            entity = Entity(type=kind, offset=units(text[: match.start()]), length=units(words))
            if not any(entity.offset < other.end and other.offset < entity.end for other in [*given, *found]):
                found.append(entity)
    return found


def _cut(entities: list[Entity], solid: list[Entity]) -> list[Entity]:
    merged = [stretch for kind in SPLITTABLE for stretch in _merged([e for e in entities if e.type == kind])]
    edges = {e.offset for e in merged} | {edge for e in solid for edge in (e.offset, e.end)}
    closed = [e for e in solid if e.type in CLOSED]
    parts = []
    for stretch in merged:
        marks = sorted({stretch.offset, stretch.end, *(e for e in edges if stretch.offset < e < stretch.end)})
        for start, end in pairwise(marks):
            if not any(e.offset <= start and end <= e.end for e in closed):
                parts.append(Entity(type=stretch.type, offset=start, length=end - start))
    return parts


def _merged(entities: list[Entity]) -> list[Entity]:
    merged: list[Entity] = []
    for entity in in_order(entities):
        if merged and entity.offset <= merged[-1].end:
            merged[-1].length = max(merged[-1].end, entity.end) - merged[-1].offset
        else:
            merged.append(entity.model_copy())
    return merged
