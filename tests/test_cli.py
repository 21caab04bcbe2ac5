"""The commands that look at dialogs and words, as an operator types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner, Result

from bot.cli import coach
from bot.model.danger import Danger
from bot.script.json_schema import FILE
from bot.understand.values import KINDS
from tests.script.small_house import small_house


def typed(*words: str, lines: str | None = None) -> Result:
    return CliRunner().invoke(coach, list(words), input=lines)


def objects(result: Result) -> list[dict[str, object]]:
    """What was printed: one JSON object a line."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def understood(text: str, **said: object) -> dict[str, object]:
    """What is said of a text, where nothing else is: no danger."""
    nothing: dict[str, object] = {
        "danger": None,
        "unsure": False,
        "safe_word": False,
        "control": None,
        "dialogs": [],
        "opens": None,
    }
    return {"text": text, **nothing, **said}


def without_values(result: Result) -> list[dict[str, object]]:
    """What was printed, without what each text would be as an answer."""
    return [{name: value for name, value in each.items() if name not in KINDS} for each in objects(result)]


def test_graph_draws_a_dialog() -> None:
    result = typed("graph", "check_in")
    assert result.exit_code == 0
    assert result.stdout.startswith('flowchart TD\n    begin(["check_in"])\n')


def test_graph_names_the_dialogs_that_there_are() -> None:
    result = typed("graph", "nothing")
    assert result.exit_code == 2
    assert "there is no dialog nothing; there are agreement, another_time, answer_back, " in result.output


def test_understand_reads_its_words_as_one_text() -> None:
    result = typed("understand", "when", "he", "drinks", "he", "hits", "me")
    assert result.exit_code == 0
    assert without_values(result) == [understood("when he drinks he hits me", danger="partner_violence")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("me quiero morir", {"danger": "self_harm"}),
        ("skip this one please", {"control": "skip"}),
        ("perdona, ¿qué quieres decir?", {"control": "explain"}),
        ('¡Adiós! 👋 "comillas"', {}),
        ("-", {}),
    ],
)
def test_understand_says_what_it_would_do(text: str, expected: dict[str, object]) -> None:
    assert without_values(typed("understand", "--", text)) == [understood(text, **expected)]


@pytest.mark.parametrize(
    ("text", "practice", "opens"),
    [
        ("i feel bad every time I go to pottery without him", "guilt", "guilt"),
        ("we're like flatmates", "roommates", "roommates"),
        ("somos como compañeros de piso", "roommates", "roommates"),
        ("me siento culpable cada vez que salgo", "guilt", "guilt"),
        ("what's planned for me this week", "plans", "plans"),
    ],
)
def test_understand_names_the_practice_that_is_meant_and_what_is_offered_for_it(
    text: str, practice: str, opens: str | None
) -> None:
    [said] = objects(typed("understand", "--", text))
    found = cast("list[dict[str, object]]", said["dialogs"])
    assert [each.keys() for each in found] == [{"dialog", "score"}] * 2
    assert found[0]["dialog"] == practice
    assert said["opens"] == opens


@pytest.mark.parametrize(
    ("danger", "expected"),
    [
        (None, {}),
        (Danger("child_harm"), {"danger": "child_harm"}),
        (Danger("child_harm", unsure=True), {"unsure": True}),
        (Danger(None, asked=True), {"safe_word": True}),
    ],
    ids=["nothing", "sure", "unsure", "a safe word"],
)
def test_understand_tells_apart_what_the_coach_does(
    monkeypatch: pytest.MonkeyPatch, danger: Danger | None, expected: dict[str, object]
) -> None:
    monkeypatch.setattr("bot.understand.understood.read_danger", lambda text: danger)
    assert without_values(typed("understand", "#")) == [understood("#", **expected)]


def test_understand_reads_lines() -> None:
    result = typed("understand", "--lines", lines="he hits me\n\n  \n 7,5 \r\nmi marido me pega, ¡ay!\n\n👋")
    assert result.exit_code == 0
    assert without_values(result) == [
        understood("he hits me", danger="partner_violence"),
        understood(" 7,5 "),
        understood("mi marido me pega, ¡ay!", danger="partner_violence"),
        understood("👋"),
    ]


def test_understand_writes_words_as_they_are_typed() -> None:
    assert '"¿añ? 👋"' in typed("understand", "¿añ? 👋").stdout


@pytest.mark.parametrize("words", [(), ("",), ("  ", " ")], ids=["nothing", "an empty text", "blank space"])
def test_understand_needs_something_to_read(words: tuple[str, ...]) -> None:
    result = typed("understand", *words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Say what is to be read" in result.stderr


@pytest.mark.parametrize("lines", ["", "\n", " \n\r\n\t"])
def test_understand_needs_a_line_to_read(lines: str) -> None:
    result = typed("understand", "--lines", lines=lines)
    assert result.exit_code == 2
    assert "Say what is to be read" in result.stderr


def test_check_writes_the_schema_beside_the_dialogs(tmp_path: Path) -> None:
    dialogs, prompts = small_house(tmp_path)
    result = typed("check", "--dialogs", str(dialogs), "--prompts", str(prompts), "--write-schema")
    assert f"Written: {dialogs / FILE}" in result.stdout
    assert (dialogs / FILE).is_file()


NOW = ("--language", "en-GB", "--zone", "Europe/London", "--now", "2026-11-25T15:00")


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("moment", "2 weeks from today at 6pm", {"at": "2026-12-09T18:00", "said_day": True}),
        ("moment", "at six", {"at": "2026-11-25T18:00", "said_day": False}),
        (
            "moment",
            "friday at 8",
            {"ask": "which_half", "options": ["2026-11-27T08:00", "2026-11-27T20:00"], "days": ["2026-11-27"]},
        ),
        ("moment", "hello", None),
        ("duration", "an hour and a half", {"minutes": 90}),
        ("duration", "a while", {"ask": "roughly", "options": [30, 60, 120], "ends": []}),
        ("number", "4/10", 4),
        ("number", "7-8", {"ask": "which_number", "options": [7, 8]}),
        ("yes_no", "yes please", "yes"),
        ("yes_no", "not today", "no"),
        ("city", "madrit", {"name": "Madrid", "zone": "Europe/Madrid", "country": "ES"}),
        ("city", "I'd rather not say", None),
    ],
)
def test_understand_reads_an_answer_of_one_kind(kind: str, text: str, expected: object) -> None:
    assert objects(typed("understand", *NOW, "--as", kind, text)) == [{"text": text, kind: expected}]


def test_understand_reads_all_kinds() -> None:
    [read] = objects(typed("understand", *NOW, "tomorrow"))
    assert set(KINDS) <= set(read)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--zone", "Europe/Nowhere"), "there is no time zone Europe/Nowhere"),
        (("--now", "yesterday"), "does not match the format"),
        (("--as", "feeling"), "is not one of"),
    ],
)
def test_understand_says_what_is_wrong_with_its_options(wrong: tuple[str, ...], said: str) -> None:
    refused = typed("understand", *wrong, "tomorrow")
    assert refused.exit_code == 2
    assert said in refused.stderr
