"""Every question can be said in other words, in each language: its own, not only those of its kind."""

from __future__ import annotations

import pytest

from bot.engine.step import Question
from bot.engine.steps.draw import DrawStep
from bot.engine.steps.gate import GateStep
from bot.engine.steps.offer import OfferStep
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.templates import Blocks, languages_in


class Tea(str):
    """An answer that may be words or an option."""

    id = "tea"


LIBRARY = load_library(dialogs_folder())
ASKED = [
    (dialog.name, step.id)
    for dialog in LIBRARY.dialogs.values()
    for step in dialog.steps.values()
    if isinstance(step, Question)
    and not isinstance(step, OfferStep | DrawStep | GateStep)
    and not getattr(step, "given", False)
]


@pytest.mark.parametrize("language", languages_in(prompts_folder()))
def test_each_question_has_other_words_of_its_own(language: str) -> None:
    blocks = Blocks(prompts_folder(), language, "bot")
    assert [(dialog, ask) for dialog, ask in ASKED if blocks.home(dialog, f"meant_{ask}") != dialog] == []


@pytest.mark.parametrize("language", languages_in(prompts_folder()))
def test_they_differ_from_the_question(language: str) -> None:
    blocks = Blocks(prompts_folder(), language, "bot")
    values = dict.fromkeys(("other", "inviter", "who", "username", "reader"), "Ben") | dict.fromkeys(
        {name for dialog in LIBRARY.dialogs.values() for name in dialog.steps}, Tea("tea")
    )
    values |= {"linked": "yes", "me": "Ana", "partner": "Ben"}
    for dialog, ask in ASKED:
        said = {blocks.render(dialog, name, values, html=False) for name in (ask, f"meant_{ask}")}
        assert len(said) == 2, f"{dialog}.{ask} is explained by itself"
