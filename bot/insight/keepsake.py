"""A card to keep, a PNG file: what one person saw in another, in up to three passages of their own words, for whom it
is and from whom. No word on it is the coach's, so it is the same picture whatever language its reader reads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.insight.canvas import INK, PLUM, TEAL, WIDTH, Pen, Sheet
from bot.insight.lettering import can_letter, drawable, pieces

_HEIGHT: Final = 1350
_FRAME: Final = 56
_ROOM: Final = WIDTH - 2 * 140
# What stands between the name at the top and the one at the bottom.
_TOP, _BOTTOM = 290, 1070
_MIDDLE: Final = WIDTH / 2
_FIRST, _OTHERS = 64.0, 48.0
_BETWEEN: Final = 96
_LEADING: Final = 1.36
_SCALES: Final = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
_ORNAMENT: Final = Pen(PLUM, "D", filled=True, width=2)
_DOT: Final = Pen(TEAL, "o", filled=True, width=2)


def keepsake(passages: Sequence[str], to: str, by: str) -> bytes:
    """Draw the passages, each in lines that fit, the first one larger; names that cannot be drawn are left out.

    Raises ValueError where a letter of a passage cannot be drawn: then its words stand better as text alone.
    """
    if not can_be_drawn(passages):
        raise ValueError("a card needs words, and every letter of them")
    sheet = Sheet(_HEIGHT)
    _frame(sheet)
    if name := drawable(to):
        sheet.text((_MIDDLE, 168), name, 52, colour=TEAL, bold=True, along="center", room=_ROOM)
    _divider(sheet, 236)
    _passages(sheet, [drawable(passage) for passage in passages])
    _divider(sheet, 1140)
    if name := drawable(by):
        sheet.text((_MIDDLE, 1212), name, 46, colour=PLUM, bold=True, along="center", room=_ROOM)
    return sheet.png()


def can_be_drawn(passages: Sequence[str]) -> bool:
    """Whether a card can hold these words, every letter of them."""
    return bool(passages) and all(map(can_letter, passages))


def _frame(sheet: Sheet) -> None:
    """A heavy line around it, and a thin one inside."""
    for inset, width in ((_FRAME, 5.0), (_FRAME + 14, 1.5)):
        left, right, top, bottom = inset, WIDTH - inset, inset, _HEIGHT - inset
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        for begin, end in pairwise(corners):
            sheet.rule(begin, end, colour=TEAL, width=width)


def _divider(sheet: Sheet, y: float) -> None:
    """A short line with a diamond in its middle."""
    for side in (-1, 1):
        sheet.rule((_MIDDLE + side * 34, y), (_MIDDLE + side * 150, y), colour=TEAL, width=2)
    sheet.mark((_MIDDLE, y), _ORNAMENT, 20)


def _passages(sheet: Sheet, words: Sequence[str]) -> None:
    """Write them one beneath the other, in the largest letters in which all of them fit."""
    for scale in _SCALES:
        sizes = [(_FIRST if n == 0 else _OTHERS) * scale for n in range(len(words))]
        blocks = [_wrapped(sheet, text, size, n == 0) for n, (text, size) in enumerate(zip(words, sizes, strict=True))]
        heights = [len(lines) * size * _LEADING for lines, size in zip(blocks, sizes, strict=True)]
        whole = sum(heights) + _BETWEEN * scale * (len(words) - 1)
        if whole <= _BOTTOM - _TOP:
            break
    y = (_TOP + _BOTTOM - whole) / 2
    for n, (lines, size, height) in enumerate(zip(blocks, sizes, heights, strict=True)):
        if n:
            sheet.mark((_MIDDLE, y + _BETWEEN * scale / 2), _DOT, 10)
            y += _BETWEEN * scale
        for m, line in enumerate(lines):
            at = (_MIDDLE, y + (m + 0.5) * size * _LEADING)
            sheet.text(at, line, size, colour=INK, bold=n == 0, along="center")
        y += height


def _wrapped(sheet: Sheet, text: str, size: float, bold: bool) -> list[str]:
    """The text in lines that fit, as even as so many lines can be: no word stands alone in the last one."""
    lines = _broken(sheet, text, size, bold, _ROOM)
    for room in range(_ROOM - 30, _ROOM // 2, -30):
        evener = _broken(sheet, text, size, bold, room)
        if len(evener) > len(lines):
            break
        lines = evener
    return lines


def _broken(sheet: Sheet, text: str, size: float, bold: bool, room: float) -> list[str]:
    """The text in lines of so much room; a word that is wider than a line is broken where it must be."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if sheet.width(longer, size, bold=bold) <= room:
            lines[-1] = longer
            continue
        lines += [""] if lines[-1] else []
        for piece in pieces(word) if sheet.width(word, size, bold=bold) > room else (word,):
            if lines[-1] and sheet.width(lines[-1] + piece, size, bold=bold) > room:
                lines.append("")
            lines[-1] += piece
    return lines
