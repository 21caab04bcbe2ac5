"""What must be true of every state and every turn, whatever happened."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.engine import Outcome
from bot.engine.script import Library
from bot.engine.steps.turns import TurnsStep
from bot.model.events import Redraw, Say
from bot.model.state import Conversation, Run
from bot.model.values import Own, Pair, Words


def check_state(c: Conversation, library: Library) -> None:
    """Seats, queues and runs agree with one another."""
    asks = [seat.ask.id for run in c.runs.values() for seat in run.seats.values() if seat.ask]
    assert len(asks) == len(set(asks)), "two open questions have one id"
    assert c.couple is None or len(c.people) == 2
    for run in c.runs.values():
        assert run.people
        assert set(run.seats) <= set(run.people) <= set(c.people), "a run has somebody who is not here"
        assert run.stranded or _is_alive(c, run), f"nothing can ever happen again in {run.dialog} at {run.at}"
        for seat in run.seats.values():
            assert seat.ask is None or seat.state in ("active", "queued", "parked"), (run.dialog, seat.state)
        for a in run.answers:
            assert a.person in run.people
            assert len(run.people) > 1 or a.visibility == "private", "alone everything is private"
    for who, person in c.people.items():
        front = c.runs.get(person.foreground or "")
        assert person.foreground is None or front is not None, "the foreground is a run that is gone"
        if front is not None:
            assert who in front.people
            assert front.seats[who].ask is not None or _in_turns(front, library), "a run without a question in front"
            assert front.seats[who].state in ("active", "idle")
        parked = [p.run for p in person.parked]
        waiting = [*parked, *person.queue]
        assert len(waiting) == len(set(waiting)), "a run waits twice"
        assert person.foreground not in waiting
        for run_id in waiting:
            assert run_id in c.runs, "a run that is gone still waits"
        for run in c.runs.values():
            ask = run.seats[who].ask if who in run.seats else None
            open_here = ask is not None and ask.there is None
            assert ask is None or ask.there in (None, c.there), "a question stands in a group that is none"
            assert not open_here or run.id in (person.foreground, *waiting), f"a question of {run.dialog} is lost"
            assert run.id not in parked or open_here or run.stranded, f"{run.dialog} is parked without a question"


def _in_turns(run: Run, library: Library) -> bool:
    return run.block is not None and isinstance(library.dialogs[run.dialog].steps[run.block.step], TurnsStep)


def _is_alive(c: Conversation, run: Run) -> bool:
    asked = any(seat.ask is not None for seat in run.seats.values())
    called = any(r.parent == run.id for r in c.runs.values())
    return asked or called or (run.block is not None and run.block.expires is not None)


def check_turn(before: Conversation, outcome: Outcome, library: Library) -> None:
    """One visible question per chat, the last thing said in it, and of the dialog in front. What nobody else is to read
    is not shown again."""
    after = outcome.conversation
    for who, person in after.people.items():
        says = [e for e in outcome.events if isinstance(e, Say) and e.to == who]
        asked = [s for s in says if s.question is not None]
        assert len(asked) <= 1, "two questions in one turn"
        if asked:
            assert says[-1] is asked[0], "something is said after the question"
            run = after.runs[person.foreground or ""]
            ask, question = run.seats[who].ask, asked[0].question
            assert ask is not None
            assert question is not None
            assert question.ask == ask.id
            assert not any(isinstance(e, Redraw) and e.to == who for e in outcome.events), "asked, and changed as well"
        elif says and person.foreground is not None:
            run = after.runs[person.foreground]
            dialog = library.dialogs.get(run.dialog)
            unsaid = dialog is not None and dialog.unsaid
            assert run.seats[who].ask is None or unsaid, "something was said over an open question"


def words_said(say: Say) -> Iterator[str]:
    """All words of people in a message."""
    if say.ready is not None:
        yield say.ready
    for value in say.values.values():
        if isinstance(value, Words):
            yield value.text
        for item in value if isinstance(value, tuple) else ():
            parts = (
                (item.mine, item.theirs) if isinstance(item, Pair) else (item.value,) if isinstance(item, Own) else ()
            )
            yield from (part.text for part in parts if isinstance(part, Words))
