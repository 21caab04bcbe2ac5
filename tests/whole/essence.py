"""What of two people's conversations an odd input must not touch."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace

from bot.model.state import Conversation
from bot.runtime.conversations import CONVERSATION


def essence(conversations: Mapping[str, Conversation]) -> bytes:
    """All that an odd input must not touch."""
    found = copy.deepcopy(dict(conversations))
    for conversation in found.values():
        for person in conversation.people.values():
            person.last_input = person.last_words = person.pieces = person.since = None
            person.offer = person.misheard = None
        for run in conversation.runs.values():
            for seat in run.seats.values():
                ask = seat.ask
                if ask is not None:
                    nothing = {"draft": None, "unsure": None, "wanted": None, "since": None, "day": None}
                    seat.ask = replace(ask, misses=0, missed=0, draft_in=0, explained=False)
                    for name, empty in nothing.items():
                        setattr(seat.ask, name, empty)
                    for asked_back in (seat.ask.moments, seat.ask.cities, seat.ask.numbers, seat.ask.lengths):
                        asked_back.clear()
    return b"".join(CONVERSATION.dump_json(conversation) for conversation in found.values())
