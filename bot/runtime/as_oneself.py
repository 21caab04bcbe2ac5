"""Inline mode: what the coach worded for somebody, to be sent by them as a message of their own.

A query is the id of what stands in one message of the coach's. It is looked up among the messages of whoever asks, and
nowhere else, so that it opens nothing for anybody but the one it was worded for. Nothing is kept for it: the wordings
are those of the message, and gone with it. An answer is best effort, beside inbox and outbox: a lost one changes
nothing.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.coach.guard import is_guarded
from bot.errors import CoachError
from bot.runtime import conversations
from bot.runtime.ports import Clock, Keyboard, OutMessage
from bot.runtime.updates import InlineQuery
from bot.script.keyboard import Sendable
from bot.script.wording import Wording
from bot.store.contract import Store

GOOD_FOR: Final = timedelta(days=1)
"""So long after the message its wordings can be sent by its button."""

HOME: Final = "menu"
"""What a link to the coach carries that only leads back to it."""

_QUERY: Final = re.compile(r"([a-z2-7]{10})\.[a-z2-7]{10}")
_AT_ONCE: Final = 4
_MOST: Final = 100
"""People whose query waits: beyond that it is let go."""

Answer = Callable[[str, Sequence[Sendable], str], Awaitable[None]]
"""Answers the query of that id with wordings; where there are none, with a button of these words that leads back to the
coach. It fails without raising."""

_log = logging.getLogger(__name__)


def found_by(ask: str | None, keyboard: Keyboard) -> Keyboard:
    """A keyboard by whose buttons the message is found that it stands under: one of the row with that ask."""
    return tuple(
        tuple(replace(key, data=f"{ask}.{key.data}") if key.kind == "pick_chat" else key for key in row)
        for row in keyboard
    )


class AsOneself:
    """Answers inline queries: of each person the newest alone."""

    def __init__(self, store: Store, wording: Wording, clock: Clock, answer: Answer) -> None:
        self._store = store
        self._wording = wording
        self._clock = clock
        self._answer = answer
        self._newest: dict[int, InlineQuery] = {}
        self._answers: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(_AT_ONCE)

    def came(self, query: InlineQuery) -> None:
        """A query has come. What is no id of ours, as while somebody types a name, is not looked at any further."""
        waits = query.person in self._newest
        if _QUERY.fullmatch(query.words) is None or not (waits or len(self._newest) < _MOST):
            return
        self._newest[query.person] = query
        if not waits:
            answer = asyncio.create_task(self._serve(query.person))
            self._answers.add(answer)
            answer.add_done_callback(self._answers.discard)

    async def drain(self) -> None:
        """Wait until what has come is answered."""
        await asyncio.gather(*self._answers)

    async def close(self) -> None:
        """Let go of what is not answered yet."""
        for answer in (answers := list(self._answers)):
            answer.cancel()
        await asyncio.gather(*answers, return_exceptions=True)

    async def _serve(self, person: int) -> None:
        async with self._free:
            query = self._newest.pop(person)
            try:
                found = await self._found(query, await self._clock.now())
            except CoachError as error:  # a turn of theirs will say so
                _log.debug("an inline query was not answered: %s", type(error).__name__)
                return
            if found is not None:
                await self._answer(query.id, *found)

    async def _found(self, query: InlineQuery, now: datetime) -> tuple[Sequence[Sendable], str] | None:
        """The wordings, and the words of a way back; None for somebody who gets no answer at all: a stranger, who never
        agreed or no longer does, and whoever hid their chat a while ago, since somebody else may hold the phone."""
        async with self._store.transaction() as tx:
            found = await conversations.load(tx, query.person)
            person = found[1].people[query.person] if found is not None else None
            if person is None or not person.takes_part or is_guarded(person, now):
                return None
            ask = query.words.partition(".")[0]
            bodies = await tx.bodies_of(query.person, ask, now - GOOD_FOR)
        keys = (key for body in bodies for row in OutMessage.from_json(body).keyboard for key in row)
        sendable = next((key.sendable for key in keys if key.kind == "pick_chat" and key.data == query.words), ())
        return sendable, self._wording.label("common", "words_are_old", person.language)
