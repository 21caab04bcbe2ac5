"""One line of `coach doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "look", "FAIL"]
"""look: it works, and somebody should see to it; FAIL: it does not, or what people wrote is in danger."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing, and what to do about it."""

    what: str
    state: State
    said: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.state:<4}  {self.what:<10}  {self.said}"
