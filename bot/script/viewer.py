"""The values of one prompt as one reader sees them: options as labels, durations in words, times on their own clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from babel.lists import format_list

from bot.engine.lists import as_list, in_common
from bot.model.values import (
    City,
    Day,
    Duration,
    Instant,
    Many,
    Number,
    Option,
    Own,
    Pair,
    Picks,
    Planned,
    TimeOfDay,
    Words,
)
from bot.script.shown import Label, cut, span, turns
from bot.script.times import Times

IN_FULL = "moment"
"""The name of the value that is always shown with its day: a time that is being agreed on."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list. `label` says the question in short, or what is planned; `mine` and `theirs` stand in a pair,
    `value` in a list of one's own, `at` in a list of plans, with `also` what else is to be seen of it at once; `ask`
    is the question's name. `both` is what both named, where the question asked for a list."""

    label: str
    mine: object = None
    theirs: object = None
    value: object = None
    at: object = None
    also: object = ()
    ask: str = ""
    both: object = ()


class Lines(list[str]):
    """A list as its reader sees it, a line each: for a prompt to go through, or in words: "a walk, tea and sleep"."""

    def __init__(self, lines: list[str], times: Times) -> None:
        super().__init__(lines)
        self._locale = times.locale

    def __str__(self) -> str:
        return format_list(list(self), locale=self._locale)


@dataclass(frozen=True, slots=True)
class Viewer:
    """How values are shown to one reader: `label` finds an id's label, `short` a question's short name.

    `html` is False for buttons and copied text, which Telegram shows as they are. Words are cut after `most` UTF-16
    units.
    """

    times: Times
    label: Callable[[str], str]
    short: Callable[[str], str]
    html: bool = True
    most: int | None = None

    def show(self, name: str, value: object) -> object:
        """One variable of a prompt, as its template gets it."""
        if isinstance(value, Instant) and name == IN_FULL:
            return self.times.moment(value.at).full
        return self._show(value)

    def _show(self, value: object) -> object:
        match value:
            case str():
                return self.words(value)
            case Option():
                return self._option(value.id)
            case Many():
                return several(value, self.times, self.label)
            case Picks():
                return self._lines(value)
            case Duration():
                return span(value.minutes, self.times.language)
            case Instant():
                return self.times.moment(value.at)
            case Day():
                return self.times.day(value.on)
            case City():
                return self.words(value.name)
            case TimeOfDay():
                return self.times.hour(value.minutes)
            case Number():
                return value.n
            case Words():
                return self.words(value.text)
            case tuple():
                return self._items(value)
            case _:
                return value

    def _lines(self, value: Picks) -> Lines:
        lines: list[str] = [self._option(option) for option in value.ids]
        return Lines([*lines, *map(self.words, value.own)], self.times)

    def _option(self, option: str) -> Label:
        label = Label(self.label(option))
        label.id = option
        return label

    def _items(self, values: tuple[object, ...]) -> object:
        if values and all(isinstance(value, Option) for value in values):
            return ", ".join(str(self._show(value)) for value in values)
        return [self._item(value) for value in values]

    def _item(self, value: object) -> object:
        match value:
            case Pair():
                both = self._lines(as_list(in_common(value.mine, value.theirs)))
                shown = self._show(value.mine), self._show(value.theirs)
                return Item(self.short(value.ask), *shown, ask=value.ask, both=both)
            case Own():
                return Item(self.short(value.ask), value=self._show(value.value), ask=value.ask)
            case Planned():
                at = self.times.moment(value.at) if value.at is not None else None
                return Item(self.words(value.what), at=at, also=[self._item(each) for each in value.also])
            case _:
                return self._show(value)

    def words(self, text: str) -> str:
        """People's words as typed. In a message those that run right to left turn only themselves around."""
        if self.most is not None:
            text = cut(text, self.most)
        return f"\u2068{text}\u2069" if self.html and turns(text) else text


def several(value: Many, times: Times, label: Callable[[str], str]) -> Label:
    """Several picked options as a list in words: "a walk, tea and sleep"."""
    shown = Label(format_list([label(option) for option in value.ids], locale=times.locale))
    shown.ids = value.ids
    return shown
