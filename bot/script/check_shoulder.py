"""What somebody else sees who takes the phone, or reads its lock screen: no sentence promises that there is nobody, and
no nudge says what it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from jinja2 import Environment, TemplateSyntaxError, nodes

from bot.engine.script import Library
from bot.errors import ScriptError
from bot.model.events import Prompt
from bot.model.state import Person
from bot.script import provided
from bot.script.findings import Finding
from bot.script.templates import COMMON
from bot.script.uses import Use
from bot.script.wording import Wording

PROMISES: Final = "promises.txt"
"""The file of a language with phrases that no sentence may have, one a line."""

_HEARD: Final = ("said_", "called_")
"""Blocks of what people say, not the coach."""


class _Written(Protocol):
    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def values(self) -> Mapping[str, int]: ...


def promised(folder: Path, languages: Collection[str]) -> Iterator[Finding]:
    """Sentences that promise what a phone in another's hand breaks. Where no language has a list, nothing is wrong."""
    lists = {language: promises_of(folder, language) for language in languages}
    for language, phrases in lists.items():
        if not phrases and any(lists.values()):
            yield Finding(f"{folder.name}/{language}/{PROMISES}", 1, "nobody says what no sentence may promise")
        for path in sorted((folder / language).glob("*.j2")) if phrases else ():
            yield from _in_file(f"{folder.name}/{language}/{path.name}", path, phrases)


def promises_of(folder: Path, language: str) -> tuple[str, ...]:
    """The phrases of a language that no sentence may have; none where nobody has written them."""
    path = folder / language / PROMISES
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def breaks(text: str, phrases: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The phrases that a text has, each with the place where it begins."""
    plain = text.replace("’", "'")
    for phrase in phrases:
        words = r"\s+".join(re.escape(word) for word in phrase.split())
        for found in re.finditer(rf"\b{words}\b", plain, re.IGNORECASE):
            yield phrase, found.start()


def _in_file(file: str, path: Path, phrases: Sequence[str]) -> Iterator[Finding]:
    try:
        tree = Environment().parse(path.read_text(encoding="utf-8"))
    except (TemplateSyntaxError, UnicodeDecodeError):  # said already
        return
    for block in tree.find_all(nodes.Block):
        for said in block.find_all(nodes.TemplateData) if not block.name.startswith(_HEARD) else ():
            for phrase, at in breaks(said.data, phrases):
                line = said.lineno + said.data.count("\n", 0, at)
                yield Finding(file, line, f'the prompt "{block.name}" promises what nobody can keep: "{phrase}"')


def told_to_lock_screens(
    wording: Wording, language: str, library: Library, blocks: Mapping[tuple[str, str], _Written], uses: Sequence[Use]
) -> Iterator[Finding]:
    """Nudges that quote somebody, or name a dialog as its buttons do."""
    named = [d.name for d in library.dialogs.values() if d.command is not None or not d.unsaid]
    names = [name for dialog in named if (name := _label(wording, dialog, language)) is not None]
    for use in uses:
        block = blocks.get((use.dialog, use.name)) or blocks.get((COMMON, use.name))
        if block is None or not (use.nudge or f"{use.dialog}.{use.name}" in provided.LOCK_SCREENS):
            continue
        quoted = {value: line for value, line in block.values.items() if value in use.values}  # others are said already
        for value, line in quoted.items():
            yield Finding(block.file, line, f'the nudge "{use.name}" would show "{value}" on a lock screen')
        for name in _named(wording, language, use, names) if not block.values else ():
            yield Finding(block.file, block.line, f'the nudge "{use.name}" names "{name}" on a lock screen')


def _named(wording: Wording, language: str, use: Use, names: Sequence[str]) -> Iterator[str]:
    try:
        text = wording.uncut(Prompt(use.dialog, use.name), {}, Person(id=1, name="", language=language), html=True)
    except ScriptError:  # said already
        return
    yield from (name for name, _ in breaks(text, names))


def _label(wording: Wording, dialog: str, language: str) -> str | None:
    try:
        return wording.label(dialog, dialog, language)
    except ScriptError:  # said already
        return None
