"""Another city: whose clock somebody goes by, and what that means for what they have planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

from bot.coach import guard
from bot.coach.due import due_time, set_anew
from bot.coach.in_force import in_force, recurs
from bot.coach.revising import revise
from bot.engine.turn import Buttons, Turn
from bot.model.events import Remember
from bot.model.outings import Outing
from bot.model.state import Item, Person
from bot.model.values import City, Instant, Planned, Variable

_SHOWN = 3
"""Of how many plans it is said when they are by the new clock."""


def go_by(turn: Turn, who: int, city: City, buttons: Buttons) -> None:
    """Go by the clock of a city from here on: quiet hours and days are its own, help lines its country's.

    Plans keep their moment; what would come on the evening before comes on the evening there, and what comes again and
    again at its hour there.
    """
    person = turn.person(who)
    before = replace(person)
    person.city, person.zone, person.country = city.name, city.zone, city.country or person.country
    plans: tuple[Planned, ...] = ()
    if person.zone != before.zone:
        shown = person.planned[:_SHOWN] if not guard.is_up(turn, who) else []
        plans = tuple(Planned(o.what or "", o.started) for o in shown)
        for outing in person.planned:
            if _has_its_eve_ahead(turn, before, outing):
                _set_anew(turn, who, outing)
        _keep_the_hour(turn, who, ZoneInfo(before.zone), ZoneInfo(person.zone))
    values: dict[str, Variable] = {"city": city, "clock": Instant(turn.world.now), "items": plans}
    turn.common(who, "city_set", values, buttons)


def _has_its_eve_ahead(turn: Turn, person: Person, outing: Outing) -> bool:
    """Whether the evening before an outing is still to come, so that it is not told of twice."""
    zone, now = ZoneInfo(person.zone), turn.world.now
    tomorrow = outing.started.astimezone(zone).date() > now.astimezone(zone).date()
    return tomorrow and due_time(person, _item(outing), "eve", now) is not None


def _set_anew(turn: Turn, who: int, outing: Outing) -> None:
    """The nudges set before do nothing any more."""
    outing.revision += 1
    known = turn.world.memory.item(who, outing.id)
    turn.emit(Remember(outing.id, who, "outing", outing.revision, dict(known.values) if known is not None else {}))
    set_anew(turn, who, outing.dialog, _item(outing), ("eve", "start", "until", "next_evening"))


def _keep_the_hour(turn: Turn, who: int, before: ZoneInfo, here: ZoneInfo) -> None:
    """What comes again and again comes at the hour that it had, by the clock that is theirs now."""
    for item in in_force(turn, who):
        name = turn.world.library.kinds[item.kind].plans or ""
        when = item.values.get(name)
        if isinstance(when, Instant) and recurs(turn, item):
            hour = when.at.astimezone(before).replace(tzinfo=here).astimezone(UTC)
            revise(turn, who, item, {**item.values, name: Instant(hour)})


def _item(outing: Outing) -> Item:
    return Item(outing.id, "outing", outing.revision, outing.until, outing.started)
