"""The script format as it is written: one form for each kind of step, strict about keys and types.

Steps inside steps (`cases`, `steps`) and the short forms of `alone` stay open here: `bot.script.parse` reads them,
each by its own form, so that a mistake is named where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from bot.model.script import AskKind, Form, MenuGroup, Role, To, Visibility

NAME = r"^[a-z][a-z0-9_]*$"
SPAN = r"^[1-9][0-9]{0,3}[dhm]$"

Name = Annotated[str, StringConstraints(pattern=NAME)]
Command = Annotated[str, StringConstraints(pattern=NAME, max_length=32)]
"""A command, as Telegram allows them."""

Span = Annotated[str, StringConstraints(pattern=SPAN)]
"""A length of time: days, hours or minutes, as in 3d, 48h, 30m."""


def _as_list(value: object) -> object:
    """One name alone stands for a list of it."""
    return [value] if isinstance(value, str) else value


Therapist = Literal["cook", "kalivas", "ten", "balance"]


class Written(BaseModel):
    """What every form shares: no key that it does not know, no type that is only nearly right."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


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
    closer: bool = False


class AskForm(Written):
    """`ask`: `from` and `to` bound a scale or a number, or a duration in minutes."""

    ask: Name
    kind: AskKind
    visibility: Visibility | None = None
    options: list[Name] = []
    presets: list[Annotated[int, Field(ge=0)]] = []
    low: Annotated[int | None, Field(alias="from", ge=0)] = None
    high: Annotated[int | None, Field(alias="to", ge=1)] = None
    max: Annotated[int | None, Field(ge=1, le=4096)] = None
    skip: bool = True
    who: Role = "me"
    alone: Literal["ask", "skip"] | None = None
    remembered: Name | None = None
    mark: Name | None = None


class ButtonForm(Written):
    """A button that does what typing its command does."""

    command: Name
    label: Name


class AloneTellForm(Written):
    """What is told without a partner."""

    tell: Name
    copied: Annotated[Name | None, Field(alias="copy")] = None


class TellForm(Written):
    """`tell`."""

    tell: Name
    to: To = "me"
    buttons: list[ButtonForm] = []
    copied: Annotated[Name | None, Field(alias="copy")] = None
    file: Literal["calendar"] | None = None
    picture: Literal["guilt", "balance"] | None = None
    alone: object = None


class AloneTogetherForm(Written):
    """How a block goes without a partner: what its answers permit, and what is told at its end."""

    visibility: Visibility
    then: Name


class TogetherForm(Written):
    """`together`."""

    together: Name
    expires: Span
    waiting: Name
    expired: Name
    steps: Annotated[list[object], Field(min_length=1)]
    visibility: Visibility | None = None
    remind: Literal["once"] | None = None
    alone: AloneTogetherForm | None = None


class RevealForm(Written):
    """`reveal`."""

    reveal: Name
    source: Annotated[Name, Field(alias="from")]
    nothing: Name


class RememberForm(Written):
    """`remember`."""

    remember: Name
    source: Annotated[list[Name], Field(alias="from", min_length=1), BeforeValidator(_as_list)]


class NudgeForm(Written):
    """`nudge`."""

    nudge: Name
    at: Literal["start", "until", "eve", "next_evening", "next_week"] = "until"
    policy: Literal["defer", "skip"] = "defer"
    late: Literal["keep", "drop"] = "keep"
    offered: bool = False
    opens: Name | None = None


class ChooseForm(Written):
    """`choose`."""

    choose: Name
    cases: Annotated[dict[str, object], Field(min_length=1)]
    of: Name | None = None
    each: bool = False


class CallForm(Written):
    """`call`."""

    call: Name
    fill: Annotated[dict[Name, Name], Field(min_length=1)] | None = None


class StartForm(Written):
    """`start`."""

    start: Name
    ask_first: bool = False


class ActForm(Written):
    """`act`."""

    act: Name
    source: Annotated[Name | None, Field(alias="from")] = None


class AgainForm(Written):
    """`again`."""

    again: Name


class GateForm(Written):
    """`gate`."""

    gate: Name
    expires: Span
    waiting: Name
    closed: Name
    alone: Literal["skip"] | None = None


class TurnsForm(Written):
    """`turns`."""

    turns: Name
    expires: Span
    left: Name
    steps: Annotated[list[object], Field(min_length=1)]
    swap: bool = False
    alone: Literal["skip"] | None = None


class RepeatForm(Written):
    """`repeat`."""

    repeat: Name
    when: Name
    value: Annotated[Name, Field(alias="is")]
    most: Annotated[int, Field(ge=1)]


class OfferForm(Written):
    """`offer`."""

    offer: Name
    items: Annotated[list[Name], Field(min_length=1)]
    message: Name
    kept: Name
    start: Name | None = None
    alone: object = None


class EndForm(Written):
    """The word `end`."""


KINDS: Mapping[str, type[Written]] = {
    "ask": AskForm,
    "tell": TellForm,
    "together": TogetherForm,
    "reveal": RevealForm,
    "remember": RememberForm,
    "nudge": NudgeForm,
    "choose": ChooseForm,
    "call": CallForm,
    "start": StartForm,
    "act": ActForm,
    "again": AgainForm,
    "gate": GateForm,
    "turns": TurnsForm,
    "repeat": RepeatForm,
    "offer": OfferForm,
}
"""The key that names each kind of step, and its form. The kind `end` is a word alone."""
