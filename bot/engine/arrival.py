"""Whether words were sent after a question had reached their writer: by message ids, never by clocks."""

from __future__ import annotations

from typing import Literal

from bot.model.asks import Ask
from bot.model.inputs import Text


def arrival(message: Text, ask: Ask) -> Literal["in time", "unsure", "late"]:
    """Whether the words were sent after the question had reached their writer."""
    reach = message.reach.get(ask.id)
    if reach is None:
        return "late"
    sent = message.message_id
    if reach.covered is not None and sent > reach.covered and (reach.uncovered is None or sent < reach.uncovered):
        return "unsure"
    return "in time" if reach.known is not None and sent > reach.known else "late"
