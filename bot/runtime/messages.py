"""From what the engine says to rows of the outbox: one message a chat and turn, where it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.events import Event, Say, Settle
from bot.model.state import Person
from bot.runtime.ports import Key, Keyboard, OutMessage
from bot.script.keyboard import Key as WordedKey
from bot.script.shown import parsed, units
from bot.script.wording import TEXT_UNITS, Wording
from bot.store.rows import Outgoing


@dataclass(slots=True)
class _Draft:
    """A message being put together from what one turn says in one chat."""

    say: Say
    text: str
    keyboard: Keyboard
    silent: bool


def outgoing(events: Sequence[Event], people: dict[int, Person], wording: Wording, now: datetime) -> list[Outgoing]:
    """The rows of one turn, in the order in which they are to be sent within each chat.

    What is said in one chat is joined into one message, so that an answer and the next question arrive together. A
    nudge stands alone, since it must be readable over a shoulder; so does what has buttons of its own, and a message
    whose body is erased on delivery. Buttons of answered questions change last: nobody waits for that.
    """
    rows: list[Outgoing] = []
    for who in people:
        says = [e for e in events if isinstance(e, Say) and e.to == who]
        drafts = _join(says, people[who], wording)
        asked = next((d.say.question.ask for d in reversed(drafts) if d.say.question is not None), None)
        for draft in drafts:
            body = OutMessage(draft.text, draft.keyboard, draft.silent).to_json()
            question = draft.say.question is not None
            rows.append(Outgoing(who, "send", draft.say.tone, body, now, asked, question, draft.say.once))
        for event in events:
            if isinstance(event, Settle) and event.to == who:
                key = wording.settled(event, people[who])
                keyboard: Keyboard = ((_key(key),),) if key is not None else ()
                rows.append(Outgoing(who, "edit", "nudge", OutMessage("", keyboard).to_json(), now, event.ask))
    return rows


def _join(says: Sequence[Say], reader: Person, wording: Wording) -> list[_Draft]:
    drafts: list[_Draft] = []
    for say in says:
        message = wording.message(say, reader)
        keyboard = tuple(tuple(_key(key) for key in row) for row in message.rows)
        last = drafts[-1] if drafts else None
        joined = f"{last.text}\n\n{message.text}" if last is not None else ""
        if last is not None and _joinable(last, say) and units(parsed(joined)) <= TEXT_UNITS:
            silent = last.silent and say.silent
            drafts[-1] = _Draft(say, joined, keyboard, silent)
        else:
            drafts.append(_Draft(say, message.text, keyboard, say.silent))
    return drafts


def _joinable(last: _Draft, say: Say) -> bool:
    alone = last.keyboard or last.say.once or say.once
    return not alone and "nudge" not in (last.say.tone, say.tone)


def _key(key: WordedKey) -> Key:
    return Key(key.label, key.kind, key.data)
