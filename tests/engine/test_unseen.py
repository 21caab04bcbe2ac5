"""Nothing that Anna can see tells where Ben is, when he sleeps, or that he is out, has paused, or wants fewer nudges.

One story is played twice in step: once with Ben as he is, once with his private settings changed. Whatever Anna gets –
text, buttons, sound, files, changed messages, and when – must be the same byte for byte. Ben does in both what he can
do in both; what Anna can do is the same anyway, since her phone is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.engine.step import Question
from tests.engine.answering import CONTROLS, answers_to
from tests.engine.driver import Stage
from tests.engine.story import changed
from tests.engine.watched import ANNA, BEN, Watched
from tests.knobs import knob

ANNAS = (
    *("checkin", "space", "leave", "hearing", "giving", "pairing", "wanting", "weekly", "asking", "back", "guilt"),
    *("menu", "stop", "later", "skip", "repeat", "undo", "help", "plans", "mine", "pause", "privacy", "settings"),
)
BENS = ("checkin", "space", "hearing", "giving", "pairing", "wanting", "weekly", "menu", "stop", "later", "pause")
ZONES = {"UTC": None, "Asia/Tokyo": "Tokyo", "America/Los_Angeles": "Los Angeles", "Pacific/Auckland": "Auckland"}
PLAN = (
    *(("what", '"a walk'), ("when", '"Sat 10:00'), ("how_long", "60"), ("purpose", "!skip"), ("company", "!skip")),
    *(("distance", "!skip"), ("meaning", "!skip"), ("tell_partner", "when"), ("tell_partner", "!preview")),
)
"""A plan up to the preview of what the other would get of it: when it is."""
WEEK = (
    *(("own_time", "right"), ("shared_time", "too_much"), ("closeness", "4"), ("freedom", "3")),
    *(("appreciated", "!skip"), ("wish", '"a day by the sea')),
)
BY_HIS_CLOCK = ("moment", "day", "hour")
"""The kinds of questions at which the same words mean something else in another zone."""


class Unseen(RuleBasedStateMachine):
    """The same story twice, with Ben's settings as they come and changed."""

    def __init__(self) -> None:
        super().__init__()
        self.plays = (Watched(), Watched())
        for play in self.plays:
            anna = play.person(ANNA)
            anna.zone, anna.city, anna.country = "Europe/Madrid", "Madrid", "ES"

    @initialize(
        begins=st.integers(0, 23),
        zone=st.sampled_from(sorted(ZONES)),
        country=st.sampled_from([None, "US", "JP"]),
        quiet=st.sampled_from([(22, 8), (0, 0), (9, 17), (18, 6), (1, 23)]),
        cap=st.integers(0, 3),
        paused=st.sampled_from([0, 0, 2, 40, 400]),
        leaves=st.sampled_from([0, 0, 1, 5, 30]),
        away=st.sampled_from([0, 0, 1, 3, 20, 100]),
    )
    def settings_of_his_own(
        self,
        begins: int,
        zone: str,
        country: str | None,
        quiet: tuple[int, int],
        cap: int,
        paused: int,
        leaves: int,
        away: int,
    ) -> None:
        self.time_passes(begins * 60, down=False)
        ben = self.plays[1].person(BEN)
        ben.zone, ben.city, ben.country, ben.nudges_a_day = zone, ZONES[zone], country, cap
        ben.quiet_from, ben.quiet_to = (hour * 60 for hour in quiet)
        if paused:
            ben.paused_until = self.plays[1].now + timedelta(hours=paused)
        if away:
            self.plays[1].set_out(BEN, timedelta(hours=leaves), timedelta(hours=away))
            self.time_passes(0, down=False)

    def both(self, act: Callable[[Stage], None]) -> None:
        """Do it in both plays, and look at Anna's phone in both."""
        before = [len(play.seen) for play in self.plays]
        for play in self.plays:
            act(play)
        one, other = (play.seen[n:] for play, n in zip(self.plays, before, strict=True))
        assert other == one, "Anna's phone tells of what Ben keeps to himself"

    @rule(name=st.sampled_from(ANNAS))
    def anna_commands(self, name: str) -> None:
        self.both(lambda play: play.command(ANNA, name))

    @rule(choices=st.lists(st.integers(0, 6), min_size=1, max_size=6))
    def anna_answers(self, choices: list[int]) -> None:
        for choice in choices:
            self.answer(ANNA, choice)

    @rule(choices=st.lists(st.integers(0, 6), min_size=1, max_size=6))
    def ben_answers(self, choices: list[int]) -> None:
        for choice in choices:
            self.answer(BEN, choice)

    @rule(
        choices=st.lists(st.tuples(st.sampled_from([ANNA, BEN]), st.sampled_from([0, 0, 1])), min_size=3, max_size=14)
    )
    def both_answer(self, choices: list[tuple[int, int]]) -> None:
        for who, choice in choices:
            self.answer(who, choice)

    @rule(shared=st.booleans())
    def anna_plans(self, shared: bool) -> None:
        """Up to the preview, and perhaps beyond it."""
        self.both(lambda play: play.command(ANNA, "stop"))
        self.both(lambda play: play.command(ANNA, "leave"))
        self.goes_through(ANNA, PLAN)
        if shared and self.is_asked(ANNA, "tell_partner"):
            self.both(lambda play: play.press(ANNA, f"a:{play.question(ANNA).ask}:share.{play.question(ANNA).preview}"))

    @rule(who=st.sampled_from([ANNA, BEN]))
    def answers_the_week(self, who: int) -> None:
        """All of a check-in, where it is open before somebody."""
        self.goes_through(who, WEEK)

    def goes_through(self, who: int, ways: tuple[tuple[str, str], ...]) -> None:
        """Say one thing after the other, as far as it is asked for."""
        for step, way in ways:
            if not self.is_asked(who, step):
                return
            self.says(who, way)

    def says(self, who: int, way: str) -> None:
        """Type words, which start with a quote, or press a button of the open question."""
        if way.startswith('"'):
            self.both(lambda play: play.type(who, way[1:]))
        else:
            self.both(lambda play: play.press(who, f"a:{play.question(who).ask}:{way}"))

    def is_asked(self, who: int, step: str) -> bool:
        """Whether that question is open before somebody, in both plays."""
        return all(front is not None and front[1] == step for front in (self.front(play, who) for play in self.plays))

    @rule(name=st.sampled_from(BENS))
    def ben_commands(self, name: str) -> None:
        if self.same_before_ben() or name == "menu":
            self.both(lambda play: play.command(BEN, name))

    @rule(minutes=st.sampled_from([1, 16, 45, 300, 700, 1500, 4500, 10200]), down=st.sampled_from([False, False, True]))
    def time_passes(self, minutes: int, down: bool) -> None:
        self.both(lambda play: play.move(timedelta(minutes=minutes), down=down))

    @rule(name=st.sampled_from(["word_gone", "without pairing"]), chance=st.integers(0, 4))
    def the_script_changes(self, name: str, chance: int) -> None:
        if not chance:
            for play in self.plays:
                play.library = changed(name)
            # What the new script has lost ends with the next input, whosever: here it is the same one in both.
            self.both(lambda play: play.command(ANNA, "menu"))

    def answer(self, who: int, choice: int) -> None:
        """Answer the open question, where it is the same in both plays."""
        ways = [answers_to(play, who) for play in self.plays]
        if who == ANNA:
            assert ways[0] == ways[1], "Anna is asked something else"
        asked, others = (self.front(play, who) for play in self.plays)
        if not ways[0] or ways[0] != ways[1] or asked != others or asked is None or (who == BEN and asked[2]):
            return
        way = ways[0][choice % len(ways[0])].partition("=")[2]
        self.says(who, f"!{way}" if way in CONTROLS else way)

    def same_before_ben(self) -> bool:
        """Whether the same command means the same in both plays: Ben is at the same thing, and out in neither."""
        fronts = [self.front(play, BEN) for play in self.plays]
        people = [play.person(BEN) for play in self.plays]
        return fronts[0] == fronts[1] and (people[0].outing is None) == (people[1].outing is None)

    @staticmethod
    def front(play: Stage, who: int) -> tuple[str, str, bool] | None:
        """What somebody is asked: dialog, question, and whether its answer goes by their own clock."""
        found = play.open_ask(who)
        if found is None:
            return None
        step = found[0].seats[who].ask.step  # type: ignore[union-attr]
        asked = play.library.dialogs[found[0].dialog].steps[step]
        return found[0].dialog, step, isinstance(asked, Question) and asked.kind in BY_HIS_CLOCK


TestUnseen = Unseen.TestCase
TestUnseen.settings = settings(
    max_examples=knob("UNSEEN_STORIES", 40),
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)
