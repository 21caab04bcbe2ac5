"""The menu, in two levels: what waits and the groups, then what a group holds. At most eight buttons a screen."""

from __future__ import annotations

from typing import Final, get_args

from bot.coach import guard
from bot.engine.script import Dialog
from bot.engine.turn import Buttons, Turn
from bot.model.script import Button, MenuGroup
from bot.model.state import Run
from bot.model.values import Instant, Option, Variable

GROUPS: Final[tuple[MenuGroup, ...]] = get_args(MenuGroup)
"""Leave, come back, say it, together; and what is around them."""

SCREEN: Final = 8
"""How many buttons a screen has, at most."""

_WAITING: Final = ("where_you_were", "before_that")
"""What stands on top: so many dialogs that wait. Whoever else looks at the phone reads no names."""

_LISTS: Final[dict[MenuGroup, tuple[str, ...]]] = {"leave": ("plans",), "around": ("mine", "help")}
"""What is looked at rather than talked through, in its group."""

_LINKED: Final[dict[MenuGroup, tuple[str, ...]]] = {"around": ("group",)}
"""The same, where there are two."""


def show_menu(turn: Turn, who: int) -> None:
    """Show the person what waits for them, and where everything is."""
    person = turn.person(who)
    out_until = Instant(person.outing.until) if person.outing is not None else None
    values: dict[str, Variable] = {"waiting": len(_waiting(turn, who)), "out_until": out_until}
    turn.common(who, "menu", values, menu_buttons(turn, who))


def menu_buttons(turn: Turn, who: int) -> Buttons:
    """What the menu can tap: what waits, the latest first and not by name, and where everything is."""
    waiting = zip(_waiting(turn, who), _WAITING, strict=False)
    return (*(Button(f"resume.{run.id}", label) for run, label in waiting), *_groups(turn, who))


def _waiting(turn: Turn, who: int) -> list[Run]:
    if guard.is_up(turn, who):
        return []
    person, library = turn.person(who), turn.world.library
    aside = [p.run for p in reversed(person.parked)]
    waiting = [r for r in (*aside, *person.queue) if r in turn.conversation.runs]
    runs = [turn.conversation.runs[r] for r in dict.fromkeys(waiting)]
    runs = [r for r in runs if not r.stranded and r.dialog in library.dialogs and not turn.unsaid(r)]
    return runs[: len(_WAITING)]


def _groups(turn: Turn, who: int) -> Buttons:
    groups = tuple(Button(f"menu.{group}", f"group_{group}") for group in GROUPS if _of_group(turn, who, group))
    return (*groups, Button("help_now", "help_now"))


def show_group(turn: Turn, who: int, where: str) -> None:
    """Show what one group holds; after a dot, from which one on."""
    group, _, start = where.partition(".")
    found = next((each for each in GROUPS if each == group), None)
    if found is None:
        turn.in_vain(who)
        return
    values = {"group": Option(f"group_{found}")}
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 4 else 0
    turn.common(who, "menu_group", dict(values), _page(found, _of_group(turn, who, found), first))


_BACK: Final = Button("menu", "all_groups")


def _page(group: MenuGroup, all_of_it: Buttons, start: int) -> Buttons:
    """So much of a group as a screen holds, with the way to the rest."""
    start = start if start < len(all_of_it) else 0
    room = SCREEN - 1 - (start > 0)
    rest = all_of_it[start:]
    if len(rest) > room:
        rest = (*rest[: room - 1], Button(f"menu.{group}.{start + room - 1}", "more"))
    return (*rest, *((Button(f"menu.{group}", "fewer"),) if start else ()), _BACK)


def _of_group(turn: Turn, who: int, group: MenuGroup) -> Buttons:
    when = "linked" if turn.conversation.partner(who) is not None else "alone"
    listed = [d for d in turn.world.library.dialogs.values() if d.menu == group and d.when in (None, when)]
    listed.sort(key=lambda d: (d.name != group, "couple" not in d.forms))
    listing = (*_LISTS.get(group, ()), *(_LINKED.get(group, ()) if when == "linked" else ()))
    lists = tuple(Button(name, name) for name in listing)
    return (*map(_button, listed), *lists)


def _button(dialog: Dialog) -> Button:
    assert dialog.command is not None, "coach check lets nothing into the menu without a command"
    return Button(dialog.command, dialog.name)
