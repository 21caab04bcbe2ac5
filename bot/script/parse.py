"""From plain data to steps as written: each read by its own form, nested as in the file, every mistake named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.engine.step import Alone, Step
from bot.engine.steps import KINDS
from bot.engine.steps.choose import GO_ON
from bot.engine.steps.end import EndStep
from bot.engine.written import NAME
from bot.script.findings import Finding
from bot.script.helplines import countries
from bot.script.keyboard import ELSEWHERE
from bot.script.schema import DialogForm
from bot.script.source import Data, Place, Source

FormT = TypeVar("FormT", bound=BaseModel)


@dataclass(slots=True)
class RawStep:
    """One step as written. `cases` and `steps` hold what stands inside it; `id` is given when it is compiled."""

    kind: str
    form: Step
    line: int
    word: str = ""
    cases: dict[str, list[RawStep]] = field(default_factory=dict)
    steps: list[RawStep] = field(default_factory=list)
    id: str = ""

    @property
    def says(self) -> str:
        """The step as a finding names it: `ask "how_long"`."""
        return f'{self.kind} "{self.word}"' if self.word else self.kind


@dataclass(frozen=True, slots=True)
class RawDialog:
    """One file as written."""

    form: DialogForm
    steps: list[RawStep]


def parse(source: Source, findings: list[Finding]) -> RawDialog | None:
    """Read a file's data by the forms. None when it is so wrong that nothing more can be said about it."""
    return _Parser(source, findings).dialog()


def parse_form(form: type[FormT], source: Source, findings: list[Finding]) -> FormT | None:
    """Read a file that is one form and nothing else."""
    if isinstance(source.data, dict):
        return _Parser(source, findings).form(form, source.data, (), source.file)
    findings.append(Finding(source.file, 1, "here should be a mapping"))
    return None


class _Parser:
    def __init__(self, source: Source, findings: list[Finding]) -> None:
        self.source = source
        self.findings = findings

    def found(self, place: Place, text: str) -> None:
        self.findings.append(Finding(self.source.file, self.source.line(place), text))

    def dialog(self) -> RawDialog | None:
        data = self.source.data
        if not isinstance(data, dict):
            self.found((), "a dialog is a mapping that starts with its name: dialog: NAME")
            return None
        form = self.form(DialogForm, data, (), f'dialog "{data.get("dialog", "")}"')
        steps = self.steps(data.get("steps"), ("steps",))
        return RawDialog(form, steps) if form else None

    def form(self, form: type[FormT], data: Mapping[str, object], place: Place, says: str) -> FormT | None:
        """Validate one mapping; each thing wrong with it becomes one finding."""
        for key in [k for k, value in data.items() if value is None]:
            self.found((*place, key), f'"{key}" in {says} is empty')
        try:
            return form.model_validate(data)
        except ValidationError as error:
            for detail in error.errors():
                text = _explain(detail, form, says)
                if text is not None:
                    self.found((*place, *detail["loc"]), text)
            return None

    def steps(self, data: Data, place: Place) -> list[RawStep]:
        if data == GO_ON:
            return []
        if data == "end" or isinstance(data, dict):
            data, places = [data], [place]
        elif isinstance(data, list):
            places = [(*place, n) for n in range(len(data))]
        else:
            if place != ("steps",):
                self.found(place, "here should be a list of steps, one step, or the word end or go_on")
            return []
        return [step for entry, at in zip(data, places, strict=True) if (step := self.step(entry, at)) is not None]

    def step(self, data: Data, place: Place) -> RawStep | None:
        if data == "end":
            return RawStep("end", EndStep(), self.source.line(place))
        if not isinstance(data, dict):
            self.found(place, f"a step should be a mapping or the word end, not {_said(data)}")
            return None
        kind = self.kind(data, place)
        if kind is None:
            return None
        says = f'{kind} "{data[kind]}"'
        form = self.form(KINDS[kind], self.rest(KINDS[kind], data, place, says), place, says)
        cases = {case: self.steps(body, (*place, "cases", case)) for case, body in _inside(data, "cases", kind)}
        inner = self.steps(data.get("steps"), (*place, "steps")) if KINDS[kind].is_block and "steps" in data else []
        if form is None:
            return None
        if data.get("options") == "countries":
            form = form.with_(options=(*countries(), ELSEWHERE))
        return RawStep(kind, form, self.source.line(place), str(data[kind]), cases, inner)

    def rest(self, kind: type[Step], data: Mapping[str, Data], place: Place, says: str) -> dict[str, object]:
        """A step's data without the short forms, which stand for more than they say."""
        rest: dict[str, object] = dict(data)
        if data.get("options") == "countries":
            rest["options"] = []
        alone, at = data.get("alone"), (*place, "alone")
        if isinstance(alone, dict):
            told = self.form(Alone, alone, at, f"alone of {says}")
            # What is wrong with it is said already: something must stand there, or it would be missed as well.
            rest["alone"] = told or _ANYTHING
        elif "alone" in data and alone is not None and "alone" in kind.model_fields and not _fits(kind, alone):
            self.found(at, f'"alone" in {says} should be {_alone(kind)}, not {_said(alone)}')
            rest["alone"] = _ANYTHING if _tells(kind) else _words(kind)[0]
        return rest

    def kind(self, data: Mapping[str, Data], place: Place) -> str | None:
        # `offer` has a key of its own that is the name of another kind.
        kinds = [k for k in data if k in KINDS and not (k == "start" and "offer" in data)]
        if len(kinds) == 1:
            return kinds[0]
        if kinds:
            self.found(place, f"one step, but {len(kinds)} kinds: {' and '.join(kinds)}")
        else:
            keys = ", ".join(f'"{k}"' for k in data)
            self.found(place, f"a step of no known kind: {keys or 'it is empty'}")
        return None


def _words(kind: type[Step]) -> tuple[str, ...]:
    """The single words that `alone` may be."""
    found: list[str] = []
    todo = [kind.model_fields["alone"].annotation]
    while todo:
        part = todo.pop()
        if get_origin(part) is Literal:
            found += get_args(part)
        else:
            todo += get_args(part)
    return tuple(sorted(found))


def _tells(kind: type[Step]) -> bool:
    return "Alone" in str(kind.model_fields["alone"].annotation)


def _fits(kind: type[Step], alone: Data) -> bool:
    return alone in _words(kind)


def _alone(kind: type[Step]) -> str:
    told = ("a prompt to tell",) if _tells(kind) else ()
    return " or ".join((*_words(kind), *told))


_ANYTHING = Alone(tell="anything")


def _inside(data: Mapping[str, Data], key: str, kind: str) -> list[tuple[str, Data]]:
    inner = data.get(key)
    return list(inner.items()) if kind == "choose" and isinstance(inner, dict) else []


_SHOULD = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "string_too_short": "text",
    "too_short": "a list with something in it",
}


def _explain(error: ErrorDetails, form: type[BaseModel], says: str) -> str | None:
    """One finding's sentence for one of pydantic's errors."""
    at, kind, ctx = error["loc"], error["type"], error.get("ctx", {})
    words = [str(part) for part in at if isinstance(part, str)]
    key = words[-1]
    where = f"{words[-2]} of {says}" if len(words) > 1 else says
    if kind == "extra_forbidden":
        near = get_close_matches(key, [f.alias or n for n, f in form.model_fields.items()], 1) if at == (key,) else []
        return f'unknown key "{key}" in {where}' + (f': did you mean "{near[0]}"?' if near else "")
    if kind == "missing":
        return f'{where} has no "{key}"'
    if error["input"] is None:
        return None
    if kind == "string_pattern_mismatch":
        name = ctx.get("pattern") == NAME
        should = "a name in small letters, digits and _" if name else "a time such as 30m, 48h or 3d"
    elif kind == "literal_error":
        should = str(ctx["expected"]).replace("'", "")
    elif kind == "string_too_long":
        should = f"{ctx['max_length']} characters or less"
    elif kind == "greater_than_equal":
        should = f"{ctx['ge']} or more"
    elif kind == "less_than_equal":
        should = f"{ctx['le']} or less"
    elif kind == "too_short" and isinstance(error["input"], dict):
        should = "a mapping with something in it"
    else:
        should = _SHOULD.get(kind, error["msg"])
    return f'"{key}" in {where} should be {should}, not {_said(error["input"])}'


def _said(data: object) -> str:
    if isinstance(data, bool):
        return str(data).lower()
    if isinstance(data, list):
        return "a list" if data else "an empty list"
    if isinstance(data, dict):
        return "a mapping" if data else "an empty one"
    return f'"{data}"' if isinstance(data, str) else "nothing" if data is None else str(data)
