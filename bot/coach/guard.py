"""A phone that more than one pair of eyes may look at: a chat is hidden without a word, and until the next day what
would show something of its person asks first, once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.engine.patterns import PATTERNS, on_command
from bot.engine.runs import bring_back, park
from bot.engine.script import Dialog
from bot.engine.turn import Turn
from bot.engine.world import Command
from bot.model.events import AnswerPress, Hide, Prompt, Say
from bot.model.script import Button
from bot.model.state import Person, Run

_MORNING: Final = 4 * 60
"""No day begins before this, in minutes after midnight: whoever hides something late is not safe from looks at one."""

_OF_ASIDE: Final = ("resume", "undo", "open")
"""What brings a question back that was set aside, with what had been answered before it; and what begins a dialog about
something that is remembered, whose words it says."""


def hide(turn: Turn, who: int) -> None:
    """Both sides' latest messages go from the chat, and nothing is said in their place: a press is answered over it."""
    turn.hushed.add(who)
    park(turn, who, offered=True)
    turn.events[:] = [event for event in turn.events if not (isinstance(event, Say) and event.to == who)]
    person = turn.person(who)
    person.offer = person.misheard = None
    person.guarded_until = _next_day(person, turn.world.now)
    turn.emit(Hide(who))
    if turn.pressed:
        turn.emit(AnswerPress(who, Prompt("hide", "hidden")))


def hides(turn: Turn) -> bool:
    """Whether a chat is hidden in this turn: nothing comes into it then."""
    return any(isinstance(event, Hide) for event in turn.events)


def is_up(turn: Turn, who: int) -> bool:
    """Whether somebody hid their chat today and has not asked to see anything since."""
    return is_guarded(turn.person(who), turn.world.now)


def is_guarded(person: Person, now: datetime) -> bool:
    """Whether a person's chat was hidden less than a day ago, and they have not asked to see anything since."""
    return person.guarded_until is not None and now < person.guarded_until


def asks(turn: Turn, who: int, wanted: str) -> bool:
    """Ask before a command shows something, where somebody else may be looking; whether it was asked. What is open is
    set aside: it would stand beneath the question."""
    if not is_up(turn, who):
        return False
    turn.hushed.add(who)
    park(turn, who, offered=True)
    yes, no = Button(f"show.{wanted}", "show_it"), Button("no_thanks", "later")
    turn.common(who, "somebody_near", buttons=(yes, no), yes=yes.command, no=no.command)
    return True


def go_back(turn: Turn, who: int) -> None:
    """Bring back what was set aside last, unless somebody else may be looking."""
    if not is_up(turn, who):
        bring_back(turn, who)


def asks_to_return(turn: Turn, who: int, dialog: Dialog) -> bool:
    """Ask before a dialog begins in the middle, at a question that was set aside; whether it was asked."""
    run_ids = {parked.run for parked in turn.person(who).parked}
    waits = any(r.dialog == dialog.name for r in turn.conversation.runs.values() if r.id in run_ids)
    return waits and dialog.command is not None and asks(turn, who, dialog.command)


def guarded(commands: Mapping[str, Command], names: Collection[str]) -> dict[str, Command]:
    """The same commands; those of these names ask first while the guard is up. And `show`, which is the yes to that."""

    def show(turn: Turn, who: int, wanted: str) -> None:
        name = wanted.partition(".")[0]
        dialog = turn.world.library.by_command(name)
        if name not in {*names, *_OF_ASIDE} and (dialog is None or dialog.unsaid):
            turn.in_vain(who)
            return
        turn.person(who).guarded_until = None
        on_command(turn, who, wanted)

    asking = {name: replace(commands[name], do=_asking(name, commands[name].do)) for name in names}
    aside = {name: replace(PATTERNS[name], do=_asking_aside(name, PATTERNS[name].do)) for name in _OF_ASIDE}
    return {**commands, **asking, **aside, "show": Command(show)}


def _asking(name: str, do: Callable[[Turn, int, str], None]) -> Callable[[Turn, int, str], None]:
    def ask_or_do(turn: Turn, who: int, argument: str) -> None:
        if not asks(turn, who, f"{name}.{argument}" if argument else name):
            do(turn, who, argument)

    return ask_or_do


def _asking_aside(name: str, do: Callable[[Turn, int, str], None]) -> Callable[[Turn, int, str], None]:
    ask_or_do = _asking(name, do)

    def ask_or_do_here(turn: Turn, who: int, argument: str) -> None:
        front = turn.run(turn.person(who).foreground)
        here = name == "undo" and front is not None and who in front.seats and bool(front.seats[who].trail)
        here = here or (name == "open" and "." not in argument)
        (do if here else ask_or_do)(turn, who, argument)

    return ask_or_do_here


def ask_to_show(turn: Turn, run: Run, source: str | None) -> None:
    """The action of a dialog that would show something: ask first."""
    asks(turn, run.starter, turn.dialog(run).command or "")


def _next_day(person: Person, now: datetime) -> datetime:
    """When the person's next day begins: where their quiet hours end, and not in the middle of the night."""
    zone, minutes = ZoneInfo(person.zone), max(person.quiet_to, _MORNING)
    day = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone).astimezone(UTC)
