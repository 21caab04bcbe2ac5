"""The named pure functions that a `choose` may ask: each answers the name of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.coach import guard
from bot.coach.agreement import is_outdated
from bot.coach.announcements import news
from bot.coach.nudging import is_paused
from bot.coach.sharing import KIND
from bot.engine.quiet import in_quiet
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.memory import COUPLE, REVEALED
from bot.model.state import Run
from bot.model.values import Instant, Many, Values

FEWEST_WEEKS = 2
"""So many weeks make a picture of the balance."""

LATELY = 12
"""Among how many weeks before the present one those that make the picture are looked for."""


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


def accepted(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether an invitation that they have accepted waits to be confirmed: yes or no."""
    return "yes" if turn.person(who).accepted else "no"


def country(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the person's country is known: known or unknown."""
    return "known" if turn.person(who).country else "unknown"


def at_night(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether a chosen time falls into the person's own quiet hours: yes or no."""
    answer = run.answer(argument or "", who)
    night = answer is not None and isinstance(answer.value, Instant) and in_quiet(turn.person(who), answer.value.at)
    return "yes" if night else "no"


def guilt_points(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether there are three guilt marks, with the one remembered in this turn: enough or few."""
    now = sum(isinstance(e, Remember) and e.kind == "guilt" for e in turn.events)
    return "enough" if turn.world.memory.counts(who).get("guilt", 0) + now >= 3 else "few"


def balance_weeks(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether there are weeks to draw of a block's taps, of both where it is of two, and this turn's is one: enough or
    few."""
    asks = {ask.id for ask in turn.dialog(run).questions(argument or "") if ask.kind in ("choice", "scale")}
    couple = turn.conversation.couple if len(run.people) > 1 else None

    def drawn(values: Values) -> bool:
        if couple is None:
            return any(values.get(ask) is not None for ask in asks)
        revealed = values.get(REVEALED)
        return values.get(COUPLE) == couple and isinstance(revealed, Many) and not asks.isdisjoint(revealed.ids)

    kept = [e for e in turn.events if isinstance(e, Remember) and e.person == who]
    now = [drawn(e.values) for e in kept]
    before = [drawn(m.values) for e in kept for m in turn.world.memory.latest(who, e.kind, LATELY)]
    return "enough" if any(now) and sum(before) + sum(now) >= FEWEST_WEEKS else "few"


def paused(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the person has asked for quiet: yes or no."""
    return "yes" if is_paused(turn.person(who), turn.world.now) else "no"


def guarded(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the person is asked before anything of theirs is shown: yes or no."""
    return "yes" if guard.is_up(turn, who) else "no"


def agreed(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the person has agreed to the words of the consent as they are: yes; before, to older ones; or no."""
    person = turn.person(who)
    if not person.consented:
        return "no"
    return "before" if is_outdated(person) else "yes"


def first_send(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether nothing of this dialog was ever shown to the present partner: yes or no."""
    count = turn.world.memory.counts(who).get(KIND, 0)
    shown = turn.world.memory.latest(who, KIND, count) if count else ()
    return "no" if any(item.values.get("dialog") == run.dialog for item in shown) else "yes"


FUNCTIONS: Mapping[str, Callable[[Turn, Run, int, str | None], str]] = {
    "out": out,
    "linked": linked,
    "invited": invited,
    "accepted": accepted,
    "country": country,
    "at_night": at_night,
    "guilt_points": guilt_points,
    "balance_weeks": balance_weeks,
    "paused": paused,
    "guarded": guarded,
    "agreed": agreed,
    "news": news,
    "first_send": first_send,
}

OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "out": ("space", "leave", "no"),
    "linked": ("yes", "no"),
    "invited": ("yes", "no"),
    "accepted": ("yes", "no"),
    "country": ("known", "unknown"),
    "at_night": ("yes", "no"),
    "guilt_points": ("enough", "few"),
    "balance_weeks": ("enough", "few"),
    "paused": ("yes", "no"),
    "guarded": ("yes", "no"),
    "agreed": ("yes", "before", "no"),
    "news": ("on", "off"),
    "first_send": ("yes", "no"),
}
"""All that each function may answer, so that a misspelt case is found before anybody meets it."""
