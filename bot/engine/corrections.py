"""Messages that were changed afterwards: the answer changes with them, while it is undisclosed and nothing followed."""

from __future__ import annotations

from bot.engine.answers import undo, utf16
from bot.engine.kinds.many import ENTRY
from bot.engine.listening import open_at_front
from bot.engine.pieces import offer_to_send
from bot.engine.runs import bring
from bot.engine.step import Question
from bot.engine.texts import answer_words, on_text
from bot.engine.turn import Turn
from bot.model.asks import Answer, Part
from bot.model.events import Nothing
from bot.model.inputs import Edited, Text
from bot.model.script import Button
from bot.model.state import Misheard, Run
from bot.model.values import Picks, Words


def on_edited(turn: Turn, edited: Edited) -> None:
    """Put a correction where it belongs, or say why it has none."""
    who, now = edited.person, edited.now
    if now is None:
        turn.common(who, "edited")
        return
    if _on_list(turn, who, now):
        return
    found = _answered_by(turn, who, now.message_id)
    if found is None:
        _none_answered(turn, now)
        return
    run, answer, part = found
    if part.text == now.text:
        turn.emit(Nothing(who))
    elif answer.disclosed:
        other = run.other(who)
        part.text = now.text
        if other is not None:
            offer_to_send(turn, who, now.text, other, run.dialog)
    elif not _reachable(turn, run, answer) or not _followed_by_nothing(turn, run, who, answer):
        turn.common(who, "edited_late")
    elif isinstance(answer.value, Words):
        _change(turn, run, answer, part, now.text)
    elif isinstance(answer.value, Picks):
        if _change_entries(turn, who, answer.parts, now):
            answer.value = Picks(answer.value.ids, tuple(part.text for part in answer.parts if part.text))
    else:
        one = Misheard(turn.world.fresh.id(), now.text, run.id, answer.step, "edited", now.message_id)
        turn.person(who).misheard = one
        turn.common(who, "edited_answer", {"words": Words(now.text)}, (Button(f"change_to.{one.id}", "change_to"),))


def _on_list(turn: Turn, who: int, now: Text) -> bool:
    """Change an entry of a list that is still open; whether the message was one."""
    asks = (run.seats[who].ask for run in turn.conversation.runs.values() if who in run.seats)
    own = next((ask.own for ask in asks if ask and any(part.message == now.message_id for part in ask.own)), None)
    if own is None:
        return False
    _change_entries(turn, who, own, now)
    return True


def _change_entries(turn: Turn, who: int, parts: list[Part], now: Text) -> bool:
    """Put what a message says now in the place of the entries that it brought, as one; whether it fits."""
    line = " ".join(now.text.split())
    if utf16(line) > ENTRY:
        turn.common(who, "edited_too_long", {"max": ENTRY})
        return False
    first, *others = (part for part in parts if part.message == now.message_id)
    first.text = line
    for part in others:
        part.text = ""
    turn.common(who, "changed_answer", {"words": Words(line)})
    return True


def _answered_by(turn: Turn, who: int, message: int) -> tuple[Run, Answer, Part] | None:
    """The answer that a message was a part of."""
    for run in turn.conversation.runs.values():
        for answer in reversed(run.answers):
            part = next((part for part in answer.parts if part.message == message), None)
            if answer.person == who and part is not None:
                return run, answer, part
    return None


def _none_answered(turn: Turn, now: Text) -> None:
    """Words that had not fitted, or were typed at nothing, may say by now what they were meant to."""
    found = open_at_front(turn, now.person)
    if found is not None and found[1].missed == now.message_id != 0:
        on_text(turn, now)
    else:
        turn.common(now.person, "edited", buttons=() if found is not None else (Button("menu", "menu"),))


def _reachable(turn: Turn, run: Run, answer: Answer) -> bool:
    """Whether the way back leads to an answer, or to the question in whose place a sentence gave it."""
    if run.stranded:
        return False
    steps = (turn.dialog(run).steps.get(name) for name in run.seats[answer.person].trail)
    behind = (step for step in steps if isinstance(step, Question))
    return any(
        step.id == answer.step or (step.sentence is not None and answer.step in step.sentence.answers)
        for step in behind
    )


def _followed_by_nothing(turn: Turn, run: Run, who: int, answer: Answer) -> bool:
    """Whether no other dialog was begun from this one."""
    return all(other.parent != run.id for other in turn.conversation.runs.values())


def _change(turn: Turn, run: Run, answer: Answer, part: Part, text: str) -> None:
    step = turn.dialog(run).steps.get(answer.step)
    part_texts = [text if each is part else each.text for each in answer.parts]
    whole = "\n".join(part_texts)
    if not isinstance(step, Question) or utf16(whole) > step.max:
        turn.common(answer.person, "edited_too_long", {"max": step.max if isinstance(step, Question) else 0})
        return
    part.text = text
    answer.value = Words(whole)
    turn.common(answer.person, "changed_answer", {"words": Words(whole)})


def change_to(turn: Turn, who: int, id: str) -> None:
    """Go back to the question that a changed message had answered, and answer it with what it says now."""
    one = turn.person(who).misheard
    run = turn.run(one.run) if one is not None and one.id == id else None
    if one is None or run is None or run.stranded or who not in run.seats or one.step not in run.seats[who].trail:
        turn.in_vain(who)
        return
    bring(turn, run, who)
    while one.step in run.seats[who].trail and undo(turn, run, who):
        pass
    turn.person(who).misheard = None
    ask = run.seats[who].ask
    if ask is None or ask.step != one.step:
        turn.in_vain(who)
        return
    turn.words = Part(one.message, one.text)
    turn.spoken_to.add(who)
    answer_words(turn, run, who, one.text)
