"""The two ways the playground says no: to the bot as Telegram does, to a person as a phone does."""

from __future__ import annotations

from bot.errors import CoachError


class Refusal(CoachError):
    """What Telegram answers to a request that it does not carry out.

    ``status`` is the HTTP status and ``error_code``; ``description`` the full text as Telegram words it;
    ``retry_after`` whole seconds, with status 429 only; ``migrate_to`` the id that a group has now.
    """

    def __init__(
        self, status: int, description: str, *, retry_after: int | None = None, migrate_to: int | None = None
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to


class CannotDo(CoachError):
    """A person tried something that their phone would not offer; the text says what and what is there instead."""


def bad_request(reason: str) -> Refusal:
    """Return the refusal ``Bad Request: <reason>`` with status 400."""
    return Refusal(400, f"Bad Request: {reason}")


def too_many_requests(seconds: int) -> Refusal:
    """Return the refusal with status 429 that asks to wait ``seconds``."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
