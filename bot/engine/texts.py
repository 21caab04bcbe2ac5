"""Words from a person, in the order in which they are listened to: about being out, a control word, the open question,
an open offer, what waits, and else whatever the product makes of them. Danger has been looked for before.

Whether words answer a question is decided by message ids, and by Telegram's own dates where those do not tell.
"""

from __future__ import annotations

from bot.engine.answers import as_asked, open_question, take, take_heard, too_long
from bot.engine.arrival import arrival
from bot.engine.keeping import let_go_in_words
from bot.engine.kinds import kind_of, ways_back
from bot.engine.listening import ALWAYS, BY_NAME, do_control, do_wanted, doubt_words, doubted, misheard, open_at_front
from bot.engine.misfits import misfit
from bot.engine.notes import keep_unsure, keep_words
from bot.engine.pieces import belongs, is_rest, late
from bot.engine.place import place_of
from bot.engine.previews import on_offer
from bot.engine.runs import bring
from bot.engine.seats import controls
from bot.engine.sentences import is_answer, read_answer, says_more, sentence
from bot.engine.step import Question
from bot.engine.steps.offer import OfferStep
from bot.engine.turn import Turn
from bot.model.asks import Ask, Part
from bot.model.heard import TO_SOMEBODY
from bot.model.inputs import Text
from bot.model.script import Button
from bot.model.state import LastWords, Offer, Run
from bot.model.values import Option, Unclear, Words


def on_text(turn: Turn, message: Text) -> None:
    """Route words to what they are for, or answer them kindly."""
    who = message.person
    turn.words, turn.words_at = Part(message.message_id, message.text), message.said.at
    if turn.world.product.away(turn, who, message.text):
        return
    if message.reply is not None and (open_question(turn, who, message.reply) or not _is_no_answer(turn, who, message)):
        _on_reply(turn, message)
        return
    found = open_at_front(turn, who)
    if found is None:
        _unasked(turn, message)
        return
    run, ask = found
    step = turn.dialog(run).steps[ask.step]
    assert isinstance(step, Question)
    if _instead(turn, run, who, step, ask, message.text):
        return
    _answering(turn, run, who, step, ask, message)


def _is_no_answer(turn: Turn, who: int, message: Text) -> bool:
    """Whether words are to the coach, whatever they stand beneath: they are never the rest of an answer."""
    hear, person = turn.world.hear, turn.person(who)
    return hear.control(message.text, person) is not None or hear.talk(message.text, person) in TO_SOMEBODY


def _instead(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> bool:
    """What is said instead of an answer: a button's own words, yes or no to a doubt, a control word, small talk.
    Whether it was any of it."""
    person, hear = turn.person(who), turn.world.hear
    control = hear.control(text, person)
    if step.only_taps or step.strict:
        if control in ALWAYS and control is not None:
            do_control(turn, run, who, ask, control, text)
            return True
        if step.only_taps:
            turn.common(who, "misfit_gate")
            return True
    if person.offer is not None and (button := hear.button(person.offer, text, person)) is not None:
        turn.asked_for = button.command
        return True
    if hear.option(run.dialog, step.id, text, person) is not None:
        return False
    if let_go_in_words(turn, who, text, run) or _control_in_words(turn, run, who, step, ask, text):
        return True
    if ask.unsure is not None and control is not None and control == ask.wanted:
        settle_unsure(turn, run, who, ask, yes=True)
        return True
    if ask.unsure is not None:
        if (reply := hear.reply(text, person)) is not None:
            settle_unsure(turn, run, who, ask, yes=reply == "yes")
            return True
        keep_unsure(turn, who, ask)
    if isinstance(step, OfferStep) and on_offer(turn, run, who, step, ask, text, control):
        return True
    if control is not None and not is_answer(turn, run, who, step, ask, control, text):
        do_control(turn, run, who, ask, control, text)
        return True
    talk = hear.talk(text, person)
    if talk in TO_SOMEBODY and (step.in_own_words or read_answer(turn, run, who, step, ask, text) is None):
        turn.world.product.talked(turn, who, talk)
        _offer_as_answer(turn, run, who, step, text)
        return True
    return False


_SAID_SO = frozenset({"skip", "later", *ways_back()})
"""The controls of a question that are heard however they are said, and said back."""


def _control_in_words(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> bool:
    """Whether the text is the own words of a button of the question's other controls: "preview", "that's all"."""
    shown = controls(turn.dialog(run), run, who, as_asked(turn, who, step, ask))
    buttons = [Button(control, control) for control in shown if control not in _SAID_SO]
    found = turn.world.hear.button(Offer(run.dialog, buttons), text, turn.person(who))
    if found is not None:
        turn.asked_for = f"a:{ask.id}:!{found.command}"
    return found is not None


def _offer_as_answer(turn: Turn, run: Run, who: int, step: Question, text: str) -> None:
    buttons = misheard(turn, run, who, step, text, "talk")
    if buttons:
        turn.common(who, "or_answer", buttons=buttons)


def settle_unsure(turn: Turn, run: Run, who: int, ask: Ask, *, yes: bool) -> None:
    """Whether doubted words were the answer; or, of a control word, whether it was meant as one."""
    if ask.wanted is not None and yes:
        do_wanted(turn, run, who, ask)
    elif ask.wanted is not None:
        words = doubted(turn, ask)
        step = turn.dialog(run).steps[ask.step]
        if isinstance(step, Question) and step.kind == "text":
            take(turn, run, who, Words(words))
        elif isinstance(step, Question) and (step.kind in BY_NAME or step.own):
            answer_words(turn, run, who, words)
        else:
            turn.spoken_to.add(who)
    else:
        unsure = doubted(turn, ask)
        if yes:
            answer_words(turn, run, who, unsure)
        else:
            keep_words(turn, who, unsure)


def _answering(turn: Turn, run: Run, who: int, step: Question, ask: Ask, message: Text) -> None:
    """Words that may be the answer: or the rest of the one before, or typed before the question could be read."""
    fits = _fits(turn, run, who, ask, message.text)
    # What waits for the end of a pile nobody has seen.
    unseen = turn.person(who).pile is not None and not ask.shown
    timing = "late" if unseen else arrival(message, ask)
    if timing == "late" and late(turn, message):
        return
    if unseen:
        keep_words(turn, who, message.text)
        return
    # What a button of this question says is its answer, however soon it comes.
    by_name = turn.world.hear.option(run.dialog, step.id, message.text, turn.person(who)) is not None
    words = step.in_own_words and not by_name
    rest = timing != "late" and (words or not fits) and is_rest(turn, message, ask)
    if rest and late(turn, message):
        return
    if timing != "in time" and fits:
        doubt_words(turn, ask, message.text)
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
    if isinstance(step, OfferStep):
        control = turn.world.hear.control(text, turn.person(who))
        if not on_offer(turn, run, who, step, ask, text, control):
            misfit(turn, run, who, step, ask)
        return
    value = read_answer(turn, run, who, step, ask, text)
    if isinstance(value, Option) and says_more(turn, run, who, step, value, text):
        return
    if isinstance(value, Unclear):
        value = kind_of(step).of_those_shown(as_asked(turn, who, step, ask), value) or value
    if value is None and turn.world.hear.reply(text, turn.person(who)) == "yes":
        value = kind_of(step).agreed(as_asked(turn, who, step, ask))
    if isinstance(value, Unclear):
        name, values = kind_of(step).ask_back(as_asked(turn, who, step, ask), value)
        turn.common(who, name, dict(values))
    elif value is None:
        if not sentence(turn, run, who, step, ask, text):
            _no_answer(turn, run, who, step, ask, text)
    elif (length := too_long(step, value)) is not None:
        ask.draft, ask.draft_in = text, turn.words.message if turn.words is not None else 0
        turn.common(who, "too_long", {"length": length, "max": kind_of(step).longest(step)})
    else:
        take_heard(turn, run, who, step, ask, value)


def _no_answer(turn: Turn, run: Run, who: int, step: Question, ask: Ask, text: str) -> None:
    """Small talk is answered as such, and a command done that is named; anything else does not fit. Where taps count,
    neither does "ok" or "fine"."""
    hear, person = turn.world.hear, turn.person(who)
    talk = hear.talk(text, person)
    agrees = step.strict and hear.reply(text, person) is not None
    if talk is not None and talk != "finish" and not agrees:
        turn.world.product.talked(turn, who, talk)
    elif not step.strict and (called := hear.command(text, person)) is not None and not called.near:
        turn.asked_for = called.command
    else:
        misfit(turn, run, who, step, ask)


def _fits(turn: Turn, run: Run, who: int, ask: Ask, text: str) -> bool:
    step = turn.dialog(run).steps[ask.step]
    assert isinstance(step, Question)
    if step.only_taps or isinstance(step, OfferStep):
        return False
    value = read_answer(turn, run, who, step, ask, text)
    return value is not None and not isinstance(value, Unclear) and too_long(step, value) is None


def _on_reply(turn: Turn, message: Text) -> None:
    """A reply to a message decides outright which question is meant, and so that no other is."""
    who, ask_id = message.person, message.reply
    assert ask_id is not None
    found = open_question(turn, who, ask_id)
    if found is not None:
        run, _, ask = found
        bring(turn, run, who)
        step = turn.dialog(run).steps[ask.step]
        assert isinstance(step, Question)
        if not _instead(turn, run, who, step, ask, message.text):
            answer_words(turn, run, who, message.text)
        return
    for run in turn.conversation.runs.values():
        answer = next((a for a in run.answers if a.ask == ask_id and a.person == who), None)
        if answer is not None and isinstance(answer.value, Words):
            told = run.other(who) if answer.disclosed else None
            belongs(turn, message, LastWords(run.id, run.dialog, answer.step, told, keeping=answer.keeping))
            return
    keep_words(turn, who, message.text)


def _unasked(turn: Turn, message: Text) -> None:
    """Words that no question waits for: an answer to what was offered, or late, or for the product to make sense of."""
    who = message.person
    if message.unread and not _is_no_answer(turn, who, message) and late(turn, message):
        return
    if _to_offer(turn, who, message.text):
        return
    if let_go_in_words(turn, who, message.text):
        return
    for run in turn.conversation.runs.values():
        block = turn.block(run)
        mine = run.seats.get(who)
        waits = block is not None and block.in_turns and place_of(turn, run) is None
        if waits and who in run.people and (mine is None or mine.ask is None):
            turn.common(who, "turns_early")
            return
    turn.world.product.unasked(turn, who, message.text)


def _to_offer(turn: Turn, who: int, text: str) -> bool:
    """Yes, no or a button's own words to what was offered last; whether it was any of it."""
    person, hear = turn.person(who), turn.world.hear
    offer = person.offer
    if offer is None:
        return False
    button = hear.button(offer, text, person)
    if button is not None:
        turn.asked_for = button.command
        return True
    if offer.yes is None:
        return False
    if offer.sends:
        said = hear.sending(text, person)
        if said == "affirm":
            again = tuple(offer.buttons)
            turn.common(who, "tap_to_send", buttons=again, yes=offer.yes, no=offer.no, sends=True)
            return True
        reply = {"send": "yes", "keep": "no"}.get(said or "")
    else:
        reply = hear.reply(text, person)
    if reply is None:
        return False
    person.offer = None
    if reply == "yes":
        turn.asked_for = offer.yes
    elif offer.no is not None:
        turn.asked_for = offer.no
    else:
        turn.common(who, "fine")
    return True
