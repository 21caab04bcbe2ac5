"""What of people's words can be drawn: matplotlib's own DejaVu has no emoji of today and no Chinese."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
# Emoji, and what goes with them.
_SIGNS = ("So", "Sk", "Me")
_BEYOND_LATIN = 0x250
# Letters of Persian and of Indian scripts take another shape beside these two.
_JOINERS = "\u200c\u200d"


def drawable(text: str) -> str:
    """The text without what the font cannot draw, on one line; "" if nothing is left of it."""
    glyphs = _glyphs()
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", " ".join(text.split())):
        if character in _JOINERS:
            joins = kept and kept[-1].isalpha()
            kept += [character] if joins else []
        elif unicodedata.category(character) in _UNSEEN or unicodedata.name(character, "").startswith("VARIATION"):
            continue
        elif all(ord(character) in font for font in glyphs):
            kept.append(character)
    return " ".join("".join(kept).strip(_JOINERS).split())


def can_letter(text: str) -> bool:
    """Whether every letter, number and stop of a text can be drawn, and there are any. Emoji and signs may be missing:
    without them the words are the same."""
    written = False
    for character in unicodedata.normalize("NFC", text):
        named = unicodedata.name(character, "")
        if character.isspace() or unicodedata.category(character) in _UNSEEN + _SIGNS or named.startswith("VARIATION"):
            continue
        written = True
        # The font is asked only for what it may lack: finding it takes a moment, and this is asked while people wait.
        if ord(character) >= _BEYOND_LATIN and not all(ord(character) in font for font in _glyphs()):
            return False
    return written


def pieces(word: str) -> list[str]:
    """The characters of a word as they are seen: a letter with its accents, and what joins it to the next one."""
    found: list[str] = []
    for character in word:
        joined = unicodedata.combining(character) or character in _JOINERS or (found and found[-1][-1] in _JOINERS)
        if found and joined:
            found[-1] += character
        else:
            found.append(character)
    return found


def font_file(*, bold: bool) -> Path:
    """The font that pictures are lettered in, as matplotlib carries it: never one of this machine."""
    # Heavy, and wanted by those only who draw.
    import matplotlib  # noqa: PLC0415

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return folder / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


@lru_cache(maxsize=1)
def _glyphs() -> tuple[frozenset[int], ...]:
    # Heavy, and wanted by those only who draw.
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415

    return tuple(frozenset(FT2Font(str(font_file(bold=bold))).get_charmap()) for bold in (False, True))
