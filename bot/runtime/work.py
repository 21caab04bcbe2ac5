"""What one transaction has on its hands: conversations as they change, and what was said on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.engine.engine import Outcome, play
from bot.engine.world import World
from bot.insight.attachments import Recipe
from bot.model import events, inputs, removals
from bot.model.state import Conversation, Person
from bot.runtime import conversations
from bot.runtime.exporting import add_export
from bot.runtime.files import Files
from bot.runtime.hiding import hide
from bot.runtime.memories import Recollection, Wanted
from bot.runtime.messages import ANYTHING, Cause, only_for, outgoing
from bot.runtime.ports import Deletion, OutMessage
from bot.runtime.removing import remove
from bot.script.wording import Wording
from bot.store.contract import Transaction
from bot.store.memories import write_values
from bot.store.rows import NudgeRow, Outgoing


@dataclass(slots=True)
class Work:
    """One turn's transaction, its conversations by id, and the messages so far in the order said.

    `memory` is what the engine has asked of what people remember; the world has the same.
    `later` are rows for after all that was said; after them come the `exports` of these people. Who is in `leaving` is
    forgotten at the end, with that farewell, or without one. To who is in `hidden` nothing is said, and nothing in
    their chat changes.
    `answer` is what the answer to the press says that led to this turn; what people in `quiet` did asks for none.
    """

    tx: Transaction
    now: datetime
    world: World
    wording: Wording
    memory: Recollection
    open: dict[str, Conversation] = field(default_factory=dict)
    said: list[events.Event] = field(default_factory=list)
    later: list[Outgoing] = field(default_factory=list)
    exports: list[int] = field(default_factory=list)
    leaving: dict[int, events.Prompt | None] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    answer: events.AnswerPress | None = None
    quiet: set[int] = field(default_factory=set)
    cause: Cause = ANYTHING

    async def find(self, person: int) -> tuple[str, Conversation] | None:
        """The conversation of a person with its id, as it is by now in this turn."""
        found = next(((k, c) for k, c in self.open.items() if person in c.people), None)
        if found is None and (found := await conversations.load(self.tx, person)) is not None:
            self.open[found[0]] = found[1]
        return found

    async def play(self, who: int, happened: inputs.Input) -> list[events.Request]:
        """Take one input through the engine and store its effects; what the engine asks of the house is given back."""
        found = await self.find(who)
        assert found is not None, "an input is played only for somebody who has a conversation"
        outcome = await self._outcome(found[1], happened)
        self.open[found[0]] = outcome.conversation
        requests: list[events.Request] = []
        for event in outcome.events:
            match event:
                case events.Say() | events.Settle() | events.Redraw() | events.Fade():
                    self.said.append(event)
                case events.AnswerPress():
                    self.answer = event
                case events.Nothing():
                    self.quiet.add(event.person)
                case events.SetNudge():
                    await self._nudge(event)
                case events.Remember():
                    await self._remember(event)
                case (
                    removals.RemoveMemory()
                    | removals.RemoveMemories()
                    | removals.RemoveNudge()
                    | removals.RemoveInvitation()
                ):
                    await remove(self.tx, event)
                    self.memory.changed(event.person)
                case _:
                    requests.append(event)
        return requests

    async def _outcome(self, conversation: Conversation, happened: inputs.Input) -> Outcome:
        """Play, and play anew for each thing in memory that the engine turns out to need: with the same chance."""
        drawn = self.world.fresh.drawn
        while True:
            try:
                return play(conversation, happened, self.world)
            except Wanted as wanted:
                self.world.fresh.drawn = drawn
                await self.memory.look_up(self.tx, wanted)

    def answered(self, who: int) -> bool:
        """Whether something was said to a person in this turn, or changed before their eyes, or is about to be."""
        told = any(isinstance(event, events.Say | events.Redraw) and event.to == who for event in self.said)
        told = told or (self.answer is not None and self.answer.person == who)
        told = told or who in self.quiet or who in self.leaving or who in self.exports
        return told or any(row.chat == who for row in self.later)

    async def export(self, who: int) -> None:
        """Send a person everything that is kept of them."""
        self.exports.append(who)

    async def tell_refused(self, who: int, count: int) -> None:
        """Tell a person how many of their messages were not kept."""
        self.said.append(events.Say(who, events.Prompt("common", "too_many"), {"count": count}))
        await self.tx.tell_refused(who)

    async def tell_set_aside(self, who: int) -> None:
        """Tell a person, before all else, that something of theirs cannot be opened. Help lines come alone, and a
        chat that is hidden stays so: it can wait for the next time."""
        urgent = any(isinstance(event, events.Say) and event.to == who and event.urgent for event in self.said)
        if not urgent and who not in self.hidden:
            self.said.insert(0, events.Say(who, events.Prompt("common", "set_aside")))
            await self.tx.tell_set_aside(who)

    async def hide(self, who: int) -> None:
        """Take away what both sides wrote lately; nothing comes in its place."""
        self.hidden.add(who)
        self.later += await hide(self.tx, who, self.now)

    async def retract(self, who: int, mark: str) -> None:
        """Take away what was only to be seen for a moment, before anything else is said. What has not gone out yet
        never does; the ids of the rest are looked up when it is done."""
        await self.tx.retract(who, mark)
        body = Deletion(mark=mark).to_json()
        await self.tx.add_message(Outgoing(who, "delete", "reply", body, self.now, once=True))

    async def erase(self, who: int, ask: str, messages: tuple[tuple[int, datetime], ...]) -> None:
        """Take a question, and the person's own words at it, out of their chat, after all that is said."""
        for deletion in (Deletion(messages), Deletion(mark=ask)):
            if deletion.messages or deletion.mark:
                self.later.append(Outgoing(who, "delete", "reply", deletion.to_json(), self.now, once=True))

    async def commit(self) -> None:
        """Write the conversations and the rendered messages; the transaction does the rest."""
        people = {who: person for c in self.open.values() for who, person in c.people.items()}
        pairs = {c.group.chat: tuple(sorted(c.people)) for c in self.open.values() if c.group is not None}
        for conversation_id, conversation in self.open.items():
            await conversations.save(self.tx, conversation_id, conversation, self.now)
        for who, farewell in self.leaving.items():
            await self._forget(people.pop(who), farewell)
        said = [row for row in await self._outgoing(self.said, people, pairs) if row.chat not in self.hidden]
        for message in (*said, *(row for row in self.later if row.chat in people or row.chat < 0)):
            await self.tx.add_message(message)
        for who in (who for who in self.exports if who in people):
            home = next(c for c in self.open.values() if who in c.people)
            await add_export(self.tx, home, who, self.world.library, self.wording, self.now)

    async def _outgoing(
        self, said: list[events.Event], people: dict[int, Person], pairs: dict[int, tuple[int, ...]]
    ) -> list[Outgoing]:
        def home_of(reader: int) -> Conversation:
            return next((c for c in self.open.values() if reader in c.people), Conversation({}))

        files = Files({}, self.wording, self.now)
        for event in said:
            if isinstance(event, events.Say) and event.attach is not None and event.to in people:
                await files.read(self.tx, event, home_of(event.to).partner(event.to))

        def attach(say: events.Say, reader: Person) -> tuple[events.Say, Recipe | None]:
            home = home_of(reader.id)
            partner = home.partner(reader.id)
            return files.attached(say, reader, people.get(partner) if partner is not None else None, home.couple)

        groups = {c.group.chat: c.group.language for c in self.open.values() if c.group is not None}
        readers = {chat: Person(chat, "", language) for chat, language in groups.items()}
        rows = outgoing(said, people | readers, self.wording, self.now, attach, self.cause)
        return [only_for(row, pairs[row.chat]) if row.chat in pairs else row for row in rows]

    async def _forget(self, person: Person, last: events.Prompt | None) -> None:
        """Forget a person whose conversation is written and theirs alone; the farewell has nothing of theirs in it."""
        await self.tx.forget(person.id)
        if last is not None:
            body = OutMessage(self.wording.text(last, {}, person)).to_json()
            await self.tx.add_message(Outgoing(person.id, "send", "reply", body, self.now, once=True, last=True))

    async def _remember(self, event: events.Remember) -> None:
        body = write_values(event.values)
        await self.tx.remember(event.id, event.person, event.kind, event.revision, body, self.now)
        self.memory.changed(event.person)

    async def _nudge(self, event: events.SetNudge) -> None:
        await self.tx.add_nudge(
            NudgeRow(
                event.id,
                event.person,
                event.due,
                event.reason,
                event.subject,
                event.revision,
                event.prompt,
                event.policy,
                event.expires,
                event.opens,
            )
        )
