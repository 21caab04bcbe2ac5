"""Conversations in the store: found by a person, made at first contact, written back as one JSON document."""

from __future__ import annotations

from datetime import datetime

from pydantic import TypeAdapter

from bot.model.state import Conversation, Person
from bot.runtime.updates import Profile
from bot.store.contract import Transaction

CONVERSATION: TypeAdapter[Conversation] = TypeAdapter(Conversation)


async def load(tx: Transaction, person: int) -> tuple[str, Conversation] | None:
    """The conversation that a person is part of, with its id."""
    stored = await tx.conversation_of(person)
    return (stored.id, CONVERSATION.validate_json(stored.state)) if stored is not None else None


async def save(tx: Transaction, id: str, conversation: Conversation, at: datetime) -> None:
    """Write a conversation back."""
    await tx.save_conversation(id, list(conversation.people), CONVERSATION.dump_json(conversation), at)


def first_contact(profile: Profile, language: str, country: str | None) -> Conversation:
    """A person whom nobody has spoken with: name and language come from Telegram, and can be changed."""
    person = Person(profile.id, profile.name, language, username=profile.username, country=country)
    return Conversation(people={profile.id: person})
