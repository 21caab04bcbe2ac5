"""Conversations in the store: found by a person, made at first contact, written back as one JSON document."""

from __future__ import annotations

from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from bot.errors import DatabaseError
from bot.model.state import Conversation, Person
from bot.runtime.updates import Profile
from bot.store.contract import Transaction
from bot.store.open import read_conversations

CONVERSATION: TypeAdapter[Conversation] = TypeAdapter(Conversation)


async def load(tx: Transaction, person: int) -> tuple[str, Conversation] | None:
    """The conversation that a person is part of, with its id."""
    stored = await tx.conversation_of(person)
    return (stored.id, CONVERSATION.validate_json(stored.state)) if stored is not None else None


def load_all(url: str, key: bytes | None) -> list[Conversation]:
    """Every conversation in a database, also while a coach is at work on it; `read_conversations` says more.

    Raises `DatabaseError`, which quotes nothing.
    """
    try:
        return [CONVERSATION.validate_json(stored.state) for stored in read_conversations(url, key)]
    except ValidationError:
        raise DatabaseError("A conversation in the database was written by another version of the coach.") from None


async def save(tx: Transaction, id: str, conversation: Conversation, at: datetime) -> None:
    """Write a conversation back."""
    await tx.save_conversation(id, list(conversation.people), CONVERSATION.dump_json(conversation), at)


def first_contact(profile: Profile, language: str) -> Conversation:
    """A person whom nobody has spoken with: name and language come from Telegram, and can be changed. The country of
    their help lines does not: a phone that speaks British English may be anywhere."""
    person = Person(profile.id, profile.name, language, username=profile.username)
    return Conversation(people={profile.id: person})
