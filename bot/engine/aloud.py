"""What a step says of itself when its dialog is read aloud: what is said, asked and done, and what may follow.

The words of a piece are plain English. In them stand `{me}` and `{partner}`, who are given names; `{dialog}`, which is
called by its name; `{answers}`, the short names of questions; `{labels}`, buttons; and `{about}`, what the house says
of a function or an action.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.script import Form, To


@dataclass(frozen=True, slots=True)
class Says:
    """The coach says a prompt. `lead` is when; `variants` are the four wordings of a nudge; `buttons` are labels under
    it. `only` is the form of the dialog in which it is said, None where it is in both."""

    name: str
    to: To = "me"
    lead: str = ""
    only: Form | None = None
    variants: bool = False
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asks:
    """The coach asks the question of this step, with its buttons and its mark; `picks` are answers that can be picked
    under it."""

    name: str
    to: To = "me"
    lead: str = ""
    only: Form | None = None
    picks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happens:
    """Something is done, in a sentence."""

    text: str
    only: Form | None = None
    dialog: str = ""
    answers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Steps that follow only here: a case, or what stands in a block. `first` is the id of the first; None where there
    is none, and the dialog goes on."""

    lead: str
    first: str | None
    only: Form | None = None
    labels: tuple[str, ...] = ()


Piece = Says | Asks | Happens | Part


def in_words(seconds: int) -> str:
    """A length of time as a script says it, in words: "3 days", "30 minutes"."""
    for unit, size in (("day", 86_400), ("hour", 3_600)):
        if seconds % size == 0:
            return _many(seconds // size, unit)
    return _many(seconds // 60, "minute")


def _many(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
