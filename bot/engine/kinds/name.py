"""`name`: what somebody would like to be called, out of whatever they say around it."""

from __future__ import annotations

from typing import ClassVar

from bot.engine.kinds.text import Text


class NameKind(Text):
    """A name, at most `max` UTF-16 units of it, or an option in its place. What is no name is asked for again."""

    said = "says what to be called, in up to {max} characters"
    keys = frozenset({"max", "options"})
    way_back = "change"
    labels: ClassVar[tuple[str, ...]] = ("change",)
