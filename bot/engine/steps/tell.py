"""`tell`: says a prompt to a role, or without a partner its form for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final, Literal, Self

from pydantic import Field

from bot.engine.aloud import Happens, Piece, Says
from bot.engine.pictured import keepsake
from bot.engine.place import place_of, say_there
from bot.engine.runs import clear_trails
from bot.engine.script import Dialog
from bot.engine.step import Alone, Compiler, Line, LineRole, Look, Question, Shape, Step
from bot.engine.steps.alone import aloud_alone, lines_alone
from bot.engine.steps.remember import lacking
from bot.engine.turn import Buttons, Turn
from bot.engine.written import Name, OneOrMore, Written
from bot.model.events import AsOneself, Attached, CopyButton, Prompt
from bot.model.script import Button, File, Form, Picture, To
from bot.model.state import Run

ASKS: Final = "ask_again"
"""The command that leads back to a question of a dialog: `ask_again.<dialog>.<question>`."""

_LONGEST_ID: Final = "x" * 21


class WrittenButton(Written):
    """A button that does what typing its command does, or leads back to one of the dialog's questions."""

    command: Name | None = None
    asks: Name | None = None
    of: Name | None = None
    label: Name

    def longest(self, dialog: str) -> str:
        """The longest command that it may send."""
        about = f".{_LONGEST_ID}" if self.of is not None else ""
        return f"{ASKS}.{dialog}.{self.asks}" if self.asks is not None else f"{self.command}{about}"

    def as_shown(self, run: Run) -> Button | None:
        """The button with what its command is about; None where a run knows of nothing that it could be."""
        if self.asks is not None:
            return Button(f"{ASKS}.{run.dialog}.{self.asks}", self.label)
        if self.of is None:
            return Button(self.command or "", self.label)
        about = run.extra.get(self.of) or (run.item.id if run.item is not None else None)
        return Button(f"{self.command}.{about}", self.label) if about is not None else None


class TellStep(Step):
    """Says the prompt of its own name."""

    id: Name = Field(alias="tell", description="The name of the prompt.")
    to: To = Field(
        default="me", description="Who hears it: me, the partner, each by themselves, or both in the same words."
    )
    buttons: list[WrittenButton] = Field(
        default=[],
        description="Buttons under it, each doing what a command does. `of` names what "
        "the run knows that the command is about: `item` for what it has remembered. `asks` in place of a command "
        "leads back to a question of this dialog.",
    )
    copied: OneOrMore | None = Field(
        default=None,
        alias="copy",
        description="A prompt whose text a button copies; of several, each button has a label of its own, copy_NAME.",
    )
    as_oneself: bool = Field(
        default=False,
        description="What is copied can also go out as a message of its reader's own, in a chat that they pick. Of "
        "several, each has a label, NAME.",
    )
    file: File | None = Field(default=None, description="A file that comes with it.")
    picture: Picture | None = Field(default=None, description="A picture that comes with it.")
    words: OneOrMore | None = Field(
        default=None,
        description="With `keepsake`: the questions whose words stand on the card. They are the reader's own.",
    )
    alone: Alone | Literal["skip"] | None = Field(
        default=None, description="Without a partner: skip, or what is told to me in its place."
    )

    example: ClassVar[str] = """\
- tell: well_done
  buttons: [{command: menu, label: menu}]
- tell: words_to_say
  copy: words_to_copy
- tell: two_ways
  copy: [warm, short]
  as_oneself: true
- tell: for_the_other
  to: partner
- tell: you_two
  to: both
"""

    prompted: ClassVar[bool] = True

    def placed(self, compiler: Compiler) -> Self:
        """What is for a partner says what happens without one."""
        if self.to == "partner":
            compiler.needs_alone(self.alone is not None)
        return self

    def enter(self, turn: Turn, run: Run) -> str | None:
        """Say it. What goes to the other is a disclosure: nobody but its reader goes back before it."""
        if (there := place_of(turn, run)) is not None and self.block is not None:
            if self.to == "both":
                clear_trails(run)
                say_there(turn, there, Prompt(run.dialog, self.id), run=run)
            return self.next
        if self.to == "each" or self.to == "both":
            if len(run.people) > 1:
                clear_trails(run)
            for who in run.people:
                self.visit(turn, run, who)
            return self.next
        reader = run.played_by(self.to)
        if reader is None:
            if isinstance(self.alone, Alone):
                copied = (self.alone.copied,) if self.alone.copied is not None else ()
                self._say(turn, run, run.people[0], self.alone.tell, copied)
            return self.next
        clear_trails(run, but=reader)
        return self.visit(turn, run, reader)

    def visit(self, turn: Turn, run: Run, who: int) -> str | None:
        """Say it to one person."""
        self._say(turn, run, who, self.id, self.copied or ())
        return self.next

    def _say(self, turn: Turn, run: Run, who: int, name: str, copied: Sequence[str]) -> None:
        shown = [button for each in self.buttons if (button := each.as_shown(run)) is not None]
        buttons: Buttons = tuple(button for button in shown if turn.world.product.leads(turn, run, who, button))
        prompts = [Prompt(run.dialog, each) for each in copied]
        if self.as_oneself and prompts:
            several = len(prompts) > 1
            named = tuple((prompt, prompt.name if several else None) for prompt in prompts)
            buttons = (AsOneself(turn.world.fresh.id(), named), *buttons)
        if len(prompts) == 1:
            buttons = (CopyButton(prompts[0]), *buttons)
        else:
            buttons = (*(CopyButton(prompt, f"copy_{prompt.name}") for prompt in prompts), *buttons)
        lapses = run.item.id if run.item is not None and run.me != who else None
        prompt, attach = Prompt(run.dialog, name), self._attached(turn, run, who)
        turn.say(who, prompt, run=run, buttons=buttons, attach=attach, lapses_with=lapses)

    def _attached(self, turn: Turn, run: Run, who: int) -> Attached | None:
        """The file or the picture: of what the house has in memory, or of what is known here."""
        if self.file is not None:
            return turn.world.product.own_appointment(turn, run, who) or self.file
        if self.picture == "keepsake":
            return keepsake(turn, run, who, self.words or ())
        return self.picture

    def faults(self, look: Look) -> Iterator[str]:
        """Its buttons must send something that is understood; a calendar file needs a moment."""
        for button in self.buttons:
            if (button.command is None) == (button.asks is None):
                yield f'tell "{self.id}": a button has a command, or a question that it asks'
            elif button.asks is not None and not isinstance(look.dialog.steps.get(button.asks), Question):
                yield f'tell "{self.id}": a button asks "{button.asks}", and there is no such question'
            elif button.command is not None and button.command not in look.known.commands:
                yield f'tell "{self.id}": a button sends /{button.command}, and there is no such command'
        if self.as_oneself and not self.copied:
            yield f'tell "{self.id}": what can be sent as one\'s own is what `copy` names, and it names nothing'
        if (self.picture == "keepsake") != (self.words is not None):
            yield f'tell "{self.id}": "keepsake" and "words" belong together'
        for name in self.words or ():
            if not look.asked(name):
                yield f'tell "{self.id}": no question "{name}" comes before it'
        if self.file == "calendar":
            yield from lacking(look, "moment", f'tell "{self.id}" has a calendar file')

    def lines(self, dialog: Dialog) -> Iterator[Line]:
        """Its prompt, what it is for one alone, what is copied, and the labels of its buttons."""
        role: LineRole = "caption" if self.file or self.picture else "text"
        yield Line(self.id, role, self.to)
        several = len(self.copied or ()) > 1
        for each in self.copied or ():
            # Of several, one that is too long for a button stands in the message to be copied there.
            yield Line(each, "text" if several else "copy", self.to)
            if several:
                yield Line(f"copy_{each}", "label")
                if self.as_oneself:
                    yield Line(each, "label")
        if isinstance(self.alone, Alone):
            yield from lines_alone(self.alone)
        yield from (Line(button.label, "label") for button in self.buttons)

    def aloud(self, dialog: Dialog) -> Iterator[Piece]:
        """What is said, with what comes with it, and what is said in its place without a partner."""
        buttons = tuple(button.label for button in self.buttons)
        copied = self.copied or ()
        copies = tuple(f"copy_{each}" for each in copied) if len(copied) > 1 else ("copy",) * len(copied)
        copies += ("as_oneself",) if self.as_oneself else ()
        only: Form | None = "couple" if self.to == "partner" or isinstance(self.alone, Alone) else None
        yield Says(self.id, self.to, only=only, buttons=copies + buttons)
        for each in copied:
            yield Says(each, self.to, "This is copied by a tap:", only)
        if self.file is not None:
            yield Happens(f"With it comes a file: {self.file}.", only)
        if self.picture is not None:
            yield Happens(f"With it comes a picture: {self.picture}.", only)
        if isinstance(self.alone, Alone):
            yield from aloud_alone(self.alone, buttons)

    def drawn(self) -> tuple[Shape, str]:
        """A box, with who hears it."""
        return "other", f"tell {self.id}" + ("" if self.to == "me" else f"<br/>to {self.to}")
