"""Numbers: "7", "a seven", "siete de diez" -> a whole number between two ends."""

from __future__ import annotations

from bot.understand.languages import vocabulary
from bot.understand.scale import plainly, read_scale
from bot.understand.words import tongues_for


def read_number(text: str, low: int, high: int, language: str) -> int | None:
    """Return the whole number from `low` to `high` that a text names in figures or words, or None.

    As read_scale, but a word that is no number in `language` is none ("once" in English, "ten" in Spanish), and
    "none" or "nada" is 0.
    """
    words = plainly(text).strip(".!").split()
    if " ".join(words) in vocabulary().number.nothing:
        return 0 if low <= 0 <= high else None
    return None if tongues_for(language)[0].not_numbers.intersection(words) else read_scale(text, low, high)
