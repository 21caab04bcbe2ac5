"""Small pictures made by hand, for tests."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int, colour: tuple[int, int, int] = (29, 97, 81)) -> bytes:
    """A picture of one colour that any browser shows."""
    row = b"\0" + bytes(colour) * width
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def jpeg(width: int, height: int, *, frame: int = 0xC0) -> bytes:
    """The head of a picture, as far as its size: with a comment before it, and bytes that only fill."""
    start = b"\xff\xd8" + b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9)
    comment = b"\xff\xfe" + struct.pack(">H", 6) + b"\xff\xc0ab"
    tables = b"\xff\xff\xff\xc4" + struct.pack(">H", 4) + b"\0\0"
    return start + comment + tables + bytes((0xFF, frame)) + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
