"""The named pure functions that a `choose` may ask: each answers the name of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.coach import beside, guard
from bot.coach.actions.agreeing import LOOK_ON
from bot.coach.actions.meeting import TWO_PLANS, both_would
from bot.coach.agreement import is_outdated
from bot.coach.announcements import news
from bot.coach.fitting import LITTLE
from bot.coach.functions_of_memory import answered, worked_twice
from bot.coach.in_force import holds, is_ours, moment_of_two
from bot.coach.looking_back import lately, season
from bot.coach.nudging import is_paused
from bot.coach.recalled import remembered
from bot.coach.retelling import as_told, called_off
from bot.coach.rewording import meant, reworded
from bot.coach.sharing import KIND
from bot.coach.steered import steering, steering_outright
from bot.engine.disclosure import both_named, known_to_both
from bot.engine.lists import own_words
from bot.engine.quiet import in_quiet
from bot.engine.step import Question
from bot.engine.steps.draw import DrawStep
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.memory import COUPLE, REVEALED
from bot.model.state import Run
from bot.model.values import Instant, Many, Number, Values, Words

FEWEST_WEEKS = 2
"""So many weeks make a picture of the balance."""

SHOWN_LATELY = 50
"""Among how many things that were shown it is looked for whether anything was ever sent from a dialog."""

LATELY = 12
"""Among how many weeks before the present one those that make the picture are looked for."""

TWO_DAYS = timedelta(days=2)
"""How soon a small moment with somebody is to be."""


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
    """Whether a chosen time, also one that the other chose, falls into the person's own quiet hours: yes or no."""
    other = run.other(who)
    answer = run.answer(argument or "", who) or (run.answer(argument or "", other) if other is not None else None)
    night = answer is not None and isinstance(answer.value, Instant) and in_quiet(turn.person(who), answer.value.at)
    return "yes" if night else "no"


def within_two_days(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether a chosen time is at most two days from now: yes or no."""
    answer = run.answer(argument or "", who)
    soon = answer is not None and isinstance(answer.value, Instant) and answer.value.at - turn.world.now <= TWO_DAYS
    return "yes" if soon else "no"


def last_closeness(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the person's latest mark of closeness was 1 or 2: low; else, or where there is none, fair."""
    weeks = turn.world.memory.latest(who, "check_in", LATELY)
    mark = next((mark for week in weeks if isinstance(mark := week.values.get("closeness"), Number)), None)
    return "low" if mark is not None and mark.n <= LITTLE else "fair"


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


def weeks_kept(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether there are weeks to draw of the person's own balance: enough or few."""
    return "enough" if turn.world.memory.counts(who).get("check_in", 0) >= FEWEST_WEEKS else "few"


def overlap(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether both have named the same in a list, options by their id and own words letter by letter, as far as each
    has been shown the other's: some or none."""
    return "some" if both_named(turn.dialog(run), run, argument or "", who) else "none"


def own_entries(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether both have entries of their own in a list, as far as each has been shown the other's: both or fewer."""
    found = [run.answer(argument or "", person) for person in run.people]
    shown = [a for a in found if a is not None and known_to_both(turn.dialog(run), a) and own_words(a.value)]
    return "both" if len(shown) > 1 else "fewer"


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


def drawn(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether there was a card left to draw: card; pile_over, where its pile has come to its end; or deck_over."""
    card = run.answer(argument or "", who)
    step = turn.dialog(run).steps.get(argument or "")
    if card is not None and card.value is not None:
        return "card"
    over = isinstance(step, DrawStep) and set(step.options) <= set(turn.person(who).seen_cards)
    return "deck_over" if over else "pile_over"


def first_send(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether nothing that begins in this dialog was ever shown to the present partner: yes or no. Who has only
    answered has sent nothing of their own. Asked once too often after years is better than reading all there is."""
    shown = turn.world.memory.latest(who, KIND, SHOWN_LATELY)
    steps = turn.dialog(run).steps
    theirs = {step.id for step in steps.values() if isinstance(step, Question) and step.who == "partner"}
    sent = (item.answers.keys() for item in shown if item.values.get("dialog") == run.dialog)
    return "no" if any(names - {"dialog", *theirs} for names in sent) else "yes"


def asked_before(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether a question has been answered more than once in this dialog: yes or no."""
    return "yes" if sum(a.step == argument for a in run.answers) > 1 else "no"


def of_item(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether the memory item that the dialog is about is in force for two: ours; for its owner alone: mine; or no."""
    item = turn.world.memory.item(who, run.extra.get("item", ""))
    if item is None or not holds(turn, item):
        return "no"
    return "ours" if is_ours(turn, item) else "mine"


def at_a_time(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether what the dialog is about is of two and has a moment that is still to come: yes or no."""
    item = turn.world.memory.item(who, run.extra.get("item", ""))
    return "yes" if moment_of_two(turn, item) is not None else "no"


def looked_at(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether what the dialog would settle is looked at again on a day of its own: yes, as an agreement is; or no."""
    item = turn.world.memory.item(who, run.extra.get("item", ""))
    kind = turn.world.library.kinds.get(item.kind) if item is not None else None
    return "no" if kind is not None and kind.plans != LOOK_ON else "yes"


def fits(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether words can stand in place of the remembered answer that is meant: yes or no."""
    answer = run.answer(argument or "", who)
    words = answer.value.text if answer is not None and isinstance(answer.value, Words) else ""
    # What is gone by now is found to be so when it is to be changed.
    return "yes" if meant(turn, run) is None or reworded(turn, run, words) is not None else "no"


def blame(turn: Turn, run: Run, who: int, argument: str | None) -> str:
    """Whether words blame the other, and how: by always or never, as what makes me feel, as a judgement called a
    feeling, by sarcasm, by what they think or want, by a name for them; or no."""
    answer = next((a for a in reversed(run.answers) if a.step == argument), None)
    if answer is None or not isinstance(answer.value, Words):
        return "no"
    return turn.world.blames(answer.value.text, turn.person(answer.person)) or "no"


FUNCTIONS: Mapping[str, Callable[[Turn, Run, int, str | None], str]] = {
    "out": out,
    "linked": linked,
    "invited": invited,
    "accepted": accepted,
    "country": country,
    "at_night": at_night,
    "within_two_days": within_two_days,
    "last_closeness": last_closeness,
    "guilt_points": guilt_points,
    "balance_weeks": balance_weeks,
    "overlap": overlap,
    "own_entries": own_entries,
    "paused": paused,
    "guarded": guarded,
    "agreed": agreed,
    "news": news,
    "drawn": drawn,
    "remembered": remembered,
    "maps_meet": beside.meet,
    "first_send": first_send,
    "of_item": of_item,
    "at_a_time": at_a_time,
    "looked_at": looked_at,
    "steering": steering,
    "steering_outright": steering_outright,
    "asked_before": asked_before,
    "fits": fits,
    "lately": lately,
    "season": season,
    "weeks_kept": weeks_kept,
    "as_told": as_told,
    "called_off": called_off,
    "blame": blame,
    "answered": answered,
    "worked_twice": worked_twice,
    "both_would": both_would,
}

OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "out": ("space", "leave", "no"),
    "linked": ("yes", "no"),
    "invited": ("yes", "no"),
    "accepted": ("yes", "no"),
    "country": ("known", "unknown"),
    "at_night": ("yes", "no"),
    "within_two_days": ("yes", "no"),
    "last_closeness": ("low", "fair"),
    "guilt_points": ("enough", "few"),
    "balance_weeks": ("enough", "few"),
    "overlap": ("some", "none"),
    "own_entries": ("both", "fewer"),
    "paused": ("yes", "no"),
    "guarded": ("yes", "no"),
    "agreed": ("yes", "before", "no"),
    "news": ("on", "off"),
    "drawn": ("card", "pile_over", "deck_over"),
    "remembered": ("yes", "no"),
    "maps_meet": ("yes", "no"),
    "first_send": ("yes", "no"),
    "steering": ("yes", "no"),
    "steering_outright": ("yes", "no"),
    "asked_before": ("yes", "no"),
    "of_item": ("ours", "mine", "no"),
    "at_a_time": ("yes", "no"),
    "looked_at": ("yes", "no"),
    "fits": ("yes", "no"),
    "lately": ("something", "nothing"),
    "season": ("running", "over"),
    "weeks_kept": ("enough", "few"),
    "as_told": ("yes", "changed", "gone"),
    "called_off": ("yes", "no"),
    "both_would": (*TWO_PLANS, "no"),
    "blame": ("always_never", "makes_me", "feel_that", "sarcasm", "mind_reading", "name_calling", "no"),
    "answered": ("yes", "no"),
    "worked_twice": ("yes", "no"),
}
"""All that each function may answer, so that a misspelt case is found before anybody meets it."""
