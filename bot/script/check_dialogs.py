"""What is wrong with a dialog by itself and with what it refers to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.model.script import (
    ActStep,
    AgainStep,
    AskStep,
    CallStep,
    ChooseStep,
    Dialog,
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
)
from bot.script import provided
from bot.script.fill import check_fill
from bot.script.findings import Finding
from bot.script.flow import REMEMBERED, Flow, covers_all
from bot.script.keyboard import DATA_BYTES, IN_A_ROW, IN_ALL, Key, answer_rows, command_data
from bot.script.templates import FUNCTIONS
from bot.script.times import Times

_ASK_ID = "x" * 10
_CONTROLS = 6
_TIMES = Times("en", "en_GB")
_SUGGESTION = re.compile(r"s[0-9]+")
_NEEDS = {"start": "moment", "eve": "moment", "until": "duration", "next_evening": "duration"}


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a script may refer to beyond its own steps.

    `functions` maps each to its outcomes, none where they are not known; `sound` are the dialogs that can be looked
    into, `dialogs` the names of all; `kinds` are the memory items that some dialog remembers.
    """

    functions: Mapping[str, Collection[str]]
    actions: Collection[str]
    dialogs: Collection[str]
    sound: Mapping[str, Dialog]
    commands: Collection[str]
    kinds: Collection[str]


def check_dialog(dialog: Dialog, flow: Flow, known: Known) -> Iterator[Finding]:
    """Everything that can be said about one dialog without its wording."""
    for lost in flow.unreachable:
        yield Finding(dialog.file, lost.line, f'step "{lost.id}" is never reached')
    reserved = {*provided.EVERYWHERE, *provided.UNTIL, *FUNCTIONS, "items"} | {
        name for key, extra in provided.EXTRAS.items() if key.startswith(f"{dialog.name}.") for name in extra
    }
    for step in dialog.steps.values():
        before = flow.before.get(step.id, frozenset())
        texts = [*_references(dialog, step, before, known), *_keyboard(step)]
        if isinstance(step, NudgeStep):
            texts += _nudge(dialog, step, flow, known)
        elif isinstance(step, TellStep) and step.file == "calendar":
            texts += _lacking(dialog, step, flow, "moment", f'tell "{step.id}" has a calendar file')
        if isinstance(step, AskStep) and step.id in reserved:
            texts.append(f'ask "{step.id}" has the name of a value that every prompt has')
        for text in texts:
            yield Finding(dialog.file, step.line, text)


def _references(dialog: Dialog, step: Step, before: Collection[str], known: Known) -> Iterator[str]:
    asked = {name for name in before if isinstance(dialog.steps.get(name), AskStep)}
    match step:
        case ChooseStep():
            yield from _choose(dialog, step, before, known)
        case CallStep() | StartStep() if step.dialog not in known.dialogs:
            kind = "call" if isinstance(step, CallStep) else "start"
            yield f'{kind} "{step.dialog}": there is no such dialog'
        case CallStep() if step.dialog in known.sound:
            yield from check_fill(dialog, step, asked, known.sound[step.dialog])
        case AskStep() if step.remembered is not None:
            yield from _remembered(step, known)
        case ActStep():
            if step.action not in known.actions:
                yield f'act "{step.action}": there is no such action'
            if step.source is not None and step.source not in asked:
                yield f'act "{step.action}": no question "{step.source}" comes before it'
        case AgainStep() if step.target not in asked:
            yield f'again "{step.target}": no question of that name comes before it'
        case RevealStep() if step.source not in before or not isinstance(dialog.steps.get(step.source), TogetherStep):
            yield f'reveal "{step.id}": no block "{step.source}" comes before it'
        case RememberStep():
            for source in step.source:
                if source not in before:
                    yield f'remember "{step.item}": no question or block "{source}" comes before it'
            if len(set(step.source)) < len(step.source):
                yield f'remember "{step.item}" has the same question twice'
        case OfferStep():
            yield from (f'offer "{step.id}": no question "{i}" comes before it' for i in step.items if i not in asked)
            if step.start is not None and step.start not in known.dialogs:
                yield f'offer "{step.id}": there is no dialog "{step.start}" to start'
        case RepeatStep():
            yield from _repeat(dialog, step, asked)
        case TellStep():
            for button in step.buttons:
                if button.command not in known.commands:
                    yield f'tell "{step.id}": a button sends /{button.command}, and there is no such command'


def _choose(dialog: Dialog, step: ChooseStep, before: Collection[str], known: Known) -> Iterator[str]:
    says = f'choose "{step.answer or step.function}"'
    if step.function is not None:
        if step.function not in known.functions:
            yield f"{says}: there is no question and no function of that name"
        if step.argument is not None and step.argument not in before:
            yield f'{says}: no question or block "{step.argument}" comes before it'
        outcomes = known.functions.get(step.function, ())
        for case in step.cases:
            if outcomes and case != "otherwise" and case not in outcomes:
                yield f'{says}: it is never "{case}", but {" or ".join(outcomes)}'
    elif step.answer is None or step.answer not in before:
        yield f"{says}: the question comes later or on another way"
    else:
        ask = dialog.steps[step.answer]
        # Of several options picked together none decides.
        options = set(ask.options) if isinstance(ask, AskStep) and ask.kind != "many" else set()
        for case in step.cases:
            if case != "otherwise" and case not in options:
                yield f'{says}: the question has no option "{case}"'
    if not covers_all(dialog, step):
        yield f'{says} has no case "otherwise"'


def _nudge(dialog: Dialog, step: NudgeStep, flow: Flow, known: Known) -> Iterator[str]:
    says = f'nudge "{step.id}"'
    if step.opens is not None and step.opens not in known.dialogs:
        yield f'{says}: there is no dialog "{step.opens}" to open'
    if step.at == "next_week":
        if not step.offered:
            yield f"{says}: nobody chose that time, so it must be offered"
        return
    yield from _lacking(dialog, step, flow, _NEEDS[step.at], f'{says} comes at "{step.at}"')


def _lacking(dialog: Dialog, step: Step, flow: Flow, kind: str, says: str) -> Iterator[str]:
    """Where what was remembered last has no answer of the kind that a step needs."""
    latest = flow.item.get(step.id, frozenset())
    if not latest and REMEMBERED not in flow.before.get(step.id, frozenset()):
        yield f"{says}: nothing is remembered before it"
    for item in (dialog.steps[id] for id in sorted(latest)):
        asked = [dialog.steps.get(source) for source in item.source] if isinstance(item, RememberStep) else []
        if not any(isinstance(ask, AskStep) and ask.kind == kind for ask in asked):
            yield f"{says}, but no {kind} is remembered at line {item.line}"


def _remembered(step: AskStep, known: Known) -> Iterator[str]:
    if step.remembered not in known.kinds:
        yield f'ask "{step.id}": no dialog remembers a "{step.remembered}"'
    for option in step.options:
        if _SUGGESTION.fullmatch(option):
            yield f'ask "{step.id}": the option "{option}" would be taken for something remembered'


def _repeat(dialog: Dialog, step: RepeatStep, asked: Collection[str]) -> Iterator[str]:
    says = f'repeat "{step.target}"'
    if not isinstance(dialog.steps.get(step.block or ""), TurnsStep):
        yield f"{says} stands outside a turns block"
    if step.target not in asked or dialog.steps[step.target].block != step.block:
        yield f"{says}: no question of that name comes before it in its block"
    when = dialog.steps.get(step.answer)
    if step.answer not in asked or not isinstance(when, AskStep):
        yield f'{says}: no question "{step.answer}" comes before it'
    elif step.value not in when.options:
        yield f'{says}: the question "{step.answer}" has no option "{step.value}"'


def _keyboard(step: Step) -> Iterator[str]:
    rows: tuple[tuple[Key, ...], ...] = ()
    if isinstance(step, AskStep):
        rows = answer_rows(_ASK_ID, step, _TIMES, lambda name: name)
        count = sum(len(row) for row in rows) + _CONTROLS + (len(step.items) if isinstance(step, OfferStep) else 0)
        if count > IN_ALL:
            yield f'ask "{step.id}" has {count} buttons with its controls; {IN_ALL} fit'
    elif isinstance(step, TellStep):
        rows = tuple((Key("callback", b.label, command_data(b.command)),) for b in step.buttons)
    if any(len(row) > IN_A_ROW for row in rows):
        yield f'step "{step.id}" has more than {IN_A_ROW} buttons in a row'
    for key in (key for row in rows for key in row):
        if (size := len(key.data.encode())) > DATA_BYTES:
            yield f'step "{step.id}": the button "{key.label}" would send {size} bytes; {DATA_BYTES} fit'
