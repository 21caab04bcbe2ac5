"""What is sent: its text and its buttons; and how somebody is addressed in it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from bot.model.values import Values
from bot.script.keyboard import Rows


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered message: `text` in Telegram's HTML, at most 4,096 UTF-16 units once parsed, and rows of buttons."""

    text: str
    rows: Rows = ()


def addressed(who: int, name: str) -> str:
    """Somebody's name as the beginning of what is asked of them in a group, in HTML: a phone marks it as theirs."""
    return f'<a href="tg://user?id={who}">{escape(name)}</a>:'


def names_in(values: Values) -> Values:
    """Only names and the like: picked options have labels in their dialog's file, where a common prompt cannot look."""
    return {name: value for name, value in values.items() if isinstance(value, str | bool)}
