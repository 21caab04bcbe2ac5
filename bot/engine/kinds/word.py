"""The word for a kind of question, as it stands in a dialog's file."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.engine.kinds import KINDS
from bot.engine.written import SHOULD


def _known(value: object) -> str:
    if isinstance(value, str) and value in KINDS:
        return value
    *others, last = KINDS
    raise PydanticCustomError(SHOULD, f"{', '.join(others)} or {last}")


KindName = Annotated[str, BeforeValidator(_known), WithJsonSchema({"enum": list(KINDS), "type": "string"})]
"""The word for a kind of question."""
