"""What an export of one person holds: read from their state, their memory and what waits for them, and put in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from bot.coach.kept import loose_words, open_runs, own_answers, still_to_come, words_under_way
from bot.coach.sharing import KIND
from bot.engine.script import Library
from bot.engine.step import Question
from bot.errors import ScriptError
from bot.insight import export
from bot.insight.export import Entry, Export, Line
from bot.insight.export_parts import Placed, divided
from bot.model.events import Prompt
from bot.model.memory import Memory, Reminder
from bot.model.outings import Outing
from bot.model.state import Conversation, Person, Run
from bot.model.values import (
    City,
    Day,
    Duration,
    Instant,
    Many,
    Number,
    Option,
    Picks,
    TimeOfDay,
    Value,
    Words,
    is_value,
)
from bot.runtime.exported_consent import consent_lines
from bot.script.labels import makes
from bot.script.times import Times, locale_of, region_of, times_for
from bot.script.wording import Wording
from bot.store.rows import InvitationRow

OUTING: Final = "outing"
"""Outings have a section of their own."""

_TIMES: Final = frozenset({"started", "until"})
_LONGEST_LABEL: Final = 120


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store has of one person."""

    memory: Sequence[Memory]
    invitations: Sequence[InvitationRow]
    reminders: Sequence[Reminder]
    linked_since: datetime | None


@dataclass(frozen=True, slots=True)
class Gathering:
    """One person's export in the making: values with their labels in the person's language."""

    person: Person
    library: Library
    wording: Wording
    now: datetime

    def parts(self, conversation: Conversation, kept: Kept) -> Iterator[Export]:
        """Everything, section by section, in parts that are made as they are asked for."""
        items = {item.id: item for item in kept.memory}
        runs = open_runs(self.library, conversation, self.person.id)
        loose = loose_words(self.person, runs)
        head = Export(
            made=self.now,
            person=self.whose(),
            linked_since=kept.linked_since,
            settings=self.settings(),
            invitations=tuple(Entry(i.state, "", i.created_at, i.expires_at) for i in kept.invitations),
            nudges=tuple(
                Entry("nudge", "", n.due, n.expires) for n in still_to_come(self.person, kept.reminders, items)
            ),
            runs=(
                *(self.run(run) for run in runs),
                *(Entry(each.dialog, self.label("common", each.dialog), lines=(_extra(each.text),)) for each in loose),
            ),
        )
        return divided(head, self.entries(kept.memory))

    def whose(self) -> export.Person:
        """Whose export it is."""
        person = self.person
        return export.Person(person.name, tag(person), person.zone, person.username, person.country)

    def entries(self, memory: Sequence[Memory]) -> Iterator[Placed]:
        """What outlives a conversation, then the times away, one by one."""
        person, remembered = self.person, {item.id for item in memory}
        for item in memory:
            if item.kind != OUTING:
                yield "memory", self.item(item)
        for item in memory:
            if item.kind == OUTING:
                yield "outings", self.item(item)
        for outing in (person.outing, *person.planned):
            if outing is not None and outing.id not in remembered:
                yield "outings", self.outing(outing)

    def settings(self) -> tuple[Line, ...]:
        """What the person can change."""
        person = self.person
        quiet = "–".join(self.times().hour(minutes) for minutes in (person.quiet_from, person.quiet_to))
        lines = [
            Line("quiet_hours", self.label("settings", "quiet_hours"), Words(quiet)),
            Line("nudges_a_day", self.label("settings", "how_many"), Number(person.nudges_a_day)),
            self.set_to("day_part", "which_part", person.day_part),
        ]
        if person.season is not None:
            lines.append(Line("season", self.label("common", "look_back"), Instant(person.season.began)))
            if person.season.over is not None:
                lines.append(Line("season_over", self.label("look_back", "quiet_now"), Instant(person.season.over)))
        if person.city is not None:
            lines.append(Line("city", self.label("settings", "my_zone"), Words(person.city)))
        if person.own_pause is not None and person.own_pause > self.now:
            lines.append(Line("paused_until", self.label("common", "pause"), Instant(person.own_pause)))
        return (*lines, *consent_lines(person, self._consent_label))

    def set_to(self, id: str, label: str, option: str) -> Line:
        """A setting that is one of several, as /settings calls both."""
        return Line(id, self.label("settings", label), Option(option), self.label("settings", option))

    def _consent_label(self, name: str) -> str:
        return self.wording.uncut(Prompt("export", f"export_{name}"), {}, self.person, html=False)

    def item(self, item: Memory) -> Entry:
        """One memory item; of an outing its times stand above its lines."""
        kind = item.kind
        remembering = [name for name in self.library.dialogs if makes(self.library, name, kind)]
        started, until = item.values.get("started"), item.values.get("until")
        own = {k: v for k, v in item.answers.items() if k not in _TIMES or kind != OUTING}
        if kind == KIND:
            remembering = [str(own.pop("dialog", ""))]
        lines = tuple(self.line(name, _value(value), remembering) for name, value in own.items())
        if kind == OUTING:
            at = started.at if isinstance(started, Instant) else item.created
            return Entry(kind, item.title, at, until.at if isinstance(until, Instant) else None, lines)
        return Entry(kind, item.title, item.created, None, lines)

    def outing(self, outing: Outing) -> Entry:
        """An outing that is in nobody's memory (yet)."""
        return Entry(OUTING, outing.what or "", outing.started, outing.until)

    def run(self, run: Run) -> Entry:
        """An open conversation with the person's own answers."""
        who = self.person.id
        lines = [self.line(a.step, a.value, [run.dialog]) for a in own_answers(self.library, run, who)]
        typed = words_under_way(self.library, run, who)
        lines += [self.line(step, Words(text), [run.dialog]) for step, text in typed]
        lines += [_extra(each.text) for each in self.person.extras if each.dialog == run.dialog]
        return Entry(run.dialog, self.label("common", run.dialog), run.started, None, tuple(lines))

    def line(self, ask: str, value: Value | None, dialogs: Sequence[str]) -> Line:
        """One answer, with what was asked."""
        asking = [*dialogs, *(name for name in self.library.dialogs if name not in dialogs)]
        homes = [name for name in asking if isinstance(self.library.dialogs[name].steps.get(ask), Question)]
        return Line(ask, self.asked(ask, homes), value, self.shown(value, homes))

    def asked(self, ask: str, homes: Sequence[str]) -> str:
        """A question's short name, wherever that stands, or else its last line."""
        for home in (*homes, *(name for name in self.library.dialogs if name not in homes)):
            try:
                return self.wording.uncut(Prompt(home, f"short_{ask}"), {}, self.person, html=False)
            except ScriptError:
                continue
        names = {"reader": self.person.name, "me": self.person.name, "other": "", "partner": "", "linked": False}
        for home in homes:
            try:
                text = self.wording.uncut(Prompt(home, ask), {**names, "country": None}, self.person, html=False)
            except (ScriptError, TypeError):
                continue
            last = next((line for line in reversed(text.splitlines()) if line.strip()), "")
            if last and len(last) <= _LONGEST_LABEL:
                return last.replace("<i>", "").replace("</i>", "").strip()
        return ask.replace("_", " ")

    def shown(self, value: Value | None, homes: Sequence[str]) -> str:
        """A value in words, where the export has none for it."""
        match value:
            case Option(id):
                return self.option(id, homes)
            case Many(ids):
                return ", ".join(self.option(id, homes) for id in ids)
            case Picks(ids, own):
                return ", ".join([*(self.option(id, homes) for id in ids), *own])
            case Day(on):
                return str(self.times().day(on))
            case TimeOfDay(minutes):
                return str(self.times().hour(minutes))
            case City(name):
                return name
            case Words() | Number() | Duration() | Instant() | None:
                return ""
            case _:
                assert_never(value)

    def times(self) -> Times:
        """How the person is shown days and times."""
        return times_for(self.person, self.wording.language_of(self.person.language), self.now)

    def option(self, id: str, homes: Sequence[str]) -> str:
        """A picked option by its label."""
        for home in (*homes, "common"):
            try:
                return self.wording.label(home, id, self.person.language)
            except ScriptError:
                continue
        return id.replace("_", " ")

    def label(self, dialog: str, name: str) -> str:
        """A label, or what stands for one that is not written."""
        return self.option(name, (dialog,))


def _extra(text: str) -> Line:
    return Line("extra", "+", Words(text))


def _value(value: object) -> Value | None:
    if is_value(value):
        return value
    return Words(value) if isinstance(value, str) else None


def tag(person: Person) -> str:
    """The language and region that a person's files are in: "en-GB"."""
    return locale_of(person.language, region_of(person)).replace("_", "-")
