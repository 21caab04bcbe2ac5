"""`reveal`: shows a block to both at once, pairwise, item by item."""

from __future__ import annotations

from bot.engine.disclosure import pairs
from bot.engine.runs import clear_trails
from bot.engine.turn import Turn
from bot.model.events import Prompt
from bot.model.script import RevealStep
from bot.model.state import Run


def enter(turn: Turn, run: Run, step: RevealStep) -> str | None:
    """Show what both answered; alone there is nothing to reveal."""
    if len(run.people) == 1:
        return step.next
    clear_trails(run)
    for who in run.people:
        items = pairs(turn.dialog(run), run, step.source, who)
        name = step.id if items else step.nothing
        turn.say(who, Prompt(run.dialog, name), run=run, values={"items": items})
        words = turn.person(who).last_words
        if words is not None and words.run == run.id:
            words.disclosed_to = run.other(who)
    return step.next
