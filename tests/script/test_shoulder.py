"""What no sentence promises, since a phone in another's hand breaks it; and which dialogs nothing names."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.engine.steps.act import ActStep
from bot.script.check_shoulder import PROMISES, breaks, promised, promises_of
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from tests.script.small_house import small_house

CASES = yaml.safe_load((Path(__file__).parent / "promises.yaml").read_text(encoding="utf-8"))
TEXTS = [(tag, text, what == "refused") for tag, of in CASES.items() for what in of for text in of[what]]
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("language", "text", "refused"), TEXTS)
def test_a_promise_is_told_from_what_may_be_said(language: str, text: str, refused: bool) -> None:
    assert bool(list(breaks(text, promises_of(prompts_folder(), language)))) == refused


@pytest.mark.parametrize("file", ["README.md", "SAFETY.md"])
def test_the_pages_promise_nothing_of_the_kind(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert list(breaks(text, promises_of(prompts_folder(), "en"))) == []


def test_a_promise_in_a_prompt_is_named_with_its_line(tmp_path: Path) -> None:
    _, prompts = small_house(tmp_path)
    (prompts / "en" / PROMISES).write_text("# ours\nnobody else sees\n", encoding="utf-8")
    with (prompts / "en" / "walk.j2").open("a", encoding="utf-8") as walk:
        walk.write("{% block late %}\nTell me.\n\nNobody else\nsees it.\n{% endblock %}")
        walk.write("{% block said_late %}nobody else sees{% endblock %}\n")
    assert [str(finding) for finding in promised(prompts, ["en"])] == [
        'prompts/en/walk.j2:23: the prompt "late" promises what nobody can keep: "nobody else sees"'
    ]


def test_a_language_without_a_list_is_named_where_another_has_one(tmp_path: Path) -> None:
    _, prompts = small_house(tmp_path)
    (prompts / "en" / PROMISES).write_text("nobody else sees\n", encoding="utf-8")
    assert [str(finding) for finding in promised(prompts, ["en", "es"])] == [
        "prompts/es/promises.txt:1: nobody says what no sentence may promise"
    ]


def test_what_destroys_something_and_what_is_about_danger_is_named_nowhere() -> None:
    """Asked before something is gone for good, or whether somebody is in danger: it ends when it is left."""
    for dialog in load_library(dialogs_folder()).dialogs.values():
        acts = {step.action for step in dialog.steps.values() if isinstance(step, ActStep)}
        grave = acts & {"hide", "forget", "forget_minor", "unlink"} or dialog.role in ("urgent", "doubt")
        assert dialog.unsaid == bool(grave), dialog.name
