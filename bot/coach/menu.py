"""The menu: always there, with whatever waits on top."""

from __future__ import annotations

from typing import get_args

from bot.engine.script import Dialog
from bot.engine.turn import Buttons, Turn
from bot.model.events import Prompt
from bot.model.script import Button, MenuGroup
from bot.model.values import Instant, Option

_GROUPS = get_args(MenuGroup)
_LISTS = ("plans", "mine")
"""What is looked at rather than talked through."""


def show_menu(turn: Turn, who: int) -> None:
    """Show the person what they can begin, group by group, and what waits for them."""
    person, library = turn.person(who), turn.world.library
    aside = [p.run for p in reversed(person.parked)]
    waiting = [r for r in (*aside, *person.queue) if r in turn.conversation.runs]
    runs = [turn.conversation.runs[r] for r in dict.fromkeys(waiting)]
    runs = [r for r in runs if not r.stranded and r.dialog in library.dialogs and not turn.unsaid(r)][:3]
    buttons: Buttons = tuple(Button(f"resume.{r.id}", r.dialog) for r in runs)
    open_now = {r.dialog for r in runs}
    when = "linked" if turn.conversation.partner(who) is not None else "alone"
    listed = [d for d in library.dialogs.values() if d.menu is not None and d.name not in open_now]
    listed = [d for d in listed if d.when in (None, when)]
    for group in _GROUPS:
        if group == "around":
            buttons += tuple(Button(name, name) for name in _LISTS)
        mine = sorted((d for d in listed if d.menu == group), key=lambda d: (d.name != group, "couple" not in d.forms))
        buttons += tuple(_button(dialog) for dialog in mine)
    buttons += (Button("help", "help"), Button("help_now", "help_now"))
    out_until = Instant(person.outing.until) if person.outing is not None else None
    values = {"waiting": tuple(Option(r.dialog) for r in runs), "out_until": out_until}
    turn.say(who, Prompt("common", "menu"), values=dict(values), buttons=buttons)


def _button(dialog: Dialog) -> Button:
    assert dialog.command is not None, "coach check lets nothing into the menu without a command"
    return Button(dialog.command, dialog.name)
