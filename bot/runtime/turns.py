"""The turn: one inbound event taken through the engine, all its effects committed in one transaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from bot.coach.product import COACH
from bot.engine.script import Library
from bot.engine.world import Fresh, World
from bot.errors import DamagedError, OperatorError, ScriptError
from bot.model import events, inputs
from bot.model.script import Button
from bot.model.state import Person
from bot.runtime import conversations
from bot.runtime.failing import Failed, Failing
from bot.runtime.firing import fire
from bot.runtime.groups import Groups
from bot.runtime.happened import caption_follows, input_of
from bot.runtime.hearing import Ear
from bot.runtime.joining import LATE_AFTER
from bot.runtime.lapsing import has_lapsed, left_by_nobody
from bot.runtime.links import play_all
from bot.runtime.memories import Recollection
from bot.runtime.messages import Cause
from bot.runtime.ports import Clock, Ids
from bot.runtime.presses import Presses
from bot.runtime.reading import blames, reader, steered
from bot.runtime.traces import without_words
from bot.runtime.updates import Update, read_update
from bot.runtime.watching import Observer, Tally, Unwatched
from bot.runtime.work import Work
from bot.script.keyboard import is_answer
from bot.script.wording import Wording
from bot.store.contract import Store, Transaction
from bot.store.rows import InboxRow, NudgeRow
from bot.understand.age import read_age
from bot.understand.danger import notice

log = logging.getLogger(__name__)

_MENU = Button("menu", "menu")


def _answered_by_one_line(work: Work, who: int) -> bool:
    people = [conversation.people[who] for conversation in work.open.values() if who in conversation.people]
    return any(person.owed or person.pile is not None for person in people)


async def _owe_help(tx: Transaction, person: Person) -> None:
    """A help message that could not go out in time was replaced by a neutral line: it comes with what they do now."""
    if person.help_mark is None:
        return
    late = await tx.is_late(person.id, person.help_mark)
    person.owed = person.owed or late
    if late or not await tx.is_waiting(person.id, person.help_mark):
        person.help_mark = None


@dataclass(frozen=True, slots=True)
class _Pressed:
    """A press whose turn was taken, and what its answer says."""

    press: str
    words: str = ""


def _is_operators(error: Exception) -> bool:
    return isinstance(error, OperatorError) and not isinstance(error, ScriptError | DamagedError)


def never() -> bool:
    """There is always room for a nudge."""
    return False


class Turns:
    """Takes waiting updates and due nudges, one transaction each: conversations take turns, nudges come between."""

    def __init__(
        self,
        store: Store,
        library: Library,
        wording: Wording,
        clock: Clock,
        ids: Ids,
        bot_username: str,
        presses: Presses,
        bot_id: int = 0,
        crowded: Callable[[], bool] = never,
        observer: Observer | None = None,
    ) -> None:
        self._store = store
        self._library = library
        self._wording = wording
        self._clock = clock
        self._ids = ids
        self._bot_username = bot_username
        self._groups = Groups(bot_id, bot_username)
        self._presses = presses
        self._tally = Tally(observer or Unwatched())
        self._failing = Failing(store, wording, self._tally)
        self._read = reader(wording)
        self._hear = Ear(library, wording)
        self._crowded = crowded
        self._nudge_first = False

    async def take(self, most: int = 1) -> int:
        """Take the next updates and due nudges, `most` of them at most; how many there were. After an update a nudge
        comes first, and after a nudge an update, so that neither waits for all of the others. While no nudge could be
        sent (`crowded`), none is taken: what has grown stale by its turn is not said.

        All of them are one commit; what fails is rolled back alone and set aside with the kind of its error, so that
        the next goes on; whoever wrote is told that something went wrong. What cannot be opened is set aside, and the
        turn taken without it; whose it was hears so with their next answer. Raises DatabaseError.
        """
        now = await self._clock.now()
        taken, pressed = 0, list[_Pressed]()
        wrong: Failed | DamagedError | None = None
        async with self._store.transaction() as tx:
            while taken < most:
                try:
                    async with tx.part():
                        happened, press = await self._next(tx, now)
                except (Failed, DamagedError) as error:
                    wrong = error
                    break
                if not happened:
                    break
                taken += 1
                pressed += [press] if press is not None else []
                if not self._nudge_first:
                    break  # that was a nudge: whoever writes just now waits for no other
                await asyncio.sleep(0)  # whoever else has something to do is not kept waiting for all of it
        self._tally.committed()
        if wrong is not None:
            taken += 1
            pressed += await self._went_wrong(wrong, now)
        for press in pressed:
            self._presses.taken(press.press, press.words)
        return taken

    async def _next(self, tx: Transaction, now: datetime) -> tuple[bool, _Pressed | None]:
        """Take one update or due nudge; whether there was one, and the press that it was."""
        crowded = self._crowded()
        nudge = await tx.due_nudge(now) if self._nudge_first and not crowded else None
        row = await tx.next_input() if nudge is None else None
        if row is None and nudge is None and not self._nudge_first and not crowded:
            nudge = await tx.due_nudge(now)
        self._nudge_first = row is not None
        if row is not None:
            return True, await self._input(tx, row, now)
        if nudge is not None:
            await self._nudge(tx, nudge, now)
        return nudge is not None, None

    async def _went_wrong(self, wrong: Failed | DamagedError, now: datetime) -> list[_Pressed]:
        """Set aside what failed; the press that it was, which is answered all the same."""
        damaged = wrong.error if isinstance(wrong, Failed) else wrong
        if isinstance(damaged, DamagedError):
            if await self._failing.put_away(damaged, now, unheard=wrong is damaged):
                return []  # the same is taken once more, without it
            if wrong is damaged:
                raise wrong
        assert isinstance(wrong, Failed)
        self._tally.failed("nudge" if wrong.update is None else wrong.update.kind)
        log.error("a turn failed and was set aside: %s\n%s", wrong.what, without_words(wrong.error))
        await self._failing.set_aside(wrong, now)
        return [_Pressed(wrong.update.press)] if wrong.update is not None else []

    async def _input(self, tx: Transaction, row: InboxRow, now: datetime) -> _Pressed | None:
        self._tally.begin()
        try:
            update = read_update(row.body, self._bot_username)
        except (ValueError, KeyError, TypeError) as error:
            await tx.set_aside_input(row.seq, f"unreadable: {type(error).__name__}", now)
            self._tally.unreadable()
            return None
        try:
            words = await (self._update if update.group is None else self._in_group)(tx, update, row, now)
        except Exception as error:  # whatever it is, the next update must have its turn
            if _is_operators(error):
                raise
            raise Failed(f"update {row.update_id}", error, seq=row.seq, update=update) from error
        await tx.finish_input(row.seq, now, erase=update.is_for_others)
        self._tally.taken(update.kind, update.chat, row.received_at, now)
        return _Pressed(update.press, words) if update.press else None

    async def _nudge(self, tx: Transaction, nudge: NudgeRow, now: datetime) -> None:
        self._tally.begin()
        # Closed first: what the nudge sets anew may carry the same id.
        await tx.close_nudge(nudge.row, "fired")
        try:
            fired = await fire(self._work(tx, now), self._ids, nudge)
        except Exception as error:  # whatever it is, the next nudge must have its turn
            if _is_operators(error):
                raise
            raise Failed("nudge", error, nudge=nudge.row) from error
        if not fired:
            await tx.close_nudge(nudge.row, "dropped")
        self._tally.fired(nudge.due, now)

    def _work(self, tx: Transaction, now: datetime, behind: int = 0) -> Work:
        render = partial(self._wording.preview, now=now)
        memory = Recollection()
        seed = Fresh(self._ids.token())
        world = World(
            self._library,
            now,
            seed,
            self._read,
            self._hear,
            render,
            cache(notice),
            blames,
            read_age,
            steered,
            memory,
            COACH,
            self._wording.languages,
            behind,
        )
        return Work(tx, now, world, self._wording, memory)

    async def _update(self, tx: Transaction, update: Update, row: InboxRow, now: datetime) -> str:
        """Take an update; what the answer to a press says, if it is one and had no effect."""
        profile = update.profile
        if profile is None or update.kind == "nothing":
            return ""
        if update.kind in ("blocked", "unblocked"):
            await (tx.close_chat(profile.id) if update.kind == "blocked" else tx.open_chat(profile.id, now))
            if update.kind == "blocked":
                await left_by_nobody(tx, row)
            return ""
        if await caption_follows(tx, update, row, self._bot_username):
            return ""
        work = self._work(tx, now, row.behind)
        work.cause = Cause(late=update.said.at is not None and now - update.said.at > LATE_AFTER)
        found = await work.find(profile.id)
        if found is None:
            language = self._wording.language_of(profile.language)
            # The second tap on the last question, or an old button of somebody forgotten: nobody begins with that.
            if update.kind == "press" and is_answer(update.words) and await left_by_nobody(tx, row):
                return self._wording.answer(events.Prompt("common", "stale"), {}, Person(profile.id, "", language))
            fresh = conversations.first_contact(profile, language)
            found = (self._ids.name(), fresh)
            work.open[found[0]] = fresh
        person = found[1].people[profile.id]
        person.username = profile.username
        await _owe_help(tx, person)
        happened = await input_of(work, found[1], update)
        if happened is None:
            return ""
        await play_all(work, self._ids, profile.id, happened)
        if row.refused and not row.behind:
            await work.tell_refused(profile.id, row.refused)
        if row.lost:
            await work.tell_set_aside(profile.id)
        # To many texts from long ago, and to a pile, one line is the answer.
        if not work.answered(profile.id) and not _answered_by_one_line(work, profile.id):
            work.said.append(events.Say(profile.id, events.Prompt("common", "nothing_more"), buttons=(_MENU,)))
        await work.commit()
        return self._wording.answer(work.answer.prompt, {}, person) if work.answer is not None else ""

    async def _in_group(self, tx: Transaction, update: Update, row: InboxRow, now: datetime) -> str:
        """Take what happened in a group. Of whoever has no conversation here nothing is kept."""
        answer = await self._groups.take(self._work(tx, now, row.behind), self._ids, update)
        await left_by_nobody(tx, row)
        return answer

    async def lapse(self, who: int, now: datetime, *, surely: bool = False) -> None:
        """Forget somebody, silently, if they have been away for too long, or `surely`, whatever of theirs cannot be
        opened. Raises what else goes wrong, with nothing changed."""
        try:
            await self._lapse(who, now, surely=surely)
        except DamagedError as damaged:
            if not await self._failing.put_away(damaged, now, unheard=False):
                raise
            await self._lapse(who, now, surely=surely)

    async def _lapse(self, who: int, now: datetime, *, surely: bool) -> None:
        async with self._store.transaction() as tx:
            work = self._work(tx, now)
            found = await work.find(who)
            if not surely and not await has_lapsed(tx, who, found[1].people[who] if found is not None else None, now):
                return
            if found is None:
                await tx.forget(who)
                return
            await play_all(work, self._ids, who, inputs.Lapsed(who))
            await work.commit()
