"""What is wrong with a dialog by itself and with what it refers to."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.script import Dialog, Known, Look, Question, Step
from bot.engine.steps.offer import OfferStep
from bot.engine.steps.tell import TellStep
from bot.script import provided
from bot.script.findings import Finding
from bot.script.flow import REMEMBERED, Flow
from bot.script.keyboard import DATA_BYTES, IN_A_ROW, IN_ALL, Key, answer_rows, command_data
from bot.script.templates import FUNCTIONS
from bot.script.times import Times

_ASK_ID = "x" * 10
_CONTROLS = 6
_TIMES = Times("en", "en_GB")


def check_dialog(dialog: Dialog, flow: Flow, known: Known) -> Iterator[Finding]:
    """Everything that can be said about one dialog without its wording."""
    for lost in flow.unreachable:
        yield Finding(dialog.file, lost.line, f'step "{lost.id}" is never reached')
    reserved = {*provided.EVERYWHERE, *provided.UNTIL, *FUNCTIONS, "items"} | {
        name for key, extra in provided.EXTRAS.items() if key.startswith(f"{dialog.name}.") for name in extra
    }
    for step in dialog.steps.values():
        before, latest = flow.before.get(step.id, frozenset()), flow.item.get(step.id, frozenset())
        texts = [*step.faults(Look(dialog, before, latest, REMEMBERED in before, known)), *_keyboard(step)]
        if isinstance(step, Question) and step.id in reserved:
            texts.append(f'ask "{step.id}" has the name of a value that every prompt has')
        for text in texts:
            yield Finding(dialog.file, step.line, text)


def _keyboard(step: Step) -> Iterator[str]:
    rows: tuple[tuple[Key, ...], ...] = ()
    if isinstance(step, Question):
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
