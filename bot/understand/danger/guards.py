"""What only sounds like danger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from bot.model.danger import Category
from bot.script.forms import Form
from bot.understand.danger.frames import Frame

Reach = Literal["words", "clause", "sentence", "text"]


class GuardForm(Form):
    """How a `danger.yaml` writes them: frames that cover alike."""

    covers: Reach
    but: list[Category] = Field(default_factory=list)
    only: list[Category] = Field(default_factory=list)
    lowers: bool = False
    say: list[str]


@dataclass(frozen=True, slots=True)
class Guard:
    """A frame of what only sounds like danger: what it covers is not looked at for these categories, or with `lowers`
    is never more than unsure."""

    frame: Frame
    reach: Reach
    but: frozenset[Category]
    only: frozenset[Category]
    lowers: bool
