"""`remember`: creates or revises a memory item."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import Field

from bot.engine.disclosure import in_together
from bot.engine.runs import clear_trails, end
from bot.engine.script import WAIT, Look, Question, Shape, Step
from bot.engine.steps.ask import FILLED
from bot.engine.turn import Turn
from bot.engine.written import Name, OneOrMore
from bot.model.events import Remember
from bot.model.memory import COUPLE, REVEALED, title_of
from bot.model.state import Item, Outing, Person, Run
from bot.model.values import Duration, Instant, Many, Number, Value, Variable, Words

LATELY = 20
"""Among how many outings the small dose is looked for that a mark of guilt follows."""


class RememberStep(Step):
    """Creates or revises a memory item of each person, from their own answers."""

    item: Name = Field(alias="remember", description="The kind of memory item.")
    source: OneOrMore = Field(alias="from", description="The questions, or the block, whose answers it keeps.")

    makes_item: ClassVar[bool] = True

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Remember an outing, or for each person their own answers."""
        clear_trails(run)
        if self.item == "outing":
            return _outing(turn, run, self)
        asks = {s.id for block in self.source for s in turn.dialog(run).questions(block)} | set(self.source)
        for who in run.people:
            # What another dialog filled in is remembered there already.
            given = (a for a in run.answers if a.person == who and a.step in asks and a.ask != FILLED)
            mine: dict[str, Value | None] = {a.step: a.value for a in given}
            if any(value is not None for value in mine.values()):
                if self.item == "guilt":
                    mine = _before(turn, who) | mine
                _item(turn, run, who, self.item, mine | _revealed(turn, run, who, asks))
        return self.next

    def faults(self, look: Look) -> Iterator[str]:
        """What it keeps must have been asked, once."""
        for source in self.source:
            if source not in look.before:
                yield f'remember "{self.item}": no question or block "{source}" comes before it'
        if len(set(self.source)) < len(self.source):
            yield f'remember "{self.item}" has the same question twice'

    def drawn(self) -> tuple[Shape, str]:
        """A box."""
        return "other", f"remember {self.item}<br/>from {', '.join(self.source)}"


def lacking(look: Look, kind: str, says: str) -> Iterator[str]:
    """Where what was remembered last has no answer of the kind that a step needs."""
    if not look.latest and not look.remembered:
        yield f"{says}: nothing is remembered before it"
    for item in (look.dialog.steps[id] for id in sorted(look.latest)):
        asked = [look.dialog.steps.get(source) for source in item.source] if isinstance(item, RememberStep) else []
        if not any(isinstance(ask, Question) and ask.kind == kind for ask in asked):
            yield f"{says}, but no {kind} is remembered at line {item.line}"


def _before(turn: Turn, who: int) -> dict[str, Value | None]:
    """How bad the guilt was when the latest small dose was planned."""
    outings = (m.values.get("before") for m in turn.world.memory.latest(who, "outing", LATELY))
    before = next((value for value in outings if isinstance(value, Number)), None)
    return {"before": before} if before is not None else {}


def _revealed(turn: Turn, run: Run, who: int, asks: Collection[str]) -> dict[str, Variable]:
    """Which of the other's answers the person was shown: so much of theirs may be drawn for them later, and no more."""
    dialog, other = turn.dialog(run), run.other(who)
    shown = [a.step for a in run.answers if a.person == other and a.disclosed and a.step in asks]
    shown = [step for step in shown if in_together(dialog, step)]
    return {COUPLE: turn.conversation.couple, REVEALED: Many(tuple(shown))} if shown else {}


def _item(turn: Turn, run: Run, who: int, kind: str, values: Mapping[str, Variable]) -> None:
    """A new item; what is remembered by the same words already is revised, and loses nothing."""
    title = title_of(values) if kind == "passion" else ""
    known = turn.world.memory.titled(who, kind, title) if title else None
    if known is None:
        turn.emit(Remember(turn.world.fresh.id(), who, kind, 1, dict(values)))
    else:
        merged = {**known.values, **{k: v for k, v in values.items() if v is not None}}
        turn.emit(Remember(known.id, who, kind, known.revision + 1, merged))


def _outing(turn: Turn, run: Run, step: RememberStep) -> str | None:
    me = run.starter
    values = {s: a.value for s in step.source if (a := run.answer(s, me)) is not None}
    minutes = next((v.minutes for v in values.values() if isinstance(v, Duration)), None)
    if minutes is None:
        turn.common(me, "gone_script")  # the question came into the script after this run had passed its place
        end(turn, run)
        return WAIT
    now = turn.world.now
    begins = next((v.at for v in values.values() if isinstance(v, Instant)), None)
    what = next((v.text for v in values.values() if isinstance(v, Words)), None)
    person = turn.person(me)
    if begins is None:
        outing = _away_now(turn, run, person, now + timedelta(minutes=minutes))
    else:
        begins = max(begins, now)
        until = begins + timedelta(minutes=minutes)
        outing = Outing(turn.world.fresh.id(), "leave", 1, begins, until, what, run.dialog)
        person.planned = sorted([*person.planned, outing], key=lambda o: o.started)
    run.item = Item(outing.id, "outing", outing.revision, outing.until, outing.started)
    known = turn.world.memory.item(me, outing.id) if outing.revision > 1 else None
    before = known.values if known is not None else {}
    kept: dict[str, Variable] = {**before, **values, "started": Instant(outing.started), "until": Instant(outing.until)}
    turn.emit(Remember(outing.id, me, "outing", outing.revision, kept))
    return step.next


def _away_now(turn: Turn, run: Run, person: Person, until: datetime) -> Outing:
    current = person.outing
    if current is not None:
        current.revision, current.until, current.hushed = current.revision + 1, until, False
        return current
    person.outing = Outing(turn.world.fresh.id(), "space", 1, turn.world.now, until, dialog=run.dialog)
    return person.outing
