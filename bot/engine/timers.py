"""Nudges that are due. Each looks first whether what it belongs to is still as it was; if not, it does nothing."""

from __future__ import annotations

from datetime import timedelta

from bot.engine.outings import come_back
from bot.engine.quiet import outside_quiet
from bot.engine.runs import end
from bot.engine.steps import gate, together, turns
from bot.engine.turn import Turn
from bot.model.events import Prompt, Remember, SetNudge
from bot.model.inputs import Fired
from bot.model.script import Button, GateStep, TogetherStep, TurnsStep
from bot.model.state import Run
from bot.model.values import Variable

TRY_AGAIN = timedelta(minutes=1)
"""How soon a deferred nudge looks again whether the person is still mid-dialog."""


def on_fired(turn: Turn, nudge: Fired) -> None:
    """Do what a due nudge is for."""
    late = nudge.expires is not None and turn.world.now >= nudge.expires
    if nudge.reason == "back":
        _back(turn, nudge, late=late)
    elif late:
        return
    elif nudge.reason == "remind":
        _remind(turn, nudge)
    elif nudge.reason == "expire":
        _expire(turn, nudge)
    elif nudge.reason == "strand":
        _strand(turn, nudge)
    elif nudge.reason == "invitation":
        _invitation(turn, nudge)


def _back(turn: Turn, nudge: Fired, *, late: bool) -> None:
    """The time away is over, whether or not its line still has its moment."""
    person = turn.person(nudge.person)
    outing = person.outing
    if outing is None or outing.id != nudge.subject or outing.revision != nudge.revision:
        return
    busy = turn.mid_dialog(person.id)
    if busy and nudge.policy == "defer" and not late:
        fresh, again = turn.world.fresh.id(), turn.world.now + TRY_AGAIN
        subject, revision = nudge.subject, nudge.revision
        turn.emit(SetNudge(fresh, person.id, "back", again, subject, revision, nudge.prompt, expires=nudge.expires))
        return
    person.outing = None
    if nudge.prompt is not None and not late and not busy:
        turn.say(person.id, nudge.prompt)
    come_back(turn, person.id)


def _remind(turn: Turn, nudge: Fired) -> None:
    """Once, and only whoever still has questions; who left, is out or is answering right now hears nothing."""
    run = turn.run(nudge.subject)
    if run is None or run.block is None or run.stranded:
        return
    for who in run.people:
        seat = run.seats.get(who)
        if seat is None or seat.ask is None or turn.person(who).outing is not None or turn.mid_dialog(who):
            continue
        beneath = turn.person(who).foreground == run.id
        turn.common(who, "remind", buttons=() if beneath else (Button(f"resume.{run.id}", "resume"),))


def _expire(turn: Turn, nudge: Fired) -> None:
    run = turn.run(nudge.subject)
    if run is None or run.block is None or run.block.expires != nudge.due or run.stranded:
        return
    block = turn.dialog(run).steps[run.block.step]
    if isinstance(block, TogetherStep):
        together.expire(turn, run, block)
    elif isinstance(block, GateStep):
        gate.expire(turn, run, block)
    elif isinstance(block, TurnsStep):
        turns.expire(turn, run, block)


def _strand(turn: Turn, nudge: Fired) -> None:
    run = turn.run(nudge.subject)
    if run is not None and run.stranded:
        end_stranded(turn, run)


def end_stranded(turn: Turn, run: Run) -> None:
    """End a run whose place is gone from the script, with a kind line; everybody keeps their own answers."""
    for who in run.people:
        mine: dict[str, Variable] = {a.step: a.value for a in run.answers if a.person == who}
        if mine:
            turn.emit(Remember(turn.world.fresh.id(), who, "note", 1, mine))
        turn.common(who, "gone_script")
    end(turn, run)


def _invitation(turn: Turn, nudge: Fired) -> None:
    """Nothing came of a link: the same words whether it was declined, ignored or ran out."""
    for run in [r for r in turn.conversation.runs.values() if r.invitation == nudge.subject]:
        end(turn, run)
    person = turn.person(nudge.person)
    if turn.conversation.partner(person.id) is not None:
        return  # somebody else has been linked since: what came of the old link is no news any more
    due = outside_quiet(turn.world.now, [person])
    if due != turn.world.now:
        turn.emit(SetNudge(turn.world.fresh.id(), person.id, "invitation", due, nudge.subject, prompt=nudge.prompt))
    elif nudge.prompt is not None:
        buttons = (Button("invite", "new_link"),) if nudge.prompt == Prompt("invite", "run_out") else ()
        turn.say(person.id, nudge.prompt, buttons=buttons)
