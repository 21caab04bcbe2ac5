"""A person's export on its way: made part by part, and each part is let go of as soon as it is in the outbox."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from bot.engine.script import Library
from bot.insight.attachments import TextRecipe
from bot.insight.export import ExportWords, export_html, export_json
from bot.insight.export_parts import MOST_PARTS
from bot.model.events import Prompt
from bot.model.state import Conversation, Person
from bot.runtime import memories
from bot.runtime.gathering import OUTING, Gathering, Kept, tag
from bot.runtime.ports import OutMessage
from bot.script.wording import Wording
from bot.store.contract import Transaction
from bot.store.rows import Outgoing


async def add_export(
    tx: Transaction,
    conversation: Conversation,
    who: int,
    library: Library,
    wording: Wording,
    now: datetime,
) -> None:
    """Put the files into the outbox, two for each part; their bodies go as soon as they are delivered.

    Of an export in more than one part it is said how many, and of one in more than `MOST_PARTS`, that it ends there.
    """
    person = conversation.people[who]
    kept = Kept(
        await memories.load(tx, who),
        await tx.invitations_of(who),
        [memories.reminder(row) for row in await tx.waiting_nudges(who)],
        # The row alone links nobody: the state does.
        await tx.linked_since(who) if conversation.partner(who) is not None else None,
    )
    words, made = _words(wording, library, person), 0
    for part in Gathering(person, library, wording, now).parts(conversation, kept):
        if made == MOST_PARTS:
            await _say(tx, wording, person, Prompt("export", "export_cut"), MOST_PARTS, now)
            return
        made += 1
        name = "coach" if part.part == 1 else f"coach-{part.part}"
        for recipe in (
            TextRecipe(f"{name}.html", export_html(part, words).decode()),
            TextRecipe(f"{name}.json", export_json(part).decode()),
        ):
            body = OutMessage("", recipe=recipe).to_json()
            await tx.add_message(Outgoing(who, "send", "reply", body, now, once=True))
    if made > 1:
        await _say(tx, wording, person, Prompt("export", "export_parts"), made, now)


async def _say(tx: Transaction, wording: Wording, person: Person, prompt: Prompt, count: int, now: datetime) -> None:
    text = wording.text(prompt, {"count": count}, person)
    await tx.add_message(Outgoing(person.id, "send", "reply", OutMessage(text).to_json(), now))


def _words(wording: Wording, library: Library, person: Person) -> ExportWords:
    names = [part.name for part in fields(ExportWords) if part.name not in ("language", "kinds")]
    words = {name: wording.uncut(Prompt("export", f"export_{name}"), {}, person, html=False) for name in names}
    kinds = {kind: wording.label("common", f"kind_{kind}", person.language) for kind in library.kinds if kind != OUTING}
    return ExportWords(language=tag(person), kinds=kinds, **words)
