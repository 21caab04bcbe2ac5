"""Nothing private crosses over, and stale, doubled, foreign, forged and reordered input changes nothing wrongly."""

from __future__ import annotations

import json
import re
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.engine.engine import Outcome, play
from bot.engine.step import Question
from bot.engine.steps.reveal import RevealStep
from bot.model import asks, events, inputs
from bot.model.state import Conversation, Held
from bot.model.values import Words
from tests.engine.answering import CONTROLS, answers_to
from tests.engine.driver import LIBRARY, STATE, Stage
from tests.engine.invariants import words_said
from tests.knobs import knob

ANNA, BEN = 1, 2
COMMANDS = (
    *("checkin", "space", "hearing", "giving", "asking", "pairing", "wanting", "weekly", "settings", "unlink"),
    *("leave", "back", "guilt", "plans", "mine", "pause"),
    *("menu", "stop", "later", "skip", "repeat", "undo", "help", "help_now", "start", "no_such", "no_thanks"),
)
DIALOGS = (*COMMANDS[:8], "leave", "back")
CANARY = re.compile(r"canary\d+x")
PEOPLE = st.sampled_from([ANNA, BEN])


class TwoPeople(RuleBasedStateMachine):
    """Two linked people and everything they, their phones and strangers' data may do."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()
        self.stage.watch = self.look
        self.sent: list[tuple[int, str]] = []
        self.writers: dict[str, int] = {}
        self.let_through: set[tuple[str, int]] = set()

    @initialize(
        who=PEOPLE,
        first=st.sampled_from(DIALOGS),
        second=st.sampled_from(DIALOGS),
        mine=st.integers(0, 7),
        theirs=st.integers(0, 7),
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

    @rule(who=PEOPLE, choices=st.lists(st.integers(0, 5), min_size=1, max_size=5))
    def answers(self, who: int, choices: list[int]) -> None:
        for choice in choices:
            self.answer(who, choice)

    @rule(choices=st.lists(st.tuples(PEOPLE, st.sampled_from([0, 0, 0, 1, 2])), min_size=3, max_size=9))
    def both_answer(self, choices: list[tuple[int, int]]) -> None:
        for who, choice in choices:
            self.answer(who, choice)

    def answer(self, who: int, choice: int) -> None:
        ways = answers_to(self.stage, who)
        if not ways:
            return
        way = ways[choice % len(ways)].partition("=")[2]
        if way.startswith('"') or (choice == 0 and ways[-1].endswith('"a few words')):
            self.stage.type(who, self.words(who))
        else:
            mark = "!" if way in CONTROLS else ""
            self.press(who, f"a:{self.stage.question(who).ask}:{mark}{way}")

    def press(self, who: int, data: str) -> None:
        self.sent.append((who, data))
        self.stage.press(who, data)

    @rule(
        who=PEOPLE,
        control=st.sampled_from(["back", "later", "shorten", "yes", "no", "preview", "pick", "days", "skip", "", "x"]),
    )
    def control(self, who: int, control: str) -> None:
        if any(m.say.question for m in self.stage.phones[who].shown):
            self.press(who, f"a:{self.stage.question(who).ask}:!{control}")

    @rule(who=PEOPLE, back=st.integers(0, 8))
    def doubled_or_reordered(self, who: int, back: int) -> None:
        mine = [data for sender, data in self.sent if sender == who]
        if len(mine) > back:
            self.stage.press(who, mine[-1 - back])

    @rule(who=PEOPLE, of=PEOPLE, back=st.integers(0, 8), way=st.integers(0, 30))
    def stale_or_foreign(self, who: int, of: int, back: int, way: int) -> None:
        asked = [m.say.question for m in self.stage.phones[of].shown if m.say.question]
        if len(asked) <= back:
            return
        question = asked[-1 - back]
        step = LIBRARY.dialogs[question.dialog].steps[question.step]
        ways = [*getattr(step, "options", ()), *question.picks, "1", "3", "30", "!back", "!skip", "!yes", "!preview"]
        ways += [f"share.{question.preview}", "!pick", "!days"]
        self.press(who, f"a:{question.ask}:{ways[way % len(ways)]}")

    @rule(who=PEOPLE, of=PEOPLE, back=st.integers(0, 20))
    def a_button_of_anyone(self, who: int, of: int, back: int) -> None:
        buttons = [b for m in self.stage.phones[of].shown for b in m.say.buttons]
        commands = [b.command for b in buttons if hasattr(b, "command")]
        if len(commands) > back:
            self.press(who, f"c:{commands[-1 - back]}")

    @rule(who=PEOPLE, data=st.one_of(st.text(max_size=20), st.from_regex(r"\A[ac]:[a-z_.]{0,12}:?!?[a-z0-9]{0,5}\Z")))
    def forged(self, who: int, data: str) -> None:
        self.stage.press(who, data)

    def words(self, who: int) -> str:
        canary = f"canary{len(self.writers)}x"
        self.writers[canary] = who
        return canary

    @rule(who=PEOPLE, early=st.booleans(), long=st.booleans())
    def type(self, who: int, early: bool, long: bool) -> None:
        self.stage.type(who, self.words(who) + (" and so on" * 60 if long else ""), early=early)

    @rule(who=PEOPLE, of=PEOPLE, back=st.integers(0, 8))
    def reply(self, who: int, of: int, back: int) -> None:
        asked = [m.say.question for m in self.stage.phones[of].shown if m.say.question]
        if len(asked) > back:
            self.stage.type(who, self.words(who), reply=asked[-1 - back].ask)

    @rule(who=PEOPLE, edited=st.booleans())
    def something_else(self, who: int, edited: bool) -> None:
        self.stage.play(who, inputs.Edited(who) if edited else inputs.Unreadable(who))

    @rule(who=PEOPLE, slow=st.booleans())
    def phone(self, who: int, slow: bool) -> None:
        phone = self.stage.phones[who]
        phone.slow = slow
        if not slow:
            phone.arrive(self.stage.now)

    @rule(minutes=st.sampled_from([1, 5, 16, 45, 300, 1500, 4500]), down=st.booleans())
    def time_passes(self, minutes: int, down: bool) -> None:
        self.stage.move(timedelta(minutes=minutes), down=down)

    @rule(who=PEOPLE, again=st.booleans(), chance=st.integers(0, 3))
    def part(self, who: int, again: bool, chance: int) -> None:
        """Unlink, and perhaps link anew."""
        if chance:
            return
        for person in (ANNA, BEN):
            self.phone(person, slow=False)
        if self.stage.of(who).couple is not None:
            self.stage.command(who, "unlink")
            if self.stage.open_ask(who) is None:
                return
            self.stage.press(who, f"a:{self.stage.question(who, 'sure').ask}:yes")
        if again:
            self.stage.command(who, "invite")
            self.stage.open_link(3 - who, who)
            for person, step, answer in ((3 - who, "agree", "accept"), (who, "is_it", "yes_link")):
                asked = [m.say.question for m in self.stage.phones[person].shown if m.say.question]
                found = [q for q in asked if q.step == step]
                if found:
                    self.stage.press(person, f"a:{found[-1].ask}:{answer}")

    # what must hold

    def look(self, before: Conversation, happened: inputs.Input, outcome: Outcome) -> None:
        after = outcome.conversation
        assert play(before, happened, self.stage.world()) == outcome, "the same input came to something else"
        self.nothing_crosses_over(before, happened, outcome)
        open_asks = {(w, s.ask.id) for r in before.runs.values() for w, s in r.seats.items() if s.ask}
        if isinstance(happened, inputs.Press) and happened.data.startswith("a:"):
            ask = happened.data.split(":")[1]
            if (happened.person, ask) not in open_asks:
                assert _answers(before) == _answers(after), "a press that was not an answer changed the answers"
                assert _asks(before) == _asks(after)
        if isinstance(happened, inputs.Text | inputs.Press | inputs.Command | inputs.Unreadable | inputs.Edited):
            seen = {e.to for e in outcome.events if isinstance(e, events.Say | events.Settle | events.Redraw)}
            seen |= {e.person for e in outcome.events if isinstance(e, events.AnswerPress)}
            assert happened.person in seen, "somebody did something and saw nothing"
        self.in_vain(before, happened, outcome)
        for who, person in before.people.items():
            away = person.outing is not None and after.people[who].outing is not None and person.foreground is None
            heard = [e for e in outcome.events if isinstance(e, events.Say) and e.to == who]
            by_themselves = happened.person == who and not isinstance(happened, inputs.Fired | inputs.Accepted)
            assert by_themselves or not away or not heard, "somebody who is out was told something"
        if isinstance(happened, inputs.Unreadable | inputs.Edited):
            assert _answers(before) == _answers(after)
        for run_id, run in before.runs.items():
            if run_id in after.runs and not isinstance(happened, inputs.Fired):
                for who in run.people:
                    if who != happened.person:
                        mine = [a.ask for a in run.answers if a.person == who]
                        now = [a.ask for a in after.runs[run_id].answers if a.person == who]
                        assert mine == now, "somebody's answers were changed by the other"
        if any(isinstance(e, events.Unlink) for e in outcome.events):
            self.let_through.clear()

    def in_vain(self, before: Conversation, happened: inputs.Input, outcome: Outcome) -> None:
        """A press without effect is answered once and adds nothing but what would have come with any other."""
        answers = [e for e in outcome.events if isinstance(e, events.AnswerPress)]
        if not answers:
            return
        assert isinstance(happened, inputs.Press)
        assert [e.person for e in answers] == [happened.person]
        assert _answers(before) == _answers(outcome.conversation)
        said = [e for e in outcome.events if isinstance(e, events.Say) and e.question is None]
        assert {e.prompt.name for e in said} <= {"program", "resume_offer"}

    def nothing_crosses_over(self, before: Conversation, happened: inputs.Input, outcome: Outcome) -> None:
        said = [e for e in outcome.events if isinstance(e, events.Say)]
        said += [h.say for h in _held(outcome.conversation) if h not in _held(before)]
        for say in said:
            for text in words_said(say):
                for canary in CANARY.findall(text):
                    writer = self.writers[canary]
                    if writer == say.to or (canary, say.to) in self.let_through:
                        continue
                    self.may_show(canary, writer, say, before, happened)
                    self.let_through.add((canary, say.to))

    def may_show(self, canary: str, writer: int, say: events.Say, before: Conversation, happened: inputs.Input) -> None:
        """Somebody's words reach the other only as their question permits: judged here without the engine's help."""
        answered = _where(before, canary)
        if isinstance(happened, inputs.Press) and happened.person == writer:
            if happened.data.startswith("c:send_too.") and say.prompt.name == "words_from_other":
                return
            if ":share." in happened.data and say.ready is not None:
                assert answered is None or answered[1].visibility == "offered"
                return
        if answered is None:  # an answer of this very turn
            found = self.stage_ask(before, happened)
            assert found is not None, f"words of nobody's question reach the other in {say.prompt}"
            visibility, run_id = found
        else:
            visibility, run_id = answered[1].visibility, answered[0]
        if visibility == "shared":
            return
        assert visibility == "blind", f"{visibility} words reach the other in {say.prompt}"
        step = LIBRARY.dialogs[say.prompt.dialog].steps[say.prompt.name]
        assert isinstance(step, RevealStep)
        run = before.runs[run_id]
        others = [run.seats[p] for p in run.people if not isinstance(happened, inputs.Fired) and p != happened.person]
        assert all(seat.ask is None and seat.state == "done" for seat in others), "shown before both are done"

    def stage_ask(self, before: Conversation, happened: inputs.Input) -> tuple[str, str] | None:
        """The visibility of the question that the person of this turn had open, and its run."""
        if not isinstance(happened, inputs.Text | inputs.Press):
            return None
        person = happened.person
        wanted = happened.reply if isinstance(happened, inputs.Text) else happened.data.split(":")[1]
        runs = [r for r in before.runs.values() if person in r.seats and r.seats[person].ask]
        for run in runs:
            ask = run.seats[person].ask
            assert ask is not None
            if ask.id == wanted or (wanted is None and run.id == before.people[person].foreground):
                step = LIBRARY.dialogs[run.dialog].steps[ask.step]
                assert isinstance(step, Question)
                return step.visibility, run.id
        return None

    def teardown(self) -> None:
        """Both go their own ways: nothing of the one is left with the other."""
        for who in (ANNA, BEN):
            self.phone(who, slow=False)
        if self.stage.of(ANNA).couple is not None:
            self.stage.command(ANNA, "stop")
            self.stage.command(ANNA, "unlink")
            self.stage.press(ANNA, f"a:{self.stage.question(ANNA, 'sure').ask}:yes")
        for who, other in ((ANNA, BEN), (BEN, ANNA)):
            assert list(self.stage.of(who).people) == [who]
            left = STATE.dump_json(self.stage.of(who)).decode()
            for canary in CANARY.findall(left):
                assert self.writers[canary] == who, "words of the other are left after unlinking"
            runs = json.loads(left)["runs"].values()
            assert all(r["people"] == [who] for r in runs)
            asking_anew = any(r["dialog"] in ("invited", "confirm_partner") for r in runs)
            assert asking_anew or self.stage.person(other).name not in left


def _answers(c: Conversation) -> list[tuple[str, str, int, object]]:
    return [(k, a.ask, a.person, a.value) for k, run in c.runs.items() for a in run.answers]


def _asks(c: Conversation) -> list[tuple[str, int, str]]:
    return [(k, who, s.ask.id) for k, run in c.runs.items() for who, s in run.seats.items() if s.ask]


def _held(c: Conversation) -> list[Held]:
    return [h for person in c.people.values() for h in person.held]


def _where(c: Conversation, canary: str) -> tuple[str, asks.Answer] | None:
    for run in c.runs.values():
        for a in run.answers:
            if isinstance(a.value, Words) and canary in a.value.text:
                return run.id, a
    return None


TestTwoPeople = TwoPeople.TestCase
TestTwoPeople.settings = settings(
    max_examples=knob("PROPERTY_STORIES", 150),
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)
