"""The life of a run: started, brought before somebody, set aside, ended. The walk takes it from step to step."""

from __future__ import annotations

from collections.abc import Sequence

from bot.engine.notes import keep_unsure
from bot.engine.script import Dialog
from bot.engine.turn import Turn
from bot.model.asks import Answer, Seat
from bot.model.events import Settle
from bot.model.script import Button
from bot.model.state import Parked, Run
from bot.model.values import Instant


def start(
    turn: Turn,
    dialog: Dialog,
    who: int,
    *,
    parent: Run | None = None,
    front: bool = True,
    extra: dict[str, str] | None = None,
    fill: Sequence[Answer] = (),
    invitation: str | None = None,
    here: bool = False,
) -> Run:
    """Start a dialog for a person, with the partner where the script has a form for two and somebody is linked.

    `front` puts it before the person at once, setting aside what they were at; otherwise it waits its turn. `here` is
    where it was begun in the group.
    """
    partner = turn.conversation.partner(who) if "couple" in dialog.forms else None
    people = [who] if partner is None else [who, partner]
    run = Run(
        id=turn.world.fresh.id(),
        dialog=dialog.name,
        version=dialog.version,
        me=None if dialog.join and partner is not None else who,
        people=people,
        started=turn.world.now,
        at=dialog.first,
        parent=parent.id if parent else None,
        extra=extra or {},
        answers=list(fill),
        invitation=invitation,
        here=here,
    )
    turn.conversation.runs[run.id] = run
    if front:
        bring(turn, run, who)
    turn.set_going(run)
    return run


def rests(turn: Turn, dialog: Dialog, who: int) -> bool:
    """Whether a dialog cannot be begun: a gate of it has closed lately, or is open before this person. They are told,
    in the same words whatever was answered there."""
    until = turn.person(who).rests.get(dialog.name)
    if until is not None and until > turn.world.now:
        turn.common(who, "rests", {"moment": Instant(until)}, (Button("menu", "menu"),))
        return True
    runs = (r for r in turn.conversation.runs.values() if r.dialog == dialog.name and who in r.seats)
    if any((block := turn.block(run)) is not None and block.closes for run in runs):
        turn.common(who, "asked_already", buttons=(Button("menu", "menu"),))
        return True
    return False


def start_about(turn: Turn, dialog: Dialog, who: int, item: str, fill: Sequence[Answer] = ()) -> Run:
    """Start a person's dialog about one of their items, or return to the one that is open about it. With an answer to
    begin with it is always a new one."""
    for run in turn.conversation.runs.values() if not fill else ():
        if run.dialog == dialog.name and run.extra.get("item") == item and who in run.seats and not run.stranded:
            bring(turn, run, who)
            turn.spoken_to.add(who)
            return run
    return start(turn, dialog, who, extra={"item": item}, fill=fill)


def bring(turn: Turn, run: Run, who: int) -> None:
    """Put a run before the person; an open question of another one is parked. What stands in the group stays there."""
    person, asked = turn.person(who), turn.seat(run, who).ask
    if asked is not None and asked.there is not None:
        return  # it is before them already, in the group
    if person.foreground != run.id:
        park(turn, who, offered=False)
    person.foreground = run.id
    person.parked = [p for p in person.parked if p.run != run.id]
    person.queue = [r for r in person.queue if r != run.id]
    seat = turn.seat(run, who)
    if seat.ask is not None:
        seat.state = "active"


def park(turn: Turn, who: int, *, offered: bool) -> Run | None:
    """Set the person's foreground aside, if it has an open question. `offered`: they know where to find it. What
    nothing may name as left open ends instead."""
    person = turn.person(who)
    run = turn.run(person.foreground)
    if run is not None and not run.stranded and turn.unsaid(run):
        leave(turn, run, who)
        run = None
    person.foreground = None
    if run is None or run.seats.get(who, Seat()).ask is None:
        return None
    _lay_by(turn, run, who, offered=offered)
    return run


def lay_by(turn: Turn, run: Run, who: int) -> None:
    """Let a question that waits for its turn lie in the menu instead, where it never comes up by itself."""
    person = turn.person(who)
    person.queue = [r for r in person.queue if r != run.id]
    _lay_by(turn, run, who, offered=True)


def _lay_by(turn: Turn, run: Run, who: int, *, offered: bool) -> None:
    person = turn.person(who)
    run.seats[who].state = "parked"
    person.parked = [p for p in person.parked if p.run != run.id] + [Parked(run.id, offered, turn.world.now)]


def take_from(turn: Turn, run: Run, who: int) -> None:
    """Take a run out of a person's own chat: it goes on elsewhere."""
    person = turn.person(who)
    person.queue = [r for r in person.queue if r != run.id]
    person.parked = [p for p in person.parked if p.run != run.id]
    if person.foreground == run.id:
        person.foreground = None
        turn.finished.add(who)


def clear_trails(run: Run, *, but: int | None = None) -> None:
    """An effect or a disclosure: nobody can go back before it, or nobody but one person."""
    for who, seat in run.seats.items():
        if who != but:
            seat.trail.clear()


def close_ask(turn: Turn, run: Run, who: int) -> None:
    """Take an open question away: its buttons go."""
    seat = run.seats.get(who)
    if seat is None:
        return
    if seat.ask is not None:
        keep_unsure(turn, who, seat.ask)
    if seat.ask is not None and seat.ask.shown and not seat.ask.bare:
        turn.emit(Settle(seat.ask.there or who, seat.ask.id, run.dialog, seat.ask.step, None))
    seat.ask = None


def end(turn: Turn, run: Run) -> None:
    """End a run: its open questions go, and the dialog that called it goes on."""
    if turn.conversation.runs.pop(run.id, None) is None:
        return
    turn.ended.append(run)
    front = {who for who in run.people if turn.person(who).foreground == run.id}
    for who in run.people:
        person = turn.person(who)
        close_ask(turn, run, who)
        person.queue = [r for r in person.queue if r != run.id]
        person.parked = [p for p in person.parked if p.run != run.id]
        if any(answer.person == who and not answer.kept for answer in run.answers):
            person.pieces = None
        if who in front:
            person.foreground = None
            turn.finished.add(who)
    parent = turn.run(run.parent)
    if parent is None or parent.stranded:
        return
    call = turn.dialog(parent).steps[parent.at] if parent.at else None
    if call is not None and call.calls is not None:
        if parent.starter in front:
            bring(turn, parent, parent.starter)
        parent.at = call.next
        turn.set_going(parent)


def leave(turn: Turn, run: Run, who: int) -> None:
    """The person stops. A dialog of one's own ends, with those that called it; in one of two the seat is vacated,
    and only turn-taking tells the other, who would otherwise wait for an answer."""
    parent = turn.run(run.parent)
    if parent is not None and parent.starter == who:
        run.parent = None
        leave(turn, parent, who)
    dialog = turn.world.library.dialogs.get(run.dialog)
    block = dialog.steps.get(run.block.step) if dialog and run.block else None
    if len(run.people) == 1 or block is None or block.leave(turn, run, who):
        end(turn, run)
        return
    close_ask(turn, run, who)
    turn.seat(run, who).state = "left"
    person = turn.person(who)
    person.parked = [p for p in person.parked if p.run != run.id]
    person.queue = [r for r in person.queue if r != run.id]
    if person.foreground == run.id:
        person.foreground = None


def last_aside(turn: Turn, who: int) -> str | None:
    """The run that was set aside last and still waits for the person's answer."""
    for parked in reversed(turn.person(who).parked):
        run = turn.run(parked.run)
        if run is not None and who in run.seats and run.seats[who].ask is not None and not run.stranded:
            return run.id
    return None


def bring_back(turn: Turn, who: int) -> bool:
    """Ask again what was set aside last; whether there was anything."""
    back = last_aside(turn, who)
    if back is not None:
        bring(turn, turn.conversation.runs[back], who)
        turn.spoken_to.add(who)
    return back is not None
