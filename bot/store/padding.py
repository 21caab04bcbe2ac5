"""Bodies made alike: packed, then filled up to one of few lengths, so that what is sealed tells nothing by its length.

The coach's words are public, and so are its scripts: with exact lengths, whoever has the file could tell what somebody
used. The least length of each kind holds what the product ordinarily makes of it about twice over, packed; what is
longer has twice that length, or four times. Each is the length of the sealed row, and goes into a page of 4,096 bytes a
whole number of times, beside the row's other columns: a page holds one state, two updates or messages, four memory
items, or fifteen nudges.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Final, Literal

Kind = Literal["inbox", "conversation", "memory", "nudge", "outbox", "ledger", "house"]
"""The table that a body stands in."""

LEAST: Final[Mapping[Kind, int]] = {
    "inbox": 1_920,
    "conversation": 3_840,
    "memory": 960,
    "nudge": 240,
    "outbox": 1_920,
    "ledger": 160,
    "house": 960,
}
"""The shortest that something sealed is, in bytes."""

_LOCK: Final = 29
"""What sealing adds."""

_FAST: Final = 1
_WINDOW: Final = 13
"""8 KiB, more than most bodies have: clearing the usual 32 takes longer than packing one of them."""
_MEMORY: Final = 5
_AS_PACKED: Final = 0
"""The window is the one that whoever packed it had."""


def pack(kind: Kind, body: bytes) -> bytes:
    """A body packed, with zeros behind it, as long as many others of its kind."""
    packing = zlib.compressobj(_FAST, zlib.DEFLATED, _WINDOW, _MEMORY)
    return _filled(kind, packing.compress(body) + packing.flush())


def unpack(packed: bytes) -> bytes:
    """The body that `pack` was given: where what is packed ends, it says itself."""
    return zlib.decompressobj(_AS_PACKED).decompress(packed)


def _filled(kind: Kind, packed: bytes) -> bytes:
    length = LEAST[kind]
    while length - _LOCK < len(packed):
        length *= 2
    return packed.ljust(length - _LOCK, b"\0")
