"""Which languages are whole, and what each of the others still lacks, file by file.

A language is three folders: its prompts, its words (`tongues/<tag>/`), and the cases that its words of danger are
measured on, which a wheel does not carry. What is not whole is not offered: nobody is spoken to in a language whose
words of danger nobody has written, or is met by an empty message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from bot.model.danger import CATEGORIES
from bot.script.findings import Finding, ScriptErrors
from bot.script.folders import cases_folder, prompts_folder, tongues_folder
from bot.script.forms import read_form
from bot.script.habits import Habits
from bot.script.source import Data, Source, read_source
from bot.script.templates import languages_in
from bot.understand.danger.tongue import read_tongue, tongues
from bot.understand.languages import FALLBACK, read_vocabulary, vocabularies

FEWEST_CASES: Final = 10
"""So many texts of each kind of danger a language needs."""

FEWEST_INNOCENT: Final = 50
"""So many texts without danger a language needs."""

BLOCK: Final = re.compile(r"\{%-?\s*block\s+(\w+)[^%]*%\}(.*?)\{%-?\s*endblock[^%]*%\}", re.DOTALL)
"""A block of a prompt file: its name and what stands in it."""

COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
"""A comment in a prompt file."""

_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the folders of all languages are; `cases` is None where the tests are not."""

    prompts: Path
    tongues: Path
    cases: Path | None


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages that can be offered, in the order of their tags, and what each of the others lacks."""

    offered: tuple[str, ...]
    begun: Mapping[str, tuple[Finding, ...]]


def folders(prompts: Path | None = None) -> Folders:
    """The program's own folders; `prompts` stands in for its own prompts."""
    return Folders(prompts or prompts_folder(), tongues_folder(), cases_folder())


@cache
def languages(where: Folders) -> Languages:
    """Which languages there are. Raises ScriptErrors when a file is wrong, or English lacks anything."""
    lacking = {tag: lacks(where, tag) for tag in tags(where)}
    if lacking.get(FALLBACK):
        raise ScriptErrors(lacking[FALLBACK])
    begun = {tag: found for tag, found in lacking.items() if found}
    return Languages(tuple(tag for tag in lacking if tag not in begun), begun)


def tags(where: Folders) -> tuple[str, ...]:
    """The tags of all languages of which there is a folder, in their order."""
    return tuple(sorted({*languages_in(where.prompts), *languages_in(where.tongues)}))


def lacks(where: Folders, tag: str) -> tuple[Finding, ...]:
    """All that a language lacks, at most one finding a file. Raises ScriptErrors when a file is wrong."""
    return (*unwritten(where, tag), *_without_blocks(where.prompts, tag))


def unwritten(where: Folders, tag: str) -> tuple[Finding, ...]:
    """What of a language is missing or still empty, blocks aside that a prompt file has not got at all."""
    return (*_words(where.tongues / tag), *_danger(where.tongues / tag), *_cases(where, tag), *_prompts(where, tag))


def _words(folder: Path) -> Iterator[Finding]:
    if folder.name not in vocabularies():
        read = read_vocabulary(folder)
        yield from read if isinstance(read, tuple) else ()
    habits = read_form(folder / "shown.yaml", f"tongues/{folder.name}/shown.yaml", Habits)
    if isinstance(habits, Finding):
        yield habits


def _danger(folder: Path) -> Iterator[Finding]:
    file = f"tongues/{folder.name}/danger.yaml"
    known = next((tongue for tongue in tongues() if tongue.language == folder.name), None) or read_tongue(folder)
    if isinstance(known, Finding):
        yield known
    elif missing := [each for each in CATEGORIES if each not in {sign.category for sign in known.signs}]:
        yield Finding(file, 1, f"has no frames for {', '.join(missing)}")
    if not (folder / "signs.json").is_file():
        yield Finding(f"tongues/{folder.name}/signs.json", 1, "is missing: `make signs` learns it from the cases")


def _cases(where: Folders, tag: str) -> Iterator[Finding]:
    if where.cases is None:
        return
    name, found = f"{where.cases.name}/{tag}/report", dict.fromkeys(CATEGORIES, 0)
    innocent = 0
    for path in sorted((where.cases / tag / "report").glob("*.yaml")):
        source = read_source(path, f"{name}/{path.name}", [])
        innocent += _count(_at(source, "innocent"))
        for category in CATEGORIES:
            found[category] += _count(_at(source, "danger", category))
    few = [f"{each} {count} of {FEWEST_CASES}" for each, count in found.items() if count < FEWEST_CASES]
    few += [f"innocent {innocent} of {FEWEST_INNOCENT}"] if innocent < FEWEST_INNOCENT else []
    if few:
        yield Finding(name, 1, f"too few cases: {', '.join(few)}")


def _at(source: Source | None, *keys: str) -> Data:
    data = source.data if source is not None else None
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _count(data: Data) -> int:
    if isinstance(data, dict):
        return sum(map(_count, data.values()))
    return len(data) if isinstance(data, list) else 0


def _prompts(where: Folders, tag: str) -> Iterator[Finding]:
    for english in sorted((where.prompts / FALLBACK).glob("*.j2")):
        file, path = f"{where.prompts.name}/{tag}/{english.name}", where.prompts / tag / english.name
        written = _said(path) if path.is_file() else None
        empty = [name for name, said in _said(english).items() if said and written and written.get(name) == ""]
        if written is None:
            yield Finding(file, 1, "is missing")
        elif empty:
            yield Finding(file, 1, f"still to be written: {_listed(empty)}")


def _without_blocks(prompts: Path, tag: str) -> Iterator[Finding]:
    for english in sorted((prompts / FALLBACK).glob("*.j2")):
        path = prompts / tag / english.name
        absent = _said(english).keys() - _said(path).keys() if path.is_file() else ()
        if absent:
            yield Finding(f"{prompts.name}/{tag}/{english.name}", 1, f"has no block {_listed(sorted(absent))}")


def _said(path: Path) -> dict[str, str]:
    """The blocks of a prompt file, comments taken away, by their names."""
    try:
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return {}
    return {name: said.strip() for name, said in BLOCK.findall(text)}


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
