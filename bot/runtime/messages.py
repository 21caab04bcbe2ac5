"""From what the engine says to rows of the outbox: one message a chat and turn, where it fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.coach.safety import IN_TIME
from bot.insight.attachments import Recipe
from bot.model.events import Event, Fade, Prompt, Redraw, Say, Settle
from bot.model.state import Person
from bot.runtime.as_oneself import found_by
from bot.runtime.ports import CAPTION_UNITS, Key, Keyboard, OutMessage
from bot.script.keyboard import Key as WordedKey
from bot.script.keyboard import Rows
from bot.script.shown import TEXT_UNITS, parsed, units
from bot.script.wording import Wording
from bot.store.rows import Outgoing


@dataclass(slots=True)
class _Draft:
    """A message being put together from what one turn says in one chat."""

    say: Say
    text: str
    keyboard: Keyboard
    silent: bool
    recipe: Recipe | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """What led to the messages of a turn: something that was said long before (`late`), or the nudge of a person
    (`nudged`), which is worth nothing once it `expires`."""

    late: bool = False
    nudged: int | None = None
    expires: datetime | None = None


ANYTHING = Cause()

Attach = Callable[[Say, Person], tuple[Say, Recipe | None]]
"""A message with the values that its file brings, and the file's recipe, or none."""


def outgoing(
    events: Sequence[Event],
    people: dict[int, Person],
    wording: Wording,
    now: datetime,
    attach: Attach,
    cause: Cause = ANYTHING,
) -> list[Outgoing]:
    """The rows of one turn, in the order in which they are to be sent within each chat.

    What is said in one chat is joined into one message, so that an answer and the next question arrive together. A
    nudge stands alone, since it must be readable over a shoulder; so does what has buttons or a file of its own, a
    message whose body is erased on delivery, and a question whose text may change in its place. A text too long to
    stand under its file comes before it. Buttons of answered questions change last: nobody waits for that.
    """
    rows: list[Outgoing] = []
    for who in people:
        says = [e for e in events if isinstance(e, Say) and e.to == who]
        drafts = _join(says, people[who], wording, now, attach)
        # The list of countries is long: help stands beneath its question, not out of sight above it.
        drafts.sort(key=lambda draft: draft.say.urgent and draft.say.mark is not None)
        asked = next((d.say.question.ask for d in reversed(drafts) if d.say.question is not None), None)
        for draft in drafts:
            ask = draft.say.mark or asked or _id_in(draft.keyboard)
            draft.keyboard = found_by(ask, draft.keyboard)
            body = _message(draft, people[who], wording, now, cause).to_json()
            question = draft.say.question is not None
            rows.append(Outgoing(who, "send", draft.say.tone, body, now, ask, question, draft.say.once))
        rows += [row for event in events if (row := _edit(event, people[who], wording, now)) is not None]
    return rows


def _message(draft: _Draft, reader: Person, wording: Wording, now: datetime, cause: Cause) -> OutMessage:
    """What is urgent is not sent after five minutes; what has a mark then leaves a neutral line in its place. A nudge
    is not sent once it has expired, unless it asks something that is open from now on."""
    joins = _joins(draft)
    message = OutMessage(draft.text, draft.keyboard, draft.silent, draft.recipe, joins=joins, late=joins and cause.late)
    if not draft.say.urgent:
        nudged = draft.say.tone == "nudge" and draft.say.question is None and reader.id == cause.nudged
        return replace(message, until=cause.expires) if nudged else message
    instead = wording.text(Prompt("common", "here_again"), {}, reader, now) if draft.say.mark is not None else ""
    return replace(message, until=now + IN_TIME, instead=instead)


def only_for(row: Outgoing, people: tuple[int, ...]) -> Outgoing:
    """A row of a group, for these people alone: without buttons, a question to one of them asks for a reply."""
    message = OutMessage.from_json(row.body)
    reply = row.question and row.kind == "send" and not message.keyboard
    return replace(row, body=replace(message, people=people, reply=reply).to_json())


def _edit(event: Event, reader: Person, wording: Wording, now: datetime) -> Outgoing | None:
    """The edit that an event asks for in this reader's chat, or None."""
    match event:
        case Settle(to=reader.id):
            key = wording.settled(event, reader, now)
            body = OutMessage("", ((_key(key),),) if key is not None else ())
            return Outgoing(reader.id, "edit", "nudge", body.to_json(), now, event.ask)
        case Fade(to=reader.id):
            return Outgoing(reader.id, "edit", "nudge", OutMessage("", edit="fade").to_json(), now, event.ask)
        case Redraw(say) if say.to == reader.id and say.question is not None:
            message = wording.message(say, reader, now)
            body = OutMessage(message.text, _keys(message.rows), say.silent, edit="words" if event.words else "buttons")
            return Outgoing(reader.id, "edit", say.tone, body.to_json(), now, say.question.ask, question=True)
    return None


def _join(says: Sequence[Say], reader: Person, wording: Wording, now: datetime, attach: Attach) -> list[_Draft]:
    drafts: list[_Draft] = []
    for said in says:
        say, recipe = attach(said, reader)
        message = wording.message(say, reader, now)
        keyboard = _keys(message.rows)
        last = drafts[-1] if drafts else None
        joined = f"{last.text}\n\n{message.text}" if last is not None else ""
        if recipe is not None:
            drafts += _with_file(say, message.text, keyboard, recipe)
        elif last is not None and _joinable(last, say) and units(parsed(joined)) <= TEXT_UNITS:
            silent = last.silent and say.silent
            drafts[-1] = _Draft(say, joined, keyboard, silent)
        else:
            drafts.append(_Draft(say, message.text, keyboard, say.silent))
    return drafts


def _with_file(say: Say, text: str, keyboard: Keyboard, recipe: Recipe) -> list[_Draft]:
    if units(parsed(text)) <= CAPTION_UNITS:
        return [_Draft(say, text, keyboard, say.silent, recipe)]
    return [
        _Draft(say, text, keyboard, say.silent),
        _Draft(replace(say, question=None), "", (), True, recipe),
    ]


def _joinable(last: _Draft, say: Say) -> bool:
    alone = last.keyboard or last.recipe is not None or last.say.once or say.once or _rewritten(say)
    alone = alone or last.say.mark is not None or say.mark is not None
    return not alone and "nudge" not in (last.say.tone, say.tone)


def _joins(draft: _Draft) -> bool:
    """Whether a message may stand in one with others when it is late: nobody looks for it alone."""
    say = draft.say
    alone = say.once or say.urgent or say.mark is not None or draft.recipe is not None or _rewritten(say)
    return not alone and say.tone != "nudge"


def _rewritten(say: Say) -> bool:
    """Whether the text of a question may change in its place: then nothing else may stand in that message."""
    asked = say.question
    return asked is not None and (bool(asked.picks) or "pick" in asked.controls or asked.keeping is not None)


def _keys(rows: Rows) -> Keyboard:
    return tuple(tuple(_key(key) for key in row) for row in rows)


def _key(key: WordedKey) -> Key:
    return Key(key.label, key.kind, key.data, key.sendable)


def _id_in(keyboard: Keyboard) -> str | None:
    return next((key.data for row in keyboard for key in row if key.kind == "pick_chat"), None)
