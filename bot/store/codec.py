"""The door of the store: every body and payload passes a codec on its way in and out."""

from __future__ import annotations

from typing import Protocol


class Codec(Protocol):
    """Seals what people typed, and what the coach rendered for them, before a database sees it."""

    def seal(self, body: bytes) -> bytes:
        """What the database keeps in place of `body`."""
        ...

    def open(self, body: bytes) -> bytes:
        """The body that `seal` was given."""
        ...


class PlainCodec:
    """Keeps bodies readable."""

    def seal(self, body: bytes) -> bytes:
        """The body itself."""
        return body

    def open(self, body: bytes) -> bytes:
        """The body itself."""
        return body
