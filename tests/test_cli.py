"""The commands that look at dialogs and words, as an operator types them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from bot.cli import coach
from bot.script.json_schema import FILE
from tests.script.small_house import small_house


def typed(*words: str, lines: str | None = None) -> Result:
    return CliRunner().invoke(coach, list(words), input=lines)


def test_graph_draws_a_dialog() -> None:
    result = typed("graph", "check_in")
    assert result.exit_code == 0
    assert result.stdout.startswith('flowchart TD\n    begin(["check_in"])\n')


def test_graph_names_the_dialogs_that_there_are() -> None:
    result = typed("graph", "nothing")
    assert result.exit_code == 2
    assert "there is no dialog nothing; there are blessing, check_in" in result.output


def test_understand_reads_its_words_as_one_text() -> None:
    result = typed("understand", "an", "hour", "and", "a", "half")
    assert result.exit_code == 0
    assert "an hour and a half\n  duration  90 min" in result.stdout


def test_understand_reads_lines() -> None:
    result = typed("understand", "--lines", lines="Lisbon\n\n 45 min \n")
    assert result.exit_code == 0
    assert [line for line in result.stdout.splitlines() if line[0] != " "] == ["Lisbon", "45 min"]


def test_understand_needs_something_to_read() -> None:
    assert typed("understand").exit_code == 2


def test_check_writes_the_schema_beside_the_dialogs(tmp_path: Path) -> None:
    dialogs, prompts = small_house(tmp_path)
    result = typed("check", "--dialogs", str(dialogs), "--prompts", str(prompts), "--write-schema")
    assert f"Written: {dialogs / FILE}" in result.stdout
    assert (dialogs / FILE).is_file()
