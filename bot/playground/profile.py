"""What a bot tells Telegram about itself: names, descriptions, commands, menu button."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from bot.playground.refusal import bad_request
from bot.playground.shapes import me_shape
from bot.playground.state import Bot, Group, Shape, User
from bot.playground.validation import Params
from bot.playground.world import World

MOST_COMMANDS = 100

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")


async def get_me(world: World, params: Params) -> object:
    """Tell who the bot is."""
    return me_shape(world.state.bot)


async def set_my_commands(world: World, params: Params) -> object:
    """Keep the commands of one scope and language."""
    commands = [item for item in params.items("commands") if isinstance(item, dict)]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if any(_COMMAND.fullmatch(str(c["command"]).removeprefix("/")) is None for c in commands):
        raise bad_request("BOT_COMMAND_INVALID")
    key = _scope_key(world, params)
    world.state.bot.commands[key] = [{**c, "command": str(c["command"]).removeprefix("/")} for c in commands]
    world.changes.touch()
    return True


async def get_my_commands(world: World, params: Params) -> object:
    """Return the commands of exactly one scope and language."""
    return world.state.bot.commands.get(_scope_key(world, params), [])


async def delete_my_commands(world: World, params: Params) -> object:
    """Forget the commands of one scope and language."""
    world.state.bot.commands.pop(_scope_key(world, params), None)
    world.changes.touch()
    return True


async def set_chat_menu_button(world: World, params: Params) -> object:
    """Keep the menu button of one chat, or of all (key 0)."""
    if "chat_id" in params:
        world.known_chat(params.get("chat_id"))
    world.state.bot.menu_buttons[params.number("chat_id")] = params.shape("menu_button") or {"type": "default"}
    world.changes.touch()
    return True


async def get_chat_menu_button(world: World, params: Params) -> object:
    """Return the menu button of one chat, or the one of all."""
    buttons = world.state.bot.menu_buttons
    return buttons.get(params.number("chat_id"), buttons.get(0, {"type": "commands"}))


def commands_for(bot: Bot, user: User, group: Group | None = None) -> list[Shape]:
    """Return the commands that a person sees in the menu of their chat with the bot, or of a group: the closest scope
    first, in each their language before none."""
    for scope in _scopes(user, group):
        for code in (user.language_code[:2], ""):
            commands = bot.commands.get(scope + code)
            if commands:
                return commands
    return []


def _scopes(user: User, group: Group | None) -> list[str]:
    if group is None:
        return [_key("chat", user.id), _key("all_private_chats"), _key("default")]
    member = _key("chat_member", group.id, user.id)
    chat, everywhere = _key("chat", group.id), [_key("all_group_chats"), _key("default")]
    if user.id in group.members and group.members[user.id].leading:
        leading = [_key("chat_administrators", group.id), chat, _key("all_chat_administrators")]
        return [member, *leading, *everywhere]
    return [member, chat, *everywhere]


def _key(kind: str, *ids: object) -> str:
    return json.dumps([kind, *ids]) + " "


def _scope_key(world: World, params: Params) -> str:
    scope = params.shape("scope") or {"type": "default"}
    ids = [scope[name] for name in ("chat_id", "user_id") if name in scope]
    if ids:
        world.known_chat(ids[0])
    return _key(str(scope["type"]), *ids) + _language(params)


def _language(params: Params) -> str:
    code = params.text("language_code")
    if code and _LANGUAGE.fullmatch(code) is None:
        raise bad_request("invalid language code specified")
    return code


def _setter(field: str, kept: Callable[[Bot], dict[str, str]]) -> Callable[[World, Params], Awaitable[object]]:
    async def method(world: World, params: Params) -> object:
        texts, code = kept(world.state.bot), _language(params)
        if params.text(field):
            texts[code] = params.text(field)
        else:
            texts.pop(code, None)
        world.changes.touch()
        return True

    return method


def _getter(field: str, kept: Callable[[Bot], dict[str, str]]) -> Callable[[World, Params], Awaitable[object]]:
    async def method(world: World, params: Params) -> object:
        bot = world.state.bot
        without = bot.first_name if field == "name" else ""
        return {field: kept(bot).get(_language(params), kept(bot).get("", without))}

    return method


PROFILE_METHODS: Mapping[str, Callable[[World, Params], Awaitable[object]]] = MappingProxyType(
    {
        "getMe": get_me,
        "setMyCommands": set_my_commands,
        "getMyCommands": get_my_commands,
        "deleteMyCommands": delete_my_commands,
        "setMyName": _setter("name", lambda bot: bot.names),
        "getMyName": _getter("name", lambda bot: bot.names),
        "setMyDescription": _setter("description", lambda bot: bot.descriptions),
        "getMyDescription": _getter("description", lambda bot: bot.descriptions),
        "setMyShortDescription": _setter("short_description", lambda bot: bot.short_descriptions),
        "getMyShortDescription": _getter("short_description", lambda bot: bot.short_descriptions),
        "setChatMenuButton": set_chat_menu_button,
        "getChatMenuButton": get_chat_menu_button,
    }
)
"""The methods about the bot itself."""
