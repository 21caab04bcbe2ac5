"""The actions of saying something: a finished wording becomes somebody's own words."""

from __future__ import annotations

from html import unescape

from bot.engine.disclosure import shown_in_tell
from bot.engine.turn import Turn
from bot.model.events import Prompt
from bot.model.state import Run
from bot.model.values import Option, Values, Words


def as_words(turn: Turn, run: Run, source: str | None) -> None:
    """The wording that they picked is theirs from here on, word for word and in their own language: the answer is the
    text of the prompt that has the option's name."""
    # The trail stays: whoever goes back picks anew.
    who = run.starter
    answer = run.answer(source or "", who)
    if answer is None or not isinstance(answer.value, Option):
        return
    person = turn.person(who)
    values: Values = turn.names(run, who) | shown_in_tell(turn.dialog(run), run, who)
    finished = turn.world.render(Prompt(run.dialog, answer.value.id), values, person, person)
    answer.value = Words(unescape(finished))
