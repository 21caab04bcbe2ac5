"""The functions that a `choose` may ask of what one person has done again."""

from __future__ import annotations

from typing import Final

from bot.engine.lists import alike
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.memory import Memory, title_of
from bot.model.state import Run
from bot.model.values import Option, Values

WORKED: Final = Option("it_did")
TWICE: Final = 2

AMONG: Final = 50
"""Among how many of the latest items of a kind those are looked for that worked."""


def answered(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether a question has an answer in this dialog, given before or here: yes or no."""
    return "yes" if any(a.step == argument and a.value is not None for a in run.answers) else "no"


def worked_twice(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the person has said of two things with the words of the one that the dialog is about that they came
    about: yes or no. Nobody else's word counts."""
    item = turn.world.memory.item(who, run.extra.get("item", ""))
    if item is None:
        return "no"
    now = {e.id: e.values for e in turn.events if isinstance(e, Remember) and e.person == who}
    known: dict[str, Values] = {one.id: one.values for one in turn.world.memory.latest(who, item.kind, AMONG)}
    alike = [values for values in (known | now).values() if _same(values, item)]
    return "yes" if sum(WORKED in values.values() for values in alike) >= TWICE else "no"


def _same(values: Values, item: Memory) -> bool:
    return alike(title_of(values)) == alike(item.title)
