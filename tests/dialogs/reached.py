"""Which steps the transcripts reach: written down as the engine enters them, compared with all there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch

import bot.engine.steps
from bot.engine.steps import choose, together
from bot.engine.steps.ask import open_ask
from bot.engine.steps.tell import say_to
from bot.engine.turn import Turn
from bot.model.script import AskStep, ChooseStep, Library, Step, TellStep
from bot.model.state import Ask, Run
from bot.script.templates import Blocks

Place = tuple[str, str]
"""A dialog's name and the id of a step; or a file of prompts and a block in it."""

Way = tuple[str, str, str]
"""A dialog, a `choose` in it, and where it led to: a step's id, or "the end"."""


@dataclass(slots=True)
class Reached:
    """What the transcripts of one language have been through; `prompts` by the language of their reader."""

    language: str
    steps: set[Place] = field(default_factory=set)
    ways: set[Way] = field(default_factory=set)
    prompts: set[Place] = field(default_factory=set)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Write down what the engine goes through meanwhile."""
        enter, outcome, render = bot.engine.steps.enter, choose.outcome, Blocks.render

        def entering(turn: Turn, run: Run, step: Step) -> str | None:
            self.steps.add((run.dialog, step.id))
            return enter(turn, run, step)

        def choosing(turn: Turn, run: Run, who: int, step: ChooseStep) -> str | None:
            target = outcome(turn, run, who, step)
            self.ways.add((run.dialog, step.id, target or "the end"))
            self.steps.update((run.dialog, place) for place in (step.id, target) if place is not None)
            return target

        def asking(turn: Turn, run: Run, who: int, step: AskStep) -> Ask:
            self.steps.add((run.dialog, step.id))
            return open_ask(turn, run, who, step)

        def saying(turn: Turn, run: Run, who: int, step: TellStep) -> None:
            self.steps.add((run.dialog, step.id))
            say_to(turn, run, who, step)

        def rendering(blocks: Blocks, dialog: str, name: str, values: Mapping[str, object], *, html: bool) -> str:
            if blocks.language == self.language:
                self.prompts.add((blocks.home(dialog, name) or dialog, name))
            return render(blocks, dialog, name, values, html=html)

        with ExitStack() as stack:
            for owner, name, watched in (
                (bot.engine.steps, "enter", entering),
                (choose, "outcome", choosing),
                (choose, "say_to", saying),
                (together, "outcome", choosing),
                (together, "open_ask", asking),
                (together, "say_to", saying),
                (Blocks, "render", rendering),
            ):
                stack.enter_context(patch.object(owner, name, watched))
            yield


def all_steps(library: Library) -> list[Place]:
    """Every step of every dialog."""
    return [(dialog.name, step) for dialog in library.dialogs.values() for step in dialog.steps]


def all_ways(library: Library) -> list[Way]:
    """Every way out of every `choose`; cases that lead to the same place are one way."""
    found: dict[Way, None] = {}
    for dialog in library.dialogs.values():
        for step in dialog.steps.values():
            if isinstance(step, ChooseStep):
                for target in (*step.cases.values(), *(() if "otherwise" in step.cases else (step.next,))):
                    found[dialog.name, step.id, target or step.next or "the end"] = None
    return list(found)


def all_prompts(blocks: Blocks, files: list[str]) -> list[Place]:
    """Every prompt that is a message, without labels, short names and what Telegram lists."""
    beside = ("label_", "short_", "command_")
    return [(file, name) for file in files for name in blocks.names(file) if not name.startswith(beside)]


def table(library: Library, reached: Mapping[str, Reached]) -> list[str]:
    """Dialog by dialog, how many of its steps and ways the transcripts of each language reach."""
    languages = list(reached)
    lines = ["dialog           steps ways" + "".join(f"   {tag}: steps ways" for tag in languages)]
    everything = (all_steps(library), all_ways(library))
    for name in (*library.dialogs, "all"):
        row = [_count(everything[0], name), _count(everything[1], name)]
        line = f"{name:<16} {row[0]:>5} {row[1]:>4}"
        for tag in languages:
            steps = _count([p for p in everything[0] if p in reached[tag].steps], name)
            ways = _count([w for w in everything[1] if w in reached[tag].ways], name)
            line += f"   {steps:>{len(tag) + 7}} {ways:>4}"
        lines.append(line)
    return lines


def _count(places: list[Place] | list[Way], dialog: str) -> int:
    return sum(dialog in ("all", place[0]) for place in places)
