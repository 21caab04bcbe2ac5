"""`coach key new`, `move`, `change`: keys are made and copied, and never moved, overwritten or deleted."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot import app
from bot.config import Settings, load_settings
from bot.errors import DatabaseError, OperatorError, SettingsError
from bot.store.keyfile import apart, make_folder_of, read_key, write_key
from bot.store.open import change_key, condition, key_place, opens

_ID_BYTES = 16


@click.group()
def key() -> None:
    """Make, move or change the key that locks the database."""


@key.command("new")
@click.argument("file", type=click.Path(path_type=Path))
def new_key(file: Path) -> None:
    """Make a key in FILE, which must not exist yet."""
    write_key(file, app.SystemIds().token())
    click.echo(
        f"A new key is in {file}. Before the first start set COACH_KEY_FILE to it; and keep a copy in another place: "
        "without it nobody can read the database."
    )


@key.command("move")
def move_key() -> None:
    """Copy a key that lies beside its database, or in COACH_KEY, to where it belongs.

    That is the file that COACH_KEY_FILE names, else one named by the database's id in a folder of this account's own.
    The old one stays; it may go once this says so.
    """
    settings = load_settings()
    url, place = settings.coach_database, key_place(settings.coach_database)
    if settings.coach_key is not None and settings.coach_key_file is None:
        old, where = settings.key, "COACH_KEY"
    elif place.beside is not None:
        old, where = read_key(place.beside), str(place.beside)
    else:
        click.echo("The key does not lie beside the database: there is nothing to move.")
        return
    assert old is not None
    if not opens(url, old):
        raise DatabaseError(f"The key in {where} does not open the database: it stays where it is.")
    target = settings.coach_key_file or place.apart
    if target is None:
        raise DatabaseError("The database has lost its id: bring back a backup.")
    if not target.exists():
        if target == place.apart:
            make_folder_of(target)
        write_key(target, old)
    if not opens(url, read_key(target)):
        raise DatabaseError(f"{target} holds another key, which does not open the database: nothing was copied.")
    click.echo(
        f"The key is in {target}, and the database opens with it. {where} may go now; a backup opens with the same key."
    )


@key.command("change")
@click.argument("file", type=click.Path(path_type=Path), required=False)
def change(file: Path | None) -> None:
    """Seal the whole database anew with a new key, while no coach is at work on it.

    The new key is made in FILE, or is the one that FILE holds already; without FILE it lies where the coach finds it by
    itself. The old key stays where it is: backups made before open with it alone.
    """
    settings = load_settings()
    url = settings.coach_database
    if file is None and settings.coach_key is not None:
        raise SettingsError("Say in which file the new key is to lie: coach key change FILE.")
    old = _present_key(settings)
    found = condition(url)
    if found is not None and found.in_use:
        raise DatabaseError("The database is in use by another coach: stop that one first.")
    if not opens(url, old):
        raise DatabaseError("The key does not open the database: nothing was changed.")
    id = app.SystemIds().token()[:_ID_BYTES].hex()
    target = file or apart(id)
    if file is None:
        make_folder_of(target)
    if not target.exists():
        write_key(target, app.SystemIds().token())
    new = read_key(target)
    if new == old:
        raise OperatorError(f"{target} holds the key that the database has already: name another file.")
    left = asyncio.run(change_key(url, app.chance, old, new, id))
    click.echo(f"The database is sealed anew; its key is in {target}. Keep a copy in another place.")
    if file is not None:
        click.echo(f"Set COACH_KEY_FILE to {file} before the next start, and COACH_KEY to nothing.")
    if left:
        click.echo(f"Damaged before, and left as they were: {left} row{'' if left == 1 else 's'}.")
    click.echo("The old key may go once you need no backup that was made before.")


def _present_key(settings: Settings) -> bytes:
    if settings.key is not None:
        return settings.key
    place = key_place(settings.coach_database)
    if place.used is None:
        raise DatabaseError("The key of the database is missing: set COACH_KEY_FILE to it.")
    return read_key(place.used)
