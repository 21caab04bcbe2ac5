"""The named pure functions that a `choose` may ask: each answers the name of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.engine.turn import Turn
from bot.model.state import Run
from bot.model.values import Option


def out(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the person is out, and how: space, leave or no."""
    outing = turn.person(who).outing
    return outing.kind if outing is not None else "no"


def linked(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the person has a partner here: yes or no."""
    return "yes" if turn.conversation.partner(who) is not None else "no"


def invited(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether an invitation that they have opened waits for their answer: yes or no."""
    return "yes" if turn.person(who).invited is not None else "no"


def country(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the person's country is known: known or unknown."""
    return "known" if turn.person(who).country else "unknown"


def pattern(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """What a person's own check-in says (`practices`: check_in): little_own when time alone is short, little_shared
    when time together is, fine otherwise. Each person's pattern is read from their own answers alone."""
    own, shared = run.answer("own_time", who), run.answer("shared_time", who)
    if own is not None and own.value == Option("too_little"):
        return "little_own"
    if shared is not None and shared.value == Option("too_little"):
        return "little_shared"
    return "fine"


FUNCTIONS: Mapping[str, Callable[[Turn, Run, int, str | None], str]] = {
    "out": out,
    "linked": linked,
    "invited": invited,
    "country": country,
    "pattern": pattern,
}
