"""Every transcript, played: each phone shows exactly what is written, and together they take every branch."""

from __future__ import annotations

import difflib
import logging
import os
import re
from pathlib import Path

import pytest

from bot.engine.script import Library
from bot.engine.steps.offer import OfferStep
from bot.engine.steps.tell import TellStep
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.templates import Blocks
from tests.dialogs.acts import TranscriptError, moments
from tests.dialogs.reached import Place, Reached, Way, all_prompts, all_steps, all_ways
from tests.dialogs.transcript import Player
from tests.stage import stage

HERE = Path(__file__).parent
REWRITE = "REWRITE_TRANSCRIPTS"
FILES = sorted(HERE.glob("*/*.txt"))
LANGUAGES = sorted({file.parent.name for file in FILES})

NO_DIALOG_YET = {"misfit_day", "misfit_many"}
NO_DIALOG_YET |= {"misfit_day_again", "misfit_many_again", "day_understood"}
ACCIDENTS = {"set_aside", "gone_script", "went_round", "trouble", "edited_late"}
ACCIDENTS |= {"misfit_text", "misfit_text_again"}
"""Prompts of `common` that no transcript shows; accidents have tests of their own."""
TOO_MUCH = {
    *(("common", name) for name in ("reading_all", "too_many", "notes_full", "edited_too_long")),
    *(("export", name) for name in ("export_parts", "export_cut")),
}
"""What is said to somebody who writes more than fits, which no transcript does."""
BEFORE = {"bot_description", "bot_about"}
"""What Telegram shows before anybody has written."""


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def has_inline_mode(text: str) -> bool:
    """Whether the bot of a transcript has it: the coach asks that once, when it starts."""
    return any(act.kind == "inline_mode" for moment in moments(text) for act in moment.acts)


def named(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


def parts(language: str, files: list[str]) -> set[Place]:
    """What other prompts are made of: shown within them, and counted with none."""
    texts = {file: read(prompts_folder() / language / f"{file}.j2") for file in files}
    return {(file, name) for file, text in texts.items() for name in re.findall(r"self\.(\w+)\(\)", text)}


def copied(library: Library) -> set[Place]:
    """What a button copies: shown as it stands, whatever else is made of it."""
    steps = [(dialog.name, step) for dialog in library.dialogs.values() for step in dialog.steps.values()]
    return {(dialog, name) for dialog, step in steps if isinstance(step, TellStep) for name in step.copied or ()}


def previewed_at_once(library: Library) -> set[Place]:
    """The questions of offers with nothing to pick: their preview comes in place of them."""
    steps = [(dialog.name, step) for dialog in library.dialogs.values() for step in dialog.steps.values()]
    offers = [(dialog, step) for dialog, step in steps if isinstance(step, OfferStep)]
    return {(dialog, step.id) for dialog, step in offers if step.whole or len(step.items) == 1}


@pytest.mark.parametrize("file", FILES, ids=named)
async def test_each_phone_shows_exactly_what_is_written(
    file: Path,
    tmp_path: Path,
    reached: dict[str, Reached],
    played: dict[Path, frozenset[str]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    language, written = file.parent.name, read(file)
    been = Reached(language)
    with been.watching():
        async with stage(tmp_path, inline=has_inline_mode(written)) as on_stage:
            try:
                shown = await Player(on_stage, language).play(written)
            except TranscriptError as error:
                pytest.fail(f"{named(file)}: {error}", pytrace=False)
    reached[language].take(been)
    played[file] = been.begun
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
    if os.environ.get(REWRITE):
        write(file, shown)
    elif shown != written:
        diff = difflib.unified_diff(written.splitlines(), shown.splitlines(), "written", "shown", lineterm="", n=6)
        why = f"{named(file)} shows something else (make transcripts writes it anew, for review):"
        pytest.fail("\n".join([why, *diff]), pytrace=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_transcripts_reach_every_step_and_take_every_way(
    language: str, reached: dict[str, Reached], played: dict[Path, frozenset[str]]
) -> None:
    _all_of(language, played)
    library, been = load_library(dialogs_folder()), reached[language]
    missed: list[Place | Way] = [place for place in all_steps(library) if place not in been.steps]
    missed += [way for way in all_ways(library) if way not in been.ways]
    assert missed == []


NEVER_EMPTY = {(dialog, "nothing_named") for dialog in ("date_night", "something_new", "ritual")}
"""What a reveal says where there is nothing to lay side by side: of a list that needs an entry there always is."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_transcripts_show_every_prompt(
    language: str, reached: dict[str, Reached], played: dict[Path, frozenset[str]]
) -> None:
    _all_of(language, played)
    library = load_library(dialogs_folder())
    files = ["common", *library.dialogs]
    prompts = all_prompts(Blocks(prompts_folder(), language, "bot"), files)
    unshown = {prompt for prompt in prompts if prompt not in reached[language].prompts}
    known = {
        *previewed_at_once(library),
        *parts(language, files) - copied(library),
        *TOO_MUCH,
        *NEVER_EMPTY,
        *(("common", name) for name in NO_DIALOG_YET | ACCIDENTS | BEFORE),
    }
    for what, found in (("not shown", unshown - known), ("shown by now", known - unshown)):
        assert not found, f"{what}: {', '.join(sorted(f'{dialog}.{name}' for dialog, name in found))}"


def test_both_languages_tell_the_same_stories() -> None:
    def acts(file: Path) -> list[list[tuple[str, str]]]:
        told = moments(read(file))
        return [[(act.kind, act.who) for act in moment.acts] for moment in told if moment.acts]

    for file in FILES:
        for language in LANGUAGES:
            other = HERE / language / file.name
            assert other.exists(), f"{named(other)} is missing"
            assert acts(other) == acts(file)


def _all_of(language: str, played: dict[Path, frozenset[str]]) -> None:
    missing = [named(f) for f in FILES if f.parent.name == language and f not in played]
    if missing:
        pytest.skip(f"only some transcripts of {language} were played: {len(missing)} were not")
