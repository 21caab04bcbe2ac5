"""The command line: `coach run`, `play`, `doctor`, `check`, `graph`, `read`, `language`, `understand`.

More of it is in `cli_backup`, `cli_care` and `cli_key`.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from bot import app
from bot.cli_backup import backup, restore
from bot.cli_care import announce, referrals
from bot.cli_key import key
from bot.coach.actions import ACTIONS
from bot.coach.functions import FUNCTIONS, OUTCOMES
from bot.config import load_settings, log_form
from bot.doctor import examine
from bot.errors import OperatorError
from bot.logs import set_up_log
from bot.runtime.conversations import load_all
from bot.runtime.hearing import opens
from bot.script import manual
from bot.script.check import check as check_scripts
from bot.script.check import format_counts, format_help_lines
from bot.script.examples import read_examples
from bot.script.findings import Finding, ScriptErrors
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.graph import graph as graph_of
from bot.script.json_schema import write_json_schema
from bot.script.load import load_library, read_library
from bot.script.read_aloud import Voice, read_aloud
from bot.script.stranded import stranded
from bot.script.templates import languages_in
from bot.script.wording import Wording
from bot.understand.begin import begin
from bot.understand.languages import FALLBACK
from bot.understand.understood import understood
from bot.understand.values import KINDS, Phone, values
from bot.understand.written import Folders, folders, lacks, tags, unwritten

PLAYGROUND = Path(".playground")
PORT = 8765
_TAG = re.compile(r"[a-z]{2,3}")


class ZoneType(click.ParamType[ZoneInfo]):
    """A time zone by its name."""

    name = "zone"

    def convert(self, value: str | ZoneInfo, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        """Return the zone; fails with what to do for a name of none."""
        try:
            return value if isinstance(value, ZoneInfo) else ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            self.fail(f"there is no time zone {value}: give one such as Europe/Madrid", param, ctx)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="coach-who-leaves")
def coach() -> None:
    """A Telegram bot that coaches couples in leaving as a whole person, and coming back to share."""


coach.add_command(announce)
coach.add_command(referrals)


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


coach.add_command(backup)
coach.add_command(restore)
coach.add_command(key)


@coach.command()
def doctor() -> None:
    """Look at token, database, key, clock, rights, backup, health, help lines; say what to do (exit 1 if one fails)."""
    findings = asyncio.run(examine(load_settings(), app.SystemClock()))
    for finding in findings:
        click.echo(str(finding))
    if any(finding.state == "FAIL" for finding in findings):
        sys.exit(1)


@coach.command()
@click.option("--dialogs", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another folder.")
@click.option("--prompts", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another folder.")
@click.option("--database", metavar="URL", help="Name also the runs in a database that these dialogs would end.")
@click.option("--write-schema", is_flag=True, help="Write dialog.schema.json anew, by which editors complete keys.")
@click.option("--write-manual", is_flag=True, help="Write dialogs/README.md anew, the manual of the script language.")
def check(
    dialogs: Path | None, prompts: Path | None, database: str | None, write_schema: bool, write_manual: bool
) -> None:
    """Check all dialogs and prompts; name what is wrong with file and line."""
    folder = dialogs or dialogs_folder()
    conversations = None if database is None else load_all(database, load_settings().key)
    if write_schema:
        click.echo(f"Written: {write_json_schema(folder)}")
    if write_manual:
        click.echo(f"Written: {manual.write_manual(folder, FUNCTIONS, ACTIONS)}")
    begun, wrong = _begun(prompts or prompts_folder())
    spoken = [tag for tag in languages_in(prompts or prompts_folder()) if tag not in begun]
    report = check_scripts(folder, prompts or prompts_folder(), OUTCOMES, ACTIONS.keys(), spoken)
    lacking = [finding for found in begun.values() for finding in found]
    report = replace(report, findings=tuple(sorted({*report.findings, *lacking, *wrong})))
    if conversations is not None:
        unreadable: list[Finding] = []
        library = read_library(folder, unreadable)
        if unreadable:
            click.echo("Not every dialog can be read: the runs in the database are looked at once they can.")
        else:
            found = stranded(library, conversations, folder.name)
            report = replace(report, findings=tuple(sorted({*report.findings, *found})))
            click.echo(f"Runs in the database: {sum(len(each.runs) for each in conversations)}")
    for finding in report.findings:
        click.echo(str(finding))
    now = asyncio.run(app.SystemClock().now())
    click.echo(format_help_lines(now.astimezone().date()))
    click.echo(format_counts(report))
    if report.findings:
        sys.exit(1)


def _begun(prompts: Path) -> tuple[dict[str, tuple[Finding, ...]], tuple[Finding, ...]]:
    """What the languages lack that are only begun, and what is wrong with the words of all."""
    where = folders(prompts)
    begun: dict[str, tuple[Finding, ...]] = {}
    try:
        for tag in languages_in(prompts):
            if unwritten(where, tag):
                begun[tag] = lacks(where, tag)
    except ScriptErrors as errors:
        return begun, errors.findings
    return begun, ()


@coach.group()
def language() -> None:
    """Begin a language, and see what it still lacks."""


@language.command("new")
@click.argument("tag")
def new_language(tag: str) -> None:
    """Make the files of the language TAG ("pt") to be written, and say what is missing. Nothing is overwritten."""
    where = folders()
    if not _TAG.fullmatch(tag):
        raise click.BadParameter(f'"{tag}" is no language: say it in two or three letters, such as pt')
    if where.cases is None:
        raise OperatorError("A language is begun in a checkout of the project: an installed coach has no tests.")
    for path in begin(where, tag):
        click.echo(f"Made: {path}")
    _say_lacking(where, tag)


@language.command("check")
@click.argument("tag")
def check_language(tag: str) -> None:
    """Say what the language TAG still lacks, file by file (exit 1 when something is missing)."""
    where = folders()
    if tag not in tags(where):
        raise click.BadParameter(f"there is no language {tag}; there are {', '.join(tags(where))}")
    if _say_lacking(where, tag):
        sys.exit(1)


def _say_lacking(where: Folders, tag: str) -> bool:
    lacking = lacks(where, tag)
    for finding in lacking:
        click.echo(str(finding))
    files = f"{len(lacking)} file{'' if len(lacking) == 1 else 's'} to be written" if lacking else "lacks nothing"
    click.echo(f"{tag}: {files}")
    return bool(lacking)


@coach.command()
@click.argument("dialog")
@click.option("--dialogs", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another folder.")
def graph(dialog: str, dialogs: Path | None) -> None:
    """Draw DIALOG as a Mermaid flowchart."""
    known = load_library(dialogs or dialogs_folder()).dialogs
    if dialog not in known:
        raise click.BadParameter(f"there is no dialog {dialog}; there are {', '.join(sorted(known))}")
    click.echo(graph_of(known[dialog]), nl=False)


@coach.command()
@click.argument("dialog")
@click.option("--language", default="en", show_default=True, metavar="TAG", help="Any that prompts are written in.")
@click.option("--dialogs", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another folder.")
@click.option("--prompts", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another folder.")
def read(dialog: str, language: str, dialogs: Path | None, prompts: Path | None) -> None:
    """Read DIALOG aloud, as a play: its words, its buttons, who sees what, and where it leads."""
    library, folder = load_library(dialogs or dialogs_folder()), prompts or prompts_folder()
    if dialog not in library.dialogs:
        raise click.BadParameter(f"there is no dialog {dialog}; there are {', '.join(sorted(library.dialogs))}")
    wording = Wording(folder, library, "coach_bot")
    if language not in wording.languages:
        raise click.BadParameter(f"no prompts are written in {language}; they are in {', '.join(wording.languages)}")
    voice = Voice(wording, language, read_examples(folder, language), manual.said_of({**FUNCTIONS, **ACTIONS}))
    click.echo(read_aloud(library.dialogs[dialog], voice), nl=False)


@coach.command()
@click.argument("text", nargs=-1)
@click.option("--lines", is_flag=True, help="Read texts from standard input, one a line.")
@click.option("--language", default=FALLBACK, show_default=True, help='Of the phone, as a tag: "en", "es-MX".')
@click.option("--zone", type=ZoneType(), default="UTC", show_default=True, help="Of the phone, as in Europe/Madrid.")
@click.option(
    "--now", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="On the phone's clock, as 2026-11-25T15:00; else now."
)
@click.option("--as", "kind", type=click.Choice([*KINDS]), help="Read it as an answer of this kind alone.")
def understand(
    text: tuple[str, ...], lines: bool, language: str, zone: ZoneInfo, now: datetime | None, kind: str | None
) -> None:
    """Say what the coach would do with TEXT, as one JSON object a line.

    `danger` is the kind of danger that it would stop for, or null; `unsure` says that it would ask first; `safe_word`
    that the text asks for the help lines. `control` is the control word that it comes to, `dialogs` are the two
    practices that it is likeliest after (none for small talk), and `opens` is the dialog offered for the first today.

    `moment`, `duration` (minutes), `number` (0 to 10), `yes_no` and `city` are what it means as such an answer: null
    where it is none, `ask` with its options where it would be asked back.
    """
    given = [" ".join(text)] if text else []
    if lines:
        given = [line.rstrip("\r") for line in sys.stdin.buffer.read().decode("utf-8", "replace").split("\n")]
    texts = [line for line in given if line.strip()]
    if not texts:
        raise click.UsageError("Say what is to be read, or give --lines and one text a line.")
    here = now.replace(tzinfo=zone) if now is not None else asyncio.run(app.SystemClock().now()).astimezone(zone)
    phone, library = Phone(language, here), load_library(dialogs_folder()) if kind is None else None
    for each in texts:
        read = understood(each, partial(opens, library)) if library is not None else {"text": each}
        click.echo(json.dumps(read | values(each, phone, kind), ensure_ascii=False))


def main() -> None:
    """The entry of the `coach` command: an operator's mistake is one line on standard error and exit code 2."""
    set_up_log(log_form())
    try:
        coach()
    except OperatorError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except ScriptErrors as errors:
        click.echo(str(errors), err=True)
        sys.exit(2)
