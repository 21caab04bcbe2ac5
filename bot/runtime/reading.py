"""How typed words are read as the answer to a question: the engine's port to `bot.understand`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from bot.engine.world import Read
from bot.model.script import AskStep
from bot.model.values import Duration, Number, Option, Value, Words
from bot.script.wording import Wording
from bot.understand.choice import read_choice
from bot.understand.duration import read_duration
from bot.understand.scale import read_scale


def reader(wording: Wording) -> Read:
    """The function that reads words for a question, in the language of whoever typed them."""

    def read(dialog: str, step: AskStep, text: str, language: str) -> Value | None:
        labels = wording.read_labels(dialog, step.id, language)
        if step.kind == "text":
            return _words(text, labels)
        if step.kind == "scale":
            point = read_scale(text, step.low, step.high)
            return Number(point) if point is not None else None
        if step.kind == "duration":
            minutes = read_duration(text, language)
            if minutes is not None:
                return Duration(minutes) if step.low <= minutes <= step.high else None
        option = read_choice(text, labels)
        return Option(option) if option is not None else None

    return read


def _words(text: str, labels: Mapping[str, str]) -> Value | None:
    option = next((o for o, label in labels.items() if _bare(label) == _bare(text)), None)
    if option is not None:
        return Option(option)
    visible = any(unicodedata.category(c)[0] not in "CZ" for c in text)
    return Words(text.strip()) if visible else None


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()
