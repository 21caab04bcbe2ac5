"""The menu: always there, with whatever waits on top."""

from __future__ import annotations

from bot.engine.runs import UNSAID
from bot.engine.turn import Buttons, Turn
from bot.model.events import Prompt
from bot.model.script import Button
from bot.model.values import Instant, Option


def show_menu(turn: Turn, who: int) -> None:
    """Show the person what they can begin, and what waits for them."""
    person, library = turn.person(who), turn.world.library
    aside = [p.run for p in reversed(person.parked)]
    waiting = [r for r in (*aside, *person.queue) if r in turn.conversation.runs]
    runs = [turn.conversation.runs[r] for r in dict.fromkeys(waiting)]
    runs = [r for r in runs if not r.stranded and r.dialog in library.dialogs and r.dialog not in UNSAID][:3]
    buttons: Buttons = tuple(Button(f"resume.{r.id}", r.dialog) for r in runs)
    for dialog in sorted(library.dialogs.values(), key=lambda d: "couple" not in d.forms):
        if dialog.menu and dialog.command is not None and all(r.dialog != dialog.name for r in runs):
            if dialog.command == "invite" and turn.conversation.partner(who) is not None:
                buttons += (Button("unlink", "unlink"),)
            else:
                buttons += (Button(dialog.command, dialog.name),)
    buttons += (Button("help", "help"), Button("help_now", "help_now"))
    out_until = Instant(person.outing.until) if person.outing is not None else None
    values = {"waiting": tuple(Option(r.dialog) for r in runs), "out_until": out_until}
    turn.say(who, Prompt("common", "menu"), values=dict(values), buttons=buttons)
