"""Large databases, made through the store's own code: people who have gone through the first lines, as one did before
them in the coach's own turns, and stand in the middle of a dialog, with as many nudges as wanted."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.runtime.conversations import CONVERSATION
from bot.runtime.ports import OutMessage
from bot.runtime.presses import Presses
from bot.runtime.receive import read_update
from bot.runtime.turns import Turns
from bot.script.wording import Wording
from bot.store.contract import Store, Transaction
from bot.store.rows import MemoryRow, NudgeRow
from tests.bench.lean import Chat
from tests.bench.peers.coach import MORNING
from tests.bench.people import LINES, choice
from tests.stage import SeededIds, nobody_answers
from tests.store.filling import opened

_BEFORE: Final = MORNING - timedelta(days=1)
_ONE: Final = 4_242_424_242
"""The one who goes first; a number that stands nowhere else in what is kept of them."""
FIRST: Final = 4_300_000_000
"""Whoever is in a large database has a number from here on."""
_OPEN: Final = 21
"""So many lines end in the middle of a dialog, with a plan made."""
_TOGETHER: Final = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of somebody: their conversation, what they remember, and the nudge that their plan ends with."""

    state: str
    memories: Sequence[MemoryRow]
    back: NudgeRow

    def of(self, person: int, plans: int) -> Kept:
        """The same of somebody else, with so many plans as the one there is. Ids of memory items are everywhere
        different."""
        state, memories = self.state.replace(str(_ONE), str(person)), []
        for item in self.memories:
            id = f"{item.id}{person}"
            state = state.replace(f'"{item.id}"', f'"{id}"')
            memories.append(replace(item, id=id, person=person))
        back = replace(self.back, person=person, subject=f"{self.back.subject}{person}")
        if plans > 1:
            whole = json.loads(state)
            [plan] = whole["people"][str(person)]["planned"]
            whole["people"][str(person)]["planned"] = [plan | {"id": _plan(plan["id"], n)} for n in range(plans)]
            state = json.dumps(whole)
        return Kept(state, memories, back)

    async def keep(self, tx: Transaction, person: int, dues: Sequence[datetime], plans: int) -> None:
        """Keep it for somebody, with a nudge for each due time; the first ones are of their `plans`, one each."""
        kept = self.of(person, plans)
        await tx.open_chat(person, _BEFORE)
        await tx.save_conversation(f"c{person}", [person], kept.state.encode(), _BEFORE)
        for item in kept.memories:
            await tx.remember(item.id, person, item.kind, item.revision, item.body, item.created_at)
        for n, due in enumerate(dues):
            await tx.add_nudge(replace(kept.back, id=f"n{n}", due=due, subject=_plan(kept.back.subject, n)))

    def nudge(self, number: int, id: str, due: datetime) -> NudgeRow:
        """One more for somebody who is in a large database, of their first plan."""
        return replace(self.of(FIRST + number, 1).back, id=id, due=due)


def _plan(first: str, number: int) -> str:
    """The id of a plan of somebody who has several."""
    return f"{first}.{number}" if number else first


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    async def now(self) -> datetime:
        """The time, aware, in UTC."""
        return self.moment


async def fill(store: Store, one: Kept, people: int, dues: Callable[[int], Sequence[datetime]], plans: int) -> None:
    """So many people like one, each with a nudge at each of their due times, who are numbered from 0."""
    for first in range(0, people, _TOGETHER):
        async with store.transaction() as tx:
            for number in range(first, min(people, first + _TOGETHER)):
                await one.keep(tx, FIRST + number, dues(number), plans)


async def kept_of_one(wording: Wording) -> Kept:
    """What the coach keeps of somebody who has said the first lines."""
    clock, chat = Clock(_BEFORE), Chat(_ONE)
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder) / "coach.db", os.urandom(32)) as store:
            turns = Turns(store, wording.library, wording, clock, SeededIds(), "bench_bot", Presses(nobody_answers))
            for number, line in enumerate(LINES[:_OPEN], start=1):
                clock.moment += timedelta(seconds=30)
                await store.receive([read_update({"update_id": number, **_said(chat, line)})], clock.moment)
                while await turns.take():
                    await _deliver(store, chat, clock.moment)
            async with store.transaction() as tx:
                stored = await tx.conversation_of(_ONE)
                memories = await tx.memories(_ONE)
                backs = [nudge for nudge in await tx.waiting_nudges(_ONE) if nudge.reason == "back"]
    assert stored is not None
    assert CONVERSATION.validate_json(stored.state).runs, "nobody is in the middle of anything"
    return Kept(stored.state.decode(), memories, backs[0])


def _said(chat: Chat, line: str) -> dict[str, object]:
    if line.startswith("#"):
        under = chat.message(chat.pressed, chat.person, None)
        press = {"id": line, "from": chat.person, "data": choice(chat, line), "message": under}
        return {"callback_query": press}
    chat.messages += 1
    return {"message": chat.message(chat.messages, chat.person, line)}


async def _deliver(store: Store, chat: Chat, now: datetime) -> None:
    async with store.transaction() as tx:
        while heads := await tx.heads(10):
            for row in heads:
                await tx.mark_sending(row.seq)
                chat.messages += row.kind == "send"
                await tx.mark_sent(row.seq, chat.messages if row.kind == "send" else None, now)
                keys = [key.data for keys in OutMessage.from_json(row.body).keyboard for key in keys]
                if row.kind == "send" and keys:
                    chat.buttons, chat.pressed = tuple(keys), chat.messages
