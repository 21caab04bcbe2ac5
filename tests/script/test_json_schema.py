"""The schema for editors says the same as the forms, and every dialog points to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.engine.steps import KINDS
from bot.script.folders import dialogs_folder
from bot.script.json_schema import FILE, FIRST_LINE, json_schema, write_json_schema
from bot.script.load import BESIDE

DIALOGS = sorted(path for path in dialogs_folder().glob("*.yaml") if path.stem not in BESIDE)


def test_the_schema_beside_the_dialogs_is_up_to_date(tmp_path: Path) -> None:
    kept = dialogs_folder() / FILE
    assert kept.read_text(encoding="utf-8") == json_schema(), "write it anew: coach check --write-schema"
    assert write_json_schema(tmp_path).read_text(encoding="utf-8") == json_schema()


@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda path: path.stem)
def test_every_dialog_tells_an_editor_where_the_schema_is(dialog: Path) -> None:
    assert dialog.read_text(encoding="utf-8").splitlines()[0] == FIRST_LINE


def test_steps_stand_inside_steps() -> None:
    schema = json.loads(json_schema())
    forms = schema["$defs"]
    named = [f"#/$defs/{form.__name__}" for kind, form in KINDS.items() if kind != "end"]
    assert [way.get("$ref") for way in forms["step"]["anyOf"][1:]] == named
    for inside in (schema, forms["TogetherStep"], forms["TurnsStep"]):
        assert inside["properties"]["steps"]["items"] == {"$ref": "#/$defs/step"}
    assert forms["ChooseStep"]["properties"]["cases"]["additionalProperties"]["anyOf"][2] == {"$ref": "#/$defs/step"}


def test_the_short_forms_are_allowed_and_unknown_keys_are_not() -> None:
    forms = json.loads(json_schema())["$defs"]
    asked, told = forms["AskStep"]["properties"], forms["TellStep"]["properties"]
    assert {"const": "countries"} in asked["options"]["anyOf"]
    assert set(asked["alone"]["enum"]) == {"ask", "skip"}
    assert {"const": "skip", "type": "string"} in told["alone"]["anyOf"]
    assert [way["type"] for way in forms["RememberStep"]["properties"]["from"]["anyOf"]] == ["string", "array"]
    assert {"moment", "many", "yes_no"} < set(asked["kind"]["enum"])
    assert all(form["additionalProperties"] is False for name, form in forms.items() if name != "step")
    assert '"default"' not in json_schema()
