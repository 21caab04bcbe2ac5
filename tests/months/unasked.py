"""What came to people over the weeks by itself, and what must hold of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.coach.nudging import AFTER_ACTIVITY
from bot.engine.script import Library
from bot.engine.steps.nudge import NudgeStep
from bot.engine.steps.together import TogetherStep
from bot.model.events import Say
from bot.model.state import Person
from bot.script.provided import NUDGES
from bot.script.wording import Message, Wording

Name = tuple[str, str]
"""A prompt: its dialog, and its name without the number of its wording."""

ENDS: Final[frozenset[Name]] = frozenset({("invite", "run_out"), ("invited", "lapsed")})
"""What the coach says of itself when something has run out, beside what its scripts say so of their blocks."""

LEFT: Final[frozenset[Name]] = frozenset({("space", "until"), ("space", "until_longer"), ("longer", "until_then")})
"""What is said to somebody who is out from there on, beside the nudge that tells them to go."""

HOME: Final[frozenset[Name]] = frozenset({("space", "came_home")})
"""What is said to somebody who is home from there on, beside the nudge at the end of their time."""

_WORDING = re.compile(r"_(\d)$")


@dataclass(frozen=True, slots=True)
class Told:
    """One message: when, to whom as they were then, which prompt in which of its wordings, and by whose act."""

    at: datetime
    to: Person
    prompt: Name
    variant: str
    text: str
    actor: str

    def __str__(self) -> str:
        """What a failing test shows."""
        local = self.at.astimezone(ZoneInfo(self.to.zone))
        return f"{local:%A %d %B, %H:%M}, to {self.to.name}: {'.'.join(self.prompt)}"

    @property
    def in_group(self) -> bool:
        """Whether it was said to two at once, in their group."""
        return self.to.id < 0

    @property
    def unasked(self) -> bool:
        """Whether it came of no act of its reader's."""
        return self.actor != self.to.name

    def in_quiet_hours_of(self, person: Person) -> bool:
        """Whether somebody had asked not to be written to at that hour."""
        local, begin, end = self.at.astimezone(ZoneInfo(person.zone)), person.quiet_from, person.quiet_to
        minute = local.hour * 60 + local.minute
        return begin <= minute < end if begin < end else minute >= begin or minute < end


@dataclass(slots=True)
class Listener:
    """Writes down everything that is said. `actor` is who is acting at the moment, "" when time passes."""

    library: Library
    told: list[Told] = field(default_factory=list)
    actor: str = ""
    acted: dict[str, list[datetime]] = field(default_factory=dict)
    """When each did something, by name."""

    def listen(self, wording: Wording) -> None:
        """From now on, to all that is put into words."""
        message = wording.message

        def heard(say: Say, reader: Person, now: datetime | None = None) -> Message:
            found = message(say, reader, now)
            assert now is not None
            number = _WORDING.search(say.prompt.name)
            name = (say.prompt.dialog, say.prompt.name.removesuffix(number[0] if number else ""))
            then = Person(reader.id, reader.name, reader.language, zone=reader.zone)
            then.quiet_from, then.quiet_to = reader.quiet_from, reader.quiet_to
            then.nudges_a_day = reader.nudges_a_day
            self.told.append(Told(now, then, name, number[1] if number else "", found.text, self.actor))
            return found

        wording.message = heard  # type: ignore[method-assign]

    def acts(self, who: str, at: datetime) -> None:
        """Somebody does something, or ("") time passes."""
        self.actor = who
        if who:
            self.acted.setdefault(who, []).append(at)

    def steps(self, **having: object) -> set[Name]:
        """The nudges of the scripts of which all this is true."""
        return {
            (dialog.name, step.id)
            for dialog in self.library.dialogs.values()
            for step in dialog.steps.values()
            if isinstance(step, NudgeStep) and all(getattr(step, name) == value for name, value in having.items())
        }

    @property
    def nudges(self) -> set[Name]:
        """Every nudge there is."""
        return self.steps() | {(dialog, name) for dialog, names in NUDGES.items() for name in names}

    @property
    def chosen(self) -> set[Name]:
        """The nudges whose time people choose, for once or for every time."""
        return {name for at in ("start", "until", "daily", "recurring") for name in self.steps(at=at)}

    @property
    def offered(self) -> set[Name]:
        """The nudges whose time nobody chose."""
        return self.nudges - self.chosen

    @property
    def of_blocks(self) -> set[Name]:
        """What reminds two people of a block of questions that they share, and what ends it."""
        steps = ((dialog.name, step) for dialog in self.library.dialogs.values() for step in dialog.steps.values())
        return {(dialog, step.expired) for dialog, step in steps if isinstance(step, TogetherStep)} | {
            ("common", "remind")
        }

    @property
    def ends(self) -> set[Name]:
        """Everything there is to say when something has run out."""
        return (self.of_blocks | ENDS) - self.nudges

    def never_came(self) -> set[Name]:
        """Which of all that may come by itself did not."""
        return (self.nudges | self.ends) - {told.prompt for told in self.told}

    def at_night(self) -> list[str]:
        """What came in somebody's quiet hours although the person had not chosen that very time."""
        unchosen = (self.nudges | self.ends) - self.chosen
        return [str(told) for told in self.told if told.prompt in unchosen and told.in_quiet_hours_of(told.to)]

    def kept_at_night(self) -> list[str]:
        """What came in somebody's quiet hours since the person had chosen that very time."""
        return [str(told) for told in self.told if told.prompt in self.chosen and told.in_quiet_hours_of(told.to)]

    def too_many(self) -> list[str]:
        """The days on which somebody was offered more than they allow. The evening before a time away comes with the
        plan, and counts for nothing."""
        counted = self.offered - self.steps(at="eve")
        days: Counter[tuple[str, str]] = Counter()
        found = []
        for told in (told for told in self.told if told.prompt in counted):
            day = f"{told.at.astimezone(ZoneInfo(told.to.zone)):%A %d %B}"
            days[told.to.name, day] += 1
            if days[told.to.name, day] > told.to.nudges_a_day:
                found.append(str(told))
        return found

    def too_soon(self) -> list[str]:
        """What was offered to somebody within two minutes of anything that they did."""
        return [
            str(told)
            for told in self.told
            if told.prompt in self.offered and told.unasked
            if any(timedelta() <= told.at - at < AFTER_ACTIVITY for at in self.acted.get(told.to.name, ()))
        ]

    def while_out(self) -> list[str]:
        """What came to somebody who was out, not by their own act. Who goes out has a time to be back: where a dialog
        has none, its start is only a moment that they chose."""
        home = self.steps(at="until") | HOME
        leaving = {dialog for dialog, _ in home}
        go = {(dialog, name) for dialog, name in self.steps(at="start") if dialog in leaving}
        out: set[str] = set()
        found = []
        for told in self.told:
            if told.prompt in home:
                out.discard(told.to.name)
            if told.to.name in out and told.unasked:
                found.append(str(told))
            if told.prompt in go | LEFT:
                out.add(told.to.name)
        return found

    def said_again(self) -> list[str]:
        """Nudges that came twice in a row in the same words."""
        last: dict[tuple[str, Name], str] = {}
        found = []
        for told in (told for told in self.told if told.prompt in self.nudges):
            if last.get((told.to.name, told.prompt)) == told.variant:
                found.append(str(told))
            last[told.to.name, told.prompt] = told.variant
        return found

    def in_group(self) -> list[Told]:
        """What was said in the group of two."""
        return [told for told in self.told if told.in_group]

    def unasked_there(self) -> list[str]:
        """What was said in the group although nobody had just done anything."""
        return [str(told) for told in self.in_group() if not told.actor]

    def quoting(self, typed: list[str]) -> Iterator[str]:
        """Nudges that say something that somebody typed."""
        for told in (told for told in self.told if told.prompt in self.nudges | ENDS):
            if any(words in told.text for words in typed):
                yield str(told)
