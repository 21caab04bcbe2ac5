"""The words of a script: roles, what an answer permits, and where the menu shows a dialog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["me", "partner"]
To = Literal["me", "partner", "each"]
AskKind = Literal["choice", "text", "scale", "duration", "number", "many", "yes_no", "day", "moment", "city", "hour"]
Visibility = Literal["private", "blind", "shared", "offered"]
Form = Literal["solo", "couple"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button that does what typing its command does; `label` is found in the reader's language."""

    command: str
    label: str


STRICTNESS: Mapping[Visibility, int] = {"private": 0, "offered": 1, "blind": 2, "shared": 3}
"""Permissions from the strictest on; disclosure goes by the smaller of the stored and the current one."""


MenuGroup = Literal["leave", "come_back", "say_it", "together", "around"]
"""Where the menu shows a dialog, in this order."""
