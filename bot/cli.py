"""The command line: `coach run`, `coach play`, `coach check`."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

import click

from bot import app
from bot.config import load_settings
from bot.engine.actions import ACTIONS
from bot.engine.functions import FUNCTIONS
from bot.errors import OperatorError
from bot.script.check import check as check_scripts
from bot.script.check import format_counts
from bot.script.findings import ScriptErrors
from bot.script.folders import dialogs_folder, prompts_folder

PLAYGROUND = Path(".playground")
PORT = 8765


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="coach-who-leaves")
def coach() -> None:
    """A Telegram bot that coaches couples in leaving as a whole person, and coming back to share."""


@coach.command()
def run() -> None:
    """Serve Telegram; without a token, say how to get one and open the playground."""
    settings = load_settings()
    if settings.telegram_bot_token is not None:
        asyncio.run(app.run(settings))
        return
    click.echo("No TELEGRAM_BOT_TOKEN is set. To get one, write /newbot to @BotFather in Telegram.")
    click.echo("Put it into the file .env as TELEGRAM_BOT_TOKEN=… and start again. Until then, here is the playground:")
    asyncio.run(app.play(PLAYGROUND, fresh=False, port=PORT))


@coach.command()
@click.option("--fresh", is_flag=True, help="Begin anew: forget the chats and the database of the playground.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
def play(fresh: bool, port: int) -> None:
    """Open the playground: two phones and a clock in the browser, on this machine only."""
    asyncio.run(app.play(PLAYGROUND, fresh=fresh, port=port))


@coach.command()
@click.option("--dialogs", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another folder.")
@click.option("--prompts", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another folder.")
def check(dialogs: Path | None, prompts: Path | None) -> None:
    """Check all dialogs and prompts; name what is wrong with file and line."""
    report = check_scripts(dialogs or dialogs_folder(), prompts or prompts_folder(), FUNCTIONS.keys(), ACTIONS.keys())
    for finding in report.findings:
        click.echo(str(finding))
    click.echo(format_counts(report))
    if report.findings:
        sys.exit(1)


def main() -> None:
    """The entry of the `coach` command: an operator's mistake is one line on standard error and exit code 2."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    try:
        coach()
    except OperatorError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except ScriptErrors as errors:
        click.echo(str(errors), err=True)
        sys.exit(2)
