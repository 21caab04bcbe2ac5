"""Steps as written become the flat steps of a dialog: ids, what follows what, and the defaults said out loud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.engine.step import Question, Step
from bot.engine.steps.draw import DrawStep
from bot.engine.steps.end import EndStep
from bot.engine.steps.offer import OfferStep
from bot.script.findings import Finding
from bot.script.parse import RawDialog, RawStep

Deck = Mapping[str, tuple[str, ...]]
"""The ids of cards, pile by pile."""


def compile_steps(file: str, raw: RawDialog, deck: Deck, findings: list[Finding]) -> dict[str, Step]:
    """The steps of one dialog by id, in the order written; what is wrong with them is added to `findings`."""
    return _Compiler(file, raw, deck, findings).compile()


class _Compiler:
    def __init__(self, file: str, raw: RawDialog, deck: Deck, findings: list[Finding]) -> None:
        self.file = file
        self.raw = raw
        self.deck = deck
        self.findings = findings
        self.questions = frozenset(s.word for s in _walk(raw.steps) if s.kind in ("ask", "offer"))
        self.steps: dict[str, Step] = {}
        self.doubled: set[str] = set()

    def compile(self) -> dict[str, Step]:
        self.name_steps()
        self.chain(self.raw.steps, None, None)
        for name, step in self.steps.items():
            named = self.steps.get(step.of or "") if isinstance(step, Question) else None
            if isinstance(named, Question):
                self.steps[name] = step.with_(options=named.options)
        return self.steps

    def name_steps(self) -> None:
        """Give every step its id: names that are wording first, so that no other can take one of theirs.

        The same words at the end of two branches are one step when they are alike in everything.
        """
        taken: set[str] = set()
        for step in _walk(self.raw.steps):
            if step.form.prompted:
                step.id = step.word
                taken.add(step.id)
        for step in _walk(self.raw.steps):
            if not step.id:
                step.id = _free(f"{step.kind}_{step.word}" if step.word else step.kind, taken)
                taken.add(step.id)

    def chain(self, steps: Sequence[RawStep], follow: str | None, block: RawStep | None) -> str | None:
        """Compile steps that follow one another and go on with `follow`; gives the id of the first."""
        for n, step in enumerate(steps):
            following = steps[n + 1].id if n + 1 < len(steps) else follow
            first = self.steps.get(step.id)
            if first is None:
                self.steps[step.id] = EndStep().with_(id=step.id, line=step.line)  # holds its place in the order
            compiled = _Placing(self, step, following, block).step()
            if first is None:
                self.steps[step.id] = compiled
            elif compiled.with_(line=first.line) != first and step.id not in self.doubled:
                self.doubled.add(step.id)
                text = f"{step.says} has the name of the step at line {first.line}, which is another one"
                self.findings.append(Finding(self.file, step.line, text))
        return steps[0].id if steps else None


class _Placing:
    """One step on its way to its place: what it is told there, and what it finds wrong."""

    def __init__(self, compiler: _Compiler, raw: RawStep, follow: str | None, block: RawStep | None) -> None:
        self._compiler = compiler
        self._raw = raw
        self._follow = follow
        self._block = block

    @property
    def solo(self) -> bool:
        return "solo" in self._compiler.raw.form.forms

    @property
    def couple(self) -> bool:
        return "couple" in self._compiler.raw.form.forms

    @property
    def questions(self) -> frozenset[str]:
        return self._compiler.questions

    def step(self) -> Step:
        place = {"id": self._raw.id, "line": self._raw.line, "next": self._follow}
        step = self._raw.form.with_(**place, block=self._block.id if self._block else None)
        if isinstance(step, DrawStep):
            step = step.with_(piles=self._compiler.deck)
        if not step.goes_on:
            step = step.with_(next=None)
        return step.placed(self)

    def found(self, text: str) -> None:
        self._compiler.findings.append(Finding(self._compiler.file, self._raw.line, text))

    def needs_alone(self, given: bool) -> None:
        if self.solo and not given:
            self.found(f'{self._raw.says} has no "alone", and the dialog is also for solo')

    def needs_no_block(self) -> None:
        if self._block is not None:
            self.found(f"{self._raw.says} stands inside {self._block.says}: blocks do not nest")

    def block(self) -> Step | None:
        return self._block.form if self._block is not None else None

    def offered(self) -> tuple[str, ...]:
        earlier = (s for s in self._compiler.steps.values() if isinstance(s, Question) and not isinstance(s, OfferStep))
        return tuple(s.id for s in earlier if s.visibility != "private")

    def inside(self) -> str:
        return self._compiler.chain(self._raw.steps, None, self._raw) or ""

    def case(self, name: str) -> str | None:
        return self._compiler.chain(self._raw.cases[name], self._follow, self._block)


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
