"""Plausible values, with which prompts are read aloud: a long walk for two, not the longest that fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.engine.kinds import kind_of
from bot.engine.script import Dialog
from bot.engine.step import Question
from bot.model.script import Form
from bot.model.state import Person
from bot.model.values import City, Duration, Instant, Many, Number, Option, Own, Pair, Picks, Planned, Value, Words
from bot.script import samples
from bot.script.findings import Finding, ScriptErrors
from bot.script.uses import Use

FILE = "examples.yaml"
"""Beside the prompts of a language: what somebody might answer, by dialog and question."""

NAMES = {1: "Ana", 2: "Ben"}
"""Who started the dialog, and the partner."""

NOW = datetime(2026, 9, 22, 16, 0, tzinfo=UTC)
"""When the dialog is read."""

_TOMORROW = Instant(NOW + timedelta(hours=24))
_LATER = Instant(NOW + timedelta(hours=1))
_UNKNOWN = "…"

Examples = Mapping[str, Mapping[str, str | int]]
"""By dialog and name: words, a number, or the id of an option."""


def read_examples(folder: Path, language: str) -> Examples:
    """What is written beside the prompts of a language; nothing where no file is. Raises ScriptErrors when it is no
    mapping of mappings."""
    path = folder / language / FILE
    if not path.exists():
        return {}
    data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    if not isinstance(data, dict) or not all(isinstance(part, dict) for part in data.values()):
        raise ScriptErrors([Finding(f"{folder.name}/{language}/{FILE}", 1, "it should be dialogs with their answers")])
    return data


def reader_of(who: int, language: str) -> Person:
    """Who reads: Ana, who started, or Ben."""
    return Person(id=who, name=NAMES[who], language=language, zone="Europe/Madrid", city="Madrid")


class Natural:
    """The values of one dialog as they might well be."""

    def __init__(self, dialog: Dialog, examples: Examples) -> None:
        self._dialog = dialog
        self._examples = examples.get(dialog.name, {})
        asks = (step for step in dialog.steps.values() if isinstance(step, Question))
        self._until = Instant(_TOMORROW.at + timedelta(hours=2)) if any(a.kind == "moment" for a in asks) else _LATER

    def values(self, use: Use, who: int, form: Form) -> dict[str, Any]:
        """What a prompt has when `who` reads it, in a run of two or alone."""
        two = form == "couple"
        names: dict[str, Any] = {
            "reader": NAMES[who],
            "other": NAMES[3 - who] if two else "",
            "me": NAMES[1],
            "partner": NAMES[2] if two else "",
            "linked": two,
        }
        if not two:
            names["theirs"] = ()
        shown = {name: self._value(name, value) for name, value in use.values.items()}
        return {name: names.get(name, value) for name, value in shown.items()}

    def _value(self, name: str, value: object) -> object:
        step = self._dialog.steps.get(name)
        if isinstance(step, Question):
            return self.answer(step)
        match value:
            case Words() | str() if name in self._examples:
                told = str(self._examples[name])
                return Words(told) if isinstance(value, Words) else told
            case int() if name in self._examples:
                return self._examples[name]
            case Words():
                return Words(_UNKNOWN)
            case Instant():
                return self._until if name == "until" else _LATER
            case str():
                return NAMES[2] if value == samples.NAME else value
            case (Planned(), *_) if name in self._examples:
                return (Planned(str(self._examples[name]), None),)
            case tuple():
                return tuple(self._item(item) for item in value)
            case _:
                return value

    def _item(self, item: object) -> object:
        if isinstance(item, Planned):
            return replace(item, what=_UNKNOWN, also=tuple(Own(o.ask, Words(_UNKNOWN)) for o in item.also))
        step = self._dialog.steps.get(item.ask) if isinstance(item, Own | Pair) else None
        if step is None and isinstance(item, Own) and isinstance(item.value, Words):
            return Own(item.ask, Words(_UNKNOWN))  # of something remembered, of whatever kind
        if not isinstance(step, Question):
            # Of what another dialog asked.
            told = isinstance(item, Own) and isinstance(item.value, Words) and item.ask in self._examples
            return Own(item.ask, Words(str(self._examples[item.ask]))) if isinstance(item, Own) and told else item
        mine = self.answer(step)
        return Pair(step.id, mine, mine) if isinstance(item, Pair) else Own(step.id, mine)

    def answer(self, step: Question) -> Value:
        """What somebody might answer."""
        given = self._examples.get(step.id)
        if isinstance(given, str) and given in step.options:
            return Option(given)
        match step.kind:
            case "text" | "name":
                return Words(str(given or _UNKNOWN))
            case "scale" | "number":
                return Number(given if isinstance(given, int) else (step.low + step.high + 1) // 2)
            case "duration":
                lengths = step.presets or (60,)
                return Duration(given if isinstance(given, int) else lengths[len(lengths) // 2])
            case "many" if step.own:
                return Picks(step.options[:1], (str(given or _UNKNOWN),))
            case "pick":
                return Option(step.options[0]) if step.options else Words(str(given or _UNKNOWN))
            case "many":
                return Many(step.options[:2])
            case "moment":
                return _TOMORROW
            case "city":
                return City(str(given or "Lisbon"), "Europe/Lisbon", "PT")
            case "choice" | "yes_no":
                return Option(step.options[0])
            case _:
                return kind_of(step).sample(step)
