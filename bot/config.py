"""Settings from the environment and from a `.env` file in the working directory. They are read here only."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.addresses import host_and_port, is_loopback, is_near, web_address
from bot.errors import SettingsError
from bot.secret_files import ANY_TOKEN, secret_file, secret_in
from bot.store.backups import KEPT
from bot.store.keyfile import beside, decode_key
from bot.store.private import keep_private

TELEGRAM: Final = "https://api.telegram.org"
_TELEGRAM_HOST: Final = "api.telegram.org"
_TOKEN: Final = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_NO_TOKEN: Final = (
    "TELEGRAM_BOT_TOKEN does not look like a bot's token (digits, a colon, letters): copy it again from @BotFather."
)
_SQLITE: Final = "sqlite:///"
_ENV_FILE: Final = ".env"
_SECRETS: Final = ("telegram_bot_token", "coach_key")
"""What may also stand in a file of its own."""
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
LONGEST_NAME: Final = 60
_TURNS: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_BREAKS: Final = frozenset(map(chr, (*range(32), *range(127, 160), 0x2028, 0x2029)))


LogForm = Literal["text", "json"]
"""What a line of the log is."""


class Settings(BaseSettings):
    """What an operator may set. Each field is the environment variable of the same name in capitals; empty means unset.

    Making one raises `SettingsError`, which names the variable and never repeats its value: a value can hold a secret.
    """

    model_config = SettingsConfigDict(
        env_file=_ENV_FILE, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: SecretStr | None = None
    """From @BotFather; without one there is only the playground."""

    telegram_bot_token_file: Path | None = None
    """The file that holds the token, in the place of `telegram_bot_token`, which is read from it."""

    telegram_api_url: str = TELEGRAM
    """Telegram's Bot API server or one's own, without a slash at its end."""

    coach_database: str = "sqlite:///coach.db"
    """`sqlite:///FILE`, from the working directory, or `sqlite:////FILE`, from the root."""

    coach_key: SecretStr | None = None
    """32 bytes in URL-safe base64 that lock the database; without it they are in a file named by the database's id."""

    coach_key_file: Path | None = None
    """The file that holds the key, in the place of `coach_key`, which is read from it. It may only be missing while an
    older coach's key lies beside the database: that one goes on working."""

    coach_clock_url: str | None = None
    """Where to ask for the time instead of the machine's clock: an address on this machine, for play and tests only."""

    coach_http: str = "aiohttp"
    """The client that asks the Bot API server: `aiohttp`, or `httpx` in its place."""

    coach_operator: str = ""
    """Who runs this bot, as people read it in /start and /privacy: a name, at most 60 characters, one line."""

    coach_backups: Path | None = None
    """The folder that a backup is put into each day; without one none is made."""

    coach_backups_kept: int = KEPT
    """How many backups stay in it, at least one."""
    coach_health: str | None = None
    """Where it is told whether the coach is well, with metrics: an IP address or localhost, a colon and a port. Without
    it, nothing listens."""

    coach_log: LogForm = "text"
    """What a line of the log is: text for people, or one JSON object."""

    @property
    def health_address(self) -> tuple[str, int] | None:
        """The host, an IPv6 address without its brackets, and the port of `coach_health`. None in play."""
        # There it would be found in `.env`, and may be that of a coach at work.
        return host_and_port(self.coach_health) if self.coach_health and not self.coach_clock_url else None

    @property
    def database_path(self) -> Path:
        """The SQLite file that `coach_database` names; it need not exist."""
        return database_path(self.coach_database)

    @property
    def backups(self) -> Path | None:
        """The folder of `coach_backups`, but for play and tests."""
        return self.coach_backups if self.coach_clock_url is None else None

    @property
    def key(self) -> bytes | None:
        """The 32 bytes of `coach_key`."""
        return None if self.coach_key is None else decode_key(self.coach_key.get_secret_value())

    @property
    def key_file(self) -> Path | None:
        """The file that the key was read from, `.env` too; None for one in the environment, or where none is set."""
        if self.coach_key is None or self.coach_key_file is not None:
            return None if self.coach_key is None else self.coach_key_file
        return None if os.environ.get("COACH_KEY") else Path(_ENV_FILE).absolute()

    @property
    def env_file_with_a_secret(self) -> Path | None:
        """The `.env` file, where token or key stand in it themselves."""
        names = [name for name in _SECRETS if getattr(self, name) is not None and getattr(self, f"{name}_file") is None]
        return None if all(os.environ.get(name.upper()) for name in names) else Path(_ENV_FILE)

    @property
    def sends_in_the_clear(self) -> bool:
        """Whether whoever listens on the way to the Bot API server hears all. Not said of play."""
        return self.telegram_api_url.startswith("http:") and self.coach_clock_url is None

    @model_validator(mode="before")
    @classmethod
    def _secrets_are_read_from_their_files(cls, given: Mapping[str, object]) -> dict[str, object]:
        read = dict(given)
        for name in _SECRETS:
            file = secret_file(name, read)
            # Without its file, an older coach's key beside the database goes on working.
            if file is not None and (name != "coach_key" or os.path.lexists(file) or not _has_old_key(given)):
                read[name] = secret_in(name, file)
        return read

    @field_validator("telegram_bot_token")
    @classmethod
    def _token_has_its_shape(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None or ANY_TOKEN.fullmatch(token.get_secret_value()):
            return token
        raise SettingsError(_NO_TOKEN)

    @field_validator("telegram_api_url")
    @classmethod
    def _api_is_a_web_address(cls, url: str) -> str:
        address = web_address(url)
        if address is None:
            raise SettingsError(
                f"TELEGRAM_API_URL must be a web address such as {TELEGRAM}: "
                "http or https, a host, no user name, nothing after a ? or #."
            )
        if address.scheme == "http" and not is_near(address.hostname or ""):
            raise SettingsError(
                "TELEGRAM_API_URL must begin with https: over plain http whoever is in between reads the token and "
                "what people write. http is for this machine and a network of your own (192.168.1.5, bot-api)."
            )
        return url.rstrip("/")

    @field_validator("coach_health")
    @classmethod
    def _health_is_an_address(cls, address: str | None) -> str | None:
        if address is None or host_and_port(address) is not None:
            return address
        raise SettingsError(
            "COACH_HEALTH must be an address of this machine and a port, such as 127.0.0.1:9464 or [::1]:9464."
        )

    @field_validator("coach_log", mode="before")
    @classmethod
    def _log_has_a_form(cls, form: object) -> object:
        if form in get_args(LogForm):
            return form
        raise SettingsError("COACH_LOG must be text, or json for one JSON object a line.")

    @field_validator("coach_operator")
    @classmethod
    def _operator_is_a_name(cls, name: str) -> str:
        if len(name) > LONGEST_NAME or any(unicodedata.bidirectional(c) in _TURNS or c in _BREAKS for c in name):
            raise SettingsError(f"COACH_OPERATOR must be a name of at most {LONGEST_NAME} characters, on one line.")
        return name.strip()

    @field_validator("coach_http")
    @classmethod
    def _http_is_known(cls, http: str) -> str:
        if http not in ("aiohttp", "httpx"):
            raise SettingsError("COACH_HTTP must be aiohttp, which it is when left out, or httpx.")
        return http

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

    @field_validator("coach_backups")
    @classmethod
    def _backups_may_be_at_home(cls, folder: Path | None) -> Path | None:
        return None if folder is None else Path(os.path.expanduser(folder))

    @field_validator("coach_backups_kept", mode="before")
    @classmethod
    def _backups_are_counted(cls, number: object) -> int:
        if not _NUMBER.fullmatch(str(number)):
            raise SettingsError(
                f"COACH_BACKUPS_KEPT must be a number from 1 to 999: {KEPT} are seven days and four weeks, 24 a year."
            )
        return int(str(number))

    @field_validator("coach_clock_url")
    @classmethod
    def _clock_is_on_this_machine(cls, url: str | None) -> str | None:
        if url is None:
            return None
        address = web_address(url)
        if address is None or not is_loopback(address.hostname or ""):
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
        settings = Settings()
    except OSError as error:
        raise SettingsError(f"The file .env cannot be read ({error.strerror}): correct its permissions.") from None
    except UnicodeDecodeError:
        raise SettingsError("The file .env cannot be read: save it as UTF-8 text.") from None
    if (file := settings.env_file_with_a_secret) is not None:
        with suppress(OSError):  # `coach doctor` says what could not be mended
            keep_private(file)
    return settings


class _LogSettings(BaseSettings):
    """The one setting that must be known before the others are read: they may have something to say in the log."""

    model_config = Settings.model_config
    coach_log: str = "text"


def log_form() -> LogForm:
    """What a line of the log is to be. What is wrong with any setting is for `load_settings` to say."""
    with suppress(OSError, UnicodeDecodeError):
        if _LogSettings().coach_log == "json":
            return "json"
    return "text"


def database_path(url: str) -> Path:
    """The file that a database URL such as COACH_DATABASE names. Raises `SettingsError`, one line."""
    if url.startswith("postgres"):
        raise SettingsError("COACH_DATABASE cannot be PostgreSQL yet: use sqlite:///FILE, such as sqlite:///coach.db.")
    path = url.removeprefix(_SQLITE)
    if path == url or path in ("", ":memory:") or path.endswith("/"):
        raise SettingsError("COACH_DATABASE must be sqlite:///FILE, such as sqlite:///coach.db.")
    return Path(path)


def _has_old_key(given: Mapping[str, object]) -> bool:
    """Whether an older coach has left the key of the database that is set beside it."""
    try:
        database = database_path(str(given.get("coach_database", Settings.model_fields["coach_database"].default)))
    except SettingsError:
        return False
    return beside(database).is_file()
