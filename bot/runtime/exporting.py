"""Everything that is kept of one person, for their export: their own, and nothing that only a partner knows.

It is made part by part, and each part is let go of as soon as it is in the outbox.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final, assert_never

from bot.coach.sharing import KIND
from bot.engine.script import Library
from bot.engine.step import Question
from bot.engine.steps.gate import GateStep
from bot.engine.steps.remember import RememberStep
from bot.errors import ScriptError
from bot.insight import export
from bot.insight.attachments import TextRecipe
from bot.insight.export import Entry, Export, ExportWords, Line, export_html, export_json
from bot.insight.export_parts import MOST_PARTS, Placed, divided
from bot.model.events import Prompt
from bot.model.memory import Memory
from bot.model.state import Conversation, Outing, Person, Run
from bot.model.values import City, Day, Duration, Instant, Many, Number, Option, TimeOfDay, Value, Words, is_value
from bot.runtime import memories
from bot.runtime.exported_consent import consent_lines
from bot.runtime.ports import OutMessage
from bot.script.times import Times, locale_of, region_of, times_for
from bot.script.wording import Wording
from bot.store.contract import Transaction
from bot.store.rows import InvitationRow, NudgeRow, Outgoing

OUTING: Final = "outing"
"""Outings have a section of their own."""

_TIMES: Final = frozenset({"started", "until"})
_LONGEST_LABEL: Final = 120


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store has of one person."""

    memory: Sequence[Memory]
    invitations: Sequence[InvitationRow]
    nudges: Sequence[NudgeRow]
    linked_since: datetime | None


async def add_export(
    tx: Transaction,
    conversation: Conversation,
    who: int,
    library: Library,
    wording: Wording,
    now: datetime,
) -> None:
    """Put the files into the outbox, two for each part; their bodies go as soon as they are delivered.

    Of an export in more than one part it is said how many, and of one in more than `MOST_PARTS`, that it ends there.
    """
    person = conversation.people[who]
    kept = Kept(
        await memories.load(tx, who),
        await tx.invitations_of(who),
        await tx.waiting_nudges(who),
        await tx.linked_since(who),
    )
    words, made = _words(wording, library, person), 0
    for part in _Gathering(person, library, wording, now).parts(conversation, kept):
        if made == MOST_PARTS:
            await _say(tx, wording, person, Prompt("export", "export_cut"), MOST_PARTS, now)
            return
        made += 1
        name = "coach" if part.part == 1 else f"coach-{part.part}"
        for recipe in (
            TextRecipe(f"{name}.html", export_html(part, words).decode()),
            TextRecipe(f"{name}.json", export_json(part).decode()),
        ):
            body = OutMessage("", recipe=recipe).to_json()
            await tx.add_message(Outgoing(who, "send", "reply", body, now, once=True))
    if made > 1:
        await _say(tx, wording, person, Prompt("export", "export_parts"), made, now)


async def _say(tx: Transaction, wording: Wording, person: Person, prompt: Prompt, count: int, now: datetime) -> None:
    text = wording.text(prompt, {"count": count}, person)
    await tx.add_message(Outgoing(person.id, "send", "reply", OutMessage(text).to_json(), now))


@dataclass(frozen=True, slots=True)
class _Gathering:
    """One person's export in the making: values with their labels in the person's language."""

    person: Person
    library: Library
    wording: Wording
    now: datetime

    def parts(self, conversation: Conversation, kept: Kept) -> Iterator[Export]:
        """Everything, section by section, in parts that are made as they are asked for."""
        runs = list(conversation.runs.values())
        shared = {run.id for run in runs if len(run.people) > 1}
        head = Export(
            made=self.now,
            person=self.whose(),
            linked_since=kept.linked_since,
            settings=self.settings(),
            invitations=tuple(Entry(i.state, "", i.created_at, i.expires_at) for i in kept.invitations),
            # What is due in a dialog of two was set by what the other does there too.
            nudges=tuple(
                Entry("nudge", "", n.due, n.expires)
                for n in kept.nudges
                if n.subject not in shared and n.reason != "retract"
            ),
            runs=tuple(entry for run in runs if (entry := self.run(run)) is not None),
        )
        return divided(head, self.entries(kept.memory))

    def whose(self) -> export.Person:
        """Whose export it is."""
        person = self.person
        return export.Person(person.name, _tag(person), person.zone, person.username, person.country)

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
        ]
        if person.city is not None:
            lines.append(Line("city", self.label("settings", "my_zone"), Words(person.city)))
        if person.paused_until is not None and person.paused_until > self.now:
            lines.append(Line("paused_until", self.label("common", "pause"), Instant(person.paused_until)))
        lines += consent_lines(person, self._consent_label)
        return tuple(lines)

    def _consent_label(self, name: str) -> str:
        return self.wording.uncut(Prompt("export", f"export_{name}"), {}, self.person, html=False)

    def item(self, item: Memory) -> Entry:
        """One memory item; of an outing its times stand above its lines."""
        kind = item.kind
        remembering = [
            name
            for name, dialog in self.library.dialogs.items()
            if any(isinstance(step, RememberStep) and step.item == kind for step in dialog.steps.values())
        ]
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

    def _unsaid(self, run: Run) -> bool:
        dialog = self.library.dialogs.get(run.dialog)
        return dialog is not None and dialog.unsaid

    def run(self, run: Run) -> Entry | None:
        """An open conversation with the person's own answers; none for one that they have not touched.

        Whether somebody asked for help, and what they answered at a gate, is in no file that another could ask to see.
        """
        if self.person.id not in run.people or self._unsaid(run):
            return None
        steps = self.library.dialogs[run.dialog].steps if run.dialog in self.library.dialogs else {}
        mine = [a for a in run.answers if a.person == self.person.id and not isinstance(steps.get(a.step), GateStep)]
        lines = [self.line(a.step, a.value, [run.dialog]) for a in mine]
        seat = run.seats.get(self.person.id)
        if seat is not None and seat.ask is not None:
            typed = (seat.ask.draft, seat.ask.unsure, seat.ask.preview)
            lines += [self.line(seat.ask.step, Words(text), [run.dialog]) for text in typed if text]
        extras = [e.text for e in self.person.extras if e.dialog == run.dialog]
        lines += [Line("extra", "+", Words(text)) for text in extras]
        if not lines and (len(run.people) > 1 or run.me != self.person.id):
            return None
        return Entry(run.dialog, self.label("common", run.dialog), run.started, None, tuple(lines))

    def line(self, ask: str, value: Value | None, dialogs: Sequence[str]) -> Line:
        """One answer, with what was asked."""
        asking = [*dialogs, *(name for name in self.library.dialogs if name not in dialogs)]
        homes = [name for name in asking if isinstance(self.library.dialogs[name].steps.get(ask), Question)]
        return Line(ask, self.asked(ask, homes), value, self.shown(value, homes))

    def asked(self, ask: str, homes: Sequence[str]) -> str:
        """A question's short name, or else its last line."""
        for home in homes:
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


def _value(value: object) -> Value | None:
    if is_value(value):
        return value
    return Words(value) if isinstance(value, str) else None


def _words(wording: Wording, library: Library, person: Person) -> ExportWords:
    names = [part.name for part in fields(ExportWords) if part.name not in ("language", "kinds")]
    words = {name: wording.uncut(Prompt("export", f"export_{name}"), {}, person, html=False) for name in names}
    kinds = {kind: wording.label("common", f"kind_{kind}", person.language) for kind in library.kinds if kind != OUTING}
    return ExportWords(language=_tag(person), kinds=kinds, **words)


def _tag(person: Person) -> str:
    return locale_of(person.language, region_of(person)).replace("_", "-")
