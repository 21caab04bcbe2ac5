"""How each language writes what is shown: `shown.yaml` in its folder of words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.script.folders import tongues_folder
from bot.script.forms import Form, read_form


class Habits(Form):
    """What stands in a `shown.yaml`; the English one says what its keys mean."""

    home: str
    last: str
    between: str
    emergency: Mapping[str, str]


@cache
def habits_of(language: str) -> Habits | None:
    """The habits of a written language ("es"); None where nobody has written them. Raises ScriptErrors."""
    if not language.isalpha():
        return None
    read = read_form(tongues_folder() / language / "shown.yaml", f"tongues/{language}/shown.yaml", Habits)
    return read[0] if isinstance(read, tuple) else None
