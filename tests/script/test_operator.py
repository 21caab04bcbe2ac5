"""Who runs this bot, and so could read it: people are told the name, and without one that they can ask for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.model.events import Prompt
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.shown import parsed
from bot.script.wording import Wording
from bot.understand.written import folders, languages
from tests.script.saying import ANA, EVA, NAMES
from tests.stage import stage

NAME = "Eva & Müller <Praxis>"
READERS = {reader.language: reader for reader in (ANA, EVA)}
ASK_FOR_IT = {"en": "ask who that is", "es": "pregunta quién es"}
COULD_READ = {"en": "could read it", "es": "podría leerlo"}
PLACES = [Prompt("welcome", "hello"), Prompt("privacy", "what")]


@cache
def wording(operator: str) -> Wording:
    return Wording(prompts_folder(), load_library(dialogs_folder()), "coach_bot", operator)


def shown(place: Prompt, language: str, operator: str) -> str:
    """The place in HTML, as it goes to Telegram."""
    return wording(operator).text(place, NAMES | {"inviter": ""}, READERS[language])


def test_every_language_has_its_reader_here() -> None:
    assert set(languages(folders()).offered) == READERS.keys() == ASK_FOR_IT.keys() == COULD_READ.keys()


@pytest.mark.parametrize("language", READERS)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.dialog)
class TestWhoCouldReadIt:
    def test_is_named(self, place: Prompt, language: str) -> None:
        html = shown(place, language, NAME)
        assert html.count("Eva &amp; Müller &lt;Praxis&gt;") == 1
        assert NAME in parsed(html)
        assert COULD_READ[language] in html
        assert ASK_FOR_IT[language] not in html

    def test_is_to_be_asked_for_where_nobody_has_said(self, place: Prompt, language: str) -> None:
        html = shown(place, language, "")
        assert html.count(ASK_FOR_IT[language]) == 1

    def test_is_the_one_thing_that_differs(self, place: Prompt, language: str) -> None:
        named, unnamed = shown(place, language, NAME).split(". "), shown(place, language, "").split(". ")
        assert len(set(named) - set(unnamed)) == len(set(unnamed) - set(named)) == 1


async def test_the_setting_reaches_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_OPERATOR", NAME)
    async with stage(tmp_path) as s:
        await s.send("Ana", "/start")
        assert NAME in s.screen("Ana")
        await s.welcome("Ben", "es")
        await s.send("Ben", "/privacy")
        assert NAME in s.screen("Ben")
