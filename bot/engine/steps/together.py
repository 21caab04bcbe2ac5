"""`together`: a block of questions that each seat answers at its own pace; a barrier at its end."""

from __future__ import annotations

from datetime import timedelta

from bot.engine.disclosure import own
from bot.engine.quiet import outside_quiet
from bot.engine.runs import WAIT, clear_trails, end
from bot.engine.steps.ask import open_ask
from bot.engine.steps.choose import outcome
from bot.engine.steps.tell import say_to
from bot.engine.turn import Turn
from bot.model.events import Prompt, SetNudge
from bot.model.script import AgainStep, AskStep, Button, ChooseStep, TellStep, TogetherStep
from bot.model.state import Block, Run


def open_block(turn: Turn, run: Run, step_id: str, expires: int, *, remind: bool = False) -> None:
    """Open a block. Its expiry is fixed now, outside both people's quiet hours, and moved by nothing."""
    people = [turn.person(p) for p in run.people]
    run.block = Block(step_id)
    clear_trails(run)
    if len(people) == 1:
        return
    run.block.expires = outside_quiet(turn.world.now + timedelta(seconds=expires), people)
    fresh = turn.world.fresh
    turn.emit(SetNudge(fresh.id(), run.people[0], "expire", run.block.expires, run.id))
    if remind:
        halfway = outside_quiet(turn.world.now + timedelta(seconds=expires / 2), people)
        turn.emit(SetNudge(fresh.id(), run.people[0], "remind", halfway, run.id, expires=run.block.expires))


def enter(turn: Turn, run: Run, step: TogetherStep) -> str | None:
    """Open the block and let each seat go at its own pace."""
    open_block(turn, run, step.id, step.expires, remind=step.remind)
    for who in run.people:
        turn.seat(run, who).at = step.first
    for who in run.people:
        turn.set_going(run, who)
    return WAIT


def seat_step(turn: Turn, run: Run, who: int, block: TogetherStep) -> bool:
    """Take one seat through its step, or to the barrier; whether it goes on from there at once."""
    dialog, seat = turn.dialog(run), run.seats[who]
    if seat.at is None:
        _arrive(turn, run, who, block)
        return False
    step = dialog.steps[seat.at]
    if isinstance(step, AskStep):
        open_ask(turn, run, who, step)
        return False
    if isinstance(step, TellStep):
        say_to(turn, run, who, step)
        seat.at = step.next
    elif isinstance(step, ChooseStep):
        seat.at = outcome(turn, run, who, step)
    elif isinstance(step, AgainStep):
        seat.at = step.target
    else:
        seat.at = step.next
    return True


def _arrive(turn: Turn, run: Run, who: int, block: TogetherStep) -> None:
    run.seats[who].state = "done"
    if any(run.seats[p].state != "done" for p in run.people):
        buttons = (Button(f"undo.{run.id}", "undo"),) if run.seats[who].trail else ()
        turn.say(who, Prompt(run.dialog, block.waiting), run=run, buttons=buttons)
        return
    run.block = None
    clear_trails(run)
    if len(run.people) == 1 and block.alone_then is not None:
        items = own(turn.dialog(run), run, block.id, who)
        turn.say(who, Prompt(run.dialog, block.alone_then), run=run, values={"items": items})
    for person in run.people:
        run.seats[person].state = "idle"
    run.at = block.next
    turn.set_going(run)


def expire(turn: Turn, run: Run, block: TogetherStep) -> None:
    """Let the block go, in the same words for both; each gets their own answers back and learns nothing else.

    Who left and had answered nothing asked to hear no more of it.
    """
    dialog = turn.dialog(run)
    for who in run.people:
        items = own(dialog, run, block.id, who)
        if items or turn.seat(run, who).state != "left":
            turn.say(who, Prompt(run.dialog, block.expired), run=run, values={"items": items})
    end(turn, run)
