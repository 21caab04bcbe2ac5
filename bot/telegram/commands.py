"""The list of commands that Telegram shows beside the text field, in each language."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from telegram import Bot, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

_DEFAULT = "en"

_log = logging.getLogger(__name__)


Commands = Mapping[str, Sequence[tuple[str, str]]]
"""By language, the names of commands and their descriptions."""


async def publish(bot: Bot, commands: Commands, in_groups: Commands) -> bool:
    """Register names and descriptions by language, for private chats and for groups; whether all of it worked.

    English is also what people of every other language see. A failure is logged and raises nothing: the coach works
    without the list, and the next start tries again.
    """
    done = True
    scopes = ((commands, BotCommandScopeAllPrivateChats()), (in_groups, BotCommandScopeAllGroupChats()))
    for languages, scope in scopes:
        for language, listed in languages.items():
            code = None if language == _DEFAULT else language
            try:
                await bot.set_my_commands(listed, scope=scope, language_code=code)
            except TelegramError as error:
                _log.warning("the commands in %r could not be registered: %s", language, type(error).__name__)
                done = False
    return done
