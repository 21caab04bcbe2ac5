"""Every dialog that can be offered has a line that offers it, in every language, as a friend would say it."""

from __future__ import annotations

import pytest

from bot.engine.steps.start import StartStep
from bot.model.events import Prompt
from bot.model.state import Person
from bot.model.values import Option
from bot.runtime.hearing import opens
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.phrases import read_phrases
from bot.script.samples import EVERYWHERE
from bot.script.templates import languages_in
from bot.script.wording import Wording
from tests.script.small_house import small_house

LIBRARY = load_library(dialogs_folder())
LANGUAGES = languages_in(prompts_folder())
WORDING = Wording(prompts_folder(), LIBRARY, "coach_bot")


def offered() -> set[str]:
    """What words of people's own may lead to, and what a dialog only offers."""
    practices = read_phrases(prompts_folder(), "en")
    by_words = {name for practice in practices if (name := opens(LIBRARY, practice)) is not None}
    steps = [step for dialog in LIBRARY.dialogs.values() for step in dialog.steps.values()]
    return by_words | {step.dialog for step in steps if isinstance(step, StartStep) and step.ask_first}


def line(wording: Wording, dialog: str, language: str) -> str:
    reader = Person(id=1, name="Ana", language=language)
    values = {**EVERYWHERE, "other": "Ben", "about_dialog": Option(dialog)}
    return wording.text(Prompt("common", "offer_dialog"), values, reader)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dialog", sorted(offered()))
def test_each_is_offered_by_a_line_of_its_own(dialog: str, language: str) -> None:
    said = line(WORDING, dialog, language)
    assert said != line(WORDING, "help_now", language).replace(
        WORDING.label("common", "help_now", language), WORDING.label(dialog, dialog, language)
    )
    assert len(said) <= 160


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_no_line_is_offered_by_its_name(language: str) -> None:
    assert WORDING.label("common", "help_now", language) in line(WORDING, "help_now", language)


def test_a_line_of_its_own_is_used_where_it_stands(tmp_path_factory: pytest.TempPathFactory) -> None:
    dialogs, prompts = small_house(tmp_path_factory.mktemp("house"))
    library = load_library(dialogs)
    name = next(iter(library.dialogs))
    page = prompts / "en" / f"{name}.j2"
    page.write_text(page.read_text(encoding="utf-8") + f"{{% block offer_{name} %}}Shall we?{{% endblock %}}\n")
    assert line(Wording(prompts, library, "coach_bot"), name, "en") == "Shall we?"
