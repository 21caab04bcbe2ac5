"""What stands under a message that asks nothing: its buttons, by what they do."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.script import Button


@dataclass(frozen=True, slots=True)
class Prompt:
    """The key of one wording: a block of a dialog's template (or of `common`)."""

    dialog: str
    name: str


@dataclass(frozen=True, slots=True)
class CopyButton:
    """A button that copies the text of a prompt, at most 256 UTF-16 units."""

    prompt: Prompt
    label: str = "copy"


@dataclass(frozen=True, slots=True)
class AsOneself:
    """A button by which its reader sends one of these wordings as a message of their own, into a chat that they pick.
    Each prompt has a label that tells it from the others, or none where it is alone. `id` is new for each message."""

    id: str
    prompts: tuple[tuple[Prompt, str | None], ...]
    label: str = "as_oneself"


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that lets the reader pass the invitation on through Telegram."""

    token: str
    label: str = "pass_on"


@dataclass(frozen=True, slots=True)
class GroupButton:
    """A button that lets its reader add the coach to a group; it asks for no rights there."""

    label: str = "add_to_group"


@dataclass(frozen=True, slots=True)
class LanguageButton:
    """A button with a language's own name, by which its reader wishes that one for the group."""

    tag: str


Buttons = tuple[Button | CopyButton | AsOneself | LinkButton | GroupButton | LanguageButton, ...]
