"""Compiled dialogs: what `dialogs/*.yaml` says, flat, each step under its own id and knowing the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from pydantic import Field

from bot.engine.step import Question, Step
from bot.engine.written import Name, Written
from bot.model.script import Deed, DialogRole, Form, KindRole, MenuGroup

ANY: Final = "any"
"""In place of a kind of memory item: whichever it is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """One script: structure only. `version` changes whenever the structure does."""

    name: str
    file: str
    about: str
    source: tuple[str, ...]
    forms: tuple[Form, ...]
    first: str
    steps: Mapping[str, Step]
    version: str
    command: str | None = None
    join: bool = False
    menu: MenuGroup | None = None
    when: Literal["linked", "alone"] | None = None
    """Only then the menu shows it."""
    serves: tuple[str, ...] = ()
    """Practices that have no dialog of their own: this one is offered for them."""
    closer: bool = False
    """It brings two people closer: not offered to somebody who was in danger until they say go on."""
    always: bool = False
    """It can be begun before somebody has agreed to anything."""
    unsaid: bool = False
    """No menu, no offer and no export names it as left open, and left it ends: somebody else may be looking at the
    phone, or holding it by the time of the next yes."""
    role: DialogRole | None = None
    does: Deed | None = None
    item: str | None = None
    """The kind of the one memory item that it is about: its answers are values of every prompt, for its owner. `ANY`
    where it may be of any kind: then its prompts list them."""
    kinds: Mapping[str, MemoryKind] = field(default_factory=dict)
    """The kinds of memory items that it declares, by name."""

    def questions(self, block: str) -> tuple[Question, ...]:
        """The questions of a block, in the order written."""
        return tuple(s for s in self.steps.values() if isinstance(s, Question) and s.block == block)

    def onward(self, step: Step) -> str | None:
        """What follows a step; at the end of a block's chain, what follows the block."""
        if step.next is not None or step.block is None:
            return step.next
        return self.steps[step.block].next

    def block_of(self, step: str) -> Step | None:
        """The block that a step stands in."""
        here = self.steps.get(step)
        return self.steps.get(here.block or "") if here is not None else None


class MemoryKind(Written):
    """A kind of memory item, declared at the top of the dialog that makes it.

    Its wording stands in that dialog's prompts: `kind_<name>` names what it is, `label_kind_<name>` is its button.
    """

    role: KindRole | None = Field(default=None, description="What the coach itself uses it for.")
    plans: Name | None = Field(
        default=None, description="The question whose moment puts it into /plans until then, and its nudges."
    )
    repeats: Name | None = Field(
        default=None,
        description="The question that says how often that moment comes again: daily, weekdays, weekends or weekly.",
    )
    same_words: bool = Field(default=False, description="The same words again revise the item that has them.")
    in_force: bool = Field(
        default=False, description="It holds until it is dropped: it stands in /plans under what is in force."
    )
    ours: bool = Field(
        default=False, description="It is of two: each has a copy of their own, and changing it takes both."
    )
    single: bool = Field(default=False, description="Each person has one at most: what is remembered anew revises it.")
    kept: Name | None = Field(
        default=None, description="The option that says, once it is over, that it was kept: a look back counts it."
    )
    adds: dict[Name, Name] = Field(
        default={}, description="Answers taken over from the latest item of another kind: answer: kind."
    )


@dataclass(frozen=True)
class Library:
    """All dialogs by name, and what they remember."""

    dialogs: Mapping[str, Dialog] = field(default_factory=dict)
    common: Mapping[str, MemoryKind] = field(default_factory=dict)
    """The kinds of memory items that no dialog declares by itself."""

    @cached_property
    def kinds(self) -> Mapping[str, MemoryKind]:
        """All kinds of memory items by name, those of one dialog after the common ones."""
        own = {name: kind for dialog in self.dialogs.values() for name, kind in dialog.kinds.items()}
        return {**self.common, **own}

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The dialog that declares each kind."""
        return {name: dialog.name for dialog in self.dialogs.values() for name in dialog.kinds}

    def with_role(self, role: DialogRole) -> Dialog:
        """The dialog of that role; the check has seen that there is one."""
        return next(dialog for dialog in self.dialogs.values() if dialog.role == role)

    def doing(self, deed: Deed, kind: str | None = None) -> Dialog:
        """The dialog that does this to an item, of several the one for its kind; the check has seen that there is
        one."""
        found = [dialog for dialog in self.dialogs.values() if dialog.does == deed]
        return next((dialog for dialog in found if dialog.item == kind), found[0])

    def kind_of(self, role: KindRole) -> str:
        """The name of the kind of memory item of that role; the check has seen that there is one."""
        return next(name for name, kind in self.kinds.items() if kind.role == role)

    def serving(self, practice: str) -> Dialog | None:
        """The dialog that is offered to whoever is after a practice: its own, or one that serves it as well."""
        own = self.dialogs.get(practice)
        if own is not None and own.command is not None:
            return own
        return next((d for d in self.dialogs.values() if practice in d.serves and d.command is not None), None)

    def by_command(self, command: str) -> Dialog | None:
        """The dialog that a command starts, or None."""
        return next((d for d in self.dialogs.values() if d.command == command), None)
