"""`coach check`: everything that is wrong with dialogs and prompts, with file and line, before anybody meets it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.engine.script import Library
from bot.engine.step import Known
from bot.script import own_buttons
from bot.script.check_dialogs import check_dialog
from bot.script.check_fitting import check_fitting
from bot.script.check_names import check_names
from bot.script.check_prompts import check_prompts, count_blocks
from bot.script.check_shoulder import promised
from bot.script.circles import circles
from bot.script.findings import Finding
from bot.script.flow import flow_of
from bot.script.helplines import count_help_lines, unverified
from bot.script.load import BESIDE, read_library
from bot.script.marks import check_marks
from bot.script.phrases import check_phrases
from bot.script.roles import check_roles
from bot.script.templates import DECK, languages_in
from bot.script.uses import uses_of_dialog, uses_of_house


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was looked at. A prompt counts once in each language."""

    dialogs: int
    steps: int
    languages: int
    prompts: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, in the order of files and lines; empty `findings` mean that all is well."""

    findings: tuple[Finding, ...]
    counts: Counts


def check(
    dialogs: Path,
    prompts: Path,
    functions: Mapping[str, Collection[str]],
    actions: Collection[str],
    languages: Sequence[str] | None = None,
) -> Report:
    """Check a folder of dialogs against a folder of prompts and the engine's tables of functions and actions.

    `functions` maps each to all that it may answer; nothing where that is not known. `languages` are those of the
    prompts to be looked at: all in the folder where nobody says.
    """
    findings: list[Finding] = []
    library = read_library(dialogs, findings)
    # What refers to a broken step would only be broken once more: a file is read on when it can be loaded.
    broken = {finding.file for finding in findings}
    sound = {name: dialog for name, dialog in library.dialogs.items() if dialog.file not in broken}
    stems = frozenset(path.stem for path in dialogs.glob("*.yaml") if path.stem not in BESIDE)
    commands = {dialog.command for dialog in library.dialogs.values() if dialog.command is not None}
    kinds = set(library.kinds)
    known = Known(functions, actions, stems, sound, commands | set(own_buttons.BUTTON_COMMANDS), kinds)
    uses = list(uses_of_house(library))
    for dialog in sound.values():
        flow = flow_of(dialog)
        findings += check_dialog(dialog, flow, known)
        findings += check_marks(dialog)
        uses += uses_of_dialog(dialog, flow, library)
    faulty = {finding.file for finding in findings}
    findings += circles({name: dialog for name, dialog in sound.items() if dialog.file not in faulty})
    findings += check_roles(library, dialogs.name)
    spoken = languages_in(prompts) if languages is None else tuple(languages)
    findings += check_fitting(library, prompts, spoken, dialogs.name)
    findings += check_prompts(prompts, library, uses, stems | {DECK}, spoken)
    findings += check_phrases(prompts, spoken)
    findings += promised(prompts, spoken)
    findings += check_names(prompts, spoken)
    return Report(tuple(sorted(set(findings))), _counts(library, prompts, spoken))


def format_counts(report: Report) -> str:
    """The last line of a check: "9 dialogs, 84 steps, 2 languages, 320 prompts: all well"."""
    counts = report.counts
    parts = [
        _many(counts.dialogs, "dialog"),
        _many(counts.steps, "step"),
        _many(counts.languages, "language"),
        _many(counts.prompts, "prompt"),
    ]
    found = len(report.findings)
    return f"{', '.join(parts)}: {_many(found, 'finding') if found else 'all well'}"


def format_help_lines(today: date) -> str:
    """How fresh the help lines are: "Help lines: 96, of them 96 never verified, 0 verified over 90 days ago"."""
    never, long_ago = unverified(today)
    return f"Help lines: {count_help_lines()}, of them {never} never verified, {long_ago} verified over 90 days ago"


def _counts(library: Library, prompts: Path, languages: Sequence[str]) -> Counts:
    return Counts(
        dialogs=len(library.dialogs),
        steps=sum(len(dialog.steps) for dialog in library.dialogs.values()),
        languages=len(languages),
        prompts=sum(count_blocks(prompts, language) for language in languages),
    )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
