"""Dialogs from their files: read, parse, compile, and see that they fit together as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from bot.engine.script import Dialog, Library, MemoryKind
from bot.engine.step import Step
from bot.script.compile import Deck, compile_steps
from bot.script.findings import Finding, ScriptErrors
from bot.script.parse import RawDialog, parse, parse_form
from bot.script.schema import DeckForm, KindsForm
from bot.script.source import Source, read_source
from bot.script.templates import DECK

KINDS = "kinds"
"""The file beside the dialogs that declares what is remembered."""

BESIDE = frozenset({KINDS, DECK})
"""The files beside the dialogs that are none."""


def load_library(folder: Path) -> Library:
    """All dialogs of a folder. Raises ScriptErrors with everything that is wrong when anything is."""
    findings: list[Finding] = []
    library = read_library(folder, findings)
    if findings:
        raise ScriptErrors(sorted(findings))
    return library


def read_library(folder: Path, findings: list[Finding]) -> Library:
    """The dialogs of a folder as far as they can be read; what is wrong is added to `findings`."""
    dialogs: dict[str, Dialog] = {}
    commands: dict[str, str] = {}
    kinds: Mapping[str, MemoryKind] = {}
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        findings.append(Finding(folder.name, 1, "no dialog is here: *.yaml"))
    deck = _deck(folder, findings)
    for path in paths:
        if path.stem == DECK:
            continue
        file = f"{folder.name}/{path.name}"
        source = read_source(path, file, findings)
        if path.stem == KINDS and source is not None:
            form = parse_form(KindsForm, source, findings)
            kinds = form.kinds if form is not None else {}
            continue
        raw = parse(source, findings) if source else None
        if source is None or raw is None:
            continue
        _fits(path, source, raw, commands, findings)
        dialog = _dialog(file, raw, deck, findings)
        if dialog is not None:
            dialogs[dialog.name] = dialog
    return Library(dialogs, kinds)


def _deck(folder: Path, findings: list[Finding]) -> Deck:
    """The cards of the deck, where there is one; each lies in one pile, once."""
    path, file = folder / f"{DECK}.yaml", f"{folder.name}/{DECK}.yaml"
    source = read_source(path, file, findings) if path.is_file() else None
    form = parse_form(DeckForm, source, findings) if source is not None else None
    if source is None or form is None:
        return {}
    first: dict[str, str] = {}
    for name, cards in form.piles.items():
        for n, card in enumerate(cards):
            other = first.setdefault(card, name)
            if other != name or cards.index(card) < n:
                text = f'the card "{card}" lies in "{other}" already'
                findings.append(Finding(file, source.line(("piles", name, n)), text))
    return form.piles


def _fits(path: Path, source: Source, raw: RawDialog, commands: dict[str, str], findings: list[Finding]) -> None:
    """What a file says about itself beside its steps."""
    form = raw.form
    if form.dialog != path.stem:
        findings.append(
            Finding(source.file, source.line(("dialog",)), f'dialog "{form.dialog}" should stand in {form.dialog}.yaml')
        )
    if form.menu and form.command is None:
        findings.append(
            Finding(source.file, source.line(("menu",)), f'dialog "{form.dialog}" is in the menu but has no command')
        )
    if form.command is not None:
        first = commands.setdefault(form.command, source.file)
        if first != source.file:
            text = f'command "{form.command}" already belongs to {first}'
            findings.append(Finding(source.file, source.line(("command",)), text))


def _dialog(file: str, raw: RawDialog, deck: Deck, findings: list[Finding]) -> Dialog | None:
    if not raw.steps:
        return None
    form = raw.form
    steps = compile_steps(file, raw, deck, findings)
    dialog = Dialog(
        name=form.dialog,
        file=file,
        about=form.about,
        source=tuple(form.source),
        forms=tuple(form.forms),
        first=next(iter(steps)),
        steps=steps,
        version="",
        command=form.command,
        join=form.join,
        when=form.when,
        serves=form.serves,
        closer=form.closer,
        always=form.always,
        unsaid=form.unsaid,
        role=form.role,
        does=form.does,
        item=form.item,
        kinds=form.kinds,
        menu=form.menu,
    )
    return replace(dialog, version=_version(dialog))


def _version(dialog: Dialog) -> str:
    """Ten characters that change when a step does, and not when a line moves or `about` is said better."""

    def without_line(step: Step) -> Step:
        return step.with_(line=0)

    steps = [without_line(step) for step in dialog.steps.values()]
    return sha256(repr((dialog.forms, dialog.join, dialog.first, steps)).encode()).hexdigest()[:10]
