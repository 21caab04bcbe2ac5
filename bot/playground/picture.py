"""Pictures, as far as their first bytes tell: what they are and how large."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
# Markers of JPEG that carry the height and the width: every "start of frame".
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True)
class Picture:
    """A picture's kind and its size in pixels."""

    mime: str
    width: int
    height: int

    @property
    def suffix(self) -> str:
        """The end of its file's name."""
        return ".png" if self.mime == "image/png" else ".jpg"


def picture_of(data: bytes) -> Picture | None:
    """Read a PNG's or a JPEG's head; None when it is neither, or broken before its size is told."""
    mime, size = ("image/png", _png_size(data)) if data.startswith(_PNG) else ("image/jpeg", _jpeg_size(data))
    return None if size is None or 0 in size else Picture(mime, *size)


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR" or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        # 0xFF before a marker only fills.
        at += 1 if marker == 0xFF else 2 if marker in _BARE else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
