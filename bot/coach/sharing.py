"""What a person has shown to the partner: noted as it happens, listed, and taken back while nobody has seen it."""

from __future__ import annotations

from bot.engine.disclosure import permits
from bot.engine.runs import leave
from bot.engine.turn import Buttons, Turn
from bot.model.asks import Answer
from bot.model.events import Prompt, Remember, RemoveMemories
from bot.model.memory import Memory
from bot.model.script import Button
from bot.model.state import Run
from bot.model.values import Instant, Option, Own, Variable, is_value

KIND = "shared"
"""The kind of memory item that says what was shown: `dialog`, and each answer by its question."""

PAGE = 5
"""How many of them are shown at once, the latest first."""


def note(turn: Turn, who: int, dialog: str, shown: dict[str, Variable]) -> None:
    """Remember what the partner has just been shown."""
    if turn.conversation.couple is not None:
        turn.emit(Remember(turn.world.fresh.id(), who, KIND, 1, {"dialog": dialog, **shown}))


def forget_all(turn: Turn, who: int) -> None:
    """The link has ended: nobody is there any more who could see anything, and who comes next has seen nothing."""
    turn.emit(RemoveMemories(who, KIND))


def show(turn: Turn, who: int, start: int = 0) -> None:
    """What the partner can see, the latest first, and what they will see once both have answered."""
    linked = turn.conversation.partner(who) is not None
    items = turn.world.memory.latest(who, KIND, PAGE + 1, start) if linked else ()
    waiting = _waiting(turn, who) if not start else []
    parts = [_shown(item) for item in items[:PAGE]]
    parts += [_coming(turn, run, who) for run in waiting]
    if not start or not parts:
        some = bool(items or (linked and start and turn.world.memory.latest(who, KIND, 1)))
        parts.insert(0, (Prompt("privacy", "shared_list"), {"shared": some}))
    several = len(waiting) > 1
    buttons: Buttons = tuple(Button(f"withdraw.{run.id}", run.dialog if several else "withdraw") for run in waiting)
    if len(items) > PAGE:
        buttons += (Button(f"shared.{start + PAGE}", "older"),)
    # The menu does not name it: whoever looks at that over a shoulder would read it there.
    ending = (Button("unlink", "unlink"),) if linked and not start else ()
    for n, (prompt, values) in enumerate(parts, 1):
        beneath = (*(buttons if n == len(parts) else ()), *(ending if n == 1 else ()))
        turn.say(who, prompt, values=values, buttons=beneath)


def _shown(item: Memory) -> tuple[Prompt, dict[str, Variable]]:
    """One thing that was shown, with the labels of the dialog that it comes from."""
    dialog = str(item.values.get("dialog", "common"))
    lines = tuple(Own(step, value) for step, value in item.values.items() if is_value(value))
    values: dict[str, Variable] = {"kind": KIND, "when": Instant(item.created), "lines": lines}
    return Prompt(dialog, "shared_item"), values | {"dialog_label": Option(dialog)}


def _coming(turn: Turn, run: Run, who: int) -> tuple[Prompt, dict[str, Variable]]:
    lines = tuple(Own(a.step, a.value) for a in _unseen(turn, run, who) if a.value is not None)
    values: dict[str, Variable] = {"kind": KIND, "lines": lines, "dialog_label": Option(run.dialog)}
    return Prompt(run.dialog, "shared_later"), values


def _waiting(turn: Turn, who: int) -> list[Run]:
    """The runs in which something of this person's waits for the other's part."""
    return [run for run in turn.conversation.runs.values() if _unseen(turn, run, who)]


def _unseen(turn: Turn, run: Run, who: int) -> list[Answer]:
    """What the person has answered in an open block and what both will see once both have answered."""
    if run.stranded or len(run.people) < 2 or run.block is None:
        return []
    dialog = turn.dialog(run)
    block = turn.block(run)
    asked = {step.id for step in dialog.questions(run.block.step)} if block is not None and block.each_seat else set()
    mine = [a for a in run.answers if a.person == who and a.step in asked and a.value is not None and not a.disclosed]
    return [a for a in mine if permits(dialog, a) == "blind"]


def withdraw(turn: Turn, who: int, run_id: str) -> None:
    """Take back what nobody has been shown yet: the answers go, and the seat is left as by /stop."""
    run = turn.run(run_id)
    block = turn.block(run) if run is not None else None
    if run is None or block is None or not block.each_seat or not _unseen(turn, run, who):
        turn.in_vain(who)
        return
    run.answers = [a for a in run.answers if a.person != who or a.disclosed]
    run.seats[who].at = block.first
    run.seats[who].trail.clear()
    leave(turn, run, who)
    turn.say(who, Prompt("privacy", "withdrawn"))
