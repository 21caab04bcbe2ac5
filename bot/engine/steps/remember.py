"""`remember`: creates or revises a memory item."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from bot.engine.aloud import Happens, Piece
from bot.engine.disclosure import in_together, known_to_both
from bot.engine.runs import clear_trails, end
from bot.engine.script import Dialog, MemoryKind
from bot.engine.step import WAIT, Look, Question, Shape, Step
from bot.engine.steps.ask import FILLED
from bot.engine.steps.of_two import former_copies
from bot.engine.turn import Turn
from bot.engine.written import Name, OneOrMore
from bot.model.asks import Answer
from bot.model.events import Remember
from bot.model.memory import COUPLE, ENDED, MADE_IN, OURS, REVEALED, SILENCED, Memory, title_of
from bot.model.rhythm import is_rhythm
from bot.model.state import Item, Run
from bot.model.values import Day, Duration, Instant, Many, Option, Value, Variable, is_value

LATELY = 20
"""Among how many items of another kind an answer is looked for that is taken over."""


class RememberStep(Step):
    """Creates or revises a memory item of each person, from their own answers.

    Of a kind that is of two (`ours`), each gets a copy of the same thing: with what either answered and the other has
    been shown. From then on both have it in /plans; changing it takes both, and either can drop it.
    """

    item: Name = Field(alias="remember", description="The kind of memory item.")
    source: OneOrMore = Field(alias="from", description="The questions, or the block, whose answers it keeps.")

    told: bool = Field(
        default=False,
        description="What the other has shown of it before this dialog began is kept as well, by whoever it began for.",
    )

    example: ClassVar[str] = """\
- {ask: loved, kind: text, max: 80, visibility: private}
- remember: tea
  from: loved
"""

    makes_item: ClassVar[bool] = True

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Remember an outing, or for each person their own answers."""
        clear_trails(run)
        kind = turn.world.library.kinds[self.item]
        if kind.role == "outing":
            answered = [a for s in self.source if (a := run.answer(s, run.starter)) is not None]
            mine = {a.step: a.value for a in answered if a.kept}
            if turn.world.product.set_out(turn, run, dict(mine)):
                return self.next
            turn.common(run.starter, "gone_script")  # the question came into the script after this run had passed it
            end(turn, run)
            return WAIT
        asks = {s.id for block in self.source for s in turn.dialog(run).questions(block)} | set(self.source)
        former = former_copies(turn, run, self.item) if kind.ours and len(run.people) > 1 else {}
        of_two = _of_two(turn, run, kind, former.get(run.starter)) if former else {}
        for who in run.people:
            # What another dialog filled in is remembered there already.
            given = (a for a in run.answers if a.step in asks and a.kept and self._keeps(turn, run, who, a))
            found: dict[str, Value | None] = {a.step: a.value for a in given}
            answers = dict(sorted(found.items(), key=lambda each: self._place(each[0])))
            if any(value is not None for value in answers.values()):
                answers = _added(turn, who, kind) | answers
                values = answers | _revealed(turn, run, who, asks) | _made_in(turn, run, self.item) | of_two
                item = _item(turn, who, self.item, kind, values, former.get(who))
                made = as_item(kind, item)
                run.made[who] = made
                # Of two copies the starter's stands for the run.
                stands = made.started is not None and (not of_two or who == run.starter)
                run.item = made if stands else run.item
            if kind.single:
                _stands(turn, run, who, self.item)
        return self.next

    def _keeps(self, turn: Turn, run: Run, who: int, answer: Answer) -> bool:
        """Their own answers; of what is of two also the other's, as far as they were shown, and what was filled in; and
        where it says so, what was shown to whoever this began for."""
        dialog = turn.dialog(run)
        if turn.world.library.kinds[self.item].ours and len(run.people) > 1:
            theirs = not in_together(dialog, answer.step) and known_to_both(dialog, answer)
            return answer.person == who or theirs
        if answer.person == who:
            return answer.ask != FILLED
        told = self.told and who == run.starter and answer.ask == FILLED
        return told and known_to_both(dialog, answer)

    def _place(self, name: str) -> int:
        """Where an answer stands in the item: as the questions are named here, not as they were asked. The first words
        of an item are its title. Those of a block stay in their order."""
        return self.source.index(name) if name in self.source else len(self.source)

    def faults(self, look: Look) -> Iterator[str]:
        """Its kind must be declared; what it keeps must have been asked, once."""
        if self.item not in look.known.kinds:
            yield f'remember "{self.item}": no dialog declares that kind'
        for source in self.source:
            if source not in look.before:
                yield f'remember "{self.item}": no question or block "{source}" comes before it'
        if len(set(self.source)) < len(self.source):
            yield f'remember "{self.item}" has the same question twice'

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """What is remembered, of which answers."""
        inside = tuple(q.id for name in self.source for q in dialog.questions(name))
        own = " Of each it is their own answers alone." if inside and not self.told else ""
        kind = self.item.replace("_", " ")
        yield Happens(f"Remembered as “{kind}”: {{answers}}.{own}", answers=inside or self.source)

    def drawn(self) -> tuple[Shape, str]:
        """A box."""
        return "other", f"remember {self.item}<br/>from {', '.join(self.source)}"


def _of_two(turn: Turn, run: Run, kind: MemoryKind, former: Memory | None) -> dict[str, Variable]:
    """What the two copies have in common; where the run is about such a thing, that has other terms now. What comes
    again and again is silent for each until they want it: it needs their own yes."""
    if former is not None:
        return {OURS: former.values[OURS], COUPLE: turn.conversation.couple, MADE_IN: run.dialog}
    silent: dict[str, Variable] = {SILENCED: True} if kind.repeats is not None else {}
    return {OURS: turn.world.fresh.id(), COUPLE: turn.conversation.couple, MADE_IN: run.dialog} | silent


def lacking(look: Look, kind: str | None, says: str) -> Iterator[str]:
    """Where what was remembered last has no answer of the kind that a step needs, or nothing was remembered."""
    if not look.latest and not look.remembered:
        yield f"{says}: nothing is remembered before it"
    if kind is None:
        return
    for item in (look.dialog.steps[id] for id in sorted(look.latest)):
        asked = [look.dialog.steps.get(source) for source in item.source] if isinstance(item, RememberStep) else []
        if not any(isinstance(ask, Question) and ask.kind == kind for ask in asked):
            yield f"{says}, but no {kind} is remembered at line {item.line}"


def _added(turn: Turn, who: int, kind: MemoryKind) -> dict[str, Value | None]:
    """The answers that a kind takes over from the latest item of another kind that has them."""
    found: dict[str, Value | None] = {}
    for name, other in kind.adds.items():
        values = (item.values.get(name) for item in turn.world.memory.latest(who, other, LATELY))
        value = next((value for value in values if is_value(value)), None)
        if value is not None:
            found[name] = value
    return found


def _revealed(turn: Turn, run: Run, who: int, asks: Collection[str]) -> dict[str, Variable]:
    """Which of the other's answers the person was shown: so much of theirs may be drawn for them later, and no more."""
    dialog, other = turn.dialog(run), run.other(who)
    shown = [a.step for a in run.answers if a.person == other and a.disclosed and a.step in asks]
    shown = [step for step in shown if in_together(dialog, step)]
    return {COUPLE: turn.conversation.couple, REVEALED: Many(tuple(shown))} if shown else {}


def _item(
    turn: Turn, who: int, name: str, kind: MemoryKind, values: Mapping[str, Variable], former: Memory | None
) -> Remember:
    """A new item; where its kind says so, what has the same words already is revised, and loses nothing; nor does what
    two have changed, of which `former` is this person's copy."""
    title = title_of(values)
    known = turn.world.memory.titled(who, name, title) if kind.same_words and title else None
    if kind.single:
        known = next(iter(turn.world.memory.latest(who, name, 1)), None)
    known = former or known
    if known is None:
        item = Remember(turn.world.fresh.id(), who, name, 1, dict(values))
    else:
        kept = {name: value for name, value in known.values.items() if name != ENDED}
        merged = {**kept, **{k: v for k, v in values.items() if v is not None}}
        item = Remember(known.id, who, name, known.revision + 1, merged)
    turn.emit(item)
    return item


def _stands(turn: Turn, run: Run, who: int, kind: str) -> None:
    """What was passed over now and stands in the item from before counts as answered: the whole of it is told of."""
    items = turn.world.memory.latest(who, kind, 1)
    for name, value in items[0].values.items() if items else ():
        step, given = turn.dialog(run).steps.get(name), run.answer(name, who)
        if isinstance(step, Question) and is_value(value) and (given is None or given.value is None):
            permits = "private" if len(run.people) == 1 else step.visibility
            run.answers.append(Answer(FILLED, name, who, value, permits))


def _made_in(turn: Turn, run: Run, name: str) -> dict[str, Variable]:
    """The dialog, where it sets nudges for what several dialogs make: changed, the item gets them anew."""
    library = turn.world.library
    of_several = name not in library.homes and library.kinds[name].role is None
    dated = library.kinds[name].plans is not None
    sets = of_several and (dated or any(step.hangs_on for step in turn.dialog(run).steps.values()))
    return {MADE_IN: run.dialog} if sets else {}


def as_item(kind: MemoryKind, item: Remember) -> Item:
    """What nudges hang on: a revision, with the moment or the day that the kind says it has, if any."""
    when = item.values.get(kind.plans or "")
    if isinstance(when, Day):
        return Item(item.id, item.kind, item.revision, day=when.on)
    if not isinstance(when, Instant):
        return Item(item.id, item.kind, item.revision)
    minutes = next((v.minutes for v in item.values.values() if isinstance(v, Duration)), 0)
    made = Item(item.id, item.kind, item.revision, when.at + timedelta(minutes=minutes), when.at)
    often = item.values.get(kind.repeats or "")
    if isinstance(often, Option) and is_rhythm(often.id):
        made.rhythm = often.id
    return made
