"""Words as somebody typed them at a question, with what it takes to read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from bot.engine.step import Question
from bot.model.state import Person
from bot.script.times import region_of, zone_of
from bot.understand.ways import Ways


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed at a question. `labels` are its options as the writer reads them, `ways` what else is said
    for them; `now` is in UTC; `day` is the day of a moment that is known already."""

    text: str
    step: Question
    labels: Mapping[str, str]
    writer: Person
    now: datetime
    day: date | None = None
    ways: Ways = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The writer's language, as its code."""
        return self.writer.language

    @property
    def tag(self) -> str:
        """The writer's language with their country, which tells whether 12/5 is in May or in December."""
        region = region_of(self.writer)
        return f"{self.language}-{region}" if region is not None else self.language

    @property
    def here(self) -> datetime:
        """The writer's own clock."""
        return self.now.astimezone(zone_of(self.writer) or UTC)
