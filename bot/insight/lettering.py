"""What of people's words can be drawn: matplotlib's own DejaVu has no emoji of today and no Chinese."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
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
