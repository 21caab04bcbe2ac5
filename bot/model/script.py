"""The words of a script: roles, what an answer permits, and where the menu shows a dialog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["me", "partner"]
ROLES: tuple[Role, ...] = get_args(Role)
To = Literal["me", "partner", "each", "both"]
"""Who hears a prompt; both: the same words for two readers at once."""
Visibility = Literal["private", "blind", "shared", "offered"]
Form = Literal["solo", "couple"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button that does what typing its command does; `label` is found in the reader's language."""

    command: str
    label: str


Keeping = Literal["now", "kept", "gone"]
"""What becomes of an answer that could hurt: it is let go of when its dialog ends; it is kept as any other; or it is
let go of, and its words go from the chat as well."""

STRICTNESS: Mapping[Visibility, int] = {"private": 0, "offered": 1, "blind": 2, "shared": 3}
"""Permissions from the strictest on; disclosure goes by the smaller of the stored and the current one."""


Attachment = Literal["calendar", "guilt", "balance", "season"]
"""What can come with a message: a file for the calendar, or a picture."""

File = Literal["calendar"]
Picture = Literal["guilt", "balance", "keepsake"]

Moment = Literal[
    "start",
    "until",
    "eve",
    "next_evening",
    "next_week",
    "some_days_later",
    "later",
    "on_day",
    "daily",
    "recurring",
]
"""When a nudge comes, by what was remembered: its start, its end, the evening before, that after, a week later, so long
after it was remembered, on its day, every day at its hour, or at its hour on the days of its rhythm."""

DialogRole = Literal["welcome", "consent", "invite", "invited", "confirm", "home", "urgent", "doubt", "minor", "season"]
"""What the coach opens by itself: for whoever is new; to agree to what is kept, also anew; the link for a partner; for
who came by an invitation; for who is to say whether it is their partner; the help lines; the question that comes first
where words may be meant gravely; for who says that they are under 18; for who comes home; to look back at a season."""

Deed = Literal["longer", "move", "date", "edit", "drop", "propose", "shift", "retell"]
"""What a dialog does to one item: stay out longer, move a plan, say what is remembered in other words, drop what is of
two, propose other words or another time for it; tell the partner of a plan that has changed since they heard of it."""

KindRole = Literal["outing", "home", "words", "shared"]
"""A kind of memory item that the coach makes by itself or treats as its own: time away; what was brought home from it;
words that answered nothing; what the partner was shown."""

MenuGroup = Literal["leave", "come_back", "say_it", "together", "around"]
"""Where the menu shows a dialog, in this order."""
