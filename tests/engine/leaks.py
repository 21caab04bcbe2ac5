"""Who may read what somebody typed: judged from outside, by the scripts and by what people pressed.

Each word that is typed carries a mark that is nobody else's. A mark may reach another only if a question that it
answered says so (*shared*; *blind*, once the reader has answered that question, too), then and now, or if its writer
pressed share under a preview that showed it. A stranger gets none. The engine's own door is not asked.

What is said in the group of the two is read by both, and judged as an audience of its own (`leaks_there.py`). Nobody
answers what somebody else was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

from pydantic import TypeAdapter

from bot.engine.engine import Outcome
from bot.engine.script import Library
from bot.engine.step import Question
from bot.engine.world import World
from bot.model import events, inputs
from bot.model.script import STRICTNESS, Visibility
from bot.model.state import Conversation, Person, Run
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.wording import Wording
from tests.engine.grouped import GroupStage
from tests.engine.leaks_there import LeakError as LeakError
from tests.engine.leaks_there import There, answered_for_another

ANNA, BEN, CARLA = PEOPLE = (1, 2, 3)
MARK = re.compile(r"zeisig\d+x")
EVENT: TypeAdapter[events.Say] = TypeAdapter(events.Say)
Place = tuple[str, str, str]
"""A question that was answered: the id of its run, its dialog, its name."""


@cache
def real() -> tuple[Library, Wording]:
    """The dialogs as people have them, with their words."""
    library = load_library(dialogs_folder())
    return library, Wording(prompts_folder(), library, "coach_bot", inline=True)


class Couple(GroupStage):
    """Anna and Ben, who are linked and may have a group, and Carla, who is not: with the real dialogs and their real
    words. Each message is rendered for its reader, in the reader's language."""

    def __init__(self, languages: tuple[str, str] = ("en", "es"), *, library: Library | None = None) -> None:
        ours, self._wording = real()
        super().__init__(["anna", "ben", "carla"], library=library or ours)
        for who, language in zip((ANNA, BEN), languages, strict=True):
            self.person(who).language = language
        self.lookout = Lookout(self, self._wording)
        self.watch = self.lookout.look

    def world(self) -> World:
        return replace(super().world(), render=partial(self._wording.preview, now=self.now))

    def words(self, who: int) -> str:
        """A word of somebody's that nobody has typed yet."""
        mark = f"zeisig{len(self.lookout.writers)}x"
        self.lookout.writers[mark] = who
        return mark


class Lookout:
    """Looks at every turn, and knows whose each mark is and where it has been."""

    def __init__(self, stage: GroupStage, wording: Wording) -> None:
        self._stage, self._wording = stage, wording
        self.there = There()
        self.writers: dict[str, int] = {}
        self.told: set[tuple[str, int]] = set()
        """Which marks somebody else has been told, rightly."""
        self._places: dict[str, dict[Place, Visibility]] = {}
        """Which questions each mark has answered, and the strictest that they were meanwhile."""
        self._previews: dict[tuple[int, str, int], frozenset[str]] = {}
        self._names: set[str] = set()
        """What somebody goes by, or went by."""
        self._opened: dict[int, int] = {}
        """Whose invitation each has opened last."""
        self._named: set[tuple[int, int]] = set()
        """Who may read whose name, by an invitation: its guest the inviter's, and the inviter that of who accepts."""
        self._sent: set[str] = set()
        """What its writer has pressed share for."""

    def look(self, before: Conversation, happened: inputs.Input, outcome: Outcome) -> None:
        """One turn. Raises LeakError."""
        for conversation in (before, outcome.conversation):
            self._note(conversation)
        if isinstance(happened, inputs.Text):
            self._typed(before, happened)
        elif isinstance(happened, inputs.Press):
            self._pressed(before, happened)
        elif isinstance(happened, inputs.Opened) and happened.state == "open":
            self._opened[happened.person] = happened.inviter
            self._named.add((happened.person, happened.inviter))
        self.there.hear(before, happened, outcome, self._stage.now)
        for question in answered_for_another(before, happened, outcome):
            raise LeakError(f"somebody else answers {question}")
        said = [(say, EVENT.dump_json(say).decode()) for say in _said(before, outcome)]
        for say, shown in said:
            there = say.to < 0
            if there:
                self.there.judge(say, before, outcome.conversation)
            else:
                self.there.judge_alone(say, before, happened)
            for mark in set(MARK.findall(shown)):
                for to in before.people if there else (say.to,):
                    self._judge(mark, to, f"{say.prompt.dialog}.{say.prompt.name}", before, happened, outcome)
                if there:
                    self._judge_there(mark, f"{say.prompt.dialog}.{say.prompt.name}", before)
            group = before.group or outcome.conversation.group
            everybody = {**before.people, **outcome.conversation.people}
            reader = Person(0, "", group.language) if there and group is not None else everybody[say.to]
            # What stands beside a file or a picture has values of it, which the house brings.
            if self.writers and say.attach is None and say.prompt.dialog in ("common", *self._wording.library.dialogs):
                text = self._wording.message(say, reader, self._stage.now).text
                assert set(MARK.findall(text)) <= set(MARK.findall(shown)), "words come from nowhere"
            if say.question is not None and say.question.preview and say.ready is not None:
                self._previews[say.to, say.question.ask, say.question.preview] = frozenset(MARK.findall(say.ready))
        for event in outcome.events:
            if isinstance(event, events.Remember):
                for mark in set(MARK.findall(repr(event.values))):
                    if self.writers[mark] != event.person and (mark, event.person) not in self.told:
                        raise LeakError(f"words that somebody was never shown are theirs in {event.kind}")
        self.there.note(((say, frozenset(MARK.findall(shown))) for say, shown in said), outcome, self._stage.now)

    def _judge_there(self, mark: str, where: str, before: Conversation) -> None:
        """A mark in the group, whoever of the two has been told it. Raises LeakError."""
        places = self._places.get(mark, {})
        shared = [run for (run, _, _), visibility in places.items() if visibility == "shared"]
        sent, writer, now = mark in self._sent, self.writers[mark], self._stage.now
        if mark in self._names or self.there.may(mark, writer, sent, shared, before.people, now):
            return
        raise LeakError(f"words that not both chose for the group reach it in {where}")

    def _note(self, conversation: Conversation) -> None:
        self._names |= {mark for person in conversation.people.values() for mark in MARK.findall(person.name)}
        for run in conversation.runs.values():
            for answer in run.answers:
                for mark in MARK.findall(repr(answer.value)):
                    self._answers(mark, (run.id, run.dialog, answer.step), answer.visibility)

    def _answers(self, mark: str, place: Place, visibility: Visibility) -> None:
        _, dialog, step = place
        asked = self._stage.library.dialogs[dialog].steps.get(step)
        now = asked.visibility if isinstance(asked, Question) else "private"
        known = self._places.setdefault(mark, {}).get(place, visibility)
        self._places[mark][place] = min(known, visibility, now, key=STRICTNESS.__getitem__)

    def _typed(self, before: Conversation, text: inputs.Text) -> None:
        """Words may answer any question that their writer has open; those that say *send* send what is previewed."""
        for run in before.runs.values():
            seat = run.seats.get(text.person)
            for mark in MARK.findall(text.text) if seat is not None and seat.ask is not None else ():
                assert seat is not None
                assert seat.ask is not None
                self._answers(mark, (run.id, run.dialog, seat.ask.step), "shared")
        mine = [marks for (who, _, _), marks in self._previews.items() if who == text.person]
        if text.text == "send it" and mine:
            self._sent |= mine[-1]

    def _pressed(self, before: Conversation, press: inputs.Press) -> None:
        ask, _, share = press.data.removeprefix("a:").partition(":share.")
        if share.isdecimal():
            self._sent |= self._previews.get((press.person, ask, int(share)), frozenset())
        asked = [m.say.question for m in self._stage.phones[press.person].shown if m.say.question]
        if any(press.data == f"a:{q.ask}:accept" for q in asked if q.step == "agree") and press.person in self._opened:
            self._named.add((self._opened[press.person], press.person))
        for extra in before.people[press.person].extras:
            if press.data == f"c:send_too.{extra.id}":
                self._sent |= set(MARK.findall(extra.text))

    def _judge(
        self, mark: str, reader: int, where: str, before: Conversation, happened: inputs.Input, outcome: Outcome
    ) -> None:
        writer = self.writers[mark]
        if reader == writer or (mark, reader) in self.told:
            return
        if before.couple is None and outcome.conversation.couple is None:
            if mark in self._names and (reader, writer) in self._named:
                return  # whoever opens one's invitation sees the name, as its question says
            raise LeakError(f"words reach somebody else in {where}, who is not linked")
        if mark not in self._sent:
            places = self._places.get(mark, {})
            after = outcome.conversation
            if mark not in self._names and not any(
                self._may(*each, reader, before, happened, after) for each in places.items()
            ):
                names = sorted({f"{dialog}.{step}" for _, dialog, step in places}) or "no question"
                raise LeakError(f"the answer to {names} reaches the other in {where}")
        self.told.add((mark, reader))

    def _may(
        self,
        place: Place,
        visibility: Visibility,
        reader: int,
        before: Conversation,
        happened: inputs.Input,
        after: Conversation,
    ) -> bool:
        run_id, _, step = place
        runs = [run for run in (before.runs.get(run_id), after.runs.get(run_id)) if run is not None]
        if visibility == "shared":
            return any(reader in run.people for run in runs)
        return visibility == "blind" and any(_answered(run, reader, step, happened) for run in runs)


def _answered(run: Run, reader: int, step: str, happened: inputs.Input) -> bool:
    """Whether a reader has answered a question, too, or does so in this turn."""
    if any(a.person == reader and a.step == step and a.value is not None for a in run.answers):
        return True
    seat = run.seats.get(reader)
    if seat is None or seat.ask is None or seat.ask.step != step or happened.person != reader:
        return False
    return isinstance(happened, inputs.Text) or (isinstance(happened, inputs.Press) and "!" not in happened.data)


def _said(before: Conversation, outcome: Outcome) -> Iterator[events.Say]:
    """All that is shown in a turn, or kept to be shown later."""
    for event in outcome.events:
        if isinstance(event, events.Say):
            yield event
        elif isinstance(event, events.Redraw):
            yield event.say
    known = [held for person in before.people.values() for held in person.held]
    for person in outcome.conversation.people.values():
        yield from (held.say for held in person.held if held not in known)
