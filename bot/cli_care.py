"""What whoever runs the coach owes people: `coach announce` and `coach referrals`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot import app
from bot.config import load_settings
from bot.runtime.announcing import AnnouncementError, hearers, leave, read_announcement
from bot.runtime.conversations import load_all
from bot.store.house import FEWEST, tellable
from bot.store.open import read_referrals
from bot.understand.written import folders, languages


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do it; otherwise it is only said how many people would hear it.")
def announce(file: Path, yes: bool) -> None:
    """Tell everybody who has agreed that something changes, also while the coach is running.

    FILE holds plain words for each language, below a line such as [en]. Each hears it once, in their waking hours, with
    a button that stops such messages.
    """
    settings = load_settings()
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise AnnouncementError(f"{file} cannot be read: save it as UTF-8 text.") from None
    announcement = read_announcement(text, languages(folders()).offered)
    count = hearers(load_all(settings.coach_database, settings.key, whole=False), announcement)
    people = f"{count} {'person' if count == 1 else 'people'}, without those who have blocked the bot"
    if not yes:
        click.echo(f"This would go to {people}. Add --yes to send it.")
        return
    leave(announcement, settings.database_path)
    click.echo(f"It goes to {people}: within a minute if the coach is running, else at its next start.")


@click.command()
def referrals() -> None:
    """Say about how often help lines were shown, in years that are over; of fewer than fifty people nothing is said."""
    settings = load_settings()
    now = asyncio.run(app.SystemClock().now())
    told = list(tellable(read_referrals(settings.coach_database, settings.key), now.year))
    for year, times in told:
        click.echo(f"{year}: about {times}" if times is not None else f"{year}: to fewer than {FEWEST} people")
    if not told:
        click.echo("No year is over yet in which help lines were shown.")
