"""Words that belong to an answer before them, and words that belong to none: joined, sent on, or kept as a note."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.engine.answers import erase, utf16
from bot.engine.notes import keep_words, note
from bot.engine.step import Question
from bot.engine.turn import Turn
from bot.model.asks import Answer, Ask, Part
from bot.model.inputs import Text
from bot.model.script import Button
from bot.model.state import Extra, LastWords, Misheard, Run
from bot.model.values import Words

MOST_EXTRAS: Final = 10
"""So many words that came late can wait for their writer to send them on or keep them."""

QUICK: Final = timedelta(seconds=2)
"""Words that come so soon after the last, and after the next question, were typed before that question was read."""


def is_rest(turn: Turn, message: Text, ask: Ask) -> bool:
    """Whether words are the rest of the answer before, though the next question had reached the chat: by Telegram's own
    dates, they came at most two seconds after the last words, and that question at most two before them.

    Of a question of which nobody knows whether and when it came, a kill in the middle of its call, that much is known:
    it was sent after those last words.
    """
    last, reach, sent = turn.person(message.person).last_words, message.reach.get(ask.id), message.said.at
    if last is None or last.at is None or sent is None or reach is None or sent - last.at > QUICK:
        return False
    return reach.known is None or (reach.at is not None and sent - reach.at <= QUICK)


def late(turn: Turn, message: Text) -> bool:
    """Late words belong to the text answer before them, if that is what the person did last."""
    words = turn.person(message.person).last_words
    return words is not None and belongs(turn, message, words)


def belongs(turn: Turn, message: Text, words: LastWords) -> bool:
    """Give words to the answer that they belong to: joined to it, offered to be sent on, or kept."""
    who, run = message.person, turn.run(words.run)
    answer = run.answer(words.step, who) if run is not None else None
    if run is not None and answer is not None and not answer.disclosed and words.disclosed_to is None:
        if _append(turn, run, answer, message):
            words.at = message.said.at
            if answer.keeping == "gone":
                erase(turn, replace(answer, parts=answer.parts[-1:]))
                turn.common(who, "let_go")
            else:
                _say_joined(turn, message, run)
            return True
    elif words.disclosed_to is not None and words.disclosed_to in turn.conversation.people:
        words.at = message.said.at
        offer_to_send(turn, who, message.text, words.disclosed_to, words.dialog)
        return True
    if words.keeping in (None, "kept"):
        keep_words(turn, who, message.text)
    else:
        turn.common(who, "let_go")
    return True


def offer_to_send(turn: Turn, who: int, text: str, to: int, dialog: str) -> None:
    """Words came when what they belong to had been shown: their writer says whether they go after it."""
    if turn.world.product.holds_back(turn, who, dialog, text):
        keep_words(turn, who, text)
        return
    person, fresh = turn.person(who), turn.world.fresh.id()
    person.extras.append(Extra(fresh, text, to, dialog))
    while len(person.extras) > MOST_EXTRAS:
        # What nobody decided about for long is theirs alone, as if they had kept it.
        note(turn, who, person.extras.pop(0).text)
    buttons = (Button(f"send_too.{fresh}", "send"), Button(f"keep_words.{fresh}", "keep"))
    turn.common(
        who, "send_too", {"words": Words(text)}, buttons, yes=buttons[0].command, no=buttons[1].command, sends=True
    )


def _say_joined(turn: Turn, message: Text, run: Run) -> None:
    """Say what was joined; where another question waits for words, it can have been for that one."""
    who = message.person
    seat = run.seats.get(who)
    open_now = seat.ask if seat is not None else None
    step = turn.dialog(run).steps.get(open_now.step) if open_now is not None else None
    buttons: tuple[Button, ...] = ()
    if open_now is not None and isinstance(step, Question) and step.in_own_words:
        one = Misheard(turn.world.fresh.id(), message.text, run.id, step.id, "joined", message.message_id)
        turn.person(who).misheard = one
        buttons = (Button(f"meant.{one.id}", "answers_this"),)
    turn.common(who, "added", {"words": Words(message.text)}, buttons)


def _append(turn: Turn, run: Run, answer: Answer, message: Text) -> bool:
    step = turn.dialog(run).steps.get(answer.step)
    if not isinstance(step, Question) or not isinstance(answer.value, Words):
        return False
    whole = f"{answer.value.text}\n{message.text}"
    if utf16(whole) > step.max:
        return False
    answer.value = Words(whole)
    answer.parts.append(Part(message.message_id, message.text))
    return True


def take_apart(turn: Turn, run: Run, who: int, message: int) -> None:
    """Take the words of one message out of the answer that they were joined to."""
    for answer in run.answers:
        if answer.person == who and len(answer.parts) > 1 and any(part.message == message for part in answer.parts):
            answer.parts = [part for part in answer.parts if part.message != message]
            answer.value = Words("\n".join(part.text for part in answer.parts))


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
