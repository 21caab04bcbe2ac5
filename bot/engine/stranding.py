"""Scripts change while runs wait: which runs have lost their place, and how those end."""

from __future__ import annotations

from bot.engine.runs import close_ask, end
from bot.engine.script import Dialog
from bot.engine.step import Question, Step
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.state import Run
from bot.model.values import Variable


def strand(turn: Turn) -> None:
    """A run whose place is gone ends for everybody in it; each hears of it in their own waking hours."""
    lost: list[Run] = []
    for run in turn.conversation.runs.values():
        dialog = turn.world.library.dialogs.get(run.dialog)
        if run.stranded:
            continue
        if dialog is not None and not lost_places(dialog, run):
            run.version = dialog.version
            continue
        run.stranded = True
        lost.append(run)
        for who in run.people:
            close_ask(turn, run, who)
    turn.by_day = True
    for run in lost:
        end_stranded(turn, run)
    turn.by_day = False


def lost_places(dialog: Dialog, run: Run) -> list[str]:
    """The step ids where a run stands and which the script no longer has there; empty when it can go on."""
    if run.version == dialog.version:
        return []
    block = run.block.step if run.block else None
    asked = [seat.ask.step for seat in run.seats.values() if seat.ask]
    cursors = [seat.at for seat in run.seats.values() if seat.at and seat.state != "done"]
    lost = [p for p in (run.at, block, *cursors, *asked) if p is not None and p not in dialog.steps]
    if block is not None and not getattr(dialog.steps.get(block), "is_block", False):
        lost.append(block)
    lost += [p for p in asked if p in dialog.steps and not _still_asked(dialog.steps[p], block)]
    lost += [p for p in cursors if p in dialog.steps and dialog.steps[p].block != block]
    return lost


def _still_asked(step: Step, block: str | None) -> bool:
    if not isinstance(step, Question) or step.is_block != (step.id == block):
        return False
    return step.is_block or step.block == block


def end_stranded(turn: Turn, run: Run, line: str | None = "gone_script") -> None:
    """End a run that cannot go on, with a kind line; everybody keeps their own answers."""
    for who in run.people:
        mine: dict[str, Variable] = {a.step: a.value for a in run.answers if a.person == who}
        if mine:
            turn.emit(Remember(turn.world.fresh.id(), who, turn.world.library.kind_of("words"), 1, mine))
        if line is not None:
            turn.common(who, line)
    end(turn, run)
