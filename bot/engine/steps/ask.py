"""`ask`: one question to one role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field

from bot.engine.aloud import Asks, Happens, Piece
from bot.engine.disclosure import named, named_to_both
from bot.engine.kinds import KINDS, is_list, kind_of
from bot.engine.kinds.word import KindName
from bot.engine.place import place_of
from bot.engine.runs import clear_trails, take_from
from bot.engine.script import Dialog
from bot.engine.step import WAIT, Compiler, Line, Look, Question, Sentence, Shape
from bot.engine.turn import Turn
from bot.engine.written import Bound, Name, Names, Presets
from bot.model.asks import Ask
from bot.model.script import Form, Role, To, Visibility
from bot.model.state import Run

FILLED = "filled"
"""Stands in place of an ask's id where an answer came from the calling dialog."""

SUGGESTED = 4
"""How many remembered things are offered to tap."""

LATELY = 20
"""Among how many of the latest they are looked for: some have the same words, or none."""


class AskStep(Question):
    """One question to one person.

    Its name is the name of its prompt, and of its answer in later prompts. In a dialog for one person alone an answer
    is private; in one of two each question says its visibility, or its block does.
    """

    id: Name = Field(alias="ask", description="The question's name: the block of its prompt.")
    kind: KindName = Field(description="What is asked for: a tap, words, a length of time, a moment …")
    who: Role = Field(default="me", description="Who is asked: me, who started the dialog, or the partner.")
    visibility: Visibility = Field(
        default="private",
        description="What the answer permits: private, blind (to both, once both have answered), shared (to the "
        "partner at once) or offered (after a preview and a press of share). In a dialog that is also for two it, or "
        "its block's, must be there.",
    )
    options: Names = Field(
        default=(),
        description="What can be tapped, for choice and many; for text and duration, what can be tapped in its "
        "place; for moment, what “not sure yet” comes to. Each has a label in the prompts: label_NAME. `countries` "
        "stands for all that have help lines.",
    )
    presets: Presets = Field(
        default=(), description="What can be tapped: lengths of time (30m, 2h) for duration, hours (20:00) for hour."
    )
    low: Bound = Field(
        default=1, alias="from", description="The least: a number for scale and number, a length of time for duration."
    )
    high: Bound = Field(
        default=5, alias="to", description="The most: a number for scale and number, a length of time for duration."
    )
    max: Annotated[int, Field(ge=1, le=4096)] = Field(
        default=500, description="How long words may be, for text; in UTF-16 units, which is what Telegram counts."
    )
    needed: bool = Field(default=False, description="It cannot be skipped.")
    alone: Literal["ask", "skip"] | None = Field(
        default=None, description="Without a partner: ask me in their place, or skip."
    )
    strict: bool = Field(
        default=False, description="Only a tap or an option's own words answer it, nothing that only sounds like it."
    )
    sentence: Sentence | None = Field(
        default=None, description="Where words go that are no option: the question that a sentence answers instead."
    )
    remembered: Name | None = Field(
        default=None, description="For text: a kind of memory item, whose words are offered to tap, the latest first."
    )
    hurts: bool = Field(
        default=False,
        description="The answer could be held against its writer by whoever gets hold of the phone. It is let go of at "
        "the end of the dialog, unless they tap “Keep it”; “Don't keep this” takes it out of the chat as well.",
    )
    own: Annotated[int, Field(ge=0, le=5)] = Field(
        default=0,
        description="For many: how many entries of one's own may stand beside its options, of at most 80 characters "
        "each. It is a list then: each line that is typed is put on it.",
    )
    most: Annotated[int, Field(ge=0, le=20)] = Field(
        default=0, description="For many: how many there may be in all; 0 for any number."
    )
    of: Name | None = Field(
        default=None,
        description="For pick: the list that it picks from. What both named comes first, then the rest; where nothing "
        "was named it is passed over.",
    )
    given: bool = Field(
        default=False,
        description="It is never asked: the dialog that began this one has answered it, or it is passed over.",
    )
    mark: Name | None = Field(
        default=None, description="A prompt shown beneath in place of the visibility's usual line."
    )

    example: ClassVar[str] = """\
- {ask: mood, kind: choice, options: [bright, grey], visibility: shared}
- {ask: why, kind: text, max: 200, visibility: private}
- {ask: afraid_of, kind: text, visibility: private, hurts: true}
- {ask: how_long, kind: duration, presets: [30m, 1h], from: 5m, to: 1d, visibility: private, needed: true}
- {ask: ideas, kind: many, options: [film, walk], own: 2, most: 3, visibility: private}
- {ask: which, kind: pick, of: ideas, visibility: private}
- {ask: answer_back, kind: text, who: partner, visibility: shared}
"""

    def placed(self, compiler: Compiler) -> Self:
        """With the visibility of its block, the options and the bounds of its kind."""
        kind = kind_of(self)
        some = {key for each in KINDS.values() for key in each.keys}
        for field, info in type(self).model_fields.items():
            key = info.alias or field
            if field in self.model_fields_set and key in some - kind.keys:
                compiler.found(f'"{key}" means nothing in ask "{self.id}": its kind is {self.kind}')
        options = kind.options(self.options)
        if kind.needs_options and not options and not self.own:
            compiler.found(f'ask "{self.id}" has no options to choose from')
        if len(set(options)) < len(options):
            compiler.found(f'ask "{self.id}" has the same option twice')
        if self.who == "partner" and not self.given:
            compiler.needs_alone(self.alone is not None)
        low, high = self._bounds(compiler)
        return self.with_(options=options, low=low, high=high, visibility=self._visibility(compiler))

    def _bounds(self, compiler: Compiler) -> tuple[int, int]:
        usual = kind_of(self).bounds
        low = self.low if "low" in self.model_fields_set else usual[0]
        high = self.high if "high" in self.model_fields_set else usual[1]
        if low >= high:
            compiler.found(f'"from" in ask "{self.id}" should be less than "to"')
        for preset in self.presets:
            if not low <= preset <= high:
                compiler.found(f'the preset {preset} of ask "{self.id}" is outside its {low} to {high} minutes')
        return low, high

    def _visibility(self, compiler: Compiler) -> Visibility:
        given = "visibility" in self.model_fields_set
        around = getattr(compiler.block(), "visibility", None)
        if not given and around is None and compiler.couple:
            compiler.found(f'the answer to ask "{self.id}" has no visibility')
        return self.visibility if given or around is None else around

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Ask, and wait. A role that nobody plays, or whose seat was left, is passed over."""
        if self.given:
            return self.next
        who = run.played_by(self.who)
        if who is None:
            if self.alone != "ask":
                return self.next
            who = run.people[0]
        if turn.seat(run, who).state == "left" or self._is_filled(run, who) or self._has_nothing(turn, run, who):
            return self.next
        clear_trails(run, but=who)
        open_ask(turn, run, who, self)
        return WAIT

    def visit(self, turn: Turn, run: Run, who: int) -> str | None:
        """Ask this person, and wait."""
        if self._has_nothing(turn, run, who):
            return self.next
        open_ask(turn, run, who, self)
        return WAIT

    def _has_nothing(self, turn: Turn, run: Run, who: int) -> bool:
        """Whether there is nothing to pick from: nobody has named anything that this person may see."""
        return self.of is not None and not named(turn.dialog(run), run, self.of, who)

    def _is_filled(self, run: Run, who: int) -> bool:
        """Whether the dialog that called this one has answered the question beforehand."""
        answer = run.answer(self.id, who)
        return answer is not None and answer.ask == FILLED

    def went_on(self, turn: Turn, run: Run, who: int, ask: Ask) -> None:
        """On to the next step: of this seat, in a block that each answers at their own pace."""
        block = turn.block(run)
        if block is not None and block.each_seat:
            run.seats[who].at = self.next
            turn.set_going(run, who)
            return
        run.at = self.next
        run.seats[who].state = "idle"
        turn.set_going(run)

    def waits(self, dialog: Dialog) -> bool:
        """For an answer, unless it is never asked, or for a partner who is not there."""
        return not self.given and (self.who == "me" or self.alone == "ask" or "solo" not in dialog.forms)

    def faults(self, look: Look) -> Iterator[str]:
        """What is offered to tap must be remembered somewhere."""
        if self.remembered is not None and self.remembered not in look.known.kinds:
            yield f'ask "{self.id}": no dialog remembers a "{self.remembered}"'
        yield from (f'ask "{self.id}": {text}' for text in kind_of(self).faults(self))
        if self.hurts and self.visibility in ("shared", "blind"):
            yield f'ask "{self.id}": what hurts is never {self.visibility}: it would be on the other phone as well'
        if self.hurts and self.mark is not None:
            yield f'ask "{self.id}": what hurts has a mark of its own'
        if self.of is not None and not (look.asked(self.of) and is_list(look.dialog.steps[self.of])):
            yield f'ask "{self.id}": no list "{self.of}" comes before it'
        yield from (f'ask "{self.id}": {text}' for text in self._sentence_faults(look))

    def _sentence_faults(self, look: Look) -> Iterator[str]:
        if self.sentence is None:
            return
        for name in self.sentence.answers:
            if not isinstance(look.dialog.steps.get(name), AskStep):
                yield f'there is no question "{name}" for a sentence to answer'
        if len(self.sentence.answers) > 1 and not _two_hours(look.dialog, self.sentence.answers):
            yield "a sentence answers one question, or two that ask for hours"
        if self.sentence.option is not None and self.sentence.option not in self.options:
            yield f'"{self.sentence.option}" is none of its options'

    def lines(self, dialog: Dialog) -> Iterator[Line]:
        """Its prompt, its mark and its options; in a block that is shown, its short name."""
        if self.given:
            yield from (Line(option, "label") for option in self.options)
            return
        yield Line(self.id, to=self.who)
        if self.mark is not None:
            yield Line(self.mark, "mark", self.who)
        yield from (Line(option, "label") for option in self.options)
        yield Line(self.id, "meant", self.who)
        yield from (Line(option, "said", self.who) for option in self.options)
        if getattr(dialog.block_of(self.id), "each_seat", False):
            yield Line(self.id, "short")

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """The question, and what answers it."""
        if self.given:
            among = " ({labels})" if self.options else ""
            text = f"{{answers}} is known already, where this dialog began with it{among}."
            yield Happens(text, answers=(self.id,), labels=self.options)
            return
        block = dialog.block_of(self.id)
        to: To = "each" if block is not None and block.each_seat else self.who
        only: Form | None = "couple" if self.who == "partner" and self.alone != "ask" else None
        yield Asks(self.id, to, only=only)
        who = {"me": "{me}", "partner": "{partner}", "each": "Each", "both": "Each"}[to]
        said = [f"{who} {kind_of(self).said.format(max=self.max)}."]
        if self.remembered is not None:
            said.append("What was remembered before is offered to tap.")
        if not self.needed:
            said.append("It can be skipped.")
        if self.hurts:
            said.append("It is let go of at the end, unless {me} asks to keep it.")
        if self.who == "partner" and self.alone == "ask":
            said.append("Alone, {me} is asked.")
        yield Happens(" ".join(said), only)

    def drawn(self) -> tuple[Shape, str]:
        """A question, with its kind and who sees the answer."""
        partner = " of the partner" if self.who == "partner" else ""
        return "question", f"ask {self.id}<br/>{self.kind}{partner}, {self.visibility}"


def _two_hours(dialog: Dialog, names: tuple[str, ...]) -> bool:
    steps = [dialog.steps.get(name) for name in names]
    return len(steps) == 2 and all(isinstance(step, AskStep) and step.kind == "hour" for step in steps)


def open_ask(turn: Turn, run: Run, who: int, step: Question) -> Ask:
    """Put a question to a person. It comes before them at once where the run is what they are at, else it queues."""
    seat, person, there = turn.seat(run, who), turn.person(who), place_of(turn, run)
    seat.ask = Ask(id=turn.world.fresh.id(), step=step.id, hurts=step.hurts, there=there)
    if step.of is not None:
        listing = named if there is None else named_to_both
        seat.ask.listed = list(listing(turn.dialog(run), run, step.of, who))
    if there is not None:
        # It stands in the group, where nothing of what they remember is offered; their own chat is free again.
        seat.state = "active"
        take_from(turn, run, who)
        return seat.ask
    if step.remembered is not None:
        titles = [item.title for item in turn.world.memory.latest(who, step.remembered, LATELY) if item.title]
        seat.ask.suggestions = list(dict.fromkeys(titles))[:SUGGESTED]
    if person.foreground == run.id:
        seat.state = "active"
    elif any(p.run == run.id for p in person.parked):
        seat.state = "parked"
    else:
        seat.state = "queued"
        if run.id not in person.queue:
            person.queue.append(run.id)
    return seat.ask
