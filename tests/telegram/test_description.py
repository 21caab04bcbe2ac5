"""What somebody reads before they press start: that the phone may be watched, that it is a program, and a safe word."""

from __future__ import annotations

import pytest
from telegram import Bot

from bot.playground.faults import Fault
from bot.playground.world import World
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording
from bot.service import descriptions
from bot.telegram.description import LONGEST, SHORTEST, Description, describe
from bot.understand.danger import notice

TEXTS = {"en": Description("Watched phones.", "Short."), "es": Description("Teléfonos vigilados.", "Corto.")}
NAMED = {
    "en": ("program, not a person", "can read this chat", "help me now"),
    "es": ("programa, no una persona", "puede leer este chat", "ayuda ya"),
}


@pytest.mark.parametrize(("language", "text"), [(None, "Watched phones."), ("es", "Teléfonos vigilados.")])
async def test_each_language_gets_its_own(bot: Bot, language: str | None, text: str) -> None:
    assert await describe(bot, TEXTS)
    assert (await bot.get_my_description(language_code=language)).description == text
    assert (await bot.get_my_short_description(language_code=language)).short_description != ""


async def test_one_that_fails_does_not_stop_the_others(bot: Bot, world: World) -> None:
    world.faults.add(Fault(kind="500", method="setMyDescription"))
    assert not await describe(bot, TEXTS)
    assert (await bot.get_my_description(language_code="es")).description == "Teléfonos vigilados."


@pytest.mark.parametrize("language", sorted(NAMED))
def test_the_texts_say_what_must_be_known_before(language: str) -> None:
    texts = descriptions(Wording(prompts_folder(), load_library(dialogs_folder()), "a_bot"))[language]
    assert [words for words in NAMED[language] if words not in texts.chat] == []
    assert len(texts.chat) <= LONGEST
    assert len(texts.profile) <= SHORTEST
    for text in (texts.chat, texts.profile):
        danger = notice(NAMED[language][-1], False)
        assert NAMED[language][-1] in text
        assert danger is not None
        assert danger.asked
