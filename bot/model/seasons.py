"""When somebody is written to unasked: in which part of their day, and for how many weeks on end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

DayPart = Literal["morning", "midday", "evening", "any"]
"""The part of a person's own day in which offered nudges come; `any`: whenever it is not their night."""


@dataclass(frozen=True, slots=True)
class Season:
    """Six weeks of offered nudges, and the quiet after them. Instants are in UTC."""

    began: datetime
    over: datetime | None = None
    """Since when nothing is offered any more; None while the season goes on."""
