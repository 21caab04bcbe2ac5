"""Lists that are shown a page at a time: where a page begins, and the buttons that turn it."""

from __future__ import annotations

from bot.engine.turn import Buttons
from bot.model.script import Button


def is_place(text: str) -> bool:
    """Whether what a button or somebody sent is a place in a list."""
    return text.isascii() and text.isdigit() and len(text) < 6


def turning(command: str, start: int, most: int, count: int, back: str, on: str) -> Buttons:
    """The buttons that turn the page of a list of `count`, of which `most` are shown from `start` on."""
    before = (Button(f"{command}{max(start - most, 0)}", back),) if start else ()
    return (*before, *((Button(f"{command}{start + most}", on),) if start + most < count else ()))
