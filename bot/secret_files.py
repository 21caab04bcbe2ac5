"""Secrets that stand in files of their own, in the place of a setting."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from bot.errors import SettingsError
from bot.store.keyfile import decode_key, read_secret

ANY_TOKEN: Final = re.compile(r"[^\s/?#\x00-\x1f\x7f]+")
"""What a bot's token may look like, also one of a Bot API server of one's own."""


def secret_file(name: str, given: dict[str, object]) -> Path | None:
    """The file that a secret is to be read from. Of a setting in the environment and one in `.env` the first counts."""
    file = given.get(f"{name}_file")
    if not file:
        return None
    if given.get(name):
        setting = name.upper()
        here = [each for each in (setting, f"{setting}_FILE") if os.environ.get(each)]
        if len(here) != 1:
            raise SettingsError(f"{setting} and {setting}_FILE are both set: leave one of them empty.")
        if here == [setting]:
            return None
    return Path(os.path.expanduser(str(file)))


def secret_in(name: str, file: Path) -> SecretStr:
    """The token, or the key (`coach_key`), that stands in a file. Raises `SettingsError`, which quotes nothing."""
    setting, what = f"{name.upper()}_FILE", "key" if name == "coach_key" else "token"
    try:
        secret = read_secret(file)
    except FileNotFoundError:
        raise SettingsError(f"{setting} names a file that is not there: put the {what} into it, alone.") from None
    except PermissionError as error:
        raise SettingsError(
            f"{setting} must name a file that the coach can read and nobody else ({error.strerror}): "
            "let it be the coach's own, chmod 600."
        ) from None
    except OSError as error:
        raise SettingsError(f"{setting} names a file that cannot be read ({error.strerror}): correct it.") from None
    except UnicodeDecodeError:
        secret = ""
    if not (decode_key(secret) if what == "key" else ANY_TOKEN.fullmatch(secret)):
        raise SettingsError(f"{setting} names a file that holds no {what}: put the {what} into it, alone.")
    return SecretStr(secret)
