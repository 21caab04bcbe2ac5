"""No mark ever reaches anybody but its writer, unless the question said so or its writer pressed share.

Two people and a stranger are led by chance through all dialogs that there are, in both languages, with a group of
the two and without one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from bot.model import inputs
from tests.engine.answering import CONTROLS, answers_to
from tests.engine.begun import OPENINGS
from tests.engine.grouped import CHAT
from tests.engine.in_the_group import ANYBODY, MOSTLY_THE_FIRST, OPENINGS_THERE, TWO, InTheGroup
from tests.engine.leaks import ANNA, BEN, CARLA, MARK, PEOPLE, Couple, real
from tests.engine.marked import play_marked
from tests.engine.story import play_line
from tests.knobs import knob

COMMANDS: Final = sorted(d.command for d in real()[0].dialogs.values() if d.command is not None)
WAYS: Final = ("menu", "plans", "mine", "help", "stop", "later", "skip", "repeat", "undo", "both_maps", "no_thanks")
OPENED: Final = sorted(name for name in OPENINGS if name in real()[0].dialogs)


class NoLeak(InTheGroup):
    """What two people who are linked do, and what a stranger tries."""

    @initialize(
        one=st.sampled_from(["en", "es"]), other=st.sampled_from(["en", "es"]), group=st.booleans(), data=st.data()
    )
    def something_is_going_on(self, one: str, other: str, group: bool, data: st.DataObject) -> None:
        self.stage = Couple((one, other))
        self.with_group = group
        if group:
            self.stage.play(ANNA, inputs.InGroup(ANNA, CHAT, "called"))
            there = data.draw(st.none() | st.sampled_from(sorted(OPENINGS_THERE)), label="opening there")
            for line in OPENINGS_THERE.get(there, ()):
                play_marked(self.stage, line)
            if there is not None:
                return
        opening = data.draw(st.none() | st.sampled_from(OPENED), label="opening")
        if opening is not None:
            lines = OPENINGS[opening]
            for line in lines[0] if isinstance(lines[0], list) else lines:
                play_line(self.stage, line)

    @rule(who=ANYBODY, name=st.sampled_from(COMMANDS), choices=st.lists(MOSTLY_THE_FIRST, max_size=8))
    def begin(self, who: int, name: str, choices: list[int]) -> None:
        self.stage.command(who, name)
        for choice in choices:
            self.answer(who, choice)

    @rule(who=ANYBODY, name=st.sampled_from(WAYS))
    def command(self, who: int, name: str) -> None:
        self.stage.command(who, name)

    @rule(who=ANYBODY, choices=st.lists(MOSTLY_THE_FIRST, min_size=1, max_size=12))
    def answers(self, who: int, choices: list[int]) -> None:
        for choice in choices:
            self.answer(who, choice)

    @rule(choices=st.lists(st.tuples(TWO, MOSTLY_THE_FIRST), min_size=3, max_size=12))
    def both_answer(self, choices: list[tuple[int, int]]) -> None:
        for who, choice in choices:
            self.answer(who, choice)

    def answer(self, who: int, choice: int) -> None:
        """The choice among what there is to say; for words, a mark of theirs."""
        ways = answers_to(self.stage, who)
        if not ways:
            return
        way = ways[choice % len(ways)].partition("=")[2]
        typed = next((w for w in ways if w.endswith('="a few words')), None)
        if way.startswith('"a few') or (typed is not None and choice == 0):
            self.stage.type(who, self.stage.words(who))
        elif way.startswith('"'):
            self.stage.type(who, way[1:])
        else:
            self.stage.press(who, f"a:{self.stage.question(who).ask}:{'!' if way in CONTROLS else ''}{way}")

    @rule(who=ANYBODY, of=TWO, back=st.integers(0, 6), way=st.integers(0, 30))
    def a_question_of_anyone(self, who: int, of: int, back: int, way: int) -> None:
        asked = [m.say.question for m in self.stage.phones[of].shown if m.say.question]
        if len(asked) <= back:
            return
        question = asked[-1 - back]
        options = getattr(self.stage.library.dialogs[question.dialog].steps[question.step], "options", ())
        ways = [*options, *question.picks, "3", "!back", "!skip", "!yes", "!preview", "!pick"]
        ways.append(f"share.{question.preview}")
        self.stage.press(who, f"a:{question.ask}:{ways[way % len(ways)]}")

    @rule(who=ANYBODY, of=TWO, back=st.integers(0, 20))
    def a_button_of_anyone(self, who: int, of: int, back: int) -> None:
        buttons = [b for m in self.stage.phones[of].shown for b in m.say.buttons]
        commands = [b.command for b in buttons if hasattr(b, "command")]
        if len(commands) > back:
            self.stage.press(who, f"c:{commands[-1 - back]}")

    @rule(who=ANYBODY, early=st.booleans(), sends=st.booleans())
    def type(self, who: int, early: bool, sends: bool) -> None:
        self.stage.type(who, "send it" if sends else self.stage.words(who), early=early)

    @rule(who=ANYBODY, of=TWO, back=st.integers(0, 6))
    def reply(self, who: int, of: int, back: int) -> None:
        asked = [m.say.question for m in self.stage.phones[of].shown if m.say.question]
        if len(asked) > back:
            self.stage.type(who, self.stage.words(who), reply=asked[-1 - back].ask)

    @rule(who=TWO)
    def change_a_message(self, who: int) -> None:
        self.stage.play(who, inputs.Edited(who))

    @rule(who=TWO, slow=st.booleans())
    def phone(self, who: int, slow: bool) -> None:
        phone = self.stage.phones[who]
        phone.slow = slow
        if not slow:
            phone.arrive(self.stage.now)

    @rule(minutes=st.sampled_from([1, 16, 45, 300, 1500, 4500, 11000]), down=st.booleans())
    def time_passes(self, minutes: int, down: bool) -> None:
        self.stage.move(timedelta(minutes=minutes), down=down)

    @rule(who=TWO, again=st.booleans(), chance=st.integers(0, 5))
    def part(self, who: int, again: bool, chance: int) -> None:
        """Unlink, and perhaps link anew."""
        stage = self.stage
        if chance:
            return
        for person in (ANNA, BEN):
            self.phone(person, slow=False)
        if stage.of(who).couple is not None:
            stage.command(who, "unlink")
            if stage.open_ask(who) is None:
                return
            stage.press(who, f"a:{stage.question(who).ask}:yes")
        if again:
            stage.command(who, "invite")
            stage.open_link(3 - who, who)
            for person, step, answer in ((3 - who, "agree", "accept"), (who, "is_it", "yes_link")):
                asked = [m.say.question for m in stage.phones[person].shown if m.say.question]
                if found := [q for q in asked if q.step == step]:
                    stage.press(person, f"a:{found[-1].ask}:{answer}")

    def teardown(self) -> None:
        """What somebody has in memory is theirs, or they were told it; of a stranger there is nothing with the two."""
        for who in PEOPLE:
            marks = set(MARK.findall(repr(self.stage.items[who])))
            assert all(self.stage.lookout.writers[m] == who or (m, who) in self.stage.lookout.told for m in marks)
        of_two = repr([self.stage.of(who) for who in (ANNA, BEN)])
        for where, others in ((repr(self.stage.of(CARLA)), (ANNA, BEN)), (of_two, (CARLA,))):
            assert all(self.stage.lookout.writers[mark] not in others for mark in MARK.findall(where))


TestNoLeak = NoLeak.TestCase
TestNoLeak.settings = settings(
    max_examples=knob("LEAK_STORIES", 150),
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)
