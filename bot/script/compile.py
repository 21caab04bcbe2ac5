"""Steps as written become the flat steps of the model: ids, what follows what, and the defaults said out loud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypedDict

from bot.model.script import (
    ActStep,
    AgainStep,
    AskStep,
    Button,
    CallStep,
    ChooseStep,
    EndStep,
    GateStep,
    NudgeStep,
    OfferStep,
    RememberStep,
    RepeatStep,
    RevealStep,
    StartStep,
    Step,
    TellStep,
    TogetherStep,
    TurnsStep,
    Visibility,
)
from bot.script import schema
from bot.script.findings import Finding
from bot.script.helplines import countries
from bot.script.keyboard import ELSEWHERE
from bot.script.parse import RawDialog, RawStep

_PROMPTED = frozenset({"ask", "tell", "together", "reveal", "nudge", "gate", "turns", "offer"})
_UNITS = {"d": 86_400, "h": 3_600, "m": 60}
_MEANT = {
    "presets": ("duration", "hour"),
    "low": ("scale", "number", "duration"),
    "high": ("scale", "number", "duration"),
    "max": ("text",),
    "options": ("choice", "many", "text", "duration"),
    "remembered": ("text",),
}
_BOUNDS = {"scale": (1, 5), "number": (0, 10), "duration": (1, 1440), "hour": (0, 1439)}
YES_NO = ("yes", "no")
"""What a yes_no question is answered with."""

_KEYS = {"low": "from", "high": "to"}


class _Common(TypedDict):
    id: str
    line: int
    next: str | None
    block: str | None


def compile_steps(file: str, raw: RawDialog, findings: list[Finding]) -> dict[str, Step]:
    """The steps of one dialog by id, in the order written; what is wrong with them is added to `findings`."""
    return _Compiler(file, raw, findings).compile()


class _Compiler:
    def __init__(self, file: str, raw: RawDialog, findings: list[Finding]) -> None:
        self.file = file
        self.raw = raw
        self.findings = findings
        self.solo = "solo" in raw.form.forms
        self.asks = {s.form.ask for s in _walk(raw.steps) if isinstance(s.form, schema.AskForm)}
        self.steps: dict[str, Step] = {}

    def found(self, step: RawStep, text: str) -> None:
        self.findings.append(Finding(self.file, step.line, text))

    def compile(self) -> dict[str, Step]:
        self.name_steps()
        self.chain(self.raw.steps, None, None)
        return self.steps

    def name_steps(self) -> None:
        """Give every step its id: names that are wording first, so that no other can take one of theirs.

        The same words at the end of two branches are one step when they are alike in everything.
        """
        taken: set[str] = set()
        for step in _walk(self.raw.steps):
            if step.kind in _PROMPTED:
                step.id = str(getattr(step.form, step.kind))
                taken.add(step.id)
        for step in _walk(self.raw.steps):
            if not step.id:
                word = getattr(step.form, step.kind, None)
                step.id = _free(f"{step.kind}_{word}" if word else step.kind, taken)
                taken.add(step.id)

    def chain(self, steps: Sequence[RawStep], follow: str | None, block: RawStep | None) -> str | None:
        """Compile steps that follow one another and go on with `follow`; gives the id of the first."""
        for n, step in enumerate(steps):
            following = steps[n + 1].id if n + 1 < len(steps) else follow
            first = self.steps.get(step.id)
            if first is None:
                self.steps[step.id] = EndStep(id=step.id, line=step.line)  # holds its place in the order written
            compiled = self.step(step, following, block)
            if first is None:
                self.steps[step.id] = compiled
            elif replace(compiled, line=first.line) != first:
                self.found(step, f"{step.says} has the name of the step at line {first.line}, which is another one")
        return steps[0].id if steps else None

    def step(self, step: RawStep, follow: str | None, block: RawStep | None) -> Step:
        at: _Common = {"id": step.id, "line": step.line, "next": follow, "block": block.id if block else None}
        match step.form:
            case schema.AskForm() as form:
                return self.ask(step, form, at, block)
            case schema.TellForm() as form:
                return self.tell(step, form, at)
            case schema.TogetherForm() as form:
                return self.together(step, form, at, block)
            case schema.TurnsForm() as form:
                self.needs_alone(step, form.alone is not None)
                self.no_block_inside(step, block)
                first = self.chain(step.steps, None, step) or ""
                return TurnsStep(**at, first=first, expires=_seconds(form.expires), left=form.left, swap=form.swap)
            case schema.ChooseForm() as form:
                return self.choose(step, form, at, block)
            case schema.OfferForm() as form:
                self.needs_alone(step, form.alone is not None)
                return OfferStep(
                    **at,
                    items=tuple(form.items),
                    message=form.message,
                    kept=form.kept,
                    start=form.start,
                    alone_tell=step.alone.tell if step.alone else None,
                )
            case schema.GateForm() as form:
                self.needs_alone(step, form.alone is not None)
                return GateStep(
                    **at,
                    expires=_seconds(form.expires),
                    waiting=form.waiting,
                    closed=form.closed,
                )
            case _:
                return _plain(step.form, at)

    def ask(self, step: RawStep, form: schema.AskForm, at: _Common, block: RawStep | None) -> AskStep:
        for field, kinds in _MEANT.items():
            if field in form.model_fields_set and form.kind not in kinds:
                self.found(step, f'"{_KEYS.get(field, field)}" means nothing in {step.says}: its kind is {form.kind}')
        options = (*countries(), ELSEWHERE) if step.countries else tuple(form.options)
        if form.kind == "yes_no":
            options = YES_NO
        if form.kind in ("choice", "many") and not options:
            self.found(step, f"{step.says} has no options to choose from")
        if len(set(options)) < len(options):
            self.found(step, f"{step.says} has the same option twice")
        if form.who == "partner":
            self.needs_alone(step, form.alone is not None)
        low, high = self.bounds(step, form)
        return AskStep(
            **at,
            who=form.who,
            kind=form.kind,
            visibility=self.visibility(step, form, block),
            options=options,
            presets=tuple(form.presets),
            low=low,
            high=high,
            max=form.max if form.max is not None else 500,
            skip=form.skip,
            alone=form.alone,
            remembered=form.remembered,
            mark=form.mark,
        )

    def bounds(self, step: RawStep, form: schema.AskForm) -> tuple[int, int]:
        usual = _BOUNDS.get(form.kind, (1, 5))
        low = form.low if form.low is not None else usual[0]
        high = form.high if form.high is not None else usual[1]
        if low >= high:
            self.found(step, f'"from" in {step.says} should be less than "to"')
        for preset in form.presets:
            if not low <= preset <= high:
                self.found(step, f"the preset {preset} of {step.says} is outside its {low} to {high} minutes")
        return low, high

    def visibility(self, step: RawStep, form: schema.AskForm, block: RawStep | None) -> Visibility:
        given = form.visibility
        if given is None and block is not None and isinstance(block.form, schema.TogetherForm):
            given = block.form.visibility
        if given is None:
            self.found(step, f"the answer to {step.says} has no visibility")
        return given or "private"

    def tell(self, step: RawStep, form: schema.TellForm, at: _Common) -> TellStep:
        if form.to == "partner":
            self.needs_alone(step, form.alone is not None)
        return TellStep(
            **at,
            to=form.to,
            buttons=tuple(Button(b.command, b.label) for b in form.buttons),
            copy=form.copied,
            alone=step.alone.tell if step.alone else "skip" if form.alone == "skip" else None,
            alone_copy=step.alone.copied if step.alone else None,
            file=form.file,
            picture=form.picture,
        )

    def together(self, step: RawStep, form: schema.TogetherForm, at: _Common, block: RawStep | None) -> TogetherStep:
        self.needs_alone(step, form.alone is not None)
        self.no_block_inside(step, block)
        return TogetherStep(
            **at,
            first=self.chain(step.steps, None, step) or "",
            expires=_seconds(form.expires),
            visibility=form.visibility or "blind",
            remind=form.remind is not None,
            waiting=form.waiting,
            expired=form.expired,
            alone_visibility=form.alone.visibility if form.alone else None,
            alone_then=form.alone.then if form.alone else None,
        )

    def choose(self, step: RawStep, form: schema.ChooseForm, at: _Common, block: RawStep | None) -> ChooseStep:
        answer = form.choose in self.asks
        if answer and form.of is not None:
            self.found(step, f'"of" means nothing in {step.says}: it branches on an answer')
        return ChooseStep(
            **at,
            answer=form.choose if answer else None,
            function=None if answer else form.choose,
            argument=form.of,
            cases={case: self.chain(body, at["next"], block) for case, body in step.cases.items()},
            each=form.each,
        )

    def needs_alone(self, step: RawStep, given: bool) -> None:
        if self.solo and not given:
            self.found(step, f'{step.says} has no "alone", and the dialog is also for solo')

    def no_block_inside(self, step: RawStep, block: RawStep | None) -> None:
        if block is not None:
            self.found(step, f"{step.says} stands inside {block.says}: blocks do not nest")


def _plain(form: schema.Written, at: _Common) -> Step:
    match form:
        case schema.RevealForm():
            return RevealStep(**at, source=form.source, nothing=form.nothing)
        case schema.RememberForm():
            return RememberStep(**at, item=form.remember, source=tuple(form.source))
        case schema.NudgeForm():
            return NudgeStep(
                **at, at=form.at, policy=form.policy, late=form.late, offered=form.offered, opens=form.opens
            )
        case schema.CallForm():
            return CallStep(**at, dialog=form.call, fill=dict(form.fill or {}))
        case schema.StartForm():
            return StartStep(**at, dialog=form.start, ask_first=form.ask_first)
        case schema.ActForm():
            return ActStep(**at, action=form.act, source=form.source)
        case schema.RepeatForm():
            return RepeatStep(**at, target=form.repeat, answer=form.when, value=form.value, most=form.most)
        case schema.AgainForm():
            return AgainStep(**_nothing_after(at), target=form.again)
        case _:
            return EndStep(**_nothing_after(at))


def _nothing_after(at: _Common) -> _Common:
    return {"id": at["id"], "line": at["line"], "next": None, "block": at["block"]}


def _walk(steps: Sequence[RawStep]) -> Iterator[RawStep]:
    for step in steps:
        yield step
        for body in step.cases.values():
            yield from _walk(body)
        yield from _walk(step.steps)


def _free(name: str, taken: set[str]) -> str:
    """`name`, or `name_2`, `name_3` … when it is taken."""
    free, n = name, 1
    while free in taken:
        n += 1
        free = f"{name}_{n}"
    return free


def _seconds(span: str) -> int:
    return int(span[:-1]) * _UNITS[span[-1]]
