"""What one transaction has on its hands: conversations as they change, and what was said on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pydantic import TypeAdapter

from bot.engine.engine import play
from bot.engine.world import World
from bot.model import events, inputs
from bot.model.state import Conversation
from bot.model.values import Values
from bot.runtime import conversations
from bot.runtime.messages import outgoing
from bot.script.wording import Wording
from bot.store.contract import Transaction
from bot.store.rows import NudgeRow

_VALUES: TypeAdapter[Values] = TypeAdapter(dict)


@dataclass(slots=True)
class Work:
    """One turn's transaction, its conversations by id, and the messages so far in the order said."""

    tx: Transaction
    now: datetime
    world: World
    open: dict[str, Conversation] = field(default_factory=dict)
    said: list[events.Event] = field(default_factory=list)

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
        outcome = play(found[1], happened, self.world)
        self.open[found[0]] = outcome.conversation
        requests: list[events.Request] = []
        for event in outcome.events:
            match event:
                case events.Say() | events.Settle():
                    self.said.append(event)
                case events.SetNudge():
                    await self._nudge(event)
                case events.Remember():
                    body = _VALUES.dump_json(dict(event.values))
                    await self.tx.remember(event.id, event.person, event.kind, event.revision, body, self.now)
                case _:
                    requests.append(event)
        return requests

    def answered(self, who: int) -> bool:
        """Whether something was said to a person in this turn."""
        return any(isinstance(event, events.Say) and event.to == who for event in self.said)

    async def commit(self, wording: Wording) -> None:
        """Write the conversations and the rendered messages; the transaction does the rest."""
        people = {who: person for c in self.open.values() for who, person in c.people.items()}
        for message in outgoing(self.said, people, wording, self.now):
            await self.tx.add_message(message)
        for conversation_id, conversation in self.open.items():
            await conversations.save(self.tx, conversation_id, conversation, self.now)

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
            )
        )
