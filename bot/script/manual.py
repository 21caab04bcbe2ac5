"""The manual of the script language: a frame written by hand, and what the classes of steps say of themselves."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.engine.kinds import KINDS as QUESTION_KINDS
from bot.engine.script import MemoryKind
from bot.engine.step import Step
from bot.engine.steps import KINDS
from bot.engine.written import NAME
from bot.script.json_schema import json_schema
from bot.script.schema import DialogForm

FILE = "README.md"
"""The manual's name; it stands beside the dialogs."""

FRAME = Path(__file__).with_name("manual.md")

Table = Mapping[str, Callable[..., object]]
"""Functions or actions by name; the docstring of each says what it is."""

_ALONE = "`skip`, or a prompt: `{tell: NAME}`, with `copy: NAME` beside it for what a button copies"


def manual(functions: Table, actions: Table) -> str:
    """The manual's text, from the frame and the code."""
    schema = json.loads(json_schema())
    forms: Mapping[str, Any] = schema["$defs"]
    parts = {
        "top": _keys(DialogForm, schema["properties"]),
        "memory kinds": _keys(MemoryKind, forms[MemoryKind.__name__]["properties"]),
        "question kinds": [
            f"- **`{kind}`**: somebody {QUESTION_KINDS[kind].said.format(max='`max`')}." for kind in QUESTION_KINDS
        ],
        "step kinds": [line for kind, step in KINDS.items() for line in _step(kind, step, forms)],
        "functions": _rows(functions),
        "actions": _rows(actions),
    }
    text = FRAME.read_text(encoding="utf-8")
    for name, lines in parts.items():
        text = text.replace(f"<!-- {name} -->", "\n".join(lines))
    return text


def write_manual(dialogs: Path, functions: Table, actions: Table) -> Path:
    """Write the manual beside the dialogs, and give its path."""
    path = dialogs / FILE
    path.write_text(manual(functions, actions), encoding="utf-8")
    return path


def said_of(table: Table) -> Mapping[str, str]:
    """What each function or action of a table is: the first paragraph of its docstring."""
    docs = {name: inspect.getdoc(function) or "" for name, function in table.items()}
    return {name: " ".join(doc.partition("\n\n")[0].split()) for name, doc in docs.items() if doc}


def _rows(table: Table) -> list[str]:
    return [f"| `{name}` | {said} |" for name, said in said_of(table).items()]


def _step(kind: str, step: type[Step], forms: Mapping[str, Any]) -> Iterator[str]:
    """One kind of step: what it is, its keys, and an example."""
    yield f"### `{kind}`\n"
    yield inspect.getdoc(step) or ""
    if step.__name__ in forms:
        yield ""
        yield from _keys(step, forms[step.__name__]["properties"])
    yield f"\n```yaml\n{step.example}```\n"


def _keys(form: type[BaseModel], written: Mapping[str, Any]) -> Iterator[str]:
    """The keys of a form, one a line: what may stand there, whether it must, and what it means."""
    for name, field in form.model_fields.items():
        key = field.alias or name
        if key in written:
            what = _ALONE if key == "alone" and "anyOf" in written[key] else _may_be(written[key])
            yield f"- **`{key}`** ({what}; {_must(field)}): {field.description}"


def _must(field: FieldInfo) -> str:
    """Whether a key must be there, or what holds without it."""
    if field.is_required():
        return "must be there"
    default = field.get_default(call_default_factory=True)
    if isinstance(default, bool):
        return "else false" if not default else "else true"
    return f"else {default}" if isinstance(default, str | int) else "may be left out"


def _may_be(schema: Mapping[str, Any]) -> str:
    """In words, what may stand at a key."""
    if "enum" in schema or "const" in schema:
        return _listed([f"`{word}`" for word in schema.get("enum", [schema.get("const")])])
    if str(schema.get("$ref", "")).endswith("/Alone"):
        return "a prompt: `{tell: NAME}`"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_may_be(each) for each in schema["anyOf"]))
    match schema.get("type"):
        case "array":
            return f"a list of {_many(schema.get('items', {}))}"
        case "object":
            return "a mapping"
        case "boolean":
            return "true or false"
        case "integer":
            return "a number"
    pattern = schema.get("pattern", "")
    if pattern == NAME:
        return "a name"
    return "a time such as 30m, 2h, 3d" if "dhm" in pattern else "text" if schema.get("type") else "a step"


def _listed(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " or " + words[-1] if len(words) > 1 else words[0]


def _many(items: Mapping[str, Any]) -> str:
    if "enum" in items:
        return ", ".join(f"`{word}`" for word in items["enum"])
    if "$ref" in items:
        return "steps" if items["$ref"].endswith("/step") else "mappings"
    return "names" if items.get("pattern") == NAME else "times"
