"""What is wrong with a dialog by itself and with what it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.engine.kinds import kind_of
from bot.engine.kinds.kind import Asked
from bot.engine.script import Dialog
from bot.engine.step import Known, Look, Question, Step
from bot.engine.steps.draw import DrawStep
from bot.engine.steps.offer import OfferStep
from bot.engine.steps.tell import TellStep
from bot.model.asks import Ask
from bot.script import samples
from bot.script.findings import Finding
from bot.script.flow import REMEMBERED, Flow
from bot.script.keyboard import DATA_BYTES, IN_A_ROW, IN_ALL, answer_data, command_data
from bot.script.templates import FUNCTIONS

_ASK_ID = "x" * 10
_CONTROLS = 6
_SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)


def check_dialog(dialog: Dialog, flow: Flow, known: Known) -> Iterator[Finding]:
    """Everything that can be said about one dialog without its wording."""
    if dialog.unsaid and dialog.menu is not None:
        yield Finding(dialog.file, 1, "nothing may name this dialog, and the menu would")
    for lost in flow.unreachable:
        yield Finding(dialog.file, lost.line, f'step "{lost.id}" is never reached')
    reserved = {*samples.EVERYWHERE, *samples.UNTIL, *FUNCTIONS, "items"} | {
        name for key, extra in samples.EXTRAS.items() if key.startswith(f"{dialog.name}.") for name in extra
    }
    for step in dialog.steps.values():
        before, latest = flow.before.get(step.id, frozenset()), flow.item.get(step.id, frozenset())
        texts = [*step.faults(Look(dialog, before, latest, REMEMBERED in before, known)), *_keyboard(dialog.name, step)]
        if isinstance(step, Question) and step.id in reserved:
            texts.append(f'ask "{step.id}" has the name of a value that every prompt has')
        for text in texts:
            yield Finding(dialog.file, step.line, text)


def _keyboard(dialog: str, step: Step) -> Iterator[str]:
    sent: list[tuple[str, str]] = []
    if isinstance(step, Question) and not isinstance(step, DrawStep):
        groups = kind_of(step).taps(Asked(step, Ask(_ASK_ID, step.id), _SOME_TIME, ZoneInfo("UTC")))
        sent = [(tap.data, answer_data(_ASK_ID, tap.data)) for group in groups for tap in group.each]
        count = len(sent) + _CONTROLS + (len(step.items) if isinstance(step, OfferStep) else 0)
        if count > IN_ALL:
            yield f'ask "{step.id}" has {count} buttons with its controls; {IN_ALL} fit'
        if any(group.in_a_row is not None and group.in_a_row > IN_A_ROW for group in groups):
            yield f'step "{step.id}" has more than {IN_A_ROW} buttons in a row'
    elif isinstance(step, TellStep):
        sent = [(b.label, command_data(b.longest(dialog))) for b in step.buttons]
    for button, data in sent:
        if (size := len(data.encode())) > DATA_BYTES:
            yield f'step "{step.id}": the button "{button}" would send {size} bytes; {DATA_BYTES} fit'
