"""One question of any kind, put to somebody alone by a dialog made for it, and read as the house reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import yaml

from bot.engine.script import Library
from bot.engine.step import Question
from bot.engine.world import World
from bot.model.events import OpenQuestion
from bot.model.memory import Memory
from bot.model.state import Person
from bot.model.values import Unclear, Value, Words
from bot.runtime.reading import READERS, Typed
from bot.script.load import load_library
from tests.engine.driver import START, Stage
from tests.engine.ports import plain

ANNA = 1
NOTHING = "nothing"
"""What is said of a press or of words that do not fit."""


LIST = "listed"
LISTED = {"options": ["tea", "book", "music"], "own": 3}
"""The list that a question picks from."""


def dialog_of(folder: Path, ask: Mapping[str, object]) -> Library:
    """The dialog that asks one question, and another after it: what was answered is known as long as it is open."""
    first = {"ask": "it", "visibility": "private", **ask}
    before = [{"ask": LIST, "visibility": "private", "kind": "many", **LISTED}] if "of" in ask else []
    then = {"ask": "after", "kind": "text", "visibility": "private"}
    steps = [*before, first, then, {"remember": "passion", "from": ["after"]}]
    form = {"dialog": "one", "command": "one", "about": "One question.", "source": ["cook"], "for": ["solo"]}
    (folder / "one.yaml").write_text(yaml.safe_dump({**form, "steps": steps}), encoding="utf-8")
    return load_library(folder)


def read(
    dialog: str, step: Question, text: str, writer: Person, now: datetime, day: date | None = None
) -> Value | Unclear | None:
    """Words as the readers of the house read them, the labels of options being their ids in words."""
    labels = {option: option.replace("_", " ") for option in step.options}
    return READERS[step.kind](Typed(text, step, labels, writer, now, day))


class Asking(Stage):
    """Anna alone, before a dialog's first question; she lives in Madrid."""

    def __init__(self, library: Library, command: str = "one", remembered: Sequence[str] = ()) -> None:
        super().__init__(["anna"], linked=False, library=library)
        self.person(ANNA).zone, self.person(ANNA).city = "Europe/Madrid", "Madrid"
        kept = [Memory(f"m{n}", "passion", 1, START, {"what": Words(what)}) for n, what in enumerate(remembered)]
        self.items[ANNA] = {item.id: item for item in kept}
        self.command(ANNA, command)

    def world(self) -> World:
        return replace(super().world(), read=read)

    @property
    def asked(self) -> OpenQuestion:
        """The question before her."""
        return self.question(ANNA)

    @property
    def rows(self) -> list[list[str]]:
        """What the buttons under the question send, group by group."""
        return [[tap.data for tap in group.each] for group in self.asked.taps if group.each]

    def give(self, given: str) -> object:
        """Tap what sends this, or type it when it starts with a quote; what came of it: the answer as the cases write
        it, what was asked back, `on the way`, or nothing."""
        before = self.asked
        seen = len(self.phones[ANNA].shown)
        if given[:1] == '"':
            self.type(ANNA, given[1:])
        else:
            self.press(ANNA, f"a:{before.ask}:{given}")
        (run,) = self.of(ANNA).runs.values()
        answer = next((a for a in run.answers if a.ask == before.ask), None)
        if answer is not None:
            return plain(answer.value)
        new = self.phones[ANNA].shown[seen:]
        if any(shown.redrawn for shown in new) or [shown.name for shown in new] == [f"{before.dialog}.{before.step}?"]:
            return "on the way"
        said = next((shown.name for shown in new), "stale")
        return NOTHING if said in ("stale", f"misfit_{self.kind}") else said

    @property
    def kind(self) -> str:
        """The kind of the question before her."""
        step = self.library.dialogs[self.asked.dialog].steps[self.asked.step]
        assert isinstance(step, Question)
        return step.kind
