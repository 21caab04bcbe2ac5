"""`yes_no`: yes or no, in many words."""

from __future__ import annotations

from typing import Final

from bot.engine.kinds.kind import Kind

YES_NO: Final = ("yes", "no")
"""What it is answered with."""


class YesNo(Kind):
    """A choice of two that are always the same."""

    said = "says yes or no"
    one_option = True

    def options(self, written: tuple[str, ...]) -> tuple[str, ...]:
        """Yes and no."""
        return YES_NO
