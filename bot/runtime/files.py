"""The files that go with messages: what the house draws from memory, told as recipes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Final

from bot.coach.looking_back import AWAY, BREATHER, HOME
from bot.insight.attachments import BalanceRecipe, CalendarRecipe, GuiltRecipe, KeepsakeRecipe, Recipe, SeasonRecipe
from bot.insight.calendar_days import SeasonDays
from bot.insight.days import zone_of
from bot.insight.keepsake import can_be_drawn
from bot.insight.pictures import FEWEST_TIMES, BalanceWords, GuiltWords
from bot.insight.season_picture import SeasonWords
from bot.insight.series import ITEMS, TIMES, Balance, BalanceWeek, GuiltPoint, Item, describe_guilt, latest_weeks
from bot.model.attached import Appointment, Keepsake
from bot.model.events import Prompt, Say
from bot.model.memory import COUPLE, REVEALED, Memory
from bot.model.state import Person
from bot.model.values import Day, Instant, Many, Number, Option, Own, Planned, Values, Variable, Words
from bot.runtime.memories import load, opened
from bot.script.times import locale_of, region_of
from bot.script.wording import Wording
from bot.store.contract import Transaction

_AT_ONCE: Final = 20

_WEEKS: Final = "check_in"
"""The kind of memory item that has the weeks, and the dialog that asks for them: a picture of them has its words."""

_TIMES: Final[Mapping[str, int]] = {"too_little": -1, "right": 0, "too_much": 1}


@dataclass(frozen=True, slots=True)
class Files:
    """Makes recipes from what people have in memory at the end of a turn: of whom and of which kind it was read."""

    memory: dict[tuple[int, str], Sequence[Memory]]
    wording: Wording
    now: datetime

    async def read(self, tx: Transaction, say: Say, partner: int | None) -> None:
        """Read what the file of a message is drawn from, oldest first."""
        match say.attach:
            case "calendar":
                self.memory[say.to, "outing"] = await _until_meant(tx, say)
            case "guilt":
                for kind in ("guilt", "outing"):
                    self.memory[say.to, kind] = await load(tx, say.to, kind)
            case "balance":
                for who in (say.to, partner):
                    if who is not None:
                        self.memory[who, _WEEKS] = await load(tx, who, _WEEKS)

    def attached(
        self, say: Say, reader: Person, partner: Person | None, couple: str | None
    ) -> tuple[Say, Recipe | None]:
        """A message with the values that its file brings, and the file's recipe, or none. `couple` is the link of the
        two."""
        match say.attach:
            case Appointment():
                return say, self._appointed(say.attach, reader)
            case Keepsake(passages, to, by):
                drawn = can_be_drawn(passages)
                with_it = replace(say, values={**say.values, "drawn": drawn}, attach=say.attach if drawn else None)
                return with_it, KeepsakeRecipe(passages, to, by) if drawn else None
            case "calendar":
                return say, self._calendar(say, reader)
            case "guilt":
                return self._guilt(say, reader)
            case "balance":
                return self._balance(say, reader, partner, couple)
            case "season":
                return self._season(say, reader)
        return say, None

    def _calendar(self, say: Say, reader: Person) -> Recipe | None:
        outings = [item for item in self._of(reader, "outing") if _times(item) is not None]
        meant = [item for item in outings if _is_meant(item, say)] or outings
        times = _times(meant[-1]) if meant else None
        if times is None:
            return None
        plan = meant[-1]
        return self._appointed(Appointment(plan.id, *times, plan.revision - 1, plan.title), reader)

    def _appointed(self, plan: Appointment, reader: Person) -> Recipe:
        summary = plan.title or self.wording.label("common", "leave", reader.language)
        times, uid = (plan.started, plan.until), f"{plan.id}@coach"
        return CalendarRecipe(uid, *times, reader.zone, summary, self.now, plan.changes, plan.cancelled, plan.rhythm)

    def _guilt(self, say: Say, reader: Person) -> tuple[Say, Recipe | None]:
        points = self._guilt_points(reader)
        if len(points) < FEWEST_TIMES:
            # The plan that said how it was before has been removed since.
            return replace(say, prompt=Prompt(say.prompt.dialog, "noted"), attach=None), None
        facts = describe_guilt(points)
        values: dict[str, Variable] = {
            "count": facts.times,
            "first_before": facts.first_before,
            "first_after": facts.first_after,
            "last_before": facts.last_before,
            "last_after": facts.last_after,
        }
        word = {name: self._word(say.prompt.dialog, reader, f"picture_{name}") for name in ("title", "before", "after")}
        words = GuiltWords(_tag(reader), word["title"], word["before"], word["after"])
        return replace(say, values={**say.values, **values}), GuiltRecipe(tuple(points), words)

    def _guilt_points(self, reader: Person) -> list[GuiltPoint]:
        """Each mark of how it was afterwards, with how it was before the outing that it followed."""
        outings = [item for item in self._of(reader, "outing") if _number(item.values, "before") is not None]
        points = []
        for item in self._of(reader, "guilt"):
            gone = [outing for outing in outings if (_times(outing) or (outing.created,))[0] <= item.created]
            latest = max(gone, key=lambda o: (_times(o) or (o.created,))[0], default=None)
            before, day = _number(item.values, "before"), item.created
            if before is None and latest is not None:
                before, day = _number(latest.values, "before"), (_times(latest) or (latest.created,))[0]
            after = _number(item.values, "after")
            if before is not None and after is not None:
                points.append(GuiltPoint(_day(day, reader), before, after))
        return points

    def _balance(
        self, say: Say, reader: Person, partner: Person | None, couple: str | None
    ) -> tuple[Say, Recipe | None]:
        """The reader's own weeks, and of the other's what was revealed to the reader within this link."""
        weeks = []
        for item in self._of(reader, _WEEKS):
            shown = _week(self._revealed(item, partner, couple))
            weeks.append(BalanceWeek(_day(item.created, reader), _week(item.values), shown))
        weeks = [week for week in weeks if week.mine != Balance() or week.theirs != Balance()]
        if not weeks:
            return replace(say, values={**say.values, "weeks": 0, "mine": (), "theirs": ()}, attach=None), None
        choices = {name: self.wording.label(_WEEKS, name, reader.language) for name in _TIMES}
        word = partial(self._word, _WEEKS, reader)
        headings = {item: word(f"short_{item}") for item in ITEMS}
        words = BalanceWords(
            language=_tag(reader),
            title=word("picture_title"),
            mine=word("picture_mine"),
            theirs=partner.name if partner is not None else "",
            partner=word("picture_partner"),
            **headings,
            **choices,
        )
        seen = latest_weeks(weeks)
        values: dict[str, Variable] = {
            "weeks": len(seen),
            "first_day": Day(seen[0].day),
            "last_day": Day(seen[-1].day),
            "mine": _told([week.mine for week in seen], choices),
            "theirs": _told([week.theirs for week in seen], choices),
            "kind": _WEEKS,
        }
        return replace(say, values={**say.values, **values}), BalanceRecipe(tuple(weeks), words)

    def _season(self, say: Say, reader: Person) -> tuple[Say, Recipe | None]:
        """The days that the message itself brings."""
        first, last = say.values.get("first_day"), say.values.get("last_day")
        assert isinstance(first, Day)
        assert isinstance(last, Day)
        days = SeasonDays(first.on, last.on, *(_days_of(say, what, reader) for what in (AWAY, BREATHER, HOME)))
        if days.is_empty:
            return replace(say, attach=None), None
        word = {
            name: self._word(say.prompt.dialog, reader, f"picture_{name}")
            for name in ("title", "away", "breather", "home")
        }
        words = SeasonWords(_tag(reader), word["title"], word["away"], word["breather"], word["home"])
        return say, SeasonRecipe(days, words)

    def _revealed(self, item: Memory, partner: Person | None, couple: str | None) -> Values:
        """Of the week that the other had at the same time as this one: what its reader was shown then."""
        shown = item.values.get(REVEALED)
        if partner is None or item.values.get(COUPLE) != couple or not isinstance(shown, Many):
            return {}
        same = (other for other in self._of(partner, _WEEKS) if other.created == item.created)
        theirs = next((other.values for other in same if other.values.get(COUPLE) == couple), {})
        return {name: value for name, value in theirs.items() if name in shown.ids}

    def _of(self, person: Person, kind: str) -> list[Memory]:
        return list(self.memory.get((person.id, kind), ()))

    def _word(self, dialog: str, reader: Person, name: str) -> str:
        return self.wording.uncut(Prompt(dialog, name), {}, reader, html=False)


async def _until_meant(tx: Transaction, say: Say) -> list[Memory]:
    """The latest outings, back to the one that a message is about."""
    found: list[Memory] = []
    while rows := await tx.latest_memories(say.to, "outing", _AT_ONCE, len(found)):
        found += map(opened, rows)
        if any(_is_meant(item, say) for item in found[-len(rows) :]):
            break
    return found[::-1]


def _is_meant(outing: Memory, say: Say) -> bool:
    return _times(outing) is not None and outing.values.get("until") == say.values.get("until")


def _times(outing: Memory) -> tuple[datetime, datetime] | None:
    started, until = outing.values.get("started"), outing.values.get("until")
    return (started.at, until.at) if isinstance(started, Instant) and isinstance(until, Instant) else None


def _number(values: Values, name: str) -> int | None:
    value = values.get(name)
    return value.n if isinstance(value, Number) else None


def _week(values: Values) -> Balance:
    return Balance(**{item: _point(item, values.get(item)) for item in ITEMS})


def _point(item: Item, value: Variable) -> int | None:
    match value:
        case Option(id) if item in TIMES:
            return _TIMES.get(id)
        case Number(n) if item not in TIMES:
            return n
    return None


def _told(weeks: Sequence[Balance | None], choices: Mapping[str, str]) -> tuple[Own, ...]:
    """Each item's way through the weeks in words, for whoever cannot see the picture; items without any are not."""
    names = {point: choices[id].lower() for id, point in _TIMES.items()}

    def word(item: Item, week: Balance | None) -> str:
        value = week.of(item) if week is not None else None
        return "–" if value is None else names[value] if item in TIMES else str(value)

    ways = {item: [word(item, week) for week in weeks] for item in ITEMS}
    return tuple(Own(item, Words(", ".join(way))) for item, way in ways.items() if set(way) != {"–"})


def _days_of(say: Say, what: str, reader: Person) -> tuple[date, ...]:
    days = say.values.get("days")
    planned = [each for each in days if isinstance(each, Planned)] if isinstance(days, tuple) else []
    return tuple(sorted({_day(each.at, reader) for each in planned if each.what == what and each.at is not None}))


def _day(at: datetime, reader: Person) -> date:
    return at.astimezone(zone_of(reader.zone)).date()


def _tag(reader: Person) -> str:
    return locale_of(reader.language, region_of(reader)).replace("_", "-")
