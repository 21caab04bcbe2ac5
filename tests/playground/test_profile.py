from __future__ import annotations

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    MenuButtonCommands,
)

from bot.playground.groups import Groups
from bot.playground.phone import Phone
from bot.playground.profile import commands_for
from bot.playground.state import Group
from bot.playground.validation import supported_methods
from bot.playground.world import World


def names(world: World, phone: Phone) -> list[object]:
    return [command["command"] for command in commands_for(world.state.bot, phone.user)]


async def test_a_person_sees_the_commands_of_their_scope_and_language(
    bot: Bot, world: World, ana: Phone, ben: Phone
) -> None:
    await bot.set_my_commands([BotCommand("help", "Help")])
    assert names(world, ana) == names(world, ben) == ["help"]
    await bot.set_my_commands([BotCommand("ayuda", "Ayuda")], language_code="es")
    assert (names(world, ana), names(world, ben)) == (["help"], ["ayuda"])
    await bot.set_my_commands([BotCommand("menu", "Menu")], scope=BotCommandScopeAllPrivateChats())
    assert names(world, ben) == ["menu"]
    await bot.set_my_commands([BotCommand("mine", "Mine")], scope=BotCommandScopeChat(ben.user.id))
    assert (names(world, ana), names(world, ben)) == (["menu"], ["mine"])
    await bot.delete_my_commands(scope=BotCommandScopeChat(ben.user.id))
    assert names(world, ben) == ["menu"]
    assert [c.command for c in await bot.get_my_commands(language_code="es")] == ["ayuda"]


async def test_a_group_has_commands_of_its_own(
    bot: Bot, world: World, groups: Groups, group: Group, ana: Phone, ben: Phone
) -> None:
    def seen(phone: Phone) -> list[object]:
        return [command["command"] for command in commands_for(world.state.bot, phone.user, group)]

    await bot.set_my_commands([BotCommand("menu", "Menu")], scope=BotCommandScopeAllPrivateChats())
    assert seen(ana) == []
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("listen", "Listen")], scope=BotCommandScopeAllGroupChats())
    assert seen(ana) == seen(ben) == ["listen"]
    await bot.set_my_commands([BotCommand("pause", "Pause")], scope=BotCommandScopeAllChatAdministrators())
    assert (seen(ana), seen(ben)) == (["pause"], ["listen"])
    await bot.set_my_commands([BotCommand("two", "Two")], scope=BotCommandScopeChat(group.id))
    assert seen(ana) == seen(ben) == ["two"]
    await bot.set_my_commands([BotCommand("mine", "Mine")], scope=BotCommandScopeChatMember(group.id, ben.user.id))
    assert (seen(ana), seen(ben)) == (["two"], ["mine"])
    assert names(world, ana) == ["menu"]


async def test_names_and_descriptions_are_kept_by_language(bot: Bot) -> None:
    await bot.set_my_name("Coach")
    await bot.set_my_description("What it is")
    await bot.set_my_description("Lo que es", language_code="es")
    await bot.set_my_short_description("Short")
    assert (await bot.get_my_name()).name == "Coach"
    assert (await bot.get_my_description("es")).description == "Lo que es"
    assert (await bot.get_my_description("pt")).description == "What it is"
    assert (await bot.get_my_short_description()).short_description == "Short"
    await bot.set_my_description(None, language_code="es")
    assert (await bot.get_my_description("es")).description == "What it is"


async def test_small_methods_answer(bot: Bot, ana: Phone, chat_id: int) -> None:
    me = await bot.get_me()
    assert (me.username, me.is_bot) == ("playground_coach_bot", True)
    chat = await bot.get_chat(chat_id)
    assert (chat.first_name, chat.type) == ("Ana", "private")
    assert await bot.send_chat_action(chat_id, "typing")
    assert await bot.set_message_reaction(chat_id, ana.messages[0].message_id, "❤")
    assert ana.messages[0].reaction == "❤"
    assert await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"


async def test_every_method_in_the_list_is_carried_out(bot: Bot) -> None:
    from bot.playground.methods import METHODS

    assert sorted(METHODS) == sorted(supported_methods())
