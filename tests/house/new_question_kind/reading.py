"""How a `percent` is read: "40", "about 40 %", "half"."""

from __future__ import annotations

import re

from bot.model.values import Number
from bot.runtime.reading import Typed

_WORDS = {"none": 0, "half": 50, "all": 100}


def read_percent(typed: Typed) -> Number | None:
    """The one number of a text, up to a hundred, or a word for it."""
    found = re.findall(r"\d+", typed.text)
    number = int(found[0]) if len(found) == 1 else _WORDS.get(typed.text.casefold().strip())
    return Number(number) if number is not None and number <= typed.step.high else None
