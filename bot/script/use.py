"""One block of wording that somebody needs, and with what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.script import samples

Role = Literal[
    "text", "caption", "mark", "copy", "label", "short", "command", "answer", "meant", "said", "of_deck", "offer"
]


@dataclass(frozen=True, slots=True)
class Use:
    """One block that must be there. `file` and `line` say who needs it; `values` are examples, as long as they get;
    `answers` are those among them that may be missing. Blocks that are each other's variants have one `nudge`."""

    dialog: str
    name: str
    role: Role
    file: str
    line: int
    needs: str
    values: samples.Samples = field(default_factory=dict)
    answers: frozenset[str] = frozenset()
    nudge: str = ""
    only_checked: bool = False
    """It is like another one, with less in it: it must be right, and need not be read."""
