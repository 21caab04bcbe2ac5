"""A dialog can be read aloud, in every language, with all its words and in the order in which they are said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jinja2 import Environment, nodes

from bot.cli import coach
from bot.coach.actions import ACTIONS
from bot.coach.functions import FUNCTIONS
from bot.engine.step import Question
from bot.engine.steps import KINDS
from bot.script.examples import read_examples
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.manual import said_of
from bot.script.read_aloud import WIDTH, Voice, read_aloud
from bot.script.templates import languages_in
from bot.script.wording import Wording
from tests.script.small_house import small_house

KEPT = Path(__file__).parent / "aloud"
LIBRARY = load_library(dialogs_folder())
REAL = LIBRARY.dialogs
LANGUAGES = languages_in(prompts_folder())
WORDING = Wording(prompts_folder(), LIBRARY, "coach_bot")
ABOUT = said_of({**FUNCTIONS, **ACTIONS})
EVERY = [(dialog, language) for language in LANGUAGES for dialog in REAL]
FEWEST = 12
"""A piece of wording with fewer characters may stand anywhere by chance."""


def typed(*words: str) -> Result:
    return CliRunner().invoke(coach, words)


def aloud(dialog: str, language: str) -> str:
    return read_aloud(REAL[dialog], Voice(WORDING, language, read_examples(prompts_folder(), language), ABOUT))


def blocks(language: str, dialog: str) -> Iterator[tuple[str, list[str]]]:
    """Each block of a dialog's file with the pieces of wording that stand in it as they are."""
    path = prompts_folder() / language / f"{dialog}.j2"
    for block in Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Block):
        texts = [data.data for data in block.find_all(nodes.TemplateData)]
        yield block.name, [said for text in texts for part in text.split("\n") if (said := flat(part))]


MADE_OF_PARTS = {"i_statement": ("soft", "plain", "brief")}
"""Prompts that say what was answered, by the parts of a sentence that stand in blocks of their own."""


def flat(text: str) -> str:
    """As it reads, whatever its lines and tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", text)).split())


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.txt")), ids=lambda path: path.stem)
def test_what_is_read_is_what_was_kept(path: Path) -> None:
    dialog, language = path.stem.split(".")
    result = typed("read", dialog, "--language", language)
    assert result.exit_code == 0, result.output
    assert result.output == path.read_text(encoding="utf-8"), f"coach read {dialog} --language {language} > {path}"


@pytest.mark.parametrize(("dialog", "language"), EVERY)
def test_every_prompt_of_every_dialog_is_read(dialog: str, language: str) -> None:
    page = aloud(dialog, language)
    assert max(map(len, page.splitlines())) <= WIDTH
    read = flat(page)
    for name, pieces in blocks(language, dialog):
        if name.startswith("label_") and not name.startswith("label_kind_"):
            if not pieces:
                continue  # the name of the next language, which no file holds
            assert f"[{pieces[0]}]" in read or pieces[0] in read, name
        elif not name.startswith(("short_", "label_kind_", "command_", "said_", "called_", "meant_")):
            part = f"self.{name}()" in (prompts_folder() / language / f"{dialog}.j2").read_text(encoding="utf-8")
            told = [piece for piece in pieces if len(piece) >= FEWEST or part] or pieces
            # Some are nothing but what somebody wrote, or are put together from parts that are read as their own.
            made = name in MADE_OF_PARTS.get(dialog, ()) or not told
            assert made or any(piece in read for piece in (*told, *pieces)), name


@pytest.mark.parametrize(("dialog", "language"), EVERY)
def test_no_sample_and_no_placeholder_is_read(dialog: str, language: str) -> None:
    assert not re.search(r"W{5}|w{5}|[{}]", aloud(dialog, language))


def test_every_kind_of_step_says_its_own_part() -> None:
    assert [kind for kind, step in KINDS.items() if "aloud" not in vars(step)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_belong_to_questions_and_fit_them(language: str) -> None:
    for dialog, answers in read_examples(prompts_folder(), language).items():
        for name, words in answers.items():
            step = REAL[dialog].steps.get(name)
            if isinstance(step, Question) and step.kind == "text":
                assert len(str(words)) <= step.max, f"{dialog}: {name}"


def test_a_dialog_without_examples_is_read_all_the_same(tmp_path: Path) -> None:
    dialogs, prompts = small_house(tmp_path)
    result = typed("read", "trip", "--dialogs", str(dialogs), "--prompts", str(prompts))
    assert result.exit_code == 0, result.output
    assert "“…”" in result.output or "…" in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "there is no dialog nothing; there are agreement, another_time, answer_back, "),
        (("leave", "--language", "xx"), "no prompts are written in xx; they are in en, es"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(words: tuple[str, ...], said: str) -> None:
    result = typed("read", *words)
    assert result.exit_code == 2
    assert said in result.output
