"""Commands: those of dialogs start one; the shared patterns – menu, stop, later, skip, undo – are written here once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.engine import sharing
from bot.engine.answers import take, undo
from bot.engine.diary import edit_item, mine, mine_kind, remove_item, show_item
from bot.engine.menus import show_menu
from bot.engine.outings import asks_afterwards, away, end_now
from bot.engine.plans import cancel_plan, move_plan, plan, plans
from bot.engine.runs import CHECK, HELP, bring, end, leave, park, start, start_about
from bot.engine.safety import go_on_together, last_aside, misread, show_help
from bot.engine.script import Dialog, Question
from bot.engine.steps.nudge import NudgeStep
from bot.engine.steps.offer import OfferStep
from bot.engine.texts import send_extra
from bot.engine.turn import Turn
from bot.model.events import CancelInvitations, Hide, Prompt
from bot.model.script import Button
from bot.model.state import Run
from bot.model.values import Instant

BEFORE_CONSENT = frozenset(
    {"start", "help", "help_now", "hide", "hide_now", "misread", "resume", "leave_it", "stop", "repeat", "later"}
)
"""What works before somebody has agreed to anything; help lines never wait for a consent."""


def on_command(turn: Turn, who: int, name: str) -> None:
    """Do what a command says; `name` may carry an argument after a dot, as buttons do."""
    name, _, argument = name.partition(".")
    person = turn.person(who)
    person.last_words = None
    if not person.consented and name not in BEFORE_CONSENT:
        welcome(turn, who, first=False)
        return
    if name == "start":
        if person.consented:
            show_menu_aside(turn, who)
        else:
            welcome(turn, who, first=True)
        return
    if name in PATTERNS and not argument:
        PATTERNS[name](turn, who)
        return
    if name in WITH_ARGUMENT:
        WITH_ARGUMENT[name](turn, who, argument)
        return
    dialog = turn.world.library.by_command(name)
    if dialog is None and turn.pressed:
        turn.in_vain(who)
        return
    if dialog is None:
        turn.common(who, "unknown_command", buttons=() if person.foreground else (Button("menu", "menu"),))
        return
    if dialog.name == HELP:
        show_help(turn, who)
        return
    if dialog.closer:
        go_on_together(person)
    begin(turn, who, dialog)


def welcome(turn: Turn, who: int, *, first: bool) -> None:
    """Bring the welcome and its question of consent."""
    if not first:
        turn.common(who, "consent_first")
    dialog = turn.world.library.dialogs["welcome"]
    begin(turn, who, dialog)


def begin(turn: Turn, who: int, dialog: Dialog) -> None:
    """Start a dialog, or return to the one of that name that this person has open."""
    for run in list(turn.conversation.runs.values()):
        if run.dialog != dialog.name or who not in run.seats:
            continue
        if _only_telling(turn, run, who):
            end(turn, run)  # it is planned, and whoever asks again has the next one in mind
        elif _return_to(turn, run, who):
            return
    rests = turn.person(who).rests.get(dialog.name)
    if rests is not None and rests > turn.world.now:
        turn.common(who, "rests", {"moment": Instant(rests)}, (Button("menu", "menu"),))
        return
    if "solo" not in dialog.forms and turn.conversation.partner(who) is None:
        turn.common(who, "needs_partner", buttons=(Button("invite", "invite"),))
        return
    start(turn, dialog, who)


def _only_telling(turn: Turn, run: Run, who: int) -> bool:
    """Whether an outing is planned, and all that is open is what to tell of it."""
    ask = run.seats[who].ask
    return run.item is not None and ask is not None and isinstance(turn.dialog(run).steps[ask.step], OfferStep)


def _return_to(turn: Turn, run: Run, who: int) -> bool:
    """Go back to a dialog that the person has open, or to the one that it calls; whether there is a way back."""
    called = next((r for r in turn.conversation.runs.values() if r.parent == run.id and who in r.seats), None)
    if called is not None:
        return _return_to(turn, called, who)
    seat = run.seats[who]
    if run.stranded:
        return False
    if seat.state == "left":
        _retake(turn, run, who)
    elif seat.ask is not None:
        bring(turn, run, who)
        turn.spoken_to.add(who)
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


def back(turn: Turn, who: int) -> None:
    """Home. An outing is over at once, and its own questions come; after a short one they are only offered."""
    outing = away(turn.person(who), turn.world.now)
    asking = asks_afterwards(turn, outing) if outing is not None else "come_back"
    if outing is not None:
        for run in [r for r in turn.conversation.runs.values() if r.me == who and r.dialog == outing.dialog == "space"]:
            end(turn, run)
        end_now(turn, who, outing)
    if asking is None:
        turn.say(who, Prompt("space", "came_home"), buttons=(Button("back", "come_back"),))
    else:
        begin(turn, who, turn.world.library.dialogs[asking])


def later(turn: Turn, who: int) -> None:
    """Not now: the open question is set aside and waits where the menu shows it."""
    open_now = turn.run(turn.person(who).foreground)
    if open_now is not None and open_now.dialog == CHECK:
        end(turn, open_now)  # what it was asked over waits already
        aside = last_aside(turn, who)
    else:
        run = park(turn, who, offered=True)
        aside = run.id if run is not None else None
    if aside is None:
        turn.common(who, "nothing_open", buttons=(Button("menu", "menu"),))
    else:
        turn.common(who, "later", buttons=(Button(f"resume.{aside}", "resume"),))


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


def show_menu_aside(turn: Turn, who: int) -> None:
    """The menu, from any state: an open question is set aside and is the menu's first button."""
    turn.hushed.add(who)
    park(turn, who, offered=True)
    show_menu(turn, who)


def help_text(turn: Turn, who: int) -> None:
    """What the coach can do."""
    turn.common(who, "help")


def no_thanks(turn: Turn, who: int) -> None:
    """An offer declined."""
    turn.common(who, "fine")


def cancel_invite(turn: Turn, who: int) -> None:
    """Void the person's invitation links."""
    turn.emit(CancelInvitations(who))
    for run in [r for r in turn.conversation.runs.values() if r.dialog == "confirm_partner"]:
        end(turn, run)
    turn.say(who, Prompt("invite", "cancelled"), buttons=(Button("invite", "new_link"),))


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


def hide_now(turn: Turn, who: int) -> None:
    """Both sides' latest messages go from the chat, without a question before it: somebody may be at the door."""
    turn.hushed.add(who)
    park(turn, who, offered=True)
    turn.emit(Hide(who))


PATTERNS: Mapping[str, Callable[[Turn, int], None]] = {
    "menu": show_menu_aside,
    "help": help_text,
    "stop": stop,
    "later": later,
    "skip": skip,
    "repeat": repeat,
    "undo": undo_last,
    "back": back,
    "no_thanks": no_thanks,
    "misread": misread,
    "hide_now": hide_now,
    "cancel_invite": cancel_invite,
    "plans": plans,
}


def open_dialog(turn: Turn, who: int, name: str) -> None:
    """Begin the dialog that a nudge opens, and no other."""
    steps = (s for d in turn.world.library.dialogs.values() for s in d.steps.values())
    if any(isinstance(s, NudgeStep) and s.opens == name for s in steps):
        begin(turn, who, turn.world.library.dialogs[name])
    else:
        turn.in_vain(who)


def longer(turn: Turn, who: int, outing_id: str) -> None:
    """Stay out longer: of an outing that is over and of which nothing was told yet."""
    if any(o.id == outing_id for o in turn.person(who).unshared):
        start_about(turn, "longer", who, outing_id)
    else:
        turn.in_vain(who)


def shared(turn: Turn, who: int, start: str) -> None:
    """What the partner can see, from further back."""
    sharing.show(turn, who, int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 0)


def mine_or_kind(turn: Turn, who: int, kind: str) -> None:
    """The whole of it, or one kind."""
    if kind:
        mine_kind(turn, who, kind)
    else:
        mine(turn, who)


WITH_ARGUMENT: Mapping[str, Callable[[Turn, int, str], None]] = {
    "open": open_dialog,
    "longer": longer,
    "withdraw": sharing.withdraw,
    "shared": shared,
    "plan": plan,
    "cancel_plan": cancel_plan,
    "move_plan": move_plan,
    "mine": mine_or_kind,
    "item": show_item,
    "remove_item": remove_item,
    "edit_item": edit_item,
    "resume": resume,
    "leave_it": leave_it,
    "undo": undo_in,
    "send_too": lambda turn, who, extra: send_extra(turn, who, extra, send=True),
    "keep_words": lambda turn, who, extra: send_extra(turn, who, extra, send=False),
}
