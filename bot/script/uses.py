"""Where a dialog uses wording: each prompt and label with the values that it has there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.model.script import (
    ActStep,
    AskStep,
    Dialog,
    GateStep,
    Library,
    NudgeStep,
    OfferStep,
    RevealStep,
    StartStep,
    Step,
    TellStep,
    To,
    TogetherStep,
    TurnsStep,
)
from bot.model.values import Number, Option, Own, Pair, Value, Words
from bot.script import provided
from bot.script.flow import REMEMBERED, Flow
from bot.script.helplines import countries
from bot.script.keyboard import ELSEWHERE

Role = Literal["text", "copy", "label", "short", "command"]


@dataclass(frozen=True, slots=True)
class Use:
    """One block that must be there. `file` and `line` say who needs it; `values` are examples, as long as they get;
    `answers` are those among them that may be missing."""

    dialog: str
    name: str
    role: Role
    file: str
    line: int
    needs: str
    values: provided.Samples = field(default_factory=dict)
    answers: frozenset[str] = frozenset()


def uses_of_dialog(dialog: Dialog, flow: Flow) -> Iterator[Use]:
    """All wording that a dialog needs by its steps, and what the engine says in its name."""
    for step in dialog.steps.values():
        yield from _Uses(dialog, flow, step).all()
    for name in provided.PROMPTS.get(dialog.name, ()):
        values = _house_values(f"{dialog.name}.{name}")
        yield Use(dialog.name, name, "text", dialog.file, 1, f'dialog "{dialog.name}"', values)


def uses_of_house(library: Library) -> Iterator[Use]:
    """All wording that is needed whatever the dialogs are: the engine's own, names of dialogs and of commands."""
    common, file = "common", "prompts"
    for name in provided.PROMPTS[common]:
        yield Use(common, name, "text", file, 1, "the engine", _house_values(f"common.{name}"))
    for name in provided.LABELS:
        yield Use(common, f"label_{name}", "label", file, 1, "a button of the engine")
    for command in provided.COMMANDS:
        yield Use(common, f"command_{command}", "command", file, 1, f"the command /{command}")
    steps = [step for dialog in library.dialogs.values() for step in dialog.steps.values()]
    for kind, names in (("offer", OfferStep), ("turns", TurnsStep)):
        if any(isinstance(step, names) for step in steps):
            for name in provided.SPARE[kind]:
                role: Role = "label" if name.startswith("label_") else "text"
                yield Use(common, name, role, file, 1, f"a step of kind {kind}", _house_values(""))
    for dialog in library.dialogs.values():
        yield Use(common, f"label_{dialog.name}", "label", dialog.file, 1, f'dialog "{dialog.name}"')
        if dialog.command is not None:
            needs = f"the command /{dialog.command}"
            yield Use(common, f"command_{dialog.command}", "command", dialog.file, 1, needs)
            if dialog.menu:
                yield Use(common, f"label_{dialog.command}", "label", dialog.file, 1, needs)


class _Uses:
    """The wording of one step."""

    def __init__(self, dialog: Dialog, flow: Flow, step: Step) -> None:
        self.dialog = dialog
        self.step = step
        self.before = flow.before.get(step.id, frozenset())
        self.needs = f'step "{step.id}"'

    def all(self) -> Iterator[Use]:
        step = self.step
        match step:
            case OfferStep():
                yield self.text(step.id, "me")
                yield self.text(step.message, "me")
                yield from self.labels(step.options)
                yield from (self.use(f"short_{item}", "short") for item in step.items)
                if step.alone_tell is not None:
                    yield self.text(step.alone_tell, "me")
            case GateStep():
                for name in (step.id, step.waiting, step.refused, step.closed):
                    yield self.text(name, "each")
                yield from self.labels(step.options)
            case AskStep():
                yield self.text(step.id, step.who)
                if step.mark is not None:
                    yield self.text(step.mark, step.who)
                yield from self.labels(step.options)
                if isinstance(self.dialog.steps.get(step.block or ""), TogetherStep):
                    yield self.use(f"short_{step.id}", "short")
            case TellStep():
                yield from self.tell(step)
            case TogetherStep():
                yield self.text(step.waiting, "me")
                yield self.text(step.expired, "me", self.items(step.id, Own))
                if step.alone_then is not None:
                    yield self.text(step.alone_then, "me", self.items(step.id, Own))
            case RevealStep():
                yield self.text(step.id, "each", self.items(step.source, Pair))
                yield self.text(step.nothing, "each", self.items(step.source, Pair))
            case TurnsStep():
                yield self.text(step.left, "each")
            case NudgeStep():
                yield self.use(step.id, "text", _house_values(""))
            case StartStep() if step.ask_first:
                yield from self.labels((step.dialog,))
            case ActStep():
                yield from (self.text(name, "me") for name in provided.ACTIONS_SAY.get(step.action, ()))

    def tell(self, step: TellStep) -> Iterator[Use]:
        yield self.text(step.id, step.to)
        if step.copy is not None:
            yield self.text(step.copy, step.to, role="copy")
        if step.alone not in (None, "skip"):
            yield self.text(str(step.alone), "me")
        if step.alone_copy is not None:
            yield self.text(step.alone_copy, "me", role="copy")
        yield from self.labels(tuple(button.label for button in step.buttons))

    def labels(self, names: tuple[str, ...]) -> Iterator[Use]:
        known = set(countries())
        for name in names:
            if name not in known:
                yield self.use(f"label_{name}", "label", {"reader": provided.NAME})
        if known & set(names) and ELSEWHERE not in names:
            yield self.use(f"label_{ELSEWHERE}", "label")

    def text(self, name: str, to: To, extra: provided.Samples | None = None, role: Role = "text") -> Use:
        answers = self.answers(to)
        values: dict[str, object] = {**answers, **_run_values(self.dialog.name, name), **(extra or {})}
        if REMEMBERED in self.before:
            values.update(provided.UNTIL)
        return self.use(name, role, values, frozenset(answers))

    def use(
        self, name: str, role: Role, values: provided.Samples | None = None, answers: frozenset[str] = frozenset()
    ) -> Use:
        dialog = self.dialog
        return Use(dialog.name, name, role, dialog.file, self.step.line, self.needs, values or {}, answers)

    def answers(self, to: To) -> dict[str, object]:
        """The answers that a prompt for this role may use here: the reader's own, and what others gave as shared."""
        known: dict[str, object] = {}
        for step in self.dialog.steps.values():
            if not isinstance(step, AskStep) or step.id not in self.before:
                continue
            both = isinstance(self.dialog.steps.get(step.block or ""), TogetherStep) or isinstance(step, GateStep)
            if both or step.who == to or step.visibility == "shared":
                known[step.id] = sample_answer(step)
        return known

    def items(self, block: str, kind: type[Pair] | type[Own]) -> Mapping[str, object]:
        asks = [(step.id, sample_answer(step)) for step in self.dialog.asks(block)]
        if kind is Pair:
            return {"items": tuple(Pair(ask, answer, answer) for ask, answer in asks)}
        return {"items": tuple(Own(ask, answer) for ask, answer in asks)}


def sample_answer(step: AskStep) -> Value:
    """The longest answer to a question, or nearly so."""
    match step.kind:
        case "text":
            return Words("w" * step.max)
        case "scale":
            return Number(step.high)
        case "duration":
            return provided.LONGEST_DURATION
        case _:
            return Option(step.options[0])


def _house_values(key: str) -> dict[str, object]:
    names = {} if key in provided.NOTHING_ELSE else provided.EVERYWHERE
    return {**names, **provided.EXTRAS.get(key, {})}


def _run_values(dialog: str, name: str) -> dict[str, object]:
    return {**provided.EXTRAS.get(f"{dialog}.*", {}), **_house_values(f"{dialog}.{name}")}
