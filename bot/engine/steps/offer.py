"""`offer`: pick items of one's own, see exactly what would be sent, share it or keep it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import BeforeValidator, Field

from bot.engine.aloud import Asks, Happens, Piece, Says
from bot.engine.disclosure import permits
from bot.engine.kinds import kind_of
from bot.engine.pictured import keepsake
from bot.engine.runs import clear_trails, leave, start
from bot.engine.script import Dialog
from bot.engine.step import NOTHING, WAIT, Alone, Compiler, Line, Look, Question, Shape
from bot.engine.steps.alone import aloud_alone, lines_alone
from bot.engine.steps.ask import FILLED, AskStep, open_ask
from bot.engine.steps.call import Fill
from bot.engine.steps.turns import TurnsStep
from bot.engine.turn import Turn
from bot.engine.written import Name
from bot.model.asks import Answer, Ask
from bot.model.events import Attached, CopyButton, Prompt
from bot.model.script import File, Visibility
from bot.model.state import Run
from bot.model.values import Option, Value, Variable, Words

ALL = "all"

TOLD: Final = "told_item"
"""What the dialog that begins for the partner knows the item by which it is about."""

Items = Annotated[
    tuple[Name, ...],
    Field(min_length=1),
    BeforeValidator(lambda value: (value,) if value == ALL else tuple(value) if isinstance(value, list) else value),
]


class OfferStep(Question):
    """Offers to share: pick answers of one's own, see word for word what the partner would get, share it or keep it.

    `listen` is the line for the one who gets it: ask, believe, offer – fitting what was shown, never a verdict (Echo,
    36 couples: only coaching the answer raised closeness). `start` opens the partner's dialog once it is shared.
    """

    id: Name = Field(alias="offer", description="The prompt of its question.")
    items: Items = Field(description='The answers that can be picked; "all" for every offered one before it.')
    message: Name = Field(description="The prompt that goes to the partner.")
    kept: Name = Field(description="The prompt that says that nothing went out.")
    listen: Name = Field(
        description="The prompt beneath it for the partner: a line on how to listen. `nothing` where the dialog that "
        "begins for them says it, or where what is shared only answers what they have asked."
    )
    whole: bool = Field(default=False, description="All of it goes out or nothing: there is nothing to pick.")
    fixed: bool = Field(default=False, description="Nothing that is typed under the preview goes out in its place.")
    start: Name | None = Field(default=None, description="The dialog that begins for the partner.")
    fill: Fill = Field(
        default={},
        min_length=1,
        description="Questions of the dialog that begins, each with the item that answers it, once it was shared.",
    )
    picture: Literal["keepsake"] | None = Field(
        default=None, description="A card with the words of the items that are shared, in their order."
    )
    file: File | None = Field(
        default=None, description="A file that goes with it, where both the moment and the length are among what goes."
    )
    group: Name | None = Field(
        default=None, description="The prompt by which it can go to the group of two as well, once it was shared."
    )
    alone: Alone | Literal["skip"] | None = Field(
        default=None, description="Without a partner: skip, or what is told in its place."
    )
    options: tuple[str, ...] = Field(default=("share", "keep"), alias="!options")
    visibility: Visibility = Field(default="offered", alias="!visibility")

    example: ClassVar[str] = """\
- {ask: best_of_it, kind: text, max: 200, visibility: offered}
- {ask: hardest, kind: text, max: 200, visibility: offered}
- offer: tell_them
  items: [best_of_it, hardest]
  message: what_came_home
  listen: ask_them_one_thing
  kept: it_stays_with_you
"""

    passed_over: ClassVar[Value | None] = Option("keep")

    @property
    def over_preview(self) -> str:
        """The prompt above what would be sent."""
        return "fixed_preview" if self.fixed else "pick_preview"

    def placed(self, compiler: Compiler) -> Self:
        """With the items that "all" stands for."""
        compiler.needs_alone(self.alone is not None)
        return self.with_(items=compiler.offered()) if self.items == (ALL,) else self

    def candidates(self, dialog: Dialog, run: Run, who: int) -> tuple[str, ...]:
        """The answers of this person that there are to share, and that may be."""
        answers = ((item, run.answer(item, who)) for item in self.items)
        return tuple(i for i, a in answers if a is not None and a.value is not None and permits(dialog, a) != "private")

    def picks_among(self, dialog: Dialog, run: Run, who: int) -> bool:
        """Whether there is anything to pick: several answers that need not go out together."""
        return not self.whole and len(self.candidates(dialog, run, who)) > 1

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Offer; with nothing to share it is passed over, and alone it becomes its form for one."""
        me = run.played_by("me")
        assert me is not None
        if len(run.people) == 1:
            if isinstance(self.alone, Alone):
                copied = self.alone.copied
                buttons = (CopyButton(Prompt(run.dialog, copied)),) if copied is not None else ()
                turn.say(me, Prompt(run.dialog, self.alone.tell), run=run, buttons=buttons)
            turn.world.product.offered(turn, run, me)
            return self.next
        items = self.candidates(turn.dialog(run), run, me)
        if not items:
            return self.next
        ask = open_ask(turn, run, me, self)
        if not self.picks_among(turn.dialog(run), run, me):
            ask.picked = list(items)
            self.build_preview(turn, run, me)
        return WAIT

    def build_preview(self, turn: Turn, run: Run, who: int, words: str | None = None) -> None:
        """Render what would be sent, in the partner's language and with the writer's times: the picked items, or words
        typed under the preview."""
        ask, other = run.seats[who].ask, run.other(who)
        assert ask is not None
        assert other is not None
        values: dict[str, Variable] = turn.names(run, other) | {"country": None}
        ask.draft = None
        if words is not None:
            prompt, values["words"] = Prompt("common", "words_instead"), Words(words)
            ask.picked, ask.typed = [], words
        else:
            prompt, ask.typed = Prompt(run.dialog, self.message), None
            values |= self._picked(run, who, ask)
        preview = turn.world.render(prompt, values, turn.person(other), turn.person(who))
        if preview != ask.preview:
            ask.preview, ask.previews = preview, ask.previews + 1

    def _picked(self, run: Run, who: int, ask: Ask) -> dict[str, Variable]:
        """The answers that go out; the others are None."""
        found = {item: run.answer(item, who) for item in self.items}
        return {i: a.value if a is not None and i in ask.picked else None for i, a in found.items()}

    def drop_lapsed(self, turn: Turn, run: Run, who: int) -> bool:
        """Drop a preview that holds what may not be shared any more; whether there was one."""
        ask = run.seats[who].ask
        if ask is None or set(ask.picked) <= set(self.candidates(turn.dialog(run), run, who)):
            return False
        ask.preview, ask.before, ask.picked = None, None, []
        return True

    def went_on(self, turn: Turn, run: Run, who: int, ask: Ask) -> None:
        """Share exactly what was previewed, or keep it; then the run goes on."""
        answer, other = run.answer(self.id, who), run.other(who)
        if answer is not None and answer.value == Option("share") and ask.preview is not None and other is not None:
            clear_trails(run)
            for item in ask.picked:
                if (shared := run.answer(item, who)) is not None:
                    shared.disclosed = True
            message = Prompt(run.dialog, self.message)
            turn.say(other, message, run=run, ready=ask.preview, attach=self._attached(turn, run, who, ask))
            if self.listen != NOTHING:
                turn.say(other, Prompt(run.dialog, self.listen), run=run, values=self._picked(run, who, ask))
            if ask.typed is not None:
                turn.world.product.shown(turn, who, run.dialog, {"words": Words(ask.typed)})
            if self.start is not None:
                self._begin(turn, run, who, other, ask)
            turn.world.product.offered(turn, run, who)
            self._said_sent(turn, run, who, ask)
        else:
            turn.say(who, Prompt(run.dialog, self.kept), run=run)
            if isinstance(block := turn.block(run), TurnsStep) and block.quiet:
                leave(turn, run, who)  # where a stop shows nowhere, this doesn't either
                return
        run.at = self.next
        turn.set_going(run)

    def _said_sent(self, turn: Turn, run: Run, who: int, ask: Ask) -> None:
        """Say that it is on its way, and where it may go as well: the very words that went."""
        if self.group is None:
            turn.common(who, "sent_on")
        elif ask.typed is not None:
            turn.world.product.shared_on(turn, run, who, Prompt("common", "words_there"), {"words": Words(ask.typed)})
        else:
            turn.world.product.shared_on(turn, run, who, Prompt(run.dialog, self.group), self._picked(run, who, ask))

    def _attached(self, turn: Turn, run: Run, who: int, ask: Ask) -> Attached | None:
        """What goes with it, made of nothing but what is shared."""
        if self.picture is not None and ask.picked:
            return keepsake(turn, run, who, (item for item in self.items if item in ask.picked))
        return turn.world.product.appointment(turn, run, who, ask.picked) if self.file is not None else None

    def _begin(self, turn: Turn, run: Run, who: int, other: int, ask: Ask) -> None:
        """The partner's dialog about what they got, unless it is before them already, about the same item."""
        about = run.item.id if run.item is not None else ""
        dialog = turn.world.library.dialogs[self.start or ""]
        begun = [r for r in turn.conversation.runs.values() if r.dialog == dialog.name and r.starter == other]
        if about and any(r.extra.get(TOLD) == about for r in begun):
            return
        taps = {item: _option_id(run, who, item) if item in ask.picked else "" for item in self._taps(turn, run)}
        extra = taps | ({TOLD: about} if about else {})
        start(turn, dialog, other, front=False, extra=extra, fill=self._filled(run, who, dialog, ask))

    def _filled(self, run: Run, who: int, dialog: Dialog, ask: Ask) -> list[Answer]:
        """What was shared, as the dialog that begins for the partner knows it: they have it before their eyes."""
        found = []
        for theirs, ours in self.fill.items():
            answer, asked = run.answer(ours, who), dialog.steps.get(theirs)
            if answer is not None and answer.value is not None and ours in ask.picked and isinstance(asked, Question):
                found.append(Answer(FILLED, theirs, who, answer.value, asked.visibility, disclosed=True, noted=True))
        return found

    def _taps(self, turn: Turn, run: Run) -> list[str]:
        """Those of its items that were answered with a tap: the partner's dialog knows them."""
        steps = turn.dialog(run).steps
        return [i for i in self.items if isinstance(ask := steps.get(i), Question) and kind_of(ask).one_option]

    def waits(self, dialog: Dialog) -> bool:
        """For two people."""
        return "solo" not in dialog.forms

    def faults(self, look: Look) -> Iterator[str]:
        """What it offers must have been asked, and must not be private."""
        for item in self.items:
            asked = look.dialog.steps.get(item)
            if not look.asked(item):
                yield f'offer "{self.id}": no question "{item}" comes before it'
            elif isinstance(asked, Question) and asked.visibility == "private":
                yield f'offer "{self.id}": the answer to "{item}" is private, and would never be offered'
        if self.start is not None and self.start not in look.known.dialogs:
            yield f'offer "{self.id}": there is no dialog "{self.start}" to start'
        yield from self._misfits(look)

    def _misfits(self, look: Look) -> Iterator[str]:
        """What is wrong with what the dialog knows that begins."""
        other, says = look.known.sound.get(self.start or ""), f'offer "{self.id}" fills'
        if self.fill and self.start is None:
            yield f"{says} in what no dialog asks that it starts"
        for theirs, ours in self.fill.items() if other is not None else ():
            there, here = other.steps.get(theirs) if other is not None else None, look.dialog.steps.get(ours)
            if not isinstance(there, AskStep) or there.who != "partner" or not there.given:
                yield f'{says} "{theirs}", which is no given question of its partner\'s'
            elif ours not in self.items or not isinstance(here, Question) or here.kind != there.kind:
                yield f'{says} "{theirs}" with "{ours}", which is no such item'

    def lines(self, dialog: Dialog) -> Iterator[Line]:
        """Its prompts, its buttons and the short names of what can be picked."""
        yield from (Line(name) for name in (self.id, self.kept, self.listen) if name != NOTHING)
        yield Line(self.message, "caption" if self.picture is not None else "text")
        if self.group is not None:
            yield Line(self.group, to="both", shared=self.items)
        yield from (Line(option, "label") for option in self.options)
        yield from (Line(item, "short") for item in self.items)
        if isinstance(self.alone, Alone):
            yield from lines_alone(self.alone)

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """What can be picked, what the other would get, and what follows from either answer."""
        yield Asks(self.id, only="couple", picks=() if self.whole else self.items)
        picks = "" if self.whole else "picks, "
        other_words = "" if self.fixed else "may put it in other words, "
        text = f"{{me}} {picks}sees word for word what {{partner}} would get, {other_words}and taps {{labels}}."
        yield Happens(text, "couple", labels=self.options)
        yield Says(self.message, "partner", "Shared:", "couple")
        if self.group is not None:
            lead = "Where they have a group, it says there too, once this is tapped as well:"
            yield Says(self.group, "both", lead, "couple")
        if self.picture is not None:
            yield Happens(f"With it goes a picture: {self.picture}.", "couple")
        if self.file is not None:
            yield Happens(f"With the moment and the length goes a file: {self.file}.", "couple")
        if self.listen != NOTHING:
            yield Says(self.listen, "partner", "And beneath it:", "couple")
        if self.start is not None:
            known = " It knows {answers} already." if self.fill else ""
            answers = tuple(self.fill.values())
            yield Happens("Then {dialog} begins for {partner}." + known, "couple", dialog=self.start, answers=answers)
        yield Says(self.kept, lead="Kept:", only="couple")
        if isinstance(self.alone, Alone):
            yield from aloud_alone(self.alone)
        elif self.alone is not None:
            yield Happens("Nothing is offered.", "solo")

    def drawn(self) -> tuple[Shape, str]:
        """A question."""
        return "question", f"offer {self.id}"


def _option_id(run: Run, who: int, item: str) -> str:
    answer = run.answer(item, who)
    return answer.value.id if answer is not None and isinstance(answer.value, Option) else ""
