"""Settings from the environment and from a `.env` file in the working directory. They are read here only."""

from __future__ import annotations

import re
import unicodedata
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError
from bot.store.keyfile import decode_key

TELEGRAM: Final = "https://api.telegram.org"
_TELEGRAM_HOST: Final = "api.telegram.org"
_TOKEN: Final = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_ANY_TOKEN: Final = re.compile(r"[^\s/?#]+")
_NO_TOKEN: Final = (
    "TELEGRAM_BOT_TOKEN does not look like a bot's token (digits, a colon, letters): copy it again from @BotFather."
)
_SQLITE: Final = "sqlite:///"
LONGEST_NAME: Final = 60
_TURNS: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_BREAKS: Final = frozenset(map(chr, (*range(32), *range(127, 160), 0x2028, 0x2029)))


class Settings(BaseSettings):
    """What an operator may set. Each field is the environment variable of the same name in capitals; empty means unset.

    Making one raises `SettingsError`, which names the variable and never repeats its value: a value can hold a secret.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: SecretStr | None = None
    """From @BotFather; without one there is only the playground."""

    telegram_api_url: str = TELEGRAM
    """Telegram's Bot API server or one's own, without a slash at its end."""

    coach_database: str = "sqlite:///coach.db"
    """`sqlite:///FILE`, from the working directory, or `sqlite:////FILE`, from the root."""

    coach_key: SecretStr | None = None
    """32 bytes in URL-safe base64 that lock the database; without it they are in a file beside the database."""

    coach_clock_url: str | None = None
    """Where to ask for the time instead of the machine's clock: an address on this machine, for play and tests only."""

    coach_operator: str = ""
    """Who runs this bot, as people read it in /start and /privacy: a name, at most 60 characters, one line."""

    @property
    def database_path(self) -> Path:
        """The SQLite file that `coach_database` names; it need not exist."""
        return database_path(self.coach_database)

    @property
    def key(self) -> bytes | None:
        """The 32 bytes of `coach_key`."""
        return None if self.coach_key is None else decode_key(self.coach_key.get_secret_value())

    @field_validator("telegram_bot_token")
    @classmethod
    def _token_has_its_shape(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None or _ANY_TOKEN.fullmatch(token.get_secret_value()):
            return token
        raise SettingsError(_NO_TOKEN)

    @field_validator("telegram_api_url")
    @classmethod
    def _api_is_a_web_address(cls, url: str) -> str:
        if _web_address(url) is None:
            raise SettingsError(
                f"TELEGRAM_API_URL must be a web address such as {TELEGRAM}: "
                "http or https, a host, no user name, nothing after a ? or #."
            )
        return url.rstrip("/")

    @field_validator("coach_operator")
    @classmethod
    def _operator_is_a_name(cls, name: str) -> str:
        if len(name) > LONGEST_NAME or any(unicodedata.bidirectional(c) in _TURNS or c in _BREAKS for c in name):
            raise SettingsError(f"COACH_OPERATOR must be a name of at most {LONGEST_NAME} characters, on one line.")
        return name.strip()

    @field_validator("coach_database")
    @classmethod
    def _database_is_known(cls, url: str) -> str:
        database_path(url)
        return url

    @field_validator("coach_key")
    @classmethod
    def _key_is_a_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key is None or decode_key(key.get_secret_value()) is not None:
            return key
        raise SettingsError(
            "COACH_KEY must be 32 bytes in URL-safe base64, which is 43 letters, digits, - and _: "
            """make one with python3 -c 'import secrets; print(secrets.token_urlsafe(32))'."""
        )

    @field_validator("coach_clock_url")
    @classmethod
    def _clock_is_on_this_machine(cls, url: str | None) -> str | None:
        if url is None:
            return None
        address = _web_address(url)
        if address is None or not _is_loopback(address.hostname or ""):
            raise SettingsError(
                "COACH_CLOCK_URL must be a web address on this machine (127.0.0.1, localhost or [::1]): "
                "correct it, or remove it to use the machine's clock."
            )
        return url

    @model_validator(mode="after")
    def _real_people_have_real_time(self) -> Settings:
        host = (urlsplit(self.telegram_api_url).hostname or "").rstrip(".")
        token = self.telegram_bot_token
        # A Bot API server of one's own may give out tokens of another shape.
        if token is not None and host == _TELEGRAM_HOST and not _TOKEN.fullmatch(token.get_secret_value()):
            raise SettingsError(_NO_TOKEN)
        if self.coach_clock_url is not None and host == _TELEGRAM_HOST:
            raise SettingsError(
                f"COACH_CLOCK_URL cannot be used with {_TELEGRAM_HOST}: "
                "remove it, or set TELEGRAM_API_URL to a Bot API server of your own."
            )
        return self


def load_settings() -> Settings:
    """The settings of this process: the environment first, then `.env`. Raises `SettingsError`, one line."""
    try:
        return Settings()
    except OSError as error:
        raise SettingsError(f"The file .env cannot be read ({error.strerror}): correct its permissions.") from None
    except UnicodeDecodeError:
        raise SettingsError("The file .env cannot be read: save it as UTF-8 text.") from None


def database_path(url: str) -> Path:
    """The file that a database URL such as COACH_DATABASE names. Raises `SettingsError`, one line."""
    if url.startswith("postgres"):
        raise SettingsError("COACH_DATABASE cannot be PostgreSQL yet: use sqlite:///FILE, such as sqlite:///coach.db.")
    path = url.removeprefix(_SQLITE)
    if path == url or path in ("", ":memory:") or path.endswith("/"):
        raise SettingsError("COACH_DATABASE must be sqlite:///FILE, such as sqlite:///coach.db.")
    return Path(path)


def _web_address(url: str) -> SplitResult | None:
    """The parts of an http or https address that can be used as it stands, else nothing."""
    if not url.isprintable() or any(character in url for character in " \\?#@"):
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
