"""The top of a dialog's file as it is written; its steps are read by the classes of `bot.engine.steps`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.engine.script import MemoryKind
from bot.engine.written import Command, Name, Names, Written
from bot.model.script import Deed, DialogRole, Form, MenuGroup

Therapist = Literal["cook", "kalivas", "ten", "balance"]


class DialogForm(Written):
    """The top of a file."""

    dialog: Name = Field(description="Its name: that of the file, and of its files of prompts.")
    about: str = Field(min_length=1, description="What it is for, in a sentence; people never see it.")
    source: list[Therapist] = Field(
        min_length=1, description="The therapists' articles that it is drawn from; the nearest where it is from none."
    )
    forms: list[Form] = Field(
        alias="for", min_length=1, description="For one person alone (solo), for two (couple), or for both."
    )
    steps: list[object] = Field(min_length=1, description="Its steps, in their order.")
    command: Command | None = Field(default=None, description="The command that begins it, without the slash.")
    join: bool = Field(default=False, description="Who begins it second joins the partner's, in place of a second one.")
    menu: MenuGroup | None = Field(
        default=None,
        description="Where the menu shows it: leave (one's own), come_back (home again), say_it, together, "
        "around (settings, pause, privacy). It needs a command.",
    )
    when: Literal["linked", "alone"] | None = Field(default=None, description="Only then the menu shows it.")
    serves: Names = Field(
        default=(),
        description="Practices that have no dialog of their own: this one is offered to whoever is after them.",
    )
    closer: bool = Field(
        default=False,
        description="It brings two people closer: not offered to somebody who was in danger until they say go on.",
    )
    always: bool = Field(default=False, description="It can be begun before somebody has agreed to anything.")
    unsaid: bool = Field(
        default=False,
        description="It ends when it is left, and nothing names it as left open: somebody else may be looking at the "
        "phone. A strict question of it can be answered for a quarter of an hour.",
    )
    role: DialogRole | None = Field(default=None, description="What the coach itself opens it for.")
    does: Deed | None = Field(default=None, description="What it does to one item in memory: the coach opens it there.")
    item: Name | None = Field(
        default=None,
        description="The kind of memory item that it is about. What that keeps are values of every prompt here, and a "
        "nudge of such an item opens it with the item. `any` where it may be of any kind: its prompts have all of its "
        "answers as `lines` then.",
    )
    kinds: dict[Name, MemoryKind] = Field(
        default_factory=dict, description="The kinds of memory items that it makes, each with what is said below."
    )


class DeckForm(Written):
    """The file `deck.yaml`."""

    piles: dict[Name, Annotated[Names, Field(min_length=1)]] = Field(min_length=1)


class KindsForm(Written):
    """The file `kinds.yaml`."""

    kinds: dict[Name, MemoryKind]
