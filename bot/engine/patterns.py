"""Commands: those of dialogs start one; beside them stand the patterns of all dialogs, and the product's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.engine.commands import (
    ask_again,
    begin,
    later,
    leave_it,
    open_dialog,
    repeat,
    resume,
    skip,
    stop,
    undo_in,
    undo_last,
    welcome,
)
from bot.engine.corrections import change_to
from bot.engine.listening import explain_open, meant
from bot.engine.pieces import send_extra
from bot.engine.turn import Turn
from bot.engine.unsaid import leave_unsaid
from bot.engine.world import Command


def on_command(turn: Turn, who: int, name: str) -> None:
    """Do what a command says; `name` may carry an argument after a dot, as buttons do."""
    name, _, argument = name.partition(".")
    person, library = turn.person(who), turn.world.library
    person.last_words = person.offer = None
    command = turn.world.product.commands.get(name) or PATTERNS.get(name)
    dialog = library.by_command(name)
    if name not in PATTERNS and (command is not None or dialog is not None):
        leave_unsaid(turn, who)
    if not person.takes_part and not is_early(turn, name):
        welcome(turn, who, first=False)
    elif command is not None and not (command.bare and argument):
        command.do(turn, who, argument)
    elif dialog is not None:
        if not turn.world.product.began(turn, who, dialog):
            begin(turn, who, dialog)
    elif turn.pressed:
        turn.in_vain(who)
    else:
        turn.world.product.unknown(turn, who, name)
        if turn.asked_for is not None:
            found, turn.asked_for = turn.asked_for, None
            on_command(turn, who, found)


def is_early(turn: Turn, name: str) -> bool:
    """Whether a command does what it says also before somebody has agreed to anything."""
    command = turn.world.product.commands.get(name) or PATTERNS.get(name)
    dialog = turn.world.library.by_command(name)
    return command.before_consent if command is not None else dialog is not None and dialog.always


def _alone(do: Callable[[Turn, int], None], *, before_consent: bool = False) -> Command:
    return Command(lambda turn, who, argument: do(turn, who), before_consent=before_consent, bare=True)


PATTERNS: Mapping[str, Command] = {
    "stop": _alone(stop, before_consent=True),
    "later": _alone(lambda turn, who: later(turn, who), before_consent=True),
    "skip": _alone(skip),
    "repeat": _alone(repeat, before_consent=True),
    "undo": Command(lambda turn, who, run: undo_in(turn, who, run) if run else undo_last(turn, who)),
    "explain": _alone(explain_open, before_consent=True),
    "meant": Command(meant, before_consent=True),
    "change_to": Command(change_to),
    "open": Command(open_dialog),
    "ask_again": Command(ask_again, before_consent=True),
    "resume": Command(resume, before_consent=True),
    "leave_it": Command(leave_it, before_consent=True),
    "send_too": Command(lambda turn, who, extra: send_extra(turn, who, extra, send=True)),
    "keep_words": Command(lambda turn, who, extra: send_extra(turn, who, extra, send=False)),
}
"""What works in every dialog, by what is typed or tapped."""
