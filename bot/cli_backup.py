"""`coach backup` and `coach restore`: a copy of the database, and the way back to it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click

from bot import app
from bot.config import Settings, load_settings
from bot.store.open import back_up, key_place, look_at_restoring
from bot.store.open import restore as put_back
from bot.store.rows import Restoring, Snapshot

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the database into FILE, also while the coach is running."""
    settings = load_settings()
    back_up(settings.coach_database, file)
    click.echo(
        f"The database is copied to {file}. Its key is not in it: keep a copy of {_key_of(settings)} "
        "in another place; without it nobody can read the copy."
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do it; otherwise it is said what would be brought back and what lost.")
def restore(file: Path, yes: bool) -> None:
    """Put the backup FILE in the place of the database, while no coach is at work on it.

    FILE is looked through first: that it is whole, not a newer coach's, and opens with the key. The database that it
    replaces is kept beside it.
    """
    settings = load_settings()
    url, now = settings.coach_database, asyncio.run(app.SystemClock().now())
    found = look_at_restoring(url, file, settings.key)
    for line in _told(file, found):
        click.echo(line)
    if not yes and not (sys.stdin.isatty() and click.confirm("Put it in the place of the database?")):
        click.echo(f"Nothing was changed. Add --yes to put it in the place of {settings.database_path}.")
        return
    kept = put_back(url, file, now, settings.key)
    click.echo(f"{settings.database_path} is as it was then. Start the coach.")
    if kept is not None:
        click.echo(f"What was replaced is kept as {kept}: remove it when you need it no more.")


def _told(file: Path, found: Restoring) -> Iterator[str]:
    yield f"{file} is whole, opens with the key, and is {_as_of(found.backup)}."
    if found.backup.version < found.newest:
        older = "this coach brings it up to date at its next start, an older one takes it as it is"
        yield f"It has version {found.backup.version}: {older}."
    if found.damaged:
        yield "The database in its place cannot be read: what would be lost, and who was forgotten since, is not known."
    if found.present is None:
        return
    yield f"The database now is {_as_of(found.present)}."
    if not found.later:
        yield "It does not come from the backup: who was forgotten since cannot be told from it."
    else:
        between = (found.present.at or _NEVER) - (found.backup.at or _NEVER)
        came = f"{found.lost} message{'' if found.lost == 1 else 's'} and taps of people"
        when = f" in the {_long(between)} between" if between > timedelta() else " since"
        yield f"What happened{when} would be lost: {came}, and all that came of them."
    if found.forgotten:
        who = "1 person" if len(found.forgotten) == 1 else f"{len(found.forgotten)} people"
        yield f"Forgotten in between, and at the next start once more: {who}."


def _as_of(snapshot: Snapshot) -> str:
    if snapshot.at is None:
        return "empty"
    people, talks = len(snapshot.people), snapshot.conversations
    count = f"{people} {'person' if people == 1 else 'people'} in {talks} conversation{'' if talks == 1 else 's'}"
    return f"as of {_moment(snapshot.at)}: {count}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _long(between: timedelta) -> str:
    minutes = between // timedelta(minutes=1)
    for size, name in ((24 * 60, "day"), (60, "hour")):
        if minutes >= 2 * size:
            return f"{minutes // size} {name}s"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def _key_of(settings: Settings) -> str:
    if settings.coach_key is not None:
        return "COACH_KEY" if settings.coach_key_file is None else f"the file {settings.coach_key_file}"
    place = key_place(settings.coach_database)
    file = place.used or place.apart
    return "the key" if file is None else f"the file {file}"
