"""Words that steer the other: what a `choose` asks of them, and what holds back what would come after."""

from __future__ import annotations

from typing import Final

from bot.engine.disclosure import in_together
from bot.engine.lists import own_words
from bot.engine.steps.choose import ChooseStep
from bot.engine.turn import Turn
from bot.model.state import Run


def steering(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether words tell the other whom to see, where to be, what to wear, show or spend: yes or no."""
    return _steers(turn, run, who, argument, outright=False)


def steering_outright(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """The same of words that speak of the other anyway, as praise does or what would help: yes or no."""
    return _steers(turn, run, who, argument, outright=True)


def _steers(turn: Turn, run: Run, who: int, argument: str | None, *, outright: bool) -> str:
    apart = in_together(turn.dialog(run), argument or "")
    said = (a for a in reversed(run.answers) if a.step == argument and (a.person == who or not apart))
    if (answer := next(said, None)) is None:
        return "no"
    writer, words = turn.person(answer.person), own_words(answer.value)
    return "yes" if any(turn.world.steers(text, writer, outright=outright) for text in words) else "no"


def steers_after(turn: Turn, who: int, dialog: str, text: str) -> bool:
    """Whether words steer the other that would go after what a dialog lets nobody steer with."""
    script = turn.world.library.dialogs.get(dialog)
    steps = script.steps.values() if script is not None else ()
    looks = {step.name for step in steps if isinstance(step, ChooseStep)} & {each.__name__ for each in _LOOKING}
    outright = looks == {steering_outright.__name__}
    return bool(looks) and turn.world.steers(text, turn.person(who), outright=outright)


_LOOKING: Final = (steering, steering_outright)
