"""`coach doctor`: whether all is well with what an operator looks after, and what to do where it is not.

It only reads, also beside a coach at work, and says nothing of anybody who uses it: no words, no ids, no secret.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

import httpx

from bot.config import Settings
from bot.doctor_backup import look_at_backup
from bot.errors import DatabaseError
from bot.finding import Finding
from bot.runtime.ports import Clock
from bot.script.check import format_help_lines
from bot.script.helplines import unverified
from bot.store.keyfile import read_key
from bot.store.open import condition, key_place, opens
from bot.store.private import open_to_others
from bot.store.rows import Condition, KeyPlace
from bot.web.asking import ask

_PATIENCE: Final = 10.0
_FAST_OR_SLOW: Final = timedelta(seconds=5)
_OTHERS_WRITE: Final = 0o022
_STICKY: Final = 0o1000


@dataclass(frozen=True, slots=True)
class _Reply:
    """What the Bot API server said: an HTTP status and the bot's name, the seconds that our clock is ahead of its own,
    or why nothing came."""

    status: int | None = None
    name: str | None = None
    ahead: timedelta | None = None
    trouble: str = ""


async def examine(settings: Settings, clock: Clock) -> list[Finding]:
    """Look at everything. `clock` is the machine's."""
    reply, now = await _ask(settings, clock), await clock.now()
    try:
        found = condition(settings.coach_database)
        database = _database(settings, found)
    except DatabaseError as error:
        found, database = None, Finding("database", "FAIL", str(error))
    return [
        _token(settings, reply),
        database,
        *_key(settings, found),
        _clock(settings, reply),
        *_rights(settings, found),
        *look_at_backup(settings, found, now),
        await _health(settings, found),
        _help_lines(now),
    ]


async def _ask(settings: Settings, clock: Clock) -> _Reply:
    # At INFO it writes addresses, and this one has the token in it.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    token = settings.telegram_bot_token
    path = "" if token is None else f"bot{token.get_secret_value()}/getMe"
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE) as client:
            asked = await clock.now()
            answer = await client.get(f"{settings.telegram_api_url}/{path}")
            answered = await clock.now()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return _Reply(trouble=type(error).__name__)
    return _Reply(answer.status_code, _name_in(answer), _ahead(answer, asked, answered))


def _name_in(answer: httpx.Response) -> str | None:
    try:
        name = answer.json()["result"]["username"]
    except (ValueError, KeyError, TypeError):
        return None
    return name if isinstance(name, str) and name.isidentifier() else None


def _ahead(answer: httpx.Response, asked: datetime, answered: datetime) -> timedelta | None:
    try:
        # The header has whole seconds, cut off.
        theirs = parsedate_to_datetime(answer.headers["Date"]) + timedelta(seconds=0.5)
        return asked + (answered - asked) / 2 - theirs
    except (KeyError, ValueError, TypeError):
        return None


def _token(settings: Settings, reply: _Reply) -> Finding:
    if settings.telegram_bot_token is None:
        return Finding("token", "FAIL", "None is set, so there is only the playground: get one from @BotFather.")
    if reply.status is None:
        said = f"The Bot API server cannot be reached ({reply.trouble}): see the network and TELEGRAM_API_URL."
    elif reply.status in (401, 404):
        said = "Telegram does not accept it: copy it again from @BotFather."
    elif reply.status != 200 or reply.name is None:
        said = f"The Bot API server answers HTTP {reply.status} and names no bot: try later, or see TELEGRAM_API_URL."
    elif settings.sends_in_the_clear:
        said = f"It is good for @{reply.name}, but goes over plain http: let TELEGRAM_API_URL begin with https."
        return Finding("token", "look", said)
    else:
        return Finding("token", "ok", f"It is good for @{reply.name}.")
    return Finding("token", "FAIL", said)


def _database(settings: Settings, found: Condition | None) -> Finding:
    if found is None and os.path.lexists(settings.database_path):
        return Finding("database", "FAIL", f"{settings.database_path} is no file: let COACH_DATABASE name another.")
    if found is None:
        return Finding("database", "look", f"There is none yet: the first start makes {settings.database_path}.")
    if not found.ours:
        return Finding("database", "FAIL", "It belongs to another program: let COACH_DATABASE name the coach's.")
    if not found.whole:
        return Finding("database", "FAIL", "It is damaged: stop the coach and bring back a backup.")
    if found.version > found.newest:
        return Finding("database", "FAIL", "A newer coach has made it: update this one.")
    busy = "a coach is at work on it" if found.in_use else "no coach is at work on it"
    said = f"Version {found.version}, whole, {found.size / 1e6:.1f} MB; {busy}."
    if found.version < found.newest:
        return Finding("database", "look", f"{said} The next start of this coach brings it to version {found.newest}.")
    return Finding("database", "ok", said)


def _key(settings: Settings, found: Condition | None) -> Iterator[Finding]:
    if found is None or not found.ours:
        said = "is set" if settings.key is not None else "is made with the database"
        yield Finding("key", "ok", f"Nothing to open yet; it {said}.")
        return
    place = key_place(settings.coach_database)
    try:
        yield from _key_of_a_database(settings, found, place)
    except DatabaseError as error:
        yield Finding("key", "FAIL", str(error))


def _key_of_a_database(settings: Settings, found: Condition, place: KeyPlace) -> Iterator[Finding]:
    current = found.version == found.newest  # of an older coach's nobody can tell yet
    if current and place.apart is None:
        yield Finding("key", "FAIL", "The database has lost its id, by which its key is found: bring back a backup.")
        return
    url, file = settings.coach_database, settings.key_file if settings.key is not None else place.used
    key = settings.key if settings.key is not None else None if place.used is None else read_key(place.used)
    if key is None:
        belongs = settings.coach_key_file or place.apart
        yield Finding("key", "FAIL", f"It is missing: set COACH_KEY_FILE to it, or put it back as {belongs}.")
        return
    where = file or "COACH_KEY"
    if current and not opens(url, key):
        yield Finding("key", "FAIL", f"The one in {where} does not open the database: bring back its own.")
    elif file is not None and _folder(file) == _folder(settings.database_path):
        named = settings.coach_key_file is not None and settings.key is not None
        move = (
            "copy it to another folder, and let COACH_KEY_FILE name that."
            if named
            else "`coach key move` copies it elsewhere, and says when this one may go."
        )
        yield Finding("key", "FAIL", f"It lies beside the database, in {file}: who takes one has both. So {move}")
    else:
        yield Finding("key", "ok", f"The one in {where} opens the database.")
        if current and place.beside is not None and opens(url, read_key(place.beside)):
            said = f"A copy still lies beside the database: keep one in another place, and remove {place.beside}."
            yield Finding("key", "FAIL", said)


def _folder(file: Path) -> str:
    return os.path.dirname(os.path.realpath(file))


def _clock(settings: Settings, reply: _Reply) -> Finding:
    if settings.coach_clock_url is not None:
        return Finding("clock", "look", "COACH_CLOCK_URL is set: that is for play and tests.")
    if reply.ahead is None:
        return Finding("clock", "look", "Not known: the Bot API server did not say what time it is.")
    if abs(reply.ahead) <= _FAST_OR_SLOW:
        return Finding("clock", "ok", "It agrees with the Bot API server's.")
    seconds, how = abs(round(reply.ahead.total_seconds())), "fast" if reply.ahead > timedelta() else "slow"
    said = f"It is {seconds} seconds {how}: let the machine set it by the network (timedatectl set-ntp true)."
    return Finding("clock", "FAIL", said)


def _rights(settings: Settings, found: Condition | None) -> Iterator[Finding]:
    secrets = [settings.env_file_with_a_secret, settings.telegram_bot_token_file, settings.coach_key_file]
    if found is not None:
        place = key_place(settings.coach_database)
        secrets += [*found.files, place.apart, place.beside, place.apart.parent if place.apart is not None else None]
    wrong = [
        f"Others can read or change {path}: chmod {'700' if path.is_dir() else '600'} {path}."
        for path in secrets
        if path is not None and open_to_others(path)
    ]
    folder = Path(_folder(settings.database_path))
    if not folder.is_dir():
        wrong.append(f"There is no folder {folder}: make it, for the coach's account alone.")
    elif folder.stat().st_mode & _OTHERS_WRITE and not folder.stat().st_mode & _STICKY:
        wrong.append(f"Others can put files beside the database: chmod go-w {folder}.")
    wrong += [
        f"This account cannot write {path}: run the coach, and this, as its owner."
        for path in (folder, *(found.files if found is not None else ()))
        if path.exists() and not os.access(path, os.W_OK)
    ]
    yield from (Finding("rights", "FAIL", said) for said in wrong)
    if not wrong:
        yield Finding("rights", "ok", "Nobody but this account can read the database, the key or the settings.")


async def _health(settings: Settings, found: Condition | None) -> Finding:
    if settings.health_address is None:
        return Finding("health", "ok", "COACH_HEALTH is not set: nothing outside can tell how the coach is.")
    at = settings.coach_health
    if found is None or not found.in_use:
        return Finding("health", "ok", f"No coach is at work, so nothing is told at {at}.")
    parts = await ask(*settings.health_address)
    if parts is None:
        said = f"A coach is at work, but none answers at {at}: start it anew with this COACH_HEALTH."
        return Finding("health", "FAIL", said)
    if parts:
        why = "; ".join(f"{part} {why}" for part, why in parts.items())
        return Finding("health", "look", f"The coach at {at} is not ready: {why}.")
    return Finding("health", "ok", f"The coach at {at} is ready.")


def _help_lines(now: datetime) -> Finding:
    today = now.astimezone().date()
    said = f"{format_help_lines(today)}."
    if any(unverified(today)):
        how = "Look up your people's at their own sites, and note the day as verified_at in bot/script/helplines.json."
        return Finding("help lines", "look", f"{said} {how}")
    return Finding("help lines", "ok", said)
