"""What two agree on: for each of them a copy of it, with a day to look at it again; and what comes of it every day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.coach.due import set_anew
from bot.coach.in_force import copy_of_other, its_words
from bot.coach.revising import revise
from bot.engine.disclosure import known_to_both
from bot.engine.runs import clear_trails, end
from bot.engine.steps.gate import RESTS
from bot.engine.steps.remember import as_item
from bot.engine.turn import Turn
from bot.model.asks import Answer
from bot.model.events import Prompt, Remember
from bot.model.memory import COUPLE, ENDED, MADE_IN, OURS, SILENCED, Memory
from bot.model.script import Button
from bot.model.state import Run
from bot.model.values import Day, Instant, Option, Value, Values, Variable, Words

AGREEMENT: Final = "agreement"
EVERY_DAY: Final = "daily_hour"
"""The kinds of memory items that are made here."""

SORT, TERMS, TERMS_FOR = "sort", "terms", "terms_for"
LOOK_AGAIN, LOOK_ON, BEGINS = "look_again", "look_on", "begins"
"""The questions whose answers an agreement holds, and the day on which it is looked at again."""

ENDS_HERE: Final = "ends_here"
"""The prompt of its dialog that says to both that nothing is agreed."""

USUALLY: Final = timedelta(weeks=4)
LOOKS: Final[Mapping[str, timedelta]] = {
    "two_weeks": timedelta(weeks=2),
    "four_weeks": USUALLY,
    "three_months": timedelta(weeks=13),
}
"""How long until it is looked at again."""


def let_rest(turn: Turn, run: Run, source: str | None) -> None:
    """Whoever began this dialog cannot begin it again for a week, unless the two agree: nobody is asked on and on."""
    turn.person(run.starter).rests[run.dialog] = turn.world.now + RESTS


def agree(turn: Turn, run: Run, source: str | None) -> None:
    """Both have said yes to the words of an answer: each keeps a copy, to be looked at again on a day of their own
    calendar. Where the dialog is about an agreement already, that one says so now, in both copies; and where whoever
    asked for the change has it no longer, it ends as if nobody had answered: what was let go of binds nobody."""
    clear_trails(run)
    words = _words_of_each(turn, run, source)
    if words is None:
        return
    copies = _former(turn, run)
    if run.extra.get("item") and copies[run.starter] is None:
        for who in run.people:
            turn.say(who, Prompt(run.dialog, ENDS_HERE), run=run)
        end(turn, run)
        return
    turn.person(run.starter).rests.pop(run.dialog, None)
    answer = _latest(run, source)
    whose = answer.person if answer is not None else run.starter
    known = (copy.values.get(OURS) for copy in copies.values() if copy is not None)
    # One who had let go of it has no copy, and agrees to it again.
    ours = str(next(known, None) or turn.world.fresh.id())
    for who, former in copies.items():
        terms = _terms(turn, run, who, words[who])
        if former is not None:
            _end_drops(turn, former)
            kept = {name: value for name, value in former.values.items() if name != ENDED}
            terms = terms if former.kind == AGREEMENT else _reworded(former, words[who])
            revise(turn, who, former, {**kept, **terms})
        else:
            kind, shape = _shape(copies.values(), words[who])
            values = {**(shape or {**terms, MADE_IN: run.dialog}), COUPLE: turn.conversation.couple, OURS: ours}
            made = Remember(turn.world.fresh.id(), who, kind, 1, values)
            turn.emit(made)
            run.made[who] = as_item(turn.world.library.kinds[kind], made)
        shown: dict[str, Variable] = {"words": words[who], "mine": whose == who, LOOK_ON: terms.get(LOOK_ON)}
        turn.say(who, Prompt(run.dialog, "agree"), run=run, values=shown, buttons=(Button("plans", "plans"),))
        run.extra |= {"agreed": source or "", "ours": ours}


def _reworded(former: Memory, words: Words) -> Values:
    """What is of two and has a shape of its own - a ritual, a date - keeps it: other words take the place of those that
    it is called by."""
    called = its_words(former)
    return {called[0] if called is not None else TERMS: words}


def _shape(copies: Iterable[Memory | None], words: Words) -> tuple[str, Values]:
    """The kind, and the rest, of what is agreed on by somebody who had let go of it: as the other still has it."""
    theirs = next((copy for copy in copies if copy is not None and copy.kind != AGREEMENT), None)
    if theirs is None:
        return AGREEMENT, {}
    kept = {name: value for name, value in theirs.values.items() if name not in (ENDED, SILENCED)}
    return theirs.kind, {**kept, **_reworded(theirs, words)}


def _end_drops(turn: Turn, former: Memory) -> None:
    """Whoever had begun to let go of it has just agreed to other words: what they would send quotes the old ones."""
    drop = turn.world.library.doing("drop").name
    for open_yet in [r for r in turn.conversation.runs.values() if r.dialog == drop]:
        if open_yet.extra.get("item") == former.id:
            end(turn, open_yet)


def each_day(turn: Turn, run: Run, source: str | None) -> None:
    """Whoever gave this answer is written to every day when the agreed hour begins; nobody else learns of it."""
    clear_trails(run)
    asked, begins = _latest(run, source), _latest(run, BEGINS)
    if asked is None or begins is None or not isinstance(begins.value, Instant):
        return
    who = asked.person
    values: dict[str, Variable] = {
        TERMS: _words(turn, run, run.extra.get("agreed")),
        BEGINS: begins.value,
        MADE_IN: run.dialog,
    }
    values |= {COUPLE: turn.conversation.couple, OURS: run.extra.get("ours", "")}
    made = Remember(turn.world.fresh.id(), who, EVERY_DAY, 1, values)
    turn.emit(made)
    run.made = {who: as_item(turn.world.library.kinds[EVERY_DAY], made)}
    if who != run.starter:
        # The nudge that is written beneath is for whoever comes past it.
        set_anew(turn, who, run.dialog, run.made[who], ("daily",))


def _latest(run: Run, question: str | None) -> Answer | None:
    return next((a for a in reversed(run.answers) if a.step == question and a.value is not None), None)


def _words_of_each(turn: Turn, run: Run, source: str | None) -> dict[int, Words] | None:
    """The words of an answer for each of the two. What the coach has put for both, each has in their own language."""
    put = {who: answer.value for who in run.people if (answer := run.answer(source or "", who)) is not None}
    if len(put) == len(run.people):
        return {who: value for who, value in put.items() if isinstance(value, Words)}
    words = _words(turn, run, source)
    return dict.fromkeys(run.people, words) if words is not None else None


def _words(turn: Turn, run: Run, source: str | None) -> Words | None:
    """The words of an answer that both have before their eyes; what was asked for first says for how long as well."""
    answer = _latest(run, source)
    if answer is None or not isinstance(answer.value, Words) or not known_to_both(turn.dialog(run), answer):
        return None
    span = _latest(run, TERMS_FOR) if source == TERMS else None
    if span is None or not isinstance(span.value, Words):
        return answer.value
    return Words(f"{answer.value.text.rstrip(' .')} – {span.value.text}")


def _terms(turn: Turn, run: Run, who: int, words: Words) -> Values:
    chosen, sort = _latest(run, LOOK_AGAIN), _latest(run, SORT)
    after = LOOKS.get(chosen.value.id, USUALLY) if chosen is not None and isinstance(chosen.value, Option) else USUALLY
    day = (turn.world.now + after).astimezone(ZoneInfo(turn.person(who).zone)).date()
    known: dict[str, Value] = {SORT: sort.value} if sort is not None and sort.value is not None else {}
    return {TERMS: words, **known, LOOK_ON: Day(day)}


def _former(turn: Turn, run: Run) -> dict[int, Memory | None]:
    """Each person's copy of the agreement that the dialog is about, if it is about one."""
    mine = turn.world.memory.item(run.starter, run.extra.get("item", ""))
    theirs = copy_of_other(turn, run.starter, mine) if mine is not None else None
    return {who: mine if who == run.starter else theirs for who in run.people}
