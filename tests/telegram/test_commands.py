from __future__ import annotations

import pytest
from telegram import Bot, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from bot.playground.faults import Fault
from bot.playground.world import World
from bot.telegram.commands import publish

COMMANDS = {"en": [("space", "time to yourself")], "es": [("space", "tiempo para ti"), ("menu", "el menú")]}
IN_GROUPS = {"en": [("stop", "stop here")], "es": [("stop", "parar aquí")]}
SCOPE = BotCommandScopeAllPrivateChats()


@pytest.mark.parametrize(("language", "described"), [(None, "time to yourself"), ("es", "tiempo para ti")])
async def test_each_language_gets_its_list(bot: Bot, language: str | None, described: str) -> None:
    assert await publish(bot, COMMANDS, IN_GROUPS)
    listed = await bot.get_my_commands(scope=SCOPE, language_code=language)
    assert listed[0].description == described


async def test_one_that_fails_does_not_stop_the_others(bot: Bot, world: World) -> None:
    world.faults.add(Fault(kind="500", method="setMyCommands"))
    assert not await publish(bot, COMMANDS, IN_GROUPS)
    assert len(await bot.get_my_commands(scope=SCOPE, language_code="es")) == 2


async def test_a_group_has_a_list_of_its_own(bot: Bot) -> None:
    assert await publish(bot, COMMANDS, IN_GROUPS)
    listed = await bot.get_my_commands(scope=BotCommandScopeAllGroupChats(), language_code="es")
    assert [(each.command, each.description) for each in listed] == [("stop", "parar aquí")]
