"""Conversations in the store: found by a person, made at first contact, written back as one JSON document."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from bot.errors import DamagedError, DatabaseError
from bot.model.state import Conversation, Person
from bot.runtime.updates import Profile
from bot.store.codec import of_conversation
from bot.store.contract import Transaction
from bot.store.open import read_conversations

CONVERSATION: TypeAdapter[Conversation] = TypeAdapter(Conversation)


async def load(tx: Transaction, person: int) -> tuple[str, Conversation] | None:
    """The conversation that a person is part of, with its id. Raises `DamagedError`."""
    stored = await tx.conversation_of(person)
    if stored is None:
        return None
    try:
        return stored.id, CONVERSATION.validate_json(stored.state)
    except ValidationError:
        said = "A conversation in the database cannot be read: bring back a backup."
        raise DamagedError("conversation", said, stored.id, of_conversation(stored.id)) from None


async def as_known(tx: Transaction, profile: Profile, language: str) -> Person:
    """A person as far as they are known, also where nothing of what is can be opened."""
    with suppress(ValueError, KeyError, DamagedError):
        found = await load(tx, profile.id)
        if found is not None:
            return found[1].people[profile.id]
    return Person(profile.id, profile.name, language)


def load_all(url: str, key: bytes | None, *, whole: bool = True) -> list[Conversation]:
    """Every conversation in a database, also while a coach is at work on it; `read_conversations` says more.

    Raises `DatabaseError`, which quotes nothing.
    """
    found = []
    for stored in read_conversations(url, key, whole=whole):
        try:
            found.append(CONVERSATION.validate_json(stored.state))
        except ValidationError:
            if whole:
                said = "A conversation in the database was written by another version of the coach."
                raise DatabaseError(said) from None
    return found


async def save(tx: Transaction, id: str, conversation: Conversation, at: datetime) -> None:
    """Write a conversation back."""
    await tx.save_conversation(id, list(conversation.people), CONVERSATION.dump_json(conversation), at)


def first_contact(profile: Profile, language: str) -> Conversation:
    """A person whom nobody has spoken with: name and language come from Telegram, and can be changed. The country of
    their help lines does not: a phone that speaks British English may be anywhere."""
    person = Person(profile.id, profile.name, language, username=profile.username)
    return Conversation(people={profile.id: person})
