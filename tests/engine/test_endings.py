"""A run ends, from every step of every dialog, within a bounded number of answers, whatever is answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engine.script import Dialog
from bot.engine.step import Question
from bot.engine.steps.ask import AskStep
from bot.engine.steps.draw import DrawStep
from bot.engine.steps.gate import GateStep
from bot.engine.steps.offer import OfferStep
from tests.engine.answering import answers_to, say
from tests.engine.begun import ANNA, BEN, begin
from tests.engine.driver import LIBRARY, Stage

BOUND = 200
"""More answers than any dialog here needs, from both together, however they go."""

Pick = Callable[[list[str]], str]


def finish(stage: Stage, pick: Pick) -> int:
    """Answer whatever is asked until nothing is left; how many answers it took."""
    for count in range(BOUND):
        who = next((p for p in (ANNA, BEN) if answers_to(stage, p)), None)
        aside = next((p for p in (ANNA, BEN) if stage.person(p).parked), None)
        if who is None and aside is not None:
            stage.press(aside, "c:resume")  # it waits in the menu
            continue
        if who is None:
            stage.move(timedelta(days=4))
            if not any(answers_to(stage, p) for p in (ANNA, BEN)):
                assert all(not c.runs for c in stage.conversations), "a run is left that nobody is asked about"
                return count
            continue
        say(stage, who, pick(answers_to(stage, who)))
    raise AssertionError("the run does not end")


ONLY_LINKED = ("blessing", "receive", "answer_said", "answer_question", "heard_out")
"""What only the other's share starts: parting ends it, so its form for one is never met."""
FORMS = [
    (name, form)
    for name, dialog in LIBRARY.dialogs.items()
    for form in dialog.forms
    if form == "couple" or name not in ONLY_LINKED
]
FORMS += [("unlink", "couple"), ("pause", "couple")]


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_every_answer_to_every_question_leads_to_an_end(name: str, form: str) -> None:
    dialog, tried = LIBRARY.dialogs[name], Counter[str]()
    needed = {s.id for s in dialog.steps.values() if isinstance(s, Question) and asked_in(dialog, s, form)}
    for attempt in range(500):
        chance = Random(attempt)

        def pick(ways: list[str], chance: Random = chance) -> str:
            for way in ways:
                tried.setdefault(way, 0)
            way = min(ways, key=lambda w: tried[w]) if chance.random() < 0.6 else chance.choice(ways)
            tried[way] += 1
            return way

        for stage in begin(dialog, linked=form == "couple"):
            finish(stage, pick)
        if all(tried.values()) and needed <= {way.partition("=")[0] for way in tried}:
            return
    raise AssertionError(f"never asked or answered: {needed}, {[way for way in tried if not tried[way]]}")


ONLY_OF_TWO = {
    *(("unlink", "sure"), ("longer", "tell_them"), ("pause", "theirs"), ("i_statement", "afraid")),
    *(("boundary", "put_to_them"), ("repair", "how_to_say"), ("compromise", "which_middle")),
    *(("date_night", "same_thing"), ("date_night", "phones_away"), ("date_cards", "next_two")),
}
"""What a person alone is not asked: they have nobody to unlink from, to tell, or to ask."""

ONLY_ALONE = {
    *(("listening", name) for name in ("i_would_say", "hope_to_hear", "they_might_say")),
    *(("compromise", name) for name in ("their_alone", "their_together", "their_firm", "their_bend")),
    *(("holiday", name) for name in ("their_slice", "their_needs", "slot_idea", "meet_idea")),
    *(("transition", name) for name in ("their_must", "their_recharge", "keep_one", "keep_for_me")),
    *(("ritual", name) for name in ("for_whom", "write_too")),
    *(("date_night", name) for name in ("their_ideas", "have_evening", "hold_it")),
    *(("something_new", name) for name in ("their_picks", "have_evening", "hold_it")),
    ("date_cards", "card_alone"),
}
"""What nobody is asked who can ask the other."""


def asked_in(dialog: Dialog, step: Question, form: str) -> bool:
    """Whether a question of a dialog is asked of anybody in one of its forms."""
    if isinstance(step, AskStep) and step.given:
        return False
    if isinstance(step, DrawStep):
        return False  # it asks nobody
    block = dialog.block_of(step.id)
    of_two = (
        step.who == "partner"
        or (block is not None and block.in_turns)
        or isinstance(step, OfferStep | GateStep)
        or (dialog.name, step.id) in ONLY_OF_TWO
    )
    return (dialog.name, step.id) not in ONLY_ALONE if form == "couple" else not of_two


@given(st.data(), st.sampled_from(FORMS))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_a_run_ends_whatever_is_answered(data: st.DataObject, which: tuple[str, str]) -> None:
    name, form = which
    used = Counter[str]()

    def any_way(ways: list[str]) -> str:
        # `again` may be chosen for ever by whoever likes to; here three times.
        way = data.draw(st.sampled_from([w for w in ways if used[w] < 3] or ways[-1:]))
        used[way] += 1
        return way

    stage = data.draw(st.sampled_from(list(begin(LIBRARY.dialogs[name], linked=form == "couple"))))
    finish(stage, any_way)
