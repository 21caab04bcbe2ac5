"""Announcements: whoever runs the coach tells everybody who has agreed that something changes.

`coach announce` leaves the words in a file beside the database; the coach takes it up, also at its next start, and sets
a nudge for each, sealed as all nudges are. Only then the file goes, and whoever has a nudge already gets no second: so
a kill at any moment costs nobody theirs, and nobody hears it twice.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from bot.coach.announcements import NEWS, is_to_hear
from bot.errors import DamagedError, OperatorError
from bot.model.state import Conversation
from bot.runtime import conversations
from bot.script.shown import units
from bot.script.wording import Wording
from bot.store.contract import Store
from bot.store.rows import NudgeRow

LONGEST: Final = 3000
"""So many UTF-16 units an announcement has at most in each language: it fits one message, with who says it."""

LASTS: Final = timedelta(days=30)
"""So long an announcement waits for somebody who has asked for quiet, or is out."""

_SECTION: Final = re.compile(r"\[([a-z]{2,3})\]")
_AT_ONCE: Final = 50
_WORDS: Final = TypeAdapter(dict[str, str])

_log = logging.getLogger(__name__)


class AnnouncementError(OperatorError):
    """The announcement cannot be made: give a text for each language, each under a line such as [en]."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """The operator's words by language. `id` is made of them: the same words are the same announcement."""

    words: Mapping[str, str]

    @property
    def id(self) -> str:
        """16 letters and digits."""
        return hashlib.sha256(json.dumps(self.words, sort_keys=True).encode()).hexdigest()[:16]


def read_announcement(text: str, languages: Collection[str]) -> Announcement:
    """The announcement that a file says: for each language a line `[tag]`, and below it plain words.

    Raises `AnnouncementError` where a language that is spoken lacks its words, or has too many.
    """
    found: dict[str, list[str]] = {}
    tag = None
    for line in text.removeprefix("\ufeff").splitlines():
        if section := _SECTION.fullmatch(line.strip()):
            tag = section[1]
            found.setdefault(tag, [])
        elif tag is not None:
            found[tag].append(line)
        elif line.strip():
            raise AnnouncementError("The words begin before any language: put a line such as [en] above them.")
    words = {tag: "\n".join(lines).strip() for tag, lines in found.items()}
    for tag in languages:
        if not words.get(tag):
            raise AnnouncementError(f"There are no words under [{tag}]: everybody is told in their own language.")
    for tag, said in words.items():
        if tag not in languages:
            raise AnnouncementError(f"[{tag}] is no language that is spoken here: {', '.join(sorted(languages))} are.")
        if units(said) > LONGEST:
            raise AnnouncementError(f"The words under [{tag}] are {units(said)} long: at most {LONGEST} fit.")
    return Announcement(words)


def spool_of(database: Path) -> Path:
    """Where an announcement waits for the coach of a database."""
    return database.with_name(database.name + ".announce")


def leave(announcement: Announcement, database: Path) -> None:
    """Leave an announcement for the coach of a database: whole, or not at all. Raises `AnnouncementError` while an
    earlier one waits, and where the file cannot be written."""
    path = spool_of(database)
    draft = path.with_name(path.name + ".part")
    try:
        if path.exists():
            raise AnnouncementError("An earlier announcement still waits for the coach: start it first.")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(dict(announcement.words), file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        raise AnnouncementError(f"{path} cannot be written ({error.strerror}).") from None


def hearers(known: Collection[Conversation], announcement: Announcement) -> int:
    """How many people would hear an announcement; of those who have blocked the coach nothing is known here."""
    return sum(is_to_hear(p, announcement.id) for each in known for p in each.people.values())


@dataclass(frozen=True, slots=True)
class Announcer:
    """Takes up what was left for the coach of a database."""

    store: Store
    wording: Wording
    database: Path

    async def take_up(self, now: datetime) -> int:
        """Set a nudge for everybody who is to hear what was left, if anything was; how many there were."""
        path = spool_of(self.database)
        if not path.exists():
            return 0
        try:
            announcement = Announcement(_WORDS.validate_json(path.read_bytes()))
        except ValidationError:
            _log.error("%s holds no announcement: it is laid aside", path)
            path.replace(path.with_name(path.name + ".aside"))
            return 0
        count, after = 0, 0
        while people := await self._everybody(after):
            after = people[-1]
            count += await self._spread(announcement, people, now)
        path.unlink()
        return count

    async def _everybody(self, after: int) -> list[int]:
        async with self.store.transaction() as tx:
            return await tx.everybody(after, _AT_ONCE)

    async def _spread(self, announcement: Announcement, people: Collection[int], now: datetime) -> int:
        count = 0
        async with self.store.transaction() as tx:
            for who in people:
                try:
                    found = await conversations.load(tx, who)
                except DamagedError:
                    continue  # what cannot be opened has no words for anybody
                if found is None or not is_to_hear(person := found[1].people[who], announcement.id):
                    continue
                language = self.wording.language_of(person.language)
                words = announcement.words.get(language) or next(iter(announcement.words.values()))
                id, subject = f"{NEWS}.{announcement.id}.{who}", f"{announcement.id}\n{words}"
                await tx.add_nudge(NudgeRow(id, who, now, NEWS, subject, expires=now + LASTS))
                count += 1
        return count
