"""What people say about themselves that has to be shown later: being of age, and consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Told:
    """Something that a person has said about themselves, with one tap: to words of which version, and when. `at` is
    None where that was not noted yet."""

    version: int
    at: datetime | None = None
