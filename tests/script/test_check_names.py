"""`coach check` refuses words for itself that the coach is not; denials and other people pass."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.script.check_names import FILE, check_names
from bot.script.folders import prompts_folder

CASES = yaml.safe_load((Path(__file__).parent / "never_called.yaml").read_text(encoding="utf-8"))
TOLD = [(tag, kind, text) for tag, kinds in CASES.items() for kind, texts in kinds.items() for text in texts]


def folder_with(tmp_path: Path, tag: str, text: str) -> Path:
    """A folder of prompts of one language, with the real list and one prompt."""
    folder = tmp_path / "prompts"
    (folder / tag).mkdir(parents=True)
    (folder / tag / FILE).write_text((prompts_folder() / tag / FILE).read_text(encoding="utf-8"), encoding="utf-8")
    prompts = "{# A therapist's remark. #}\n{% block said_yes %}therapy, terapia{% endblock %}\n\n"
    (folder / tag / "welcome.j2").write_text(
        prompts + f"{{% block hello %}}\n{text}\n{{% endblock %}}\n", encoding="utf-8"
    )
    return folder


@pytest.mark.parametrize(("tag", "kind", "text"), TOLD)
def test_what_it_may_not_call_itself(tmp_path: Path, tag: str, kind: str, text: str) -> None:
    found = list(check_names(folder_with(tmp_path, tag, text), [tag]))
    assert [(f.file, f.line) for f in found] == ([(f"prompts/{tag}/welcome.j2", 5)] if kind == "refused" else [])


def test_every_language_has_such_a_list(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "en", "Hello.")
    (folder / "es").mkdir()
    assert [(f.file, f.line) for f in check_names(folder, ["en", "es"])] == [(f"prompts/es/{FILE}", 1)]


def test_a_list_that_is_none_is_said(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "en", "Hello.")
    (folder / "en" / FILE).write_text("never: therapy\n", encoding="utf-8")
    assert [f.file for f in check_names(folder, ["en"])] == [f"prompts/en/{FILE}"]
