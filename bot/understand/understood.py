"""What the coach would do with a text that somebody types: for whoever teaches it a word."""

from __future__ import annotations

from collections.abc import Callable

from bot.understand.control import read_control
from bot.understand.danger import read_danger
from bot.understand.languages import FALLBACK
from bot.understand.practices import read_practices
from bot.understand.small_talk import read_talk


def understood(text: str, opens: Callable[[str], str | None]) -> dict[str, object]:
    """What is understood, ready for JSON: `text`, `danger` (a category or None), `unsure`, `safe_word`; `control`, the
    control word that it comes to; `dialogs`, the two practices that it is likeliest after, and `opens`, the dialog that
    is offered for the first of them today.

    Where the coach is unsure it asks, and `danger` is None: nothing is stopped yet. `opens(practice)` finds the dialog.
    """
    danger = read_danger(text)
    sure = danger is not None and not danger.unsure
    control, talk = read_control(text), read_talk(text)
    found = read_practices(text, FALLBACK) if control is None and talk is None and not sure else ()
    return {
        "text": text,
        "danger": danger.category if danger is not None and sure else None,
        "unsure": danger is not None and danger.unsure,
        "safe_word": danger is not None and danger.asked,
        "control": control,
        "dialogs": [{"dialog": each.practice, "score": round(each.score, 2)} for each in found],
        "opens": opens(found[0].practice) if found else None,
    }
