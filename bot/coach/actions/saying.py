"""The actions of saying something: a finished wording becomes somebody's own words."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

from bot.engine.disclosure import shown_in_tell
from bot.engine.turn import Turn
from bot.model.events import Prompt, Remember
from bot.model.state import Run
from bot.model.values import Option, Values, Words


def as_words(turn: Turn, run: Run, source: str | None) -> None:
    """The wording that they picked is theirs from here on, word for word and in their own language: the answer is the
    text of the prompt that has the option's name."""
    # The trail stays: whoever goes back picks anew.
    answer = next((a for a in reversed(run.answers) if a.step == source), None)
    if answer is None or not isinstance(answer.value, Option):
        return
    answer.value = finished(turn, run, answer.person, answer.value.id)


def in_their_words(turn: Turn, run: Run, source: str | None) -> None:
    """What was just remembered says what was picked in each one's own language, in the words of its button."""
    made = {item.id: who for who, item in run.made.items()}
    for place, event in enumerate(turn.events):
        picked = event.values.get(source or "") if isinstance(event, Remember) and event.id in made else None
        if isinstance(event, Remember) and isinstance(picked, Option):
            label = finished(turn, run, event.person, f"label_{picked.id}")
            turn.events[place] = replace(event, values={**event.values, source or "": label})


def finished(turn: Turn, run: Run, who: int, prompt: str, values: Values | None = None) -> Words:
    """The text of a prompt of a run's dialog as one person would read it, as words; with values beside those that the
    run has for them."""
    person = turn.person(who)
    known: Values = {**turn.names(run, who), **shown_in_tell(turn.dialog(run), run, who), **(values or {})}
    return Words(unescape(turn.world.render(Prompt(run.dialog, prompt), known, person, person)))
