"""What works in every dialog, whether typed or tapped: begin it, stop, later, skip, repeat, undo, go on."""

from __future__ import annotations

from bot.engine.answers import take, undo
from bot.engine.place import place_of
from bot.engine.runs import bring, end, last_aside, leave, park, rests, start, start_about
from bot.engine.script import ANY, Dialog
from bot.engine.step import Question
from bot.engine.steps.ask import FILLED
from bot.engine.steps.nudge import NudgeStep
from bot.engine.steps.offer import OfferStep
from bot.engine.steps.tell import TellStep
from bot.engine.turn import Turn
from bot.model.asks import Answer
from bot.model.script import Button
from bot.model.state import Run
from bot.model.values import Option


def welcome(turn: Turn, who: int, *, first: bool) -> None:
    """Bring the welcome; or the newer words of the consent, to whoever has been welcomed and refused them."""
    if not first:
        turn.common(who, "consent_first")
    begin(turn, who, turn.world.library.with_role("consent" if turn.person(who).consented else "welcome"))


def begin(turn: Turn, who: int, dialog: Dialog, *, here: bool = False) -> None:
    """Start a dialog, or return to the one of that name that this person has open. `here`: they began it in the group,
    where its turns are taken. Once somebody is linked, a dialog with a form for two begins in that: what was begun
    alone waits as it is."""
    partner = turn.conversation.partner(who)
    of_two = partner is not None and "couple" in dialog.forms
    for run in list(turn.conversation.runs.values()):
        if run.dialog != dialog.name or who not in run.seats or (of_two and run.people == [who]):
            continue
        if _only_telling(turn, run, who):
            end(turn, run)  # it is planned, and whoever asks again has the next one in mind
        elif _return_to(turn, run, who, here=here):
            return
    if rests(turn, dialog, who):
        return
    if "solo" not in dialog.forms and partner is None:
        command = turn.world.library.with_role("invite").command or ""
        turn.common(who, "needs_partner", buttons=(Button(command, command),))
        return
    start(turn, dialog, who, here=here)


def _only_telling(turn: Turn, run: Run, who: int) -> bool:
    """Whether an outing is planned, and all that is open is what to tell of it: nobody waits for that."""
    ask = run.seats[who].ask if run.block is None else None
    return run.item is not None and ask is not None and isinstance(turn.dialog(run).steps[ask.step], OfferStep)


def _return_to(turn: Turn, run: Run, who: int, *, here: bool = False) -> bool:
    """Go back to a dialog that the person has open, or to the one that it calls; whether there is a way back."""
    called = next((r for r in turn.conversation.runs.values() if r.parent == run.id and who in r.seats), None)
    if called is not None:
        return _return_to(turn, called, who, here=here)
    seat = run.seats[who]
    if run.stranded:
        return False
    if place_of(turn, run) is not None and turn.cause != "nudge" and not here:
        turn.common(who, "goes_on_there")
        return True
    if seat.state == "left":
        _retake(turn, run, who)
    elif seat.ask is not None and seat.ask.there is not None:
        turn.again.add(seat.ask.id)
    elif seat.ask is not None:
        bring(turn, run, who)
        turn.spoken_to.add(who)
    elif place_of(turn, run) is not None:
        turn.again |= {each.ask.id for each in run.seats.values() if each.ask is not None}
    elif turn.holds(run, who):
        bring(turn, run, who)
        turn.common(who, "turns_other")
    elif seat.state == "done":
        turn.common(who, "joined_waiting", buttons=(Button(f"undo.{run.id}", "undo"),) if seat.trail else ())
    else:
        return False
    return True


def _retake(turn: Turn, run: Run, who: int) -> None:
    """The same command retakes a seat that was left."""
    run.seats[who].state = "idle"
    bring(turn, run, who)
    block = turn.block(run)
    if block is not None:
        block.retake(turn, run, who)


def stop(turn: Turn, who: int) -> None:
    """Stop what the person is at."""
    run = turn.run(turn.person(who).foreground)
    if run is None:
        turn.common(who, "nothing_open", buttons=(Button("menu", "menu"),))
        return
    leave(turn, run, who)
    turn.common(who, "stopped", buttons=(Button("menu", "menu"),))


def skip(turn: Turn, who: int) -> None:
    """Skip the open question, where it can be."""
    run = turn.run(turn.person(who).foreground)
    ask = run.seats[who].ask if run is not None and who in run.seats else None
    if run is None or ask is None:
        turn.common(who, "nothing_open", buttons=(Button("menu", "menu"),))
        return
    step = turn.dialog(run).steps[ask.step]
    if isinstance(step, Question) and (not step.needed or step.passed_over is not None):
        take(turn, run, who, step.passed_over)
    else:
        turn.common(who, "no_skip")


def repeat(turn: Turn, who: int) -> None:
    """Show the open question again."""
    run = turn.run(turn.person(who).foreground)
    if run is None:
        turn.common(who, "nothing_open", buttons=(Button("menu", "menu"),))
    elif run.seats[who].ask is None:
        turn.common(who, "turns_other")
    else:
        turn.spoken_to.add(who)


def undo_last(turn: Turn, who: int) -> None:
    """Take the last answer back, in the open dialog or in the one whose answers wait."""
    person = turn.person(who)
    runs = [r for r in turn.conversation.runs.values() if _undoable(turn, r, who)]
    runs.sort(key=lambda r: (r.id == person.foreground, r.started))
    if not runs:
        turn.common(who, "nothing_to_undo")
        return
    bring(turn, runs[-1], who)
    undo(turn, runs[-1], who)


def _undoable(turn: Turn, run: Run, who: int) -> bool:
    if run.stranded or who not in run.seats or not run.seats[who].trail:
        return False
    return isinstance(turn.dialog(run).steps.get(run.seats[who].trail[-1]), Question)


def undo_in(turn: Turn, who: int, run_id: str) -> None:
    """The button under "your part is in": it opens that part again, for as long as nothing came of it."""
    run = turn.run(run_id)
    if run is None or not _undoable(turn, run, who) or run.seats[who].state != "done":
        turn.in_vain(who)
        return
    bring(turn, run, who)
    undo(turn, run, who)


def resume(turn: Turn, who: int, run_id: str) -> None:
    """Go on with a dialog that waits: with the one set aside last, where none is named."""
    run = turn.run(run_id or last_aside(turn, who))
    if not run_id and run is None:
        turn.common(who, "nothing_open", buttons=(Button("menu", "menu"),))
        return
    if run is None or run.stranded or who not in run.seats or run.seats[who].ask is None:
        turn.in_vain(who)
        return
    bring(turn, run, who)
    turn.spoken_to.add(who)


def leave_it(turn: Turn, who: int, run_id: str) -> None:
    """Let a dialog that waits go."""
    run, person = turn.run(run_id), turn.person(who)
    if run is None or run.stranded or all(p.run != run_id for p in person.parked):
        turn.in_vain(who)
        return
    leave(turn, run, who)
    turn.common(who, "left_it")


def open_dialog(turn: Turn, who: int, what: str) -> None:
    """Begin the dialog that a nudge opens, and no other; after a dot, of the item that it is about; after another,
    with what was tapped."""
    name, _, about = what.partition(".")
    about, _, tapped = about.partition(".")
    steps = (s for d in turn.world.library.dialogs.values() for s in d.steps.values())
    dialog = turn.world.library.dialogs.get(name)
    nudges = [s for s in steps if isinstance(s, NudgeStep) and s.opens == name]
    asked = next((ask for s in nudges if (ask := s.answers(tapped)) is not None), None)
    if dialog is None or not nudges or (tapped and asked is None):
        turn.in_vain(who)
    elif dialog.item is None:
        begin(turn, who, dialog)
    elif (item := turn.world.memory.item(who, about)) is None or dialog.item not in (item.kind, ANY):
        turn.in_vain(who)
    else:
        fill = [Answer(FILLED, asked, who, Option(tapped), "private")] if asked is not None else []
        start_about(turn, dialog, who, about, fill)


def ask_again(turn: Turn, who: int, where: str) -> None:
    """Ask a question of a dialog anew, to change what came of it, where a message has a button for that; before
    somebody has agreed to anything, of those dialogs alone that need no consent."""
    name, _, question = where.partition(".")
    dialog = turn.world.library.dialogs.get(name)
    steps = dialog.steps.values() if dialog is not None else ()
    if dialog is None or not any(isinstance(s, TellStep) and question in (b.asks for b in s.buttons) for s in steps):
        turn.in_vain(who)
        return
    if not dialog.always and not turn.person(who).takes_part:
        welcome(turn, who, first=False)
        return
    for run in [r for r in turn.conversation.runs.values() if r.dialog == name and who in r.seats]:
        end(turn, run)
    start(turn, dialog, who).at = question


def later(turn: Turn, who: int, more: tuple[Button, ...] = ()) -> None:
    """Not now: the open question is set aside and waits where the menu shows it. `more` are buttons beside that."""
    front = turn.run(turn.person(who).foreground)
    unsaid = front is not None and not front.stranded and turn.unsaid(front)
    run = park(turn, who, offered=True)
    aside = run.id if run is not None else None
    if turn.has_role(front, "doubt"):
        aside = last_aside(turn, who)  # what it was asked over waits already
    if aside is not None:
        turn.common(who, "later", buttons=(Button(f"resume.{aside}", "resume"), *more))
    elif unsaid:
        turn.common(who, "left_it")
    else:
        turn.common(who, "nothing_open", buttons=(Button("menu", "menu"),))
