"""What may happen in and about the group of two, by chance: who presses and replies there, who comes and goes."""

from __future__ import annotations

from typing import Final

import yaml
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from bot.engine.in_group import commands_there
from bot.model import inputs
from bot.model.events import LanguageButton, SetNudge
from bot.model.group import HappensInGroup
from bot.model.script import Button
from tests.engine.driver import HERE
from tests.engine.leaks import ANNA, BEN, CARLA, Couple, real

OPENINGS_THERE: Final = yaml.safe_load((HERE / "openings_there.yaml").read_text(encoding="utf-8"))
PLAYED: Final = sorted(commands_there(real()[0]) - {"help", "stop"})
THERE: Final = (*PLAYED, *PLAYED, *PLAYED, "help", "stop", "skip", "checkin")

TWO = st.sampled_from([ANNA, BEN])
ANYBODY = st.sampled_from([ANNA, ANNA, ANNA, BEN, BEN, BEN, CARLA])
MOSTLY_THE_FIRST = st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5])
SEVERAL = st.lists(st.tuples(TWO, MOSTLY_THE_FIRST), max_size=12)


def with_a_group(machine: RuleBasedStateMachine) -> bool:
    """Whether the two have had the coach in a group."""
    return isinstance(machine, InTheGroup) and machine.with_group


class InTheGroup(RuleBasedStateMachine):
    """The rules of the group, where the story has one."""

    stage: Couple
    with_group = False

    def answer(self, who: int, choice: int) -> None:
        """Answer a person's own open question, in private."""
        raise NotImplementedError

    @precondition(with_a_group)
    @rule(who=TWO, name=st.sampled_from(THERE), choices=SEVERAL)
    def begin_in_the_group(self, who: int, name: str, choices: list[tuple[int, int]]) -> None:
        self.stage.play(who, inputs.Command(who, name, there=self.stage.chat))
        self.both_go_on(choices)

    def both_go_on(self, choices: list[tuple[int, int]]) -> None:
        """Whoever is asked something answers it, in private or in the group."""
        for person, choice in choices:
            self.answer(person, choice)
            self.answer_there(person, choice)

    @precondition(with_a_group)
    @rule(choices=st.lists(st.tuples(TWO, MOSTLY_THE_FIRST), min_size=1, max_size=8))
    def both_press_there(self, choices: list[tuple[int, int]]) -> None:
        for who, choice in choices:
            self.answer_there(who, choice)

    @precondition(with_a_group)
    @rule(who=ANYBODY, choice=MOSTLY_THE_FIRST, back=st.integers(0, 3))
    def press_there(self, who: int, choice: int, back: int) -> None:
        if who == CARLA:
            self.come(CARLA, heard=True)
        self.answer_there(who, choice, back)

    def answer_there(self, who: int, choice: int, back: int = 0) -> None:
        """Answer what the group shows: whoever presses or replies, only whose turn it is can."""
        stage = self.stage
        asked = [m.say.question for m in stage.phones[stage.chat].shown if m.say.question]
        if len(asked) <= back:
            return
        question = asked[-1 - back]
        options = getattr(stage.library.dialogs[question.dialog].steps[question.step], "options", ())
        if options and choice < 4:
            data = f"a:{question.ask}:{options[choice % len(options)]}"
            stage.play(who, inputs.Press(who, data, there=stage.chat))
        else:
            self.say_there(who, stage.words(who), question.ask)

    def say_there(self, who: int, text: str, reply: str | None) -> None:
        """Words in the group, perhaps as a reply."""
        self.stage.reply_there(who, text, reply)

    @precondition(with_a_group)
    @rule(who=TWO, of=TWO, back=st.integers(0, 2))
    def reply_there_to_what_is_asked_in_private(self, who: int, of: int, back: int) -> None:
        asked = [m.say.question for m in self.stage.phones[of].shown if m.say.question]
        if len(asked) > back:
            self.say_there(who, self.stage.words(who), asked[-1 - back].ask)

    @precondition(with_a_group)
    @rule(choices=st.lists(st.tuples(ANYBODY, TWO, st.booleans(), st.integers(0, 2)), min_size=1, max_size=5))
    def choose_for_the_group(self, choices: list[tuple[int, int, bool, int]]) -> None:
        """Press "To our group" or "Not after all", one's own or the other's, of now or of long ago."""
        for who, of, yes, back in choices:
            buttons = [b.command for m in self.stage.phones[of].shown for b in m.say.buttons if isinstance(b, Button)]
            offered = [c.partition(".")[2] for c in buttons if c.startswith("to_group.")]
            if len(offered) > back:
                self.stage.press(who, f"c:{'to_group' if yes else 'not_to_group'}.{offered[-1 - back]}")

    @precondition(with_a_group)
    @rule(who=TWO, tag=st.sampled_from(["en", "es"]), both=st.booleans())
    def tap_a_language(self, who: int, tag: str, both: bool) -> None:
        chats = [phone for chat, phone in self.stage.phones.items() if chat < 0]
        if any(isinstance(b, LanguageButton) for chat in chats for m in chat.shown for b in m.say.buttons):
            for person in (who, 3 - who) if both else (who,):
                self.stage.play(person, inputs.Press(person, f"c:group_language.{tag}", there=self.stage.chat))

    def come(self, who: int, *, heard: bool) -> None:
        """Somebody else is in the group; the coach hears so, or will see it before it says anything there."""
        self.stage.others = 1
        if heard:
            first = next(iter(self.stage.of(ANNA).people))
            self.stage.play(first, inputs.InGroup(first, self.stage.chat, "joined"))

    def go(self) -> None:
        """They are there no more."""
        self.stage.others = 0
        self.stage.play(ANNA, inputs.InGroup(ANNA, self.stage.chat, "left"))

    @precondition(with_a_group)
    @rule(who=TWO, heard=st.booleans(), meanwhile=SEVERAL, stays=st.sampled_from([False, False, True]), then=SEVERAL)
    def somebody_joins(
        self, who: int, heard: bool, meanwhile: list[tuple[int, int]], stays: bool, then: list[tuple[int, int]]
    ) -> None:
        """Silence there, and all goes on in private; there again, once they have left."""
        self.come(CARLA, heard=heard)
        self.both_go_on(meanwhile)
        if not stays:
            self.go()
            self.begin_in_the_group(who, "listen", then)

    @precondition(with_a_group)
    @rule(
        what=st.sampled_from(["writes", "replies", "presses", "commands"]),
        name=st.sampled_from(THERE),
        back=st.integers(0, 2),
        heard=st.sampled_from([True, True, False]),
        stays=st.booleans(),
    )
    def a_stranger_there(self, what: str, name: str, back: int, heard: bool, stays: bool) -> None:
        """Somebody who is not of the two does in the group what these do. The house makes *joined* of it where it is
        theirs; if it did not, nothing of theirs would be told or done."""
        stage = self.stage
        self.come(CARLA, heard=heard)
        if what == "commands":
            stage.play(CARLA, inputs.Command(CARLA, name, there=stage.chat))
        elif what == "writes":
            self.say_there(CARLA, stage.words(CARLA), None)
        else:
            self.answer_there(CARLA, 5 if what == "replies" else 0, back)
        if not stays:
            self.go()

    @precondition(with_a_group)
    @rule(then=SEVERAL, heard=st.sampled_from([True, True, False]))
    def moved(self, then: list[tuple[int, int]], heard: bool) -> None:
        """The group becomes a supergroup: its id changes; the coach is told, or sees it when it looks."""
        stage, old = self.stage, self.stage.chat
        stage.becomes(old - 1000)
        if heard:
            stage.play(ANNA, inputs.InGroup(ANNA, old, "moved", stage.chat))
        else:
            people = ".".join(str(person) for person in stage.of(ANNA).people)
            stage.fire(SetNudge("group", ANNA, "group", stage.now, f"{old}.{stage.chat}.{people}"))
        self.both_go_on(then)

    @rule(who=TWO, what=st.sampled_from(["called", "called", "left", "gone"]), heard=st.booleans())
    def group(self, who: int, what: HappensInGroup, heard: bool) -> None:
        """The coach comes or goes, or somebody else leaves; Telegram may say so, or be late with it."""
        stage = self.stage
        if not self.with_group:
            return
        stage.others, stage.away = 0, what == "gone"
        if heard:
            stage.play(who, inputs.InGroup(who, stage.chat, what))

    @precondition(with_a_group)
    @rule(who=TWO, what=st.sampled_from(["fit", "unfit", "gone"]))
    def a_look_that_comes_late(self, who: int, what: str) -> None:
        """What somebody saw in the group is heard when it may be true no more, or of others."""
        subject = f"{self.stage.chat}.{what}.{ANNA}.{BEN}"
        self.stage.fire(SetNudge("group", who, "group", self.stage.now, subject))
