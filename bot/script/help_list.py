"""Help lines as people read them in a message: the number to dial now, and the lines for one kind of danger, or all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, get_args

from markupsafe import Markup

from bot.model.danger import Category
from bot.script.habits import habits_of
from bot.script.helplines import HelpLine, Kind, emergency_number, help_lines

_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

_KINDS_OF: Final[Mapping[Category, tuple[Kind, ...]]] = {
    "self_harm": ("crisis",),
    "partner_violence": ("domestic_violence",),
    "coercive_control": ("domestic_violence",),
    "child_harm": ("child",),
    "harm_to_other": ("own_violence", "crisis"),
}
"""Which lines answer which danger."""


def number_to_dial(country: str | None, language: str) -> str | None:
    """What to dial when somebody is in danger now, the words between numbers in the language; None if unknown."""
    number, habits = emergency_number(country), habits_of(language)
    words = habits.emergency if habits is not None else {}
    return number and re.sub(r"[a-z]+", lambda found: words.get(found[0], found[0]), number)


def help_list(country: str | None, danger: str, titles: Sequence[str], language: str) -> Markup:
    """The help lines for a danger in HTML, one a line. "none" gives all of them, each kind under its title: `titles`
    are those of crisis, violence at home, harm to a child, and one's own violence.

    Where a country has no line of a kind, the international ones stand in its place.
    """
    for category, kinds in _KINDS_OF.items():
        if category == danger:
            return _shown([line for kind in kinds for line in _of_kind(country, kind, language)])
    parts = []
    for kind, title in zip(_KINDS, titles, strict=True):
        if lines := _of_kind(country, kind, language):
            parts.append(Markup("\n<b>{}</b>\n{}").format(title, _shown(lines)))
    return Markup("\n").join(parts)


def _of_kind(country: str | None, kind: Kind, language: str) -> list[HelpLine]:
    own = [line for line in help_lines(country, language) if line.kind == kind]
    return own or [line for line in help_lines(None, language) if line.kind == kind]


def _shown(lines: Sequence[HelpLine]) -> Markup:
    return Markup("\n").join(" – ".join(part for part in (line.name, line.phone, line.reach) if part) for line in lines)
