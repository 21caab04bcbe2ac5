"""Whatever two people plan, change and leave lying about: no nudge comes where none should.

Judged from outside, by what was said and remembered, not by asking the engine whether it may.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from bot.coach.nudging import answered, offered, weekly_rate, when_to_offer
from bot.engine.engine import Outcome
from bot.engine.steps.nudge import NudgeStep
from bot.model import inputs
from bot.model.events import Remember, RemoveMemory, Say
from bot.model.state import Conversation, Person
from bot.model.values import Instant
from bot.script.provided import NUDGES
from tests.engine.driver import LIBRARY, START, Stage
from tests.knobs import knob

ANNA, BEN = 1, 2
PEOPLE = st.sampled_from([ANNA, BEN])
BUTTONS = st.sampled_from(["need_longer", "cancel_plan", "move", "#1", "plans", "resume", "come_back"])
STEPS = [s for dialog in LIBRARY.dialogs.values() for s in dialog.steps.values() if isinstance(s, NudgeStep)]
REQUESTED = {step.id for step in STEPS if step.at in ("start", "until", "daily")}
OFFERED = {step.id for step in STEPS if step.at != "eve"} - REQUESTED | {n for names in NUDGES.values() for n in names}
"""Everything that the coach offers by itself, whatever way it comes by."""
NUDGE = re.compile(rf"(eve|go|back|after|welcome_back|{'|'.join(sorted(OFFERED))})_(\d)")
HOME = ("back", "after", "welcome_back")
CHOSEN = ("go", *HOME)
ORDER = {"eve": 0, "go": 1, **dict.fromkeys(HOME, 2), "share": 3}
"""What comes of an outing, in the order in which it may come."""
ZONES = st.sampled_from(
    [
        "UTC",
        "Asia/Tokyo",
        "America/New_York",
        "Europe/Madrid",
        "Asia/Kathmandu",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
    ]
)
HALVES = st.integers(0, 47).map(lambda n: n * 30)
"""Half hours of a day, in minutes after midnight."""
LATE = timedelta(minutes=15)
THREE_WEEKS = timedelta(days=21)


def asleep(person: Person, at: datetime) -> bool:
    local = at.astimezone(ZoneInfo(person.zone))
    minute, begins, ends = local.hour * 60 + local.minute, person.quiet_from, person.quiet_to
    return begins <= minute < ends if begins <= ends else not ends <= minute < begins


class Nudges(RuleBasedStateMachine):
    """Two linked people who plan, go, pause, travel and fall silent."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()
        self.stage.watch = self.look
        self.said: dict[int, list[tuple[datetime, str, int]]] = {ANNA: [], BEN: []}
        self.spoke: dict[int, datetime] = {ANNA: START, BEN: START}
        self.ignored = {ANNA: 0, BEN: 0}
        self.words: dict[tuple[int, str, str], int] = {}
        """Which wording of a nudge was the last."""
        self.removed: set[str] = set()
        self.picked: dict[tuple[str, int], int] = {}
        """In which turn the time of an outing was picked, by its id and revision."""
        self.paused = {ANNA: 0, BEN: 0}
        """In which turn they asked for quiet last."""
        self.shared: dict[int, datetime] = {}
        """When they brought something home last."""
        self.told: dict[tuple[int, str], tuple[int, int]] = {}
        """How far an outing's nudges have got: revision and place in their order."""
        for who in (ANNA, BEN):
            self.stage.command(who, "menu")

    def answer(self, who: int, dialog: str, *given: str) -> None:
        """Begin a dialog anew and answer its questions: `!` and options are pressed, the rest is typed."""
        self.stage.command(who, "stop")
        self.stage.command(who, dialog)
        for text in given:
            if self.stage.open_ask(who) is None:
                return
            if text[0] == "!" or text.isalpha() or text.isdigit():
                self.stage.press(who, f"a:{self.stage.question(who).ask}:{text}")
            else:
                self.stage.type(who, text)

    @rule(who=PEOPLE, minutes=st.sampled_from([30, 150, 600, 1200, 1800, 4000]), lasts=st.sampled_from([60, 240]))
    def plan(self, who: int, minutes: int, lasts: int) -> None:
        here = (self.stage.now + timedelta(minutes=minutes)).astimezone(ZoneInfo(self.stage.person(who).zone))
        self.answer(who, "leave", "a walk of my own", f"{here:%Y-%m-%d %H:%M}")
        self.at_night_too(who)
        for _ in range(6):
            if self.stage.open_ask(who) is None:
                return
            question = self.stage.question(who)
            data = {"how_long": str(lasts), "tell_partner": "keep"}.get(question.step, "!skip")
            self.stage.press(who, f"a:{question.ask}:{data}")

    def at_night_too(self, who: int) -> None:
        if self.stage.open_ask(who) is not None and self.stage.question(who).step == "night_ok":
            self.stage.press(who, f"a:{self.stage.question(who).ask}:yes")

    @rule(who=PEOPLE, minutes=st.sampled_from([30, 600, 1200]))
    def dose(self, who: int, minutes: int) -> None:
        here = (self.stage.now + timedelta(minutes=minutes)).astimezone(ZoneInfo(self.stage.person(who).zone))
        self.answer(who, "guilt", "!skip", "!skip", "!skip", "7", "30", f"{here:%Y-%m-%d %H:%M}")
        self.at_night_too(who)

    @rule(who=PEOPLE, share=st.booleans())
    def home(self, who: int, share: bool) -> None:
        given = ("just_tired", "2", "!skip", "!skip", "!skip", "!skip", "alive", "!preview", "share")
        self.answer(who, "back", *(given if share else ()))

    @rule(who=PEOPLE, minutes=st.sampled_from(["15", "30", "60"]))
    def space(self, who: int, minutes: str) -> None:
        self.answer(who, "space", minutes)

    @rule(who=PEOPLE, label=BUTTONS)
    def press(self, who: int, label: str) -> None:
        data = self.stage.button(who, label)
        if data is not None:
            self.stage.press(who, data)
        if self.stage.open_ask(who) is not None:
            if self.stage.question(who).step == "how_much":
                self.stage.press(who, f"a:{self.stage.question(who).ask}:30")
            elif self.stage.question(who).step == "new_when":
                self.stage.type(who, "tomorrow at 12:00")
                self.at_night_too(who)

    @rule(who=PEOPLE, hours=st.sampled_from([20, 33, 60]))
    def home_and_the_next_evening(self, who: int, hours: int) -> None:
        self.plan(who, 30, 60)
        self.stage.move(timedelta(hours=3))
        self.stage.move(timedelta(hours=hours))

    @rule(who=PEOPLE, hours=st.sampled_from([40, 60]))
    def a_check_in_left_lying(self, who: int, hours: int) -> None:
        self.answer(who, "checkin")
        self.stage.move(timedelta(hours=hours))

    @rule(who=PEOPLE, how_long=st.sampled_from(["a_day", "a_week", "until_i_say"]))
    def pause(self, who: int, how_long: str) -> None:
        self.answer(who, "pause", "yes" if self.stage.person(who).paused_until else how_long)

    @rule(who=PEOPLE, dialog=st.sampled_from(["checkin", "menu", "plans"]))
    def something(self, who: int, dialog: str) -> None:
        self.answer(who, dialog)

    @rule(who=PEOPLE, many=st.integers(0, 3), city=st.sampled_from(["Lisbon", "Tokyo", "Honolulu"]))
    def settings_change(self, who: int, many: int, city: str) -> None:
        self.stage.person(who).nudges_a_day = many
        self.stage.command(who, "city")
        self.stage.type(who, city)

    @rule(who=PEOPLE, zone=ZONES)
    def wakes_up_elsewhere(self, who: int, zone: str) -> None:
        self.stage.person(who).zone = zone

    @rule(who=PEOPLE, night=st.one_of(st.sampled_from([(1320, 480), (1080, 600), (0, 420)]), st.tuples(HALVES, HALVES)))
    def nights_change(self, who: int, night: tuple[int, int]) -> None:
        self.stage.person(who).quiet_from, self.stage.person(who).quiet_to = night

    @rule(hours=st.sampled_from([1, 3, 9, 24, 60, 300, 530]), down=st.booleans())
    def time_passes(self, hours: int, down: bool) -> None:
        self.stage.move(timedelta(hours=hours), down=down)

    # what must hold

    def look(self, before: Conversation, happened: inputs.Input, outcome: Outcome) -> None:
        self.removed |= {e.id for e in outcome.events if isinstance(e, RemoveMemory)}
        for event in outcome.events:
            if isinstance(event, Remember) and event.kind == "outing":
                self.picked[event.id, event.revision] = self.stage.turns
            elif isinstance(event, Say) and event.ready is not None and event.prompt.name == "brought_home":
                self.shared[3 - event.to] = self.stage.now
        for who, person in outcome.conversation.people.items():
            if person.paused_until != before.people[who].paused_until:
                self.paused[who] = self.stage.turns
        if not isinstance(happened, inputs.Fired):
            self.spoke[happened.person], self.ignored[happened.person] = self.stage.now, 0
            return
        for say in outcome.events:
            found = NUDGE.fullmatch(say.prompt.name) if isinstance(say, Say) else None
            if isinstance(say, Say) and found is not None:
                self.judge(before, outcome.conversation, happened, say.to, found[1], int(found[2]))

    def judge(
        self, before: Conversation, after: Conversation, fired: inputs.Fired, who: int, kind: str, variant: int
    ) -> None:
        person, now, said = before.people[who], self.stage.now, self.said[who]
        if person.paused_until is not None and now < person.paused_until:
            assert kind in CHOSEN, f"{kind} to somebody who paused"
            assert self.picked[fired.subject, fired.revision] > self.paused[who], f"{kind} of a plan before the pause"
        assert after.people[who].outing is None or kind == "go", f"{kind} to somebody who is out"
        assert person.outing is None or kind in HOME, f"{kind} to somebody who is out"
        words = (who, "common" if fired.prompt is None else fired.prompt.dialog, kind)
        assert self.words.get(words) != variant, "the same words twice in a row"
        self.words[words] = variant
        if kind in CHOSEN:
            chosen = asleep(person, fired.due) or (kind == "go" and now < fired.due + LATE)
            assert not asleep(person, now) or chosen, f"{kind} in quiet hours that nobody chose"
        else:
            assert not asleep(person, now), f"{kind} in quiet hours"
        if kind in ORDER:
            item = self.stage.items[who].get(fired.subject)
            assert fired.subject not in self.removed, f"{kind} of a plan that was cancelled"
            assert item is not None
            assert item.revision == fired.revision, f"{kind} of a plan that has changed"
            place = (fired.revision, ORDER[kind])
            assert self.told.get((who, fired.subject), (0, -1)) < place, f"{kind} out of order"
            self.told[who, fired.subject] = place
        if kind == "share" and who in self.shared:
            ended = self.stage.items[who][fired.subject].values["until"]
            assert isinstance(ended, Instant)
            assert ended.at > self.shared[who], "a reminder of what was shared"
        if kind in ("eve", "go"):
            assert now < fired.due + LATE, f"a late {kind}"
        if kind in OFFERED:
            self.judge_offer(person, who, kind)
        said.append((now, kind, variant))

    def judge_offer(self, person: Person, who: int, kind: str) -> None:
        now, zone = self.stage.now, ZoneInfo(person.zone)
        offers = [at for at, name, _ in self.said[who] if name in OFFERED]
        today = [at for at in offers if at.astimezone(zone).date() == now.astimezone(zone).date()]
        assert len(today) < person.nudges_a_day, "more than the cap of a day"
        silent = now - self.spoke[who]
        if kind == "way_back":
            assert silent >= THREE_WEEKS
            assert not [at for at, name, _ in self.said[who] if name == kind and at > self.spoke[who]], "a second one"
        else:
            assert silent < THREE_WEEKS, "an offer after three silent weeks"
            week = [at for at in offers if now - at < timedelta(days=7)]
            assert len(week) < max(1, (person.nudges_a_day * 7) >> (self.ignored[who] // 2)), "too many for a week"
        self.ignored[who] += 1


TestNudges = Nudges.TestCase
TestNudges.settings = settings(
    max_examples=knob("NUDGE_STORIES", 100),
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)


def test_a_late_welcome_back_still_comes_and_a_late_go_does_not() -> None:
    nudges = Nudges()
    nudges.plan(ANNA, 30, 60)
    nudges.stage.move(timedelta(hours=30), down=True)
    assert [name for _, name, _ in nudges.said[ANNA]] == ["back"]


@pytest.mark.parametrize(
    ("a_day", "ignored", "rate"),
    [(2, 0, 14), (2, 1, 14), (2, 2, 7), (2, 3, 7), (2, 4, 3), (2, 6, 1), (2, 90, 1), (1, 2, 3), (3, 2, 10), (3, 0, 21)],
)
def test_two_ignored_in_a_row_halve_the_weekly_rate_and_any_answer_restores_it(
    a_day: int, ignored: int, rate: int
) -> None:
    person = Person(ANNA, "Anna", "en", nudges_a_day=a_day)
    for n in range(ignored):
        offered(person, START + timedelta(days=n))
    assert weekly_rate(person) == rate
    answered(person)
    assert weekly_rate(person) == a_day * 7


def test_the_week_s_share_used_up_is_a_nudge_dropped_until_the_person_answers() -> None:
    person = Person(ANNA, "Anna", "en", nudges_a_day=1, last_input=START)
    for n in range(4):
        offered(person, START + timedelta(days=n))
    later = START + timedelta(days=4)
    assert when_to_offer(person, later) == "never"
    answered(person)
    assert when_to_offer(person, later) == later
