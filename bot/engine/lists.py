"""Lists that people make: what in two of them is the same."""

from __future__ import annotations

import unicodedata

from bot.model.values import Many, Option, Picks, Value, Words

List = Many | Picks
"""A value that names several things."""


def alike(text: str) -> str:
    """Own words as they are compared: the same for "Paella, in the park!" and "paella in the park". Nothing is guessed
    beyond letters and figures: whether other words mean the same, only people can say."""
    spread = unicodedata.normalize("NFKD", text.casefold()).casefold()
    plain = "".join(char for char in spread if unicodedata.category(char)[0] in "LN")
    return plain or text.strip()


def entries(value: Value | None) -> tuple[Option | Words, ...]:
    """What a list names: its options, then its own words; nothing for what is no list."""
    match value:
        case Many(ids):
            return tuple(map(Option, ids))
        case Picks(ids, own):
            return (*map(Option, ids), *map(Words, own))
        case _:
            return ()


def own_words(value: object) -> tuple[str, ...]:
    """Somebody's own words in a value: the whole of an answer in words, or the entries of a list."""
    match value:
        case Words(text):
            return (text,)
        case Picks(_, own):
            return own
        case _:
            return ()


def joined(*lists: Value | None) -> tuple[Option | Words, ...]:
    """What several lists name, each thing once, as the first of them says it."""
    found: dict[tuple[str, str], Option | Words] = {}
    for entry in (entry for value in lists for entry in entries(value)):
        found.setdefault(_key(entry), entry)
    return tuple(found.values())


def in_common(mine: Value | None, theirs: Value | None) -> tuple[Option | Words, ...]:
    """What both lists name: options by id, own words when they are the same by letters; as the first list says it."""
    known = {_key(entry) for entry in entries(theirs)}
    return tuple(entry for entry in entries(mine) if _key(entry) in known)


def as_list(named: tuple[Option | Words, ...]) -> Picks:
    """Entries as one list."""
    own = tuple(entry.text for entry in named if isinstance(entry, Words))
    return Picks(tuple(entry.id for entry in named if isinstance(entry, Option)), own)


def _key(entry: Option | Words) -> tuple[str, str]:
    return ("option", entry.id) if isinstance(entry, Option) else ("words", alike(entry.text))
