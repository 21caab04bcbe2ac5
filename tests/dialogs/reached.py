"""Which steps the transcripts reach: written down as the engine enters them, compared with all there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch

from bot.engine import walk
from bot.engine.script import Library
from bot.engine.steps.choose import ChooseStep
from bot.engine.steps.turns import TurnsStep
from bot.engine.turn import Turn
from bot.model.state import Run
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

    def take(self, other: Reached) -> None:
        """Count what another one has been through as well."""
        self.steps |= other.steps
        self.ways |= other.ways
        self.prompts |= other.prompts

    @property
    def begun(self) -> frozenset[str]:
        """The dialogs that were begun."""
        return frozenset(dialog for dialog, _ in self.steps)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Write down what the engine goes through meanwhile."""
        step, outcome, seat_step = walk._step, ChooseStep.outcome, walk._seat_step

        def entering(turn: Turn, run: Run) -> bool:
            if run.at is not None:
                self.steps.add((run.dialog, run.at))
            return step(turn, run)

        def visiting(turn: Turn, run: Run, who: int) -> bool:
            if (at := run.seats[who].at) is not None:
                self.steps.add((run.dialog, at))
            return seat_step(turn, run, who)

        def choosing(choose: ChooseStep, turn: Turn, run: Run, who: int) -> str | None:
            target = outcome(choose, turn, run, who)
            self.ways.add((run.dialog, choose.id, target or "the end"))
            self.steps.update((run.dialog, place) for place in (choose.id, target) if place is not None)
            return target

        with ExitStack() as stack:
            stack.enter_context(_after_turns(self.steps))
            stack.enter_context(_shown(self.language, self.prompts))
            for owner, name, watched in (
                (walk, "_step", entering),
                (walk, "_seat_step", visiting),
                (ChooseStep, "outcome", choosing),
            ):
                stack.enter_context(patch.object(owner, name, watched))
            yield


@contextmanager
def _shown(language: str, prompts: set[Place]) -> Iterator[None]:
    """Write down which prompts are shown in a language, with values or as they stand."""
    render, fixed = Blocks.render, Blocks.fixed

    def rendering(blocks: Blocks, dialog: str, name: str, values: Mapping[str, object], *, html: bool) -> str:
        if blocks.language == language:
            prompts.add((blocks.home(dialog, name) or dialog, name))
        return render(blocks, dialog, name, values, html=html)

    def saying(blocks: Blocks, dialog: str, name: str) -> str | None:
        text = fixed(blocks, dialog, name)
        if text is not None and blocks.language == language:
            prompts.add((blocks.home(dialog, name) or dialog, name))
        return text

    with patch.object(Blocks, "render", rendering), patch.object(Blocks, "fixed", saying):
        yield


@contextmanager
def _after_turns(steps: set[Place]) -> Iterator[None]:
    """Write down where a run goes when a block of turns is over."""
    round_over = TurnsStep.round_over

    def over(turns: TurnsStep, turn: Turn, run: Run) -> str | None:
        target = round_over(turns, turn, run)
        steps.update((run.dialog, place) for place in (target,) if place is not None)
        return target

    with patch.object(TurnsStep, "round_over", over):
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
    """Every prompt that is a message, without labels, short names, other words, offers, and what Telegram lists."""
    beside = ("label_", "short_", "command_", "said_", "called_", "meant_", "offer_")
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
