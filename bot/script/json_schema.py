"""The script format as a JSON Schema, by which editors complete keys and mark mistakes while one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.engine.step import Alone
from bot.engine.steps import KINDS
from bot.engine.steps.choose import GO_ON
from bot.engine.steps.offer import ALL
from bot.script.schema import DialogForm

FILE = "dialog.schema.json"
"""The schema's name; it stands beside the dialogs."""

FIRST_LINE = f"# yaml-language-server: $schema={FILE}"
"""The first line of every dialog, which tells an editor where the schema is."""

Schema = dict[str, Any]

_DEFS = "#/$defs/"
_STEP: Schema = {"$ref": _DEFS + "step"}
_STEPS: Schema = {"type": "array", "items": _STEP, "minItems": 1}
_CASE: Schema = {"anyOf": [{"const": GO_ON}, {"type": "array", "items": _STEP}, _STEP]}
_FORMS = tuple(form for kind, form in KINDS.items() if kind != "end")


def json_schema() -> str:
    """The schema's text, made from the forms that `bot.script.parse` reads by."""
    forms: list[type[BaseModel]] = [DialogForm, Alone, *_FORMS]
    _, made = models_json_schema([(form, "validation") for form in forms], by_alias=True)
    defs: dict[str, Schema] = {name: _tidy(form) for name, form in made["$defs"].items()}
    for form in _FORMS:
        _open(defs[form.__name__]["properties"])
    options = defs["AskStep"]["properties"]["options"]
    defs["AskStep"]["properties"]["options"] = {"anyOf": [options, {"const": "countries"}]}
    offered = defs["OfferStep"]["properties"]["items"]
    defs["OfferStep"]["properties"]["items"] = {"anyOf": [{"const": ALL}, offered]}
    kept = defs["RememberStep"]["properties"]["from"]
    defs["RememberStep"]["properties"]["from"] = {"anyOf": [kept["items"], kept]}
    defs["step"] = {"anyOf": [{"const": "end"}, *({"$ref": _DEFS + form.__name__} for form in _FORMS)]}
    dialog = defs.pop(DialogForm.__name__)
    _open(dialog["properties"])
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "A dialog", **dialog, "$defs": defs}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_json_schema(dialogs: Path) -> Path:
    """Write the schema beside the dialogs, and give its path."""
    path = dialogs / FILE
    path.write_text(json_schema(), encoding="utf-8")
    return path


def _open(properties: dict[str, Schema]) -> None:
    """Say what stands inside a step where its form leaves that to the parser."""
    if "steps" in properties:
        properties["steps"] = _STEPS
    if "cases" in properties:
        properties["cases"] = {"type": "object", "additionalProperties": _CASE, "minProperties": 1}


def _tidy(schema: Any) -> Any:
    """Without titles, defaults and the choice of nothing, which a dialog never writes."""
    if isinstance(schema, list):
        return [_tidy(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _tidy(value) for key, value in schema.items() if key != "default" and not _is_hidden(key, value)}
    choices = [choice for choice in kept.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        return {**{key: value for key, value in kept.items() if key != "anyOf"}, **choices[0]}
    return {**kept, "anyOf": choices} if choices else kept


def _is_hidden(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or key.startswith("!")
