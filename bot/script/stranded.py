"""Runs that the dialogs as they are now would strand: they stand at a place that is no longer there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.engine.engine import lost_places
from bot.model.script import Library
from bot.model.state import Conversation
from bot.script.findings import Finding


def stranded(library: Library, conversations: Iterable[Conversation]) -> list[Finding]:
    """One finding for each place that is gone, with how many runs stand there and nothing of whose they are."""
    lost: Counter[tuple[str, str]] = Counter()
    for conversation in conversations:
        for run in conversation.runs.values():
            dialog = library.dialogs.get(run.dialog)
            if run.stranded:
                continue
            places = lost_places(dialog, run) if dialog is not None else [""]
            lost.update((run.dialog, place) for place in places[:1])
    return [_finding(library, dialog, place, count) for (dialog, place), count in sorted(lost.items())]


def _finding(library: Library, name: str, place: str, count: int) -> Finding:
    runs = "1 run would end: it stands" if count == 1 else f"{count} runs would end: they stand"
    dialog = library.dialogs.get(name)
    if dialog is None:
        return Finding(f"dialogs/{name}.yaml", 1, f'{runs} in the dialog "{name}", which is gone')
    step = dialog.steps.get(place)
    gone = "is gone" if step is None else "has changed its place"
    return Finding(dialog.file, step.line if step is not None else 1, f'{runs} at "{place}", which {gone}')
