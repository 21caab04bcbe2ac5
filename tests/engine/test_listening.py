"""Whatever two people type and tap: what is heard as something else than an answer is never shown to the other, and no
word is lost."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.engine.engine import Outcome
from bot.engine.world import World
from bot.model import inputs
from bot.model.events import Say
from bot.model.heard import CONTROLS, TALKS, Control
from bot.model.script import Button
from bot.model.state import Conversation
from tests.engine import listening_judged as judged
from tests.engine import ports
from tests.engine.answering import answers_to
from tests.engine.driver import LIBRARY, STATE, Stage
from tests.knobs import knob

ANNA, BEN = 1, 2
DIALOGS = (
    "checkin",
    "hearing",
    "giving",
    "pairing",
    "wanting",
    "trading",
    "weekly",
    "leave",
    "back",
    "asking",
    "space",
)
COMMANDS = (*DIALOGS, "space", "guilt", "settings", "pause", "plans", "menu", "stop", "later", "undo")
PEOPLE = st.sampled_from([ANNA, BEN])
LETTERS = str.maketrans("0123456789", "abcdefghij")
DOES_ONE_THING = re.compile(r"a:|c:(meant|change_to|send_too|keep_words|leave_it)\.")
LED_ON = ("skip", "preview", "pick", "done", "days", "all")


def _nothing_grave(text: str, forwarded: bool) -> None:
    """Looking for danger takes most of the time of a turn, and no words here are about it."""


class Hearer(Stage):
    """A stage on which it is known who said what, until nothing but answers is heard there."""

    hear: ports.Hearing = judged.Signed()

    def world(self) -> World:
        return replace(super().world(), hear=self.hear, notice=_nothing_grave)


class Listening(RuleBasedStateMachine):
    """Two linked people who say all kinds of things to the coach, in every state that they get it into."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Hearer()
        self.stage.watch = self.look
        self.meant = ""
        self.count = 0
        self.pressed: list[tuple[int, str]] = []
        self.typed: list[tuple[int, int, str]] = []

    @initialize(
        who=PEOPLE,
        first=st.sampled_from(DIALOGS),
        second=st.sampled_from(DIALOGS),
        mine=st.integers(0, 8),
        theirs=st.integers(0, 8),
    )
    def something_is_going_on(self, who: int, first: str, second: str, mine: int, theirs: int) -> None:
        self.stage.command(who, first)
        for _ in range(mine):
            self.answer(who, 0)
        self.stage.command(3 - who, second)
        for _ in range(theirs):
            self.answer(3 - who, 0)

    @rule(who=PEOPLE, name=st.sampled_from(COMMANDS))
    def command(self, who: int, name: str) -> None:
        self.stage.command(who, name)

    @rule(choices=st.lists(st.tuples(PEOPLE, st.sampled_from([0, 0, 0, 1, 2])), min_size=1, max_size=7))
    def answers(self, choices: list[tuple[int, int]]) -> None:
        for who, choice in choices:
            self.answer(who, choice)

    def answer(self, who: int, choice: int) -> None:
        ways = answers_to(self.stage, who)
        if not ways:
            return
        way = ways[choice % len(ways)].partition("=")[2]
        if way.startswith('"') or (choice == 0 and ways[-1].endswith('"a few words')):
            self.say(who, self.words())
        else:
            self.press(who, f"a:{self.stage.question(who).ask}:{'!' if way in LED_ON else ''}{way}")

    def press(self, who: int, data: str) -> None:
        self.pressed.append((who, data))
        self.stage.press(who, data)

    def words(self) -> str:
        self.count += 1
        return f"canary{str(self.count).translate(LETTERS)}x"  # a figure would answer some questions

    def say(self, who: int, text: str, *, early: bool = False, reply: str | None = None) -> None:
        self.stage.type(who, text, early=early, reply=reply)
        if not early:
            self.typed.append((who, self.stage.phones[who].last, text))

    @rule(who=PEOPLE, early=st.booleans(), long=st.sampled_from([0, 0, 0, 3, 60]))
    def words_of_their_own(self, who: int, early: bool, long: int) -> None:
        self.say(who, self.words() + " and so on" * long, early=early)

    @rule(who=PEOPLE, rest=st.sampled_from(["words", "~skip", "~back", "!hello", "ok"]))
    def in_pieces(self, who: int, rest: str) -> None:
        """Two messages within a second: by Telegram's dates the next question was not read yet."""
        self.say(who, self.words())
        phone = self.stage.phones[who]
        phone.last += 1
        reach = {ask: replace(each, at=self.stage.now) for ask, each in phone.reach().items()}
        text = self.words() if rest == "words" else rest if rest == "ok" else f"{rest}{who}"
        said = inputs.Said(text, at=self.stage.now)
        self.stage.play(who, inputs.Text(who, text, phone.last, reach, bool(phone.flight), None, said))

    @rule(who=PEOPLE, control=st.sampled_from(CONTROLS), early=st.booleans())
    def control_word(self, who: int, control: Control, early: bool) -> None:
        self.say(who, f"~{control}{who}", early=early)

    @rule(who=PEOPLE, talk=st.sampled_from(TALKS), early=st.booleans())
    def small_talk(self, who: int, talk: str, early: bool) -> None:
        self.say(who, f"!{talk}{who}", early=early)

    @rule(who=PEOPLE, word=st.sampled_from([*judged.TO_A_PREVIEW, "?guilt"]))
    def to_an_offer(self, who: int, word: str) -> None:
        self.say(who, word)

    @rule(who=PEOPLE, back=st.integers(0, 8), control=st.sampled_from(["", "", "~skip", "~stop", "!hello"]))
    def reply(self, who: int, back: int, control: str) -> None:
        shown = [m.say.question for m in self.stage.phones[who].shown if m.say.question]
        if len(shown) > back:
            self.say(who, f"{control}{who}" if control else self.words(), reply=shown[-1 - back].ask)

    @rule(who=PEOPLE, back=st.integers(0, 6), aloud=st.booleans())
    def button(self, who: int, back: int, aloud: bool) -> None:
        """What was offered last, tapped or typed."""
        shown = [m for m in self.stage.phones[who].shown if m.say.buttons][-3:]
        buttons = [b for m in reversed(shown) for b in m.say.buttons if isinstance(b, Button)]
        if len(buttons) > back and aloud:
            self.say(who, f"[{buttons[back].label}]")
        elif len(buttons) > back:
            self.press(who, f"c:{buttons[back].command}")

    @rule(who=PEOPLE, at=st.integers(0, 9))
    def control_beneath(self, who: int, at: int) -> None:
        shown = [m.say.question for m in self.stage.phones[who].shown if m.say.question]
        if shown and shown[-1].controls:
            self.press(who, f"a:{shown[-1].ask}:!{shown[-1].controls[at % len(shown[-1].controls)]}")

    @rule(twice=st.booleans())
    def doubled(self, twice: bool) -> None:
        if not self.pressed:
            return
        who, data = self.pressed[-1]
        if not self.was_last(who, data) or not DOES_ONE_THING.match(data):
            return
        self.stage.press(who, data)
        self.silent(who, f"{data} pressed once more")

    def was_last(self, who: int, data: str) -> bool:
        last = self.stage.happened[-1][0]
        return isinstance(last, inputs.Press) and (last.person, last.data) == (who, data)

    def silent(self, who: int, what: str) -> None:
        said = [e.prompt for e in self.stage.happened[-1][1].events if isinstance(e, Say)]
        assert not said, f"{what} adds {said} to a chat"

    @rule(back=st.integers(0, 5), same=st.booleans())
    def edited(self, back: int, same: bool) -> None:
        if len(self.typed) <= back:
            return
        who, message, text = self.typed[-1 - back]
        answers = [a for run in self.stage.of(who).runs.values() for a in run.answers if a.person == who]
        answered = any(part.message == message for a in answers for part in a.parts)
        now = text if same else self.words()
        said = inputs.Said(now, at=self.stage.now)
        self.stage.play(who, inputs.Edited(who, said, inputs.Text(who, now, message, said=said)))
        if same and answered:
            self.silent(who, "an edit that changes nothing")
        self.typed = [(w, m, now if m == message and w == who else t) for w, m, t in self.typed]

    @rule(who=PEOPLE, caption=st.booleans(), more=st.integers(1, 4))
    def album(self, who: int, caption: bool, more: int) -> None:
        phone = self.stage.phones[who]
        phone.last += 10
        name, text = f"album{self.stage.turns}", self.words()
        beneath = inputs.Text(who, text, phone.last, phone.reach(), bool(phone.flight)) if caption else None
        self.stage.play(who, inputs.Unreadable(who, inputs.Said(text), beneath, name))
        for _ in range(more):
            self.stage.play(who, inputs.Unreadable(who, album=name))
            self.silent(who, "another picture of an album")

    @rule(who=PEOPLE, slow=st.booleans())
    def phone(self, who: int, slow: bool) -> None:
        phone = self.stage.phones[who]
        phone.slow = slow
        if not slow:
            phone.arrive(self.stage.now)

    @rule(minutes=st.sampled_from([1, 16, 300, 4500]))
    def time_passes(self, minutes: int) -> None:
        self.stage.move(timedelta(minutes=minutes))

    @rule(who=PEOPLE, control=st.sampled_from(CONTROLS))
    def undone(self, who: int, control: Control) -> None:
        """A control word that was meant as the answer, and the same word where it is none, come to the same."""
        meant_as_the_answer(self.stage, who, f"~{control}{who}")

    def look(self, before: Conversation, happened: inputs.Input, outcome: Outcome) -> None:
        self.meant += "\n" + judged.let_through(before, happened)
        judged.nothing_heard_is_shown(before, happened, outcome, self.meant)
        judged.control_is_ones_own(before, happened, outcome)
        judged.only_share_sends(before, happened, outcome)
        judged.words_are_somewhere(before, happened, outcome)
        judged.nothing_goes_unseen(before, happened, outcome)


def fork(stage: Hearer) -> Hearer:
    """The same stage, to go on differently."""
    happened, watch = stage.happened, stage.watch
    stage.happened, stage.watch = [], None
    twin = copy.deepcopy(stage, {id(stage.library): stage.library})
    stage.happened, stage.watch = happened, watch
    return twin


def meant_as_the_answer(stage: Hearer, who: int, text: str) -> None:
    """Type a control word at a question for words and press that it was the answer: as if it had never been heard."""
    found = stage.open_ask(who)
    if found is None or stage.phones[who].flight or stage.phones[who].slow or stage.person(who).queue:
        return  # what waits in the queue comes when "later" is said, and is a turn of its own
    run, _ = found
    ask = run.seats[who].ask
    assert ask is not None
    step = LIBRARY.dialogs[run.dialog].steps[ask.step]
    if getattr(step, "kind", None) != "text" or ask.unsure is not None:
        return
    heard, answered = fork(stage), fork(stage)
    heard.type(who, text)
    one = heard.person(who).misheard
    asked = judged.front(heard.of(who), who)
    if asked is not None and asked[1].unsure == text:
        heard.press(who, f"a:{asked[1].id}:!my_answer")
    elif one is not None and one.text == text and heard.button(who, "my_answer") == f"c:meant.{one.id}":
        heard.press(who, f"c:meant.{one.id}")
    else:
        assert text[1:-1] in ("menu", "help", "repeat", "explain", "dont_know", "stop"), f"{text} cannot be undone"
        return
    answered.hear = judged.Deaf()
    answered.type(who, text)
    came, typed = alike(heard), alike(answered)
    assert came == typed, f"{text} meant as the answer at {run.dialog}.{ask.step}"


ID = re.compile(r"\b[a-z2-7]{10}\b")


def alike(stage: Stage) -> list[str]:
    """Every conversation of a stage, with ids by the order of their first appearance, and without when words came and
    what was named as waiting."""
    names: dict[str, str] = {}
    conversations = copy.deepcopy(stage.conversations)
    for person in (p for c in conversations for p in c.people.values()):
        if person.last_words is not None:
            person.last_words.at = None
        for parked in person.parked:
            parked.offered = False  # "stop" has named what waits, and does so once
    written = [STATE.dump_json(c).decode() for c in conversations]
    return [ID.sub(lambda m: names.setdefault(m.group(), f"#{len(names)}"), text) for text in written]


TestListening = Listening.TestCase
TestListening.settings = settings(
    max_examples=knob("LISTENING_STORIES", 60),
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)
