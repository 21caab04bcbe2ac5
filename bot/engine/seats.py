"""Who is asked what: decided once, at the end of a turn, for each chat.

Seats queue, not questions: a seat keeps the foreground until its block ends. Parked questions are never asked again
unbidden; after something of one's own, or an outing, one line offers to return.
"""

from __future__ import annotations

from bot.engine import relay
from bot.engine.answers import as_asked, visibility
from bot.engine.disclosure import shown_in_tell
from bot.engine.keeping import keeping_controls
from bot.engine.kinds import kind_of
from bot.engine.kinds.kind import Asked
from bot.engine.pile import hides
from bot.engine.place import values_there
from bot.engine.quiet import in_quiet
from bot.engine.runs import park
from bot.engine.script import Dialog
from bot.engine.step import Question
from bot.engine.steps.offer import OfferStep
from bot.engine.steps.turns import TurnsStep
from bot.engine.turn import MID_DIALOG, Turn
from bot.model.asks import Ask
from bot.model.events import AnswerPress, Event, Fade, OpenQuestion, Prompt, Redraw, Say, SetNudge, Tone
from bot.model.script import Button
from bot.model.state import Run
from bot.model.values import Option

_IN_WORDS = ("city", "name")
"""The kinds of questions at which any word may have been the answer, beside those that take people's own."""


def settle(turn: Turn) -> None:
    """Decide each chat's visible question and show it where it is new, or where something was said over it."""
    _leave_out_what_is_said_anyway(turn)
    for who in turn.conversation.people:
        _choose_foreground(turn, who)
        _offer_return(turn, who)
        person = turn.person(who)
        run = turn.run(person.foreground)
        ask = run.seats[who].ask if run is not None and who in run.seats else None
        if run is None or ask is None or hides(turn, who, run, ask) or (not ask.shown and turn.sleeps_on(who)):
            continue
        if not ask.shown or (who in turn.spoken_to and not _stays_unseen(turn, run, who)):
            if _may_come(turn, run, who, ask):
                show(turn, run, who, ask)
            else:
                _wait(turn, run, who)
        elif who in turn.touched:
            turn.events.append(Redraw(_question(turn, run, who, ask), turn.touched[who]))
    _settle_there(turn)
    _say_whose_turn(turn)


def _settle_there(turn: Turn) -> None:
    """Show what is asked in the group and is new there, or is asked once more. Each answers by a tap or a reply, so
    that several may stand there at once."""
    open_ones = [(run, who, seat.ask) for run in turn.conversation.runs.values() for who, seat in run.seats.items()]
    for run, who, ask in open_ones:
        if ask is None or ask.there is None or run.stranded:
            continue
        if not ask.shown or ask.id in turn.again:
            show(turn, run, who, ask)
        elif ask.id in turn.touched_there:
            turn.events.append(Redraw(_question(turn, run, who, ask), turn.touched_there[ask.id]))


def _say_whose_turn(turn: Turn) -> None:
    """Whoever has given the turn to the other, and hears nothing else, hears that."""
    who = turn.actor
    run = turn.run(turn.person(who).foreground) if who is not None else None
    if who is None or run is None or any(_reaches(event, who) for event in turn.events):
        return
    block = turn.block(run)
    if isinstance(block, TurnsStep) and not block.quiet and turn.seat(run, who).ask is None:
        turn.common(who, "turns_other")


def _reaches(event: Event, who: int) -> bool:
    """Whether somebody sees an event."""
    if isinstance(event, AnswerPress):
        return event.person == who
    return isinstance(event, Say | Redraw) and event.to == who


def _stays_unseen(turn: Turn, run: Run, who: int) -> bool:
    """Whether a question is left where it stands, whatever is said over it: what nobody else is to read is never shown
    again because of what somebody else does, or by itself."""
    return turn.actor != who and turn.unsaid(run)


def _leave_out_what_is_said_anyway(turn: Turn) -> None:
    """Where an answer was a dialog's last, what the dialog says next tells how it was understood."""
    for said, run_id in turn.said_back:
        run = turn.run(run_id)
        later = turn.events[turn.events.index(said) + 1 :]
        told = any(isinstance(event, Say) and event.to == said.to for event in later)
        if told and (run is None or run.seats[said.to].ask is None):
            turn.events.remove(said)


def _choose_foreground(turn: Turn, who: int) -> None:
    person = turn.person(who)
    current = turn.run(person.foreground)
    if current is not None and not turn.holds(current, who):
        current = None
    person.foreground = current.id if current is not None else None
    person.queue = [r for r in person.queue if _waits(turn, r, who)]
    if not person.queue or relay.waits(person, turn.world.now):
        return
    if who in turn.hushed:
        _look_again(turn, who)
        return
    if turn.actor != who and not turn.has_room(who):
        turn.kept_back.add(who)
        return
    if current is not None:
        if turn.actor == who or turn.mid_dialog(who):
            _look_again(turn, who)
            return
        park(turn, who, offered=False)
    run = turn.conversation.runs[person.queue.pop(0)]
    person.foreground = run.id
    run.seats[who].state = "active"


def _may_come(turn: Turn, run: Run, who: int, ask: Ask) -> bool:
    """Whether a question may reach the person now: what the other brings before them counts as what the other says. One
    that stands there already may stand there again, beneath what was said over it."""
    if turn.actor == who or turn.at_it(who, run) or (ask.shown and turn.cause != "relay"):
        return True
    return turn.reaches(who, closes=True) or ask.shown


def _wait(turn: Turn, run: Run, who: int) -> None:
    """Put a question back that had come to the front, first of all that wait."""
    person = turn.person(who)
    person.foreground = None
    person.queue.insert(0, run.id)
    run.seats[who].state = "queued"
    turn.kept_back.add(who)


def _waits(turn: Turn, run_id: str, who: int) -> bool:
    run = turn.run(run_id)
    ask = run.seats[who].ask if run is not None and who in run.seats and not run.stranded else None
    return ask is not None and ask.there is None


def _look_again(turn: Turn, who: int) -> None:
    """A dialog under way that is then abandoned must not hold up the next for ever."""
    person = turn.person(who)
    if person.last_input is not None:
        due = person.last_input + MID_DIALOG
        turn.emit(SetNudge(f"promote.{who}", who, "promote", due, person.queue[0]))


def _offer_return(turn: Turn, who: int) -> None:
    person = turn.person(who)
    if who not in turn.finished - turn.hushed or person.foreground is not None or person.outing is not None:
        return
    aside = [p for p in reversed(person.parked) if not p.offered and _waits(turn, p.run, who)]
    if not aside:
        return
    if turn.sleeps_on(who):
        return
    aside[0].offered = True
    yes, no = Button(f"resume.{aside[0].run}", "resume"), Button(f"leave_it.{aside[0].run}", "leave_it")
    turn.common(who, "resume_offer", buttons=(yes, no), yes=yes.command, no=no.command)


def show(turn: Turn, run: Run, who: int, ask: Ask) -> None:
    """Show a question, new or once more. It is the last thing said in its chat this turn, and the one copy that stays
    alive."""
    turn.events.append(_question(turn, run, who, ask))
    if ask.shown and not ask.bare:
        turn.events.append(Fade(ask.there or who, ask.id))
    ask.shown = True


def _question(turn: Turn, run: Run, who: int, ask: Ask) -> Say:
    step, question = turn.dialog(run).steps[ask.step], _as_shown(turn, run, who, ask)
    prompt = Prompt(run.dialog, step.id)
    if ask.there is not None:
        ask.bare = not question.controls and not any(group.each for group in question.taps)
        tone: Tone = "reply" if turn.cause == "relay" else turn.cause
        return Say(ask.there, prompt, values_there(turn, run, who), tone, question, silent=turn.cause == "nudge")
    person, unasked = turn.person(who), who != turn.actor
    return Say(
        to=person.id,
        prompt=prompt,
        values=turn.names(run, who) | shown_in_tell(turn.dialog(run), run, who),
        tone="reply" if not unasked else ("relay" if turn.cause == "reply" else turn.cause),
        question=question,
        silent=who in turn.quietly or turn.unsaid(run) or (unasked and in_quiet(person, turn.world.now)),
        ready=ask.preview if isinstance(step, OfferStep) else None,
        urgent=who in turn.urgent,
    )


def _as_shown(turn: Turn, run: Run, who: int, ask: Ask) -> OpenQuestion:
    dialog = turn.dialog(run)
    step = dialog.steps[ask.step]
    assert isinstance(step, Question)
    offers = isinstance(step, OfferStep)
    picks = step.candidates(dialog, run, who) if isinstance(step, OfferStep) and ask.preview is None else ()
    asked = as_asked(turn, who, step, ask)
    return OpenQuestion(
        ask.id,
        run.dialog,
        step.id,
        visibility(turn, run, step),
        controls(dialog, run, who, asked),
        picks,
        tuple(ask.picked),
        kind_of(step).taps(asked),
        kind_of(step).takes_back(asked),
        preview=ask.previews if offers and ask.preview is not None else 0,
        rewritten=ask.before is not None,
        keeping=ask.keeping if step.hurts else None,
        asked=who if ask.there is not None else None,
    )


def _way_back(dialog: Dialog, run: Run, who: int) -> str:
    """Back by the name of what it goes back to, where that was said back."""
    before = run.answer(run.seats[who].trail[-1], who)
    step = dialog.steps.get(before.step) if before is not None and before.value is not None else None
    if before is None or not isinstance(step, Question):
        return "back"
    if step.sentence is not None:
        filled = (run.answer(name, who) for name in step.sentence.answers)
        said = next((answer.step for answer in filled if answer is not None and answer.value is not None), None)
        other = dialog.steps.get(said) if said is not None else None
        if isinstance(other, Question):
            return kind_of(other).way_back
    return kind_of(step).way_back if not isinstance(before.value, Option) else "back"


def _in_words(step: Question) -> bool:
    return step.kind in _IN_WORDS or step.in_own_words


def controls(dialog: Dialog, run: Run, who: int, asked: Asked) -> tuple[str, ...]:
    """The controls that a question has now."""
    step, ask = asked.step, asked.ask
    found: list[str] = []
    if ask.unsure is not None and ask.wanted is not None:
        found += ["stop_it" if ask.wanted == "stop" else "skip_it", "my_answer" if _in_words(step) else "go_on"]
    elif ask.unsure is not None:
        found += ["it_was", "it_was_not"]
    if ask.draft is not None:
        found.append("shorten")
    if isinstance(step, OfferStep) and ask.preview is None:
        left = len(step.candidates(dialog, run, who)) - len(ask.picked)
        found += (["preview"] if ask.picked else []) + (["all"] if left else [])
    if ask.before is not None:
        return (*found, "keep_old")
    if isinstance(step, OfferStep) and ask.preview is not None and step.picks_among(dialog, run, who):
        found.append("pick")
    found += kind_of(step).controls(asked)
    found += keeping_controls(dialog, step)
    if run.seats[who].trail:
        found.append(_way_back(dialog, run, who))
    if not step.needed:
        found.append("skip")
    if ask.there is not None:
        # One markup a message: without buttons of its own it asks for a reply, and /skip passes it over.
        return tuple(c for c in found if c != "skip" or any(group.each for group in kind_of(step).taps(asked)))
    if not dialog.unsaid:
        found.append("later")
    return tuple(found)
