"""What Telegram shows of the bot before anybody has written to it: in the empty chat, and where it is shared."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from telegram import Bot
from telegram.error import TelegramError

LONGEST: Final = 512
SHORTEST: Final = 120
"""How many characters Telegram takes, of the text in the empty chat and of the one in the profile."""

_DEFAULT = "en"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Description:
    """The text in the empty chat, at most `LONGEST` characters, and the one in the profile, at most `SHORTEST`."""

    chat: str
    profile: str


async def describe(bot: Bot, descriptions: Mapping[str, Description]) -> bool:
    """Register both texts by language; whether all of it worked.

    English is also what people of every other language see. A failure is logged and raises nothing: the coach works
    without them, and the next start tries again.
    """
    done = True
    for language, texts in descriptions.items():
        code = None if language == _DEFAULT else language
        try:
            await bot.set_my_description(texts.chat, language_code=code)
            await bot.set_my_short_description(texts.profile, language_code=code)
        except TelegramError as error:
            _log.warning("the descriptions in %r could not be registered: %s", language, type(error).__name__)
            done = False
    return done
