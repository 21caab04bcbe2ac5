"""The top of a dialog's file as it is written; its steps are read by the classes of `bot.engine.steps`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.engine.script import MemoryKind
from bot.engine.written import Command, Name, Written
from bot.model.script import Deed, DialogRole, Form, MenuGroup

Therapist = Literal["cook", "kalivas", "ten", "balance"]


class DialogForm(Written):
    """The top of a file."""

    dialog: Name
    about: Annotated[str, Field(min_length=1)]
    source: Annotated[list[Therapist], Field(min_length=1)]
    forms: Annotated[list[Form], Field(alias="for", min_length=1)]
    steps: Annotated[list[object], Field(min_length=1)]
    command: Command | None = None
    join: bool = False
    menu: MenuGroup | None = None
    when: Literal["linked", "alone"] | None = None
    closer: bool = False
    always: bool = False
    unsaid: bool = False
    role: DialogRole | None = None
    does: Deed | None = None
    kinds: Annotated[dict[Name, MemoryKind], Field(default_factory=dict)]


class KindsForm(Written):
    """The file `kinds.yaml`."""

    kinds: dict[Name, MemoryKind]
