"""Whatever the coach offers by itself: never within two minutes of anything its reader did, in the part of the day that
they picked, and not at all once their season is over. Judged from outside, of every offer there is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.coach.day_parts import in_their_part, on_day
from bot.engine.engine import Outcome
from bot.model import inputs
from bot.model.events import Say
from bot.model.seasons import DayPart
from bot.model.state import Conversation, Person
from tests.engine.driver import HERE
from tests.engine.test_nudges import ANNA, BEN, CHOSEN, OFFERED, PEOPLE, Nudges, asleep
from tests.knobs import knob

CASES = yaml.safe_load((HERE / "day_parts.yaml").read_text(encoding="utf-8"))
PARTS: dict[DayPart, tuple[int, int]] = {"morning": (7, 12), "midday": (11, 16), "evening": (17, 23), "any": (0, 24)}
BY_ITSELF = ("weekly", "share", "undated", "later", "on_day", "eve", "season")
JUST_BEFORE = st.sampled_from([1, 30, 119, 121]).map(lambda seconds: timedelta(seconds=seconds))


class Offers(Nudges):
    """Two linked people as in the nudges' story, who have the phone in hand when something comes, and seasons."""

    def __init__(self) -> None:
        super().__init__()
        self.quiet = {ANNA: False, BEN: False}
        """Whose season is over."""

    @rule(who=PEOPLE, part=st.sampled_from(get_args(DayPart)))
    def picks_a_part(self, who: int, part: str) -> None:
        self.answer(who, "settings", "which_part", part)

    @rule(who=PEOPLE, before=JUST_BEFORE, down=st.booleans())
    def has_the_phone_in_hand(self, who: int, before: timedelta, down: bool) -> None:
        """Something is about to come, and they do something."""
        self.answer(who, "menu")  # with nothing open, so that nothing else holds it up
        coming = [n.due for n in self.stage.nudges.values() if n.person == who and n.reason in BY_ITSELF]
        if coming and min(coming) - before > self.stage.now:
            self.stage.move(min(coming) - before - self.stage.now)
            self.stage.command(who, "stop")
            self.stage.move(timedelta(minutes=4), down=down)

    @rule(who=PEOPLE)
    def some_day(self, who: int) -> None:
        self.answer(who, "leave", "the sea at last")
        self.stage.type(who, "undecided")
        for _ in range(5):
            if self.stage.open_ask(who) is not None:
                question = self.stage.question(who)
                self.stage.press(who, f"a:{question.ask}:{'keep' if question.step == 'tell_partner' else '!skip'}")

    @rule(who=PEOPLE)
    def a_habit(self, who: int) -> None:
        self.answer(who, "habit", "a walk round the block", "tomorrow at 18:00")

    @rule(who=PEOPLE, onward=st.sampled_from(["write_on", "quiet_now", "!skip"]))
    def looks_back(self, who: int, onward: str) -> None:
        self.answer(who, "season", onward)
        self.quiet[who] = {"write_on": False, "quiet_now": True}.get(onward, self.quiet[who])

    @rule(who=PEOPLE)
    def a_season_passes(self, who: int) -> None:
        for _ in range(5):
            self.stage.command(who, "checkin")
            self.stage.move(timedelta(days=9))

    def look(self, before: Conversation, happened: inputs.Input, outcome: Outcome) -> None:
        super().look(before, happened, outcome)
        for event in outcome.events:
            if isinstance(event, Say) and event.prompt.name.startswith("six_weeks_"):
                self.quiet[event.to] = True

    def judge(
        self, before: Conversation, after: Conversation, fired: inputs.Fired, who: int, kind: str, variant: int
    ) -> None:
        super().judge(before, after, fired, who, kind, variant)
        person, now = before.people[who], self.stage.now
        if kind not in CHOSEN:
            assert now - self.spoke[who] >= timedelta(minutes=2), f"{kind} to somebody with the phone in hand"
        if kind in OFFERED:
            told = fired.reason in ("later", "on_day")  # they were told that it would come
            assert told or not self.quiet[who], f"{kind} after the season of its reader is over"
            first, last = PARTS[person.day_part]
            hour = now.astimezone(ZoneInfo(person.zone)).hour
            assert first <= hour < last or never_meets(person, now), f"{kind} at {hour} o'clock"


def never_meets(person: Person, now: datetime) -> bool:
    """Whether somebody's part of the day lies within their quiet hours, whatever the day."""
    zone, (first, last) = ZoneInfo(person.zone), PARTS[person.day_part]
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    minutes = (midnight + timedelta(minutes=n) for n in range(first * 60, last * 60))
    return all(asleep(person, minute.astimezone(UTC)) for minute in minutes)


TestOffers = Offers.TestCase
TestOffers.settings = settings(
    max_examples=knob("NUDGE_STORIES", 100),
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)


def _instant(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("case", CASES["waits"], ids=lambda case: case["case"])
def test_what_may_wait_comes_in_the_part_of_the_day_that_was_picked(case: dict[str, str]) -> None:
    person = Person(ANNA, "Anna", "en", zone=case["zone"], day_part=PART[case["part"]])
    if "quiet" in case:
        person.quiet_from, person.quiet_to = (int(hour) * 60 for hour in str(case["quiet"]).split("-"))
    assert in_their_part(person, _instant(case["now"], case["zone"])) == _instant(case["comes"], case["zone"])


@pytest.mark.parametrize(("part", "hour"), CASES["on a day"].items())
def test_what_belongs_to_a_day_comes_in_the_middle_of_its_part(part: str, hour: int) -> None:
    person = Person(ANNA, "Anna", "en", zone="Europe/Madrid", day_part=PART[part])
    for day in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25)):
        assert on_day(day, person) == _instant(f"{day} {hour:02}:00", "Europe/Madrid")


PART: dict[str, DayPart] = {part: part for part in get_args(DayPart)}
