"""Words from a person: an answer, late words that belong to the one before, or nothing we asked for.

Whether words answer a question is decided by message ids, never by clocks: what was sent before a question reached
its reader does not answer it.
"""

from __future__ import annotations

from datetime import timedelta

from bot.engine.answers import as_asked, open_question, take, utf16
from bot.engine.arrival import arrival
from bot.engine.kinds import kind_of
from bot.engine.runs import bring
from bot.engine.step import Question
from bot.engine.steps.offer import OfferStep
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.inputs import Text
from bot.model.script import Button
from bot.model.state import Answer, Ask, Extra, LastWords, Run
from bot.model.values import Instant, Option, Unclear, Value, Words

STILL_ABOUT_IT = timedelta(hours=1)
"""For so long after help lines, words that nothing was asked for are taken to be about the same."""

MOST_EXTRAS = 10
"""So many words that came late can wait for their writer to send them on or keep them."""

MOST_NOTES = 2_000
"""So many notes are kept of one person: more than a year of five a day, and an export of them stays a small file."""


def on_text(turn: Turn, message: Text) -> None:
    """Route words to the question they answer, or answer them kindly."""
    who = message.person
    if message.reply is not None:
        _on_reply(turn, message)
        return
    run = turn.run(turn.person(who).foreground)
    ask = run.seats[who].ask if run is not None and who in run.seats and not run.stranded else None
    if run is None or ask is None:
        _unasked(turn, message)
        return
    timing = arrival(message, ask)
    if timing == "late" and _late(turn, message):
        return
    if timing != "in time" and _fits(turn, run, who, ask, message.text):
        ask.unsure = message.text
        turn.common(who, "unsure", {"words": Words(message.text)})
        return
    answer_words(turn, run, who, message.text)


def answer_words(turn: Turn, run: Run, who: int, text: str) -> None:
    """Take words as the answer to the person's open question, or say in one line what would fit."""
    ask = run.seats[who].ask
    assert ask is not None
    step = turn.dialog(run).steps[ask.step]
    assert isinstance(step, Question)
    if step.only_taps:
        turn.common(who, "misfit_gate")
        return
    value = _read(turn, run, who, step, ask, text)
    if isinstance(step, OfferStep):
        if _previewed(turn, run, who, step, value, text):
            return
        if ask.preview is None and value == Option("share"):
            value = None  # nothing is shared that was not previewed
    if isinstance(value, Unclear):
        name, values = kind_of(step).ask_back(as_asked(turn, who, step, ask), value)
        turn.common(who, name, dict(values))
    elif value is None:
        turn.common(who, f"misfit_{step.kind}", {"low": step.low, "high": step.high})
    elif isinstance(value, Words) and utf16(value.text) > step.max:
        ask.draft = value.text
        turn.common(who, "too_long", {"length": utf16(value.text), "max": step.max})
    else:
        take(turn, run, who, value)


def _previewed(turn: Turn, run: Run, who: int, step: OfferStep, value: Value | Unclear | None, text: str) -> bool:
    """Show what would go out: what is picked, for a "share"; under that, any words that are not a button's."""
    ask = run.seats[who].ask
    assert ask is not None
    step.drop_lapsed(turn, run, who)
    share, shown = value == Option("share"), ask.preview is not None
    if value == Option("keep") or share == shown or not (shown or ask.picked):
        return False
    if shown and utf16(text) > step.max:
        ask.draft = text
        turn.common(who, "too_long", {"length": utf16(text), "max": step.max})
        return True
    step.build_preview(turn, run, who, words=text if shown else None)
    turn.spoken_to.add(who)
    return True


def _read(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> Value | Unclear | None:
    """Words as an answer. How long is told from the moment that was answered before, where there is one."""
    moments = [a.value.at for a in run.answers if a.person == who and isinstance(a.value, Instant)]
    ahead = moments[-1:] if kind_of(step).goes_by_moment else []
    return turn.world.read(run.dialog, step, text, turn.person(who), max([turn.world.now, *ahead]), ask.day)


def _fits(turn: Turn, run: Run, who: int, ask: Ask, text: str) -> bool:
    step = turn.dialog(run).steps[ask.step]
    assert isinstance(step, Question)
    if step.only_taps:
        return False
    value = _read(turn, run, who, step, ask, text)
    if isinstance(step, OfferStep):
        return ask.preview is not None and value == Option("share")
    return (
        value is not None
        and not isinstance(value, Unclear)
        and not (isinstance(value, Words) and utf16(value.text) > step.max)
    )


def _on_reply(turn: Turn, message: Text) -> None:
    """A reply to a message decides outright which question is meant, and so that no other is."""
    who, ask_id = message.person, message.reply
    assert ask_id is not None
    found = open_question(turn, who, ask_id)
    if found is not None:
        run, _, _ = found
        bring(turn, run, who)
        answer_words(turn, run, who, message.text)
        return
    for run in turn.conversation.runs.values():
        answer = next((a for a in run.answers if a.ask == ask_id and a.person == who), None)
        if answer is not None and isinstance(answer.value, Words):
            told = run.other(who) if answer.disclosed else None
            _belongs(turn, message, LastWords(run.id, run.dialog, answer.step, told))
            return
    keep_words(turn, who, message.text)


def _late(turn: Turn, message: Text) -> bool:
    """Late words belong to the text answer before them, if that is what the person did last."""
    words = turn.person(message.person).last_words
    return words is not None and _belongs(turn, message, words)


def _belongs(turn: Turn, message: Text, words: LastWords) -> bool:
    who, run = message.person, turn.run(words.run)
    answer = run.answer(words.step, who) if run is not None else None
    if run is not None and answer is not None and not answer.disclosed and words.disclosed_to is None:
        if _append(turn, run, answer, message.text):
            turn.common(who, "added", {"words": Words(message.text)})
            return True
    elif words.disclosed_to is not None and words.disclosed_to in turn.conversation.people:
        extra = Extra(turn.world.fresh.id(), message.text, words.disclosed_to, words.dialog)
        turn.person(who).extras.append(extra)
        _keep_oldest(turn, who)
        buttons = (Button(f"send_too.{extra.id}", "send"), Button(f"keep_words.{extra.id}", "keep"))
        turn.common(who, "send_too", {"words": Words(message.text)}, buttons)
        return True
    keep_words(turn, who, message.text)
    return True


def _keep_oldest(turn: Turn, who: int) -> None:
    """Of what nobody decided about for long, the oldest is theirs alone, as if they had kept it."""
    person = turn.person(who)
    while len(person.extras) > MOST_EXTRAS:
        words = Words(person.extras.pop(0).text)
        turn.emit(Remember(turn.world.fresh.id(), who, turn.world.library.kind_of("words"), 1, {"words": words}))


def _append(turn: Turn, run: Run, answer: Answer, text: str) -> bool:
    step = turn.dialog(run).steps.get(answer.step)
    if not isinstance(step, Question) or not isinstance(answer.value, Words):
        return False
    whole = f"{answer.value.text}\n{text}"
    if utf16(whole) > step.max:
        return False
    answer.value = Words(whole)
    return True


def keep_words(turn: Turn, who: int, text: str) -> None:
    """Keep words that belong to no open answer as a note of the person's own, while there is room."""
    kind = turn.world.library.kind_of("words")
    if turn.world.memory.counts(who).get(kind, 0) >= MOST_NOTES:
        turn.common(who, "notes_full", {"most": MOST_NOTES})
        return
    turn.emit(Remember(turn.world.fresh.id(), who, kind, 1, {"words": Words(text)}))
    turn.common(who, "kept_words", {"words": Words(text)})


def send_extra(turn: Turn, who: int, extra_id: str, *, send: bool) -> None:
    """The person's choice about words that came after their answer was shown."""
    person = turn.person(who)
    extra = next((e for e in person.extras if e.id == extra_id), None)
    if extra is None:
        turn.in_vain(who)
        return
    person.extras.remove(extra)
    if not send:
        keep_words(turn, who, extra.text)
        return
    turn.common(extra.to, "words_from_other", {"words": Words(extra.text)})
    turn.world.product.shown(turn, who, extra.dialog, {"words": Words(extra.text)})
    turn.common(who, "sent_on")


def _unasked(turn: Turn, message: Text) -> None:
    who = message.person
    if message.unread and _late(turn, message):
        return
    for run in turn.conversation.runs.values():
        block = turn.block(run)
        if block is not None and block.in_turns and who in run.people:
            turn.common(who, "turns_other")
            return
    turn.world.product.unasked(turn, who)
