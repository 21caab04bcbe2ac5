"""What the coach would do with a text that somebody types: for whoever teaches it a word."""

from __future__ import annotations

from bot.understand.danger import read_danger


def understood(text: str) -> dict[str, object]:
    """What is understood, ready for JSON: `text`, `danger` (a category or None), `unsure`, `safe_word`.

    Where the coach is unsure it asks, and `danger` is None: nothing is stopped yet.
    """
    danger = read_danger(text)
    sure = danger is not None and not danger.unsure
    return {
        "text": text,
        "danger": danger.category if danger is not None and sure else None,
        "unsure": danger is not None and danger.unsure,
        "safe_word": danger is not None and danger.asked,
    }
