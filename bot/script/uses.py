"""Where a dialog uses wording: each prompt and label with the values that it has there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.engine.disclosure import COMMON
from bot.engine.kinds import KINDS, is_list, kind_of
from bot.engine.kinds.kind import Kind
from bot.engine.kinds.moment import LONG as MOMENT
from bot.engine.place import played_there
from bot.engine.script import ANY, Dialog, Library
from bot.engine.step import Line, Question, Step
from bot.engine.steps.act import ActStep
from bot.engine.steps.gate import GateStep
from bot.engine.steps.nudge import NudgeStep
from bot.engine.steps.offer import OfferStep
from bot.engine.steps.remember import RememberStep
from bot.engine.steps.turns import TurnsStep
from bot.model.script import To
from bot.model.values import Option, Own, Pair
from bot.script import own_buttons, provided, samples
from bot.script.flow import REMEMBERED, Flow
from bot.script.helplines import countries
from bot.script.keyboard import ELSEWHERE
from bot.script.templates import DECK
from bot.script.use import Role as Role
from bot.script.use import Use as Use


def uses_of_dialog(dialog: Dialog, flow: Flow, library: Library) -> Iterator[Use]:
    """All wording that a dialog needs by its steps, and what the engine says in its name."""
    item = kept_in(library, dialog.item)
    for step in dialog.steps.values():
        yield from uses_of_step(dialog, flow, step, item)
    yield from uses_of_name(dialog)


def uses_of_step(dialog: Dialog, flow: Flow, step: Step, item: samples.Samples) -> Iterator[Use]:
    """The wording that one step needs. `item` are the answers of the memory item that the dialog is about."""
    yield from _Uses(dialog, flow, step, item).all()


def kept_in(library: Library, kind: str | None) -> samples.Samples:
    """The answers that items of a kind may have, from all steps that remember it."""
    if kind == ANY:
        return samples.OF_ANY
    if kind is None:
        return {}
    # By the kind the labels of options are found that stand where the item was made.
    return {"kind": kind} | {
        ask.id: kind_of(ask).sample(ask)
        for dialog in library.dialogs.values()
        for step in dialog.steps.values()
        if isinstance(step, RememberStep) and step.item == kind
        for name in step.source
        for ask in _asks(dialog, name)
    }


def uses_of_name(dialog: Dialog) -> Iterator[Use]:
    """The wording that the engine says in a dialog's name, at other times than its steps."""
    for name in provided.PROMPTS.get(dialog.name, ()):
        for values in _house_values(f"{dialog.name}.{name}"):
            yield Use(dialog.name, name, "text", dialog.file, 1, f'dialog "{dialog.name}"', values)
    for nudge in provided.NUDGES.get(dialog.name, ()):
        for name in provided.variants(nudge):
            needs = f'dialog "{dialog.name}"'
            yield Use(dialog.name, name, "text", dialog.file, 1, needs, samples.EVERYWHERE, nudge=nudge)
    if dialog.command is not None:
        values = {**samples.EVERYWHERE, "about_dialog": Option(dialog.name)}
        yield Use(
            dialog.name, f"offer_{dialog.name}", "offer", dialog.file, 1, f"the command /{dialog.command}", values
        )


def uses_of_house(library: Library) -> Iterator[Use]:
    """All wording that is needed whatever the dialogs are: the engine's own, names of dialogs and of commands."""
    common, file = "common", "prompts"
    for name in provided.PROMPTS[common]:
        role: Role = "mark" if name.startswith("mark_") else "answer" if name in provided.ANSWERS else "text"
        for values in _house_values(f"common.{name}"):
            yield Use(common, name, role, file, 1, "the engine", values)
    for nudge in provided.NUDGES[common]:
        for name in provided.variants(nudge):
            yield Use(common, name, "text", file, 1, "the engine", samples.EVERYWHERE, nudge=nudge)
    for name in own_buttons.LABELS:
        yield Use(common, f"label_{name}", "label", file, 1, "a button of the engine")
    for command in own_buttons.COMMANDS:
        yield Use(common, f"command_{command}", "command", file, 1, f"the command /{command}")
        yield Use(common, f"called_{command}", "said", file, 1, f"the command /{command}")
    steps = [step for dialog in library.dialogs.values() for step in dialog.steps.values()]
    for kind in provided.SPARE.keys() & {kind for step in steps for kind in _kinds(step)}:
        for name in provided.SPARE[kind]:
            for values in _house_values(f"common.{name}"):
                role = (
                    "label"
                    if name.startswith("label_")
                    else "mark"
                    if name in ("pick_preview", "fixed_preview", "new_preview")
                    else "text"
                )
                yield Use(common, name, role, file, 1, f"a step of kind {kind}", values)
    for word in {step.kind for step in steps if isinstance(step, Question)}:
        yield from _of_question_kind(word)
    yield from _memories(library)
    for dialog in library.dialogs.values():
        yield Use(dialog.name, f"label_{dialog.name}", "label", dialog.file, 1, f'dialog "{dialog.name}"')
        if dialog.command is not None:
            needs = f"the command /{dialog.command}"
            yield Use(dialog.name, f"command_{dialog.command}", "command", dialog.file, 1, needs)
            yield Use(dialog.name, f"called_{dialog.command}", "said", dialog.file, 1, needs)
            if dialog.menu:
                yield Use(dialog.name, f"label_{dialog.command}", "label", dialog.file, 1, needs)


def _of_question_kind(word: str) -> Iterator[Use]:
    """The wording of `common` that a kind of question needs."""
    kind, needs = KINDS[word], f"a step of kind {word}"
    bounds = ({"low": 1, "high": 1440},)
    said = {f"misfit_{word}": bounds, f"misfit_{word}_again": bounds, f"meant_{word}": ({},), **kind.prompts}
    for name, cases in said.items():
        for values in cases:
            yield Use("common", name, "text", "prompts", 1, needs, {**samples.EVERYWHERE, **values})
    for name in kind.labels:
        yield Use("common", f"label_{name}", "label", "prompts", 1, needs)


def words_of_kinds() -> frozenset[str]:
    """The blocks of `common` that are needed once there is a question of their kind, and may be there before."""
    prompts = {name for word, kind in KINDS.items() for name in _by_kind(word, kind)}
    return frozenset(prompts | {f"label_{name}" for kind in KINDS.values() for name in kind.labels})


def _by_kind(word: str, kind: Kind) -> tuple[str, ...]:
    return (f"misfit_{word}", f"misfit_{word}_again", f"meant_{word}", *kind.prompts)


def _kinds(step: Step) -> Iterator[str]:
    match step:
        case OfferStep():
            yield "offer"
        case TurnsStep():
            yield "turns"
        case NudgeStep() if step.at == "until" and step.opens is not None:
            yield "opens"
        case Question():
            yield step.kind


def _memories(library: Library) -> Iterator[Use]:
    """What is remembered can be looked at, one item at a time: each answer with the short name of its question."""
    for name in library.kinds:
        home = library.homes.get(name, "common")
        file = library.dialogs[home].file if home in library.dialogs else "prompts"
        needs = f'the kind of memory item "{name}"'
        yield Use(home, f"short_kind_{name}", "short", file, 1, needs)
        yield Use(home, f"label_kind_{name}", "label", file, 1, needs)
    for name in provided.KEPT_BESIDE:
        yield Use("common", f"short_kind_{name}", "short", "prompts", 1, "the engine")
        yield Use("common", f"label_kind_{name}", "label", "prompts", 1, "the engine")
    for dialog in library.dialogs.values():
        for step in dialog.steps.values():
            kind = library.kinds.get(step.item) if isinstance(step, RememberStep) else None
            if not isinstance(step, RememberStep) or kind is None:
                continue
            asks = [ask for name in step.source for ask in _asks(dialog, name)]
            for name in (*(ask.id for ask in asks), *kind.adds):
                yield Use(dialog.name, f"short_{name}", "short", dialog.file, step.line, f'step "{step.id}"')
            lines = tuple(Own(ask.id, kind_of(ask).sample(ask)) for ask in asks)
            values = {**samples.EVERYWHERE, "title": samples.NAME, "kind": step.item, "lines": lines}
            times = {"when": MOMENT, "until": MOMENT}
            yield Use("common", "mine_item", "text", dialog.file, step.line, f'step "{step.id}"', values | times)
            for name in ("mine_one", "mine_which"):
                yield Use("common", name, "text", dialog.file, step.line, f'step "{step.id}"', values)


def _asks(dialog: Dialog, name: str) -> tuple[Question, ...]:
    step = dialog.steps.get(name)
    return (step,) if isinstance(step, Question) else dialog.questions(name)


class _Uses:
    """The wording of one step."""

    def __init__(self, dialog: Dialog, flow: Flow, step: Step, item: samples.Samples) -> None:
        self.dialog = dialog
        self.item = item
        self.step = step
        self.before = flow.before.get(step.id, frozenset())
        self.needs = f'step "{step.id}"'

    def all(self) -> Iterator[Use]:
        for line in self.step.lines(self.dialog):
            yield from self.line(line)
        if isinstance(self.step, ActStep):
            worded = self.step.sources if self.step.action in provided.ACTIONS_WORD else ()
            asked = [a for each in worded or () if isinstance(a := self.dialog.steps.get(each), Question)]
            for name in (*provided.ACTIONS_SAY.get(self.step.action, ()), *(o for a in asked for o in a.options)):
                yield from self.text(name, "me")
            kept = self.step.sources if self.step.action in provided.ACTIONS_KEEP else ()
            for name in (*(kept or ()), *provided.ACTIONS_NAME.get(self.step.action, ())):
                yield self.use(f"short_{name}", "short")

    def line(self, line: Line) -> Iterator[Use]:
        if line.role == "label":
            yield from self.labels((line.name,))
        elif line.role == "meant":
            yield from self.text(f"meant_{line.name}", line.to, role="meant")
        elif line.role == "said":
            yield self.use(f"said_{line.name}", "said")
        elif line.role == "of_deck":
            yield replace(self.use(line.name, "of_deck"), dialog=DECK)
        elif line.role == "short":
            yield self.use(f"short_{line.name}", "short")
        elif line.variants:
            for name in provided.variants(line.name, again=line.again):
                yield replace(self.use(name, "text", samples.EVERYWHERE), nudge=line.name)
        elif line.own is not None or line.pairs is not None:
            # Any of them may be missing: with all, and with each alone.
            all_of_them = self.items(line.own or line.pairs or "", Own if line.own is not None else Pair)
            yield from self.text(line.name, line.to, {"items": all_of_them}, line.role)
            for one in all_of_them:
                found = self.text(line.name, line.to, {"items": (one,)}, line.role)
                yield from (replace(use, only_checked=True) for use in found)
        elif line.shared:
            yield from self.text(line.name, line.to, self.shared(line.shared), line.role)
        else:
            yield from self.text(line.name, line.to, role=line.role)

    def shared(self, items: tuple[str, ...]) -> dict[str, object]:
        """What one of two has shared, item by item."""
        asked = ((item, self.dialog.steps.get(item)) for item in items)
        return {item: kind_of(step).sample(step) for item, step in asked if isinstance(step, Question)}

    def labels(self, names: tuple[str, ...]) -> Iterator[Use]:
        known = set(countries())
        for name in names:
            if name not in known:
                yield self.use(f"label_{name}", "label", {"reader": samples.NAME})
        if known & set(names) and ELSEWHERE not in names:
            yield self.use(f"label_{ELSEWHERE}", "label")

    def text(self, name: str, to: To, extra: samples.Samples | None = None, role: Role = "text") -> Iterator[Use]:
        there = to == "both" or played_there(self.dialog.block_of(self.step.id) or self.step)
        answers = self.answers("both" if there else to)
        for house in _run_values(self.dialog.name, name):
            values: dict[str, object] = {**answers, **house, **(extra or {})}
            remembered = samples.UNTIL if REMEMBERED in self.before else {}
            values = samples.in_group(values, asked=to != "both") if there else values | dict(remembered)
            yield self.use(name, role, values, frozenset(answers))

    def use(
        self, name: str, role: Role, values: samples.Samples | None = None, answers: frozenset[str] = frozenset()
    ) -> Use:
        dialog = self.dialog
        return Use(dialog.name, name, role, dialog.file, self.step.line, self.needs, values or {}, answers)

    def answers(self, to: To) -> dict[str, object]:
        """The answers that a prompt for this role may use here: the reader's own, and what others gave as shared."""
        known: dict[str, object] = dict(self.item) if to == "me" else {}
        lists = [step for step in self.dialog.steps.values() if isinstance(step, Question) and is_list(step)]
        if lists and "couple" in self.dialog.forms:
            known[COMMON] = kind_of(lists[0]).sample(lists[0])
        for step in self.dialog.steps.values():
            if not isinstance(step, Question) or step.id not in self.before:
                continue
            block = self.dialog.block_of(step.id)
            both = (block is not None and block.each_seat) or isinstance(step, GateStep)
            if both or step.who == to or step.visibility == "shared":
                known[step.id] = kind_of(step).sample(step)
        return known

    def items(self, block: str, kind: type[Pair] | type[Own]) -> tuple[Pair | Own, ...]:
        asks = [(step.id, kind_of(step).sample(step)) for step in self.dialog.questions(block)]
        if kind is Pair:
            return tuple(Pair(ask, answer, answer) for ask, answer in asks)
        return tuple(Own(ask, answer) for ask, answer in asks)


def _house_values(key: str) -> list[dict[str, object]]:
    names = {} if key in provided.NOTHING_ELSE else samples.EVERYWHERE
    return [{**names, **samples.EXTRAS.get(key, {}), **case} for case in samples.CASES.get(key, [{}])]


def _run_values(dialog: str, name: str) -> list[dict[str, object]]:
    given = samples.EXTRAS.get(f"{dialog}.*", {})
    cases = samples.CASES.get(f"{dialog}.*", [{}])
    return [{**given, **case, **house} for case in cases for house in _house_values(f"{dialog}.{name}")]
