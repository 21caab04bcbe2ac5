"""What is wrong with the wording: missing, left over, using a value that is not there, or too long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from bot.engine.kinds.kind import Longest
from bot.engine.script import Library
from bot.errors import ScriptError
from bot.model.events import Prompt
from bot.model.state import Person
from bot.model.values import Option, Own, Pair, Value
from bot.script import provided, samples
from bot.script.check_said import said_twice
from bot.script.check_shoulder import told_to_lock_screens
from bot.script.findings import Finding, ScriptErrors
from bot.script.shown import ANSWER_UNITS, CAPTION_UNITS, MARK_UNITS, TEXT_UNITS, parsed, units
from bot.script.templates import COMMON, COPY_UNITS, environment
from bot.script.uses import Use, words_of_kinds
from bot.script.wording import Wording

LABEL_WORDS = 3
LABEL_LENGTH = 30
_ONE_LINE = {"command": ("description", 60), "of_deck": ("card", 140)}
"""What is called how, and may have so many characters."""

OPTIONAL = ("meant", "said", "offer")
"""Blocks that need not be there: a question in other words, for which its kind has a general one, and the ways of
saying an option beside its label, and the line that offers a dialog."""


@dataclass(frozen=True, slots=True)
class Written:
    """One block as it stands in a file: its line, the line of each value that it uses, with those of the blocks of its
    file that stand in it, and their names."""

    file: str
    line: int
    values: Mapping[str, int]
    parts: frozenset[str] = frozenset()


Blocks = Mapping[tuple[str, str], Written]
"""The blocks of one language by dialog and name."""


def check_prompts(
    folder: Path, library: Library, uses: Sequence[Use], known: frozenset[str], languages: Sequence[str]
) -> Iterator[Finding]:
    """Compare what is used with what is written. `known` are the dialogs whose files may be there."""
    try:
        wording = Wording(folder, library, "coach_bot", languages=languages)
        wording.compile()
    except ScriptErrors as errors:
        yield from errors.findings
        return
    written = {language: blocks_of(folder, language) for language in wording.languages}
    for language, blocks in written.items():
        yield from _missing(folder, language, blocks, uses, known)
        yield from _left_over(folder, language, blocks, uses, known)
        yield from _rendered(wording, language, blocks, uses)
        yield from _alike(wording, language, blocks, uses)
        yield from said_twice(folder, wording, language, library, blocks)
        yield from told_to_lock_screens(wording, language, library, blocks, uses)
    yield from _parity(folder, written, uses)


def blocks_of(folder: Path, language: str) -> Blocks:
    """All blocks of a language. The files must be readable as Jinja2."""
    env = environment(language, "coach_bot", html=True)
    found: dict[tuple[str, str], Written] = {}
    for path in sorted((folder / language).glob("*.j2")):
        blocks = {b.name: b for b in env.parse(path.read_text(encoding="utf-8")).find_all(nodes.Block)}
        for block in blocks.values():
            file, parts = f"{folder.name}/{language}/{path.name}", _parts(block, blocks)
            values = _values(env, block)
            for part in parts:
                values |= dict.fromkeys(_values(env, blocks[part]), block.lineno)
            found[(path.stem, block.name)] = Written(file, block.lineno, values, parts)
    return found


def _parts(block: nodes.Block, blocks: Mapping[str, nodes.Block]) -> frozenset[str]:
    """The blocks that stand in a block, by `self.name()`, and those in them."""
    found: set[str] = set()
    left = [block]
    while left:
        for got in left.pop().find_all(nodes.Getattr):
            named = isinstance(got.node, nodes.Name) and got.node.name == "self" and got.attr not in found
            if named and got.attr in blocks:
                found.add(got.attr)
                left.append(blocks[got.attr])
    return frozenset(found)


def count_blocks(folder: Path, language: str) -> int:
    """How many blocks a language has, in the files that can be read."""
    env, count = Environment(), 0
    for path in (folder / language).glob("*.j2"):
        with suppress(TemplateSyntaxError, UnicodeDecodeError):
            count += sum(1 for _ in env.parse(path.read_text(encoding="utf-8")).find_all(nodes.Block))
    return count


def _values(env: Environment, block: nodes.Block) -> dict[str, int]:
    alone = nodes.Template(block.body, lineno=block.lineno)
    alone.set_environment(env)
    lines: dict[str, int] = {}
    for name in block.find_all(nodes.Name):
        lines.setdefault(name.name, name.lineno)
    return {name: lines.get(name, block.lineno) for name in meta.find_undeclared_variables(alone) - {"self"}}


def _home(blocks: Blocks, use: Use) -> Written | None:
    return blocks.get((use.dialog, use.name)) or blocks.get((COMMON, use.name))


def _missing(
    folder: Path, language: str, blocks: Blocks, uses: Sequence[Use], known: frozenset[str]
) -> Iterator[Finding]:
    there = {dialog for dialog, _ in blocks}
    for dialog in sorted({use.dialog for use in uses} - there):
        yield Finding(f"{folder.name}/{language}", 1, f"{dialog}.j2 is missing, or has no prompt")
    said: set[tuple[str, str]] = set()
    for use in uses:
        if use.role in OPTIONAL:
            continue
        if use.dialog in there and _home(blocks, use) is None and (use.dialog, use.name) not in said:
            said.add((use.dialog, use.name))
            file = use.file if use.file != "prompts" else f"{folder.name}/{language}/{use.dialog}.j2"
            text = f'no prompt "{use.name}" in {folder.name}/{language}/{use.dialog}.j2, which {use.needs} needs'
            yield Finding(file, use.line, text)


def _left_over(
    folder: Path, language: str, blocks: Blocks, uses: Sequence[Use], known: frozenset[str]
) -> Iterator[Finding]:
    used = {(use.dialog, use.name) for use in uses}
    used |= {(dialog, part) for dialog, name in used if (dialog, name) in blocks for part in blocks[dialog, name].parts}
    shared = {use.name for use in uses} | {name for names in provided.SPARE.values() for name in names}
    shared |= words_of_kinds() | set(provided.MAY_BE)
    shared |= {name.replace("label_", "said_", 1) for name in shared if name.startswith("label_")}
    for dialog in sorted({dialog for dialog, _ in blocks} - known - {COMMON}):
        yield Finding(f"{folder.name}/{language}/{dialog}.j2", 1, f'there is no dialog "{dialog}"')
    sound = {use.dialog for use in uses}
    for (dialog, name), block in blocks.items():
        if dialog in sound and (dialog, name) not in used and not (dialog == COMMON and name in shared):
            yield Finding(block.file, block.line, f'nobody uses the prompt "{name}"')


def _parity(folder: Path, written: Mapping[str, Blocks], uses: Sequence[Use]) -> Iterator[Finding]:
    """A block that only some languages have, where another file stands in for it in the rest."""
    used = {(use.dialog, use.name): use for use in uses}
    for key in sorted({key for blocks in written.values() for key in blocks}):
        having = [language for language, blocks in written.items() if key in blocks]
        for language in written.keys() - set(having):
            if key in used and _home(written[language], used[key]) is not None:
                block = written[having[0]][key]
                text = f'the prompt "{key[1]}" is not in {folder.name}/{language}/{key[0]}.j2'
                yield Finding(block.file, block.line, text)


def _rendered(wording: Wording, language: str, blocks: Blocks, uses: Sequence[Use]) -> Iterator[Finding]:
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for use in uses:
        block = _home(blocks, use)
        if block is None:
            continue
        found = list(_not_there(use, block)) or [(block.line, text) for text in _too_much(wording, language, use)]
        for line, text in found:
            if text not in said[(block.file, use.name)]:
                said[(block.file, use.name)].add(text)
                yield Finding(block.file, line, text)


def _not_there(use: Use, block: Written) -> Iterator[tuple[int, str]]:
    for name in sorted(block.values.keys() - use.values.keys()):
        yield block.values[name], f'the prompt "{use.name}" uses "{name}", which {use.needs} does not have'


def _too_much(wording: Wording, language: str, use: Use) -> Iterator[str]:
    """Render a use with the longest values, and with as few as there may be."""
    reader = _reader(language)
    prompt, html = Prompt(use.dialog, use.name), use.role in ("text", "caption", "mark", "meant", "offer")
    values = {name: _longest(value, wording, use.dialog, language) for name, value in use.values.items()}
    few = {**values, **{k: v for k, v in samples.ALONE.items() if k in values}}
    few |= dict.fromkeys(use.answers)
    try:
        text = wording.uncut(prompt, values, reader, samples.LONG_BEFORE, html=html)
        less = wording.uncut(prompt, few, reader, samples.LONG_BEFORE, html=html)
    except ScriptError as error:
        if error.__cause__ is not None:  # else a label is missing, which is said where it is needed
            yield f'the prompt "{use.name}" cannot be rendered: {error.__cause__}'
        return
    except Exception as error:  # whatever a template does wrong is wrong in the template
        yield f'the prompt "{use.name}" cannot be rendered: {error}'
        return
    if not text or (not less and use.role in ("label", "short", "command", "of_deck")):
        yield f'the prompt "{use.name}" is empty'
    if use.only_checked:
        return
    size = max(units(parsed(text)), units(parsed(less))) if html else max(units(text), units(less))
    match use.role:
        case "text" | "meant" | "offer" if size > TEXT_UNITS:
            yield f'the prompt "{use.name}" can get {size} UTF-16 units long; {TEXT_UNITS} fit into a message'
        case "caption" if size > CAPTION_UNITS:
            yield f'the prompt "{use.name}" can get {size} UTF-16 units long; {CAPTION_UNITS} fit beside a file'
        case "mark" if size > MARK_UNITS:
            yield f'the prompt "{use.name}" can get {size} UTF-16 units long; {MARK_UNITS} fit beside a question'
        case "copy" if size > COPY_UNITS:
            yield f'the text to copy "{use.name}" can get {size} UTF-16 units long; {COPY_UNITS} fit on a button'
        case "answer" if size > ANSWER_UNITS:
            yield f'the prompt "{use.name}" can get {size} UTF-16 units long; {ANSWER_UNITS} fit over a chat'
        case "label":
            words = [word for word in text.split() if any(character.isalnum() for character in word)]
            if len(words) > LABEL_WORDS or len(text) > LABEL_LENGTH:
                yield f'the label "{text}" is longer than {LABEL_WORDS} words or {LABEL_LENGTH} characters'
        case "command" | "of_deck" if size > _ONE_LINE[use.role][1]:
            yield 'the {0} "{2}" is longer than {1} characters'.format(*_ONE_LINE[use.role], text)


def _alike(wording: Wording, language: str, blocks: Blocks, uses: Sequence[Use]) -> Iterator[Finding]:
    """Wordings of one nudge that say the same, but for capitals, points and tags."""
    said: dict[tuple[str, str, str], str] = {}
    for use in uses:
        block = _home(blocks, use)
        if not use.nudge or block is None:
            continue
        try:
            text = wording.uncut(Prompt(use.dialog, use.name), use.values, _reader(language), html=True)
        except Exception:  # said already
            continue
        letters = "".join(character for character in parsed(text).casefold() if character.isalnum())
        first = said.setdefault((use.dialog, use.nudge, letters), use.name)
        if first != use.name:
            yield Finding(block.file, block.line, f'the prompt "{use.name}" says the same as "{first}"')


def _reader(language: str) -> Person:
    return Person(id=1, name=samples.NAME, language=language, zone="Europe/Madrid", city="Madrid")


def _longest(value: object, wording: Wording, dialog: str, language: str) -> object:
    """A value by example with each option that has been left open settled: the one with the longest label."""

    def settled(value: Value) -> Value:
        if isinstance(value, Longest):
            with suppress(ScriptError):
                return Option(max(value.options, key=lambda option: len(wording.label(dialog, option, language))))
        return value

    match value:
        case Longest():
            return settled(value)
        case Pair():
            return replace(value, mine=settled(value.mine), theirs=settled(value.theirs))
        case Own():
            return replace(value, value=settled(value.value))
        case tuple():
            return tuple(_longest(item, wording, dialog, language) for item in value)
        case _:
            return value
