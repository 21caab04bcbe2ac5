"""A language begun: its folders with everything that is to be written, made from English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml

from bot.model.danger import CATEGORIES
from bot.script.forms import Form
from bot.script.habits import Habits
from bot.script.phrases import ENDING, FEWEST
from bot.understand.languages import FALLBACK, SUBJECTS
from bot.understand.written import BLOCK, COMMENT, Folders

_HALVES: Final = ("build", "report")
_REQUIRED: Final = ("safe_words", "no", "clause_words", "turn_words", "words")
_OPTIONAL: Final = ("meant", "endings", "sounds", "clitics", "clitics_after", "repairs", "plain", "reported", "guards")


def begin(where: Folders, tag: str) -> list[Path]:
    """Make the files of a language that are not there yet, and return them; what is there stays as it is."""
    made = []
    for path, text in _files(where, tag):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            made.append(path)
    return made


def _files(where: Folders, tag: str) -> Iterator[tuple[Path, str]]:
    for english in sorted((where.prompts / FALLBACK).glob("*.j2")):
        yield where.prompts / tag / english.name, _prompts(english.read_text(encoding="utf-8"))
    for english in sorted((where.prompts / FALLBACK).glob(f"*{ENDING}")):
        yield where.prompts / tag / english.name, _phrases(english.read_text(encoding="utf-8"))
    forms: dict[str, type[Form]] = {**SUBJECTS, "shown": Habits}
    for name, form in forms.items():
        english = where.tongues / FALLBACK / f"{name}.yaml"
        yield where.tongues / tag / english.name, _words(english.read_text(encoding="utf-8"), form)
    danger = (where.tongues / FALLBACK / "danger.yaml").read_text(encoding="utf-8")
    yield where.tongues / tag / "danger.yaml", _danger(danger, tag)
    if where.cases is not None:
        for half in _HALVES:
            yield where.cases / tag / half / "first.yaml", _cases(tag)


def _prompts(english: str) -> str:
    """Every block empty, beneath its English text as a comment."""

    def emptied(found: list[str]) -> Iterator[str]:
        for at in range(0, len(found) - 1, 3):
            between, name, said = found[at : at + 3]
            yield f"{between}{{# {COMMENT.sub('', said).strip()} #}}\n{{% block {name} %}}{{% endblock %}}"
        yield found[-1]

    return "".join(emptied(BLOCK.split(english)))


def _phrases(english: str) -> str:
    """Nothing said yet, beneath what is said in English."""
    return f"# How people say it, one phrase a line, {FEWEST} at least. In English:\n" + "".join(
        f"# {line}\n" for line in english.splitlines() if not line.startswith("#")
    )


def _words(english: str, form: type[Form]) -> str:
    """Every key empty, after its English value as a comment; the comments of the English file stay."""
    node = yaml.compose(english, Loader=yaml.CSafeLoader)
    lines = english.splitlines()
    if not isinstance(node, yaml.MappingNode):
        raise ValueError("not a mapping")
    starts = [key.start_mark.line for key, _ in node.value]
    written: list[str] = lines[: starts[0]]
    for (key, value), start, end in zip(node.value, starts, [*starts[1:], len(lines)], strict=True):
        body, after = _body(lines[start:end])
        written += [f"# {line}" for line in body]
        written += _keys(key.value, value, form)
        written += after
    return "\n".join(written) + "\n"


def _body(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of a key, and the comments and blank lines after them, which belong to the next."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return lines[:end], lines[end:]


def _keys(name: str, value: yaml.Node, form: type[Form]) -> list[str]:
    inner = form.model_fields[name].annotation
    fixed = isinstance(inner, type) and issubclass(inner, Form)
    if not fixed or not isinstance(value, yaml.MappingNode):
        return [f"{name}:"]
    return [f"{name}:", *(f"  {key.value}:" for key, _ in value.value)]


def _danger(english: str, tag: str) -> str:
    head = english[: english.index("\nlanguage:") + 1].replace("in English", f"in {tag}", 1)
    frames = [line for each in CATEGORIES for line in (f"  {each}:", "    sure:", "    unsure:")]
    return "\n".join(
        [
            f"{head}# An example of everything: ../{FALLBACK}/danger.yaml. A key that a language does not need may go.",
            f"language: {tag}",
            *(f"{key}:" for key in (*_REQUIRED, *_OPTIONAL)),
            *("frames:", *frames),
            "",
        ]
    )


def _cases(tag: str) -> str:
    danger = [line for each in CATEGORIES for line in (f"  {each}:", "    outright:", "    indirect:")]
    return "\n".join(["hand:", f"language: {tag}", "danger:", *danger, "innocent:", ""])
