"""Languages: what each lacks, a third one begun in a copy of the project, and which of them are spoken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.model.language import language_after
from bot.script.findings import ScriptErrors
from bot.script.folders import dialogs_folder, prompts_folder, tongues_folder
from bot.script.forms import Form, read_form
from bot.script.load import load_library
from bot.script.wording import Wording
from bot.understand.languages import SUBJECTS
from bot.understand.word_lists import Words
from bot.understand.written import folders, lacks, languages, tags

HOUSE = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which Portuguese has just been begun."""
    copy = tmp_path_factory.mktemp("house")
    for folder in ("bot", "dialogs", "prompts", "tests/care"):
        shutil.copytree(HOUSE / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    made = typed(copy, "language", "new", "pt")
    assert made.returncode == 0, made.stderr
    (copy / "said.txt").write_text(made.stdout, encoding="utf-8")
    return copy


class FewWords(Form):
    """A file of words with few keys."""

    yes: Words
    no: Words
    hedges: Words
    fillers: Words


def typed(house: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`coach` with these words, in a copy of the project."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def named(said: str) -> list[str]:
    """The files that findings name, in their order."""
    return [line.split(":")[0] for line in said.splitlines() if line.startswith(("tongues/", "care/", "prompts/"))]


@pytest.fixture(scope="module")
def written(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with Portuguese written in a breath: the English words, prompts and cases of danger, as they are."""
    house = tmp_path_factory.mktemp("written") / "house"
    shutil.copytree(begun, house)
    for folder in ("prompts", "bot/understand/tongues", "tests/care"):
        shutil.copytree(house / folder / "en", house / folder / "pt", dirs_exist_ok=True)
    danger = house / "bot/understand/tongues/pt/danger.yaml"
    danger.write_text(danger.read_text(encoding="utf-8").replace("language: en", "language: pt"), encoding="utf-8")
    return house


OFFERED = """
from bot.understand.written import folders, languages
found = languages(folders())
print(*found.offered)
print(*found.begun.get("pt", ()), sep="\\n")
"""


def offered(house: Path) -> tuple[str, str]:
    """The languages that a coach in that copy offers, and what Portuguese lacks."""
    said = subprocess.run(
        [sys.executable, "-c", OFFERED],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    spoken, _, lacking = said.partition("\n")
    return spoken, lacking.strip()


@pytest.mark.parametrize("tag", tags(folders()))
def test_a_language_that_is_here_lacks_nothing(tag: str) -> None:
    assert [str(finding) for finding in lacks(folders(), tag)] == []


def test_a_language_begun_has_every_file_named_once(begun: Path) -> None:
    english = sorted(path.name for path in (HOUSE / "prompts/en").glob("*.j2"))
    words = [f"tongues/pt/{name}.yaml" for name in (*SUBJECTS, "shown", "danger")]
    expected = [*words, "tongues/pt/signs.json", "care/pt/report", *(f"prompts/pt/{name}" for name in english)]
    assert sorted(named((begun / "said.txt").read_text(encoding="utf-8"))) == sorted(expected)
    checked = typed(begun, "check")
    assert checked.returncode == 1
    assert sorted(named(checked.stdout)) == sorted(expected)
    assert sorted(named(typed(begun, "language", "check", "pt").stdout)) == sorted(expected)


def test_what_is_to_be_written_stands_beside_its_english(begun: Path) -> None:
    prompts = (begun / "prompts/pt/settings.j2").read_text(encoding="utf-8")
    assert "{# What shall I call you? #}\n{% block new_name %}{% endblock %}" in prompts
    clock = (begun / "bot/understand/tongues/pt/clock.yaml").read_text(encoding="utf-8")
    assert "# midnight: midnight\nmidnight:\n" in clock


def test_beginning_twice_overwrites_nothing(begun: Path) -> None:
    file = begun / "prompts/pt/city.j2"
    blocks = "{% block city %}Em que cidade?{% endblock %}\n{% block meant_city %}Uma cidade perto.{% endblock %}\n"
    blocks += "{% block offer_city %}Qual cidade?{% endblock %}\n"
    file.write_text(blocks, encoding="utf-8")
    again = typed(begun, "language", "new", "pt")
    assert "Made:" not in again.stdout
    assert "Em que cidade?" in file.read_text(encoding="utf-8")
    assert "prompts/pt/city.j2" not in named(again.stdout)


def test_a_language_that_is_only_begun_is_not_spoken(begun: Path) -> None:
    assert offered(begun)[0] == "en es"


def test_a_language_that_is_whole_is_spoken(written: Path) -> None:
    assert offered(written) == ("en es pt", "")


@pytest.mark.parametrize(
    ("gone", "lacking"),
    [
        ("bot/understand/tongues/pt/danger.yaml", "tongues/pt/danger.yaml:1: is missing"),
        ("bot/understand/tongues/pt/signs.json", "tongues/pt/signs.json:1: is missing: `make signs`"),
        ("tests/care/pt", "care/pt/report:1: too few cases: self_harm 0 of 10"),
        ("prompts/pt/help_now.j2", "prompts/pt/help_now.j2:1: is missing"),
    ],
    ids=["no words of danger", "no signs", "no cases", "no help"],
)
def test_a_language_without_danger_does_not_start(written: Path, tmp_path: Path, gone: str, lacking: str) -> None:
    (written / gone).rename(tmp_path / "gone")
    try:
        spoken, lacks_what = offered(written)
    finally:
        (tmp_path / "gone").rename(written / gone)
    assert spoken == "en es"
    assert lacks_what.startswith(lacking)


@pytest.mark.parametrize("tag", ["Portuguese", "../en", "p", ""])
def test_what_is_no_language_is_not_begun(tag: str) -> None:
    refused = typed(HOUSE, "language", "new", tag)
    assert refused.returncode == 2
    assert "no language" in refused.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yes: a\nno: b\nhedges: c\n", 'x.yaml:1: "fillers" is missing'),
        ("yes: a\nno: b\nhedges: c\nfillers: d\nso: e\n", 'x.yaml:5: "so" is no key of this file'),
        ("yes: a\nyes: b\nno: c\nhedges: d\nfillers: e\n", 'x.yaml:2: key "yes" is here twice'),
    ],
    ids=["a key that is missing", "a key that nobody knows", "a key said twice"],
)
def test_a_mistake_in_a_file_of_words_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScriptErrors) as raised:
        read_form(file, "x.yaml", FewWords)
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "es"), ("es", "pt"), ("pt", "en"), ("de", "en"), ("es-MX", "en")]
)
def test_one_tap_leads_to_the_next_language(language: str, expected: str) -> None:
    assert language_after(language, ("en", "es", "pt")) == expected


@pytest.mark.parametrize(
    ("spoken", "labels"),
    [(("en", "es"), ["Español", "English"]), (("en", "es", "pt"), ["Español", "Português"])],
    ids=["of two", "of three"],
)
def test_the_button_names_the_language_it_leads_to(tmp_path: Path, spoken: tuple[str, ...], labels: list[str]) -> None:
    prompts = tmp_path / "prompts"
    shutil.copytree(prompts_folder(), prompts)
    for tag in spoken:
        if not (prompts / tag).exists():
            shutil.copytree(prompts / "en", prompts / tag)
    wording = Wording(prompts, load_library(dialogs_folder()), "coach_bot", languages=spoken)
    assert [wording.label("settings", "language", tag) for tag in ("en", "es")] == labels


def test_every_folder_of_words_has_its_prompts() -> None:
    assert languages(folders()).begun == {}
    tongues = {path.name for path in tongues_folder().iterdir() if path.is_dir()}
    assert tongues == {path.name for path in prompts_folder().iterdir() if path.is_dir()}
