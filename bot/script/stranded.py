"""Runs that the dialogs as they are now would strand: they stand at a place that is no longer there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.engine.script import Library
from bot.engine.stranding import lost_places
from bot.model.state import Conversation
from bot.script.findings import Finding


def stranded(library: Library, conversations: Iterable[Conversation], folder: str) -> list[Finding]:
    """One finding for each place that is gone, with how many runs stand there and nothing of whose they are.

    `folder` is how a person would name the folder of the dialogs.
    """
    lost: dict[tuple[str, str], list[datetime]] = {}
    for conversation in conversations:
        for run in conversation.runs.values():
            dialog = library.dialogs.get(run.dialog)
            if run.stranded:
                continue
            places = lost_places(dialog, run) if dialog is not None else [""]
            for place in places[:1]:
                lost.setdefault((run.dialog, place), []).append(run.started)
    return [_finding(library, folder, *place, begun) for place, begun in sorted(lost.items())]


def _finding(library: Library, folder: str, name: str, place: str, begun: list[datetime]) -> Finding:
    day = f"{min(begun):%Y-%m-%d}"
    if len(begun) == 1:
        runs = f"1 run, begun on {day}, would end: it stands"
    else:
        runs = f"{len(begun)} runs, the first begun on {day}, would end: they stand"
    dialog = library.dialogs.get(name)
    if dialog is None:
        return Finding(f"{folder}/{name}.yaml", 1, f'{runs} in the dialog "{name}", which is gone')
    step = dialog.steps.get(place)
    gone = "is gone" if step is None else "has changed its place"
    return Finding(dialog.file, step.line if step is not None else 1, f'{runs} at "{place}", which {gone}')
