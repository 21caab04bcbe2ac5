"""What may be said in the group of two, judged from outside: by who is in it as far as the coach has been told, and by
what each of the two has pressed. The engine's own state of the group is not asked.

The group is an audience of its own: what both have been told in private is not said there for that. A mark reaches it
where its question is *shared* and was asked in what was begun there, where both have chosen that it goes there, or
where whoever shared it has. A choice counts while it can be taken back, and for a week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.engine.engine import Outcome
from bot.model import events, inputs
from bot.model.events import LanguageButton, Say
from bot.model.script import Button
from bot.model.state import Conversation

_WEEK = timedelta(days=7)
_OF_ONE = frozenset({"group_offer", "group_chosen", "group_taken_back", "group_went", "sent_on_group"})
"""What is between the coach and one of the two: whether they chose that words go to the group."""


class LeakError(AssertionError):
    """Somebody's words reach somebody whom they are not for."""


@dataclass(slots=True)
class _Offered:
    """Words that somebody was asked about: which marks stood beside the question, and who has said yes to it."""

    marks: frozenset[str]
    until: datetime
    chosen: set[int] = field(default_factory=set)


@dataclass(slots=True)
class There:
    """What the coach has been told about groups, and what was chosen for them."""

    _alone: dict[int, frozenset[int]] = field(default_factory=dict)
    """The groups in which two are by themselves, as far as is known."""
    _begun: set[str] = field(default_factory=set)
    """The runs that were begun in a group, by their ids."""
    _offered: dict[str, _Offered] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    """What was asked in a group, by the ids of the questions."""
    _wishes: dict[int, str] = field(default_factory=dict)
    """The language for the group that each has tapped last."""

    def hear(self, before: Conversation, happened: inputs.Input, outcome: Outcome, now: datetime) -> None:
        """What happened, before what was said to it is judged."""
        match happened:
            case inputs.Fired(reason="group", subject=subject):
                self._looked(before, subject)
            case inputs.InGroup(what="joined" | "gone", chat=chat):
                self._alone.pop(chat, None)
            case inputs.InGroup(what="moved", chat=chat, now=new):
                self._moved(chat, new)
            case inputs.Press(data=data):
                self._pressed(before, happened.person, data.removeprefix("c:"), now)
                if happened.there is not None and data.startswith("a:"):
                    self._answered_aloud(data.split(":")[1], outcome)
            case inputs.Text(there=int(), reply=str(reply)):
                self._answered_aloud(reply, outcome)
            case inputs.Command(there=int()):
                self._begun |= outcome.conversation.runs.keys() - before.runs.keys()

    def _answered_aloud(self, ask: str, outcome: Outcome) -> None:
        if ask not in self._asked and any(isinstance(e, Say) and e.to < 0 for e in outcome.events):
            raise LeakError("what somebody is asked in their own chat is answered in the group")

    def _looked(self, before: Conversation, subject: str) -> None:
        said, what, *people = subject.split(".")
        chat, two = int(said), frozenset(map(int, people))
        if before.couple is None or two != before.people.keys():
            return  # it was looked at for others than these
        if what == "fit":
            self._alone = {known: whose for known, whose in self._alone.items() if whose != two}
            self._alone[chat] = two
        elif what in ("unfit", "gone"):
            self._alone.pop(chat, None)
        else:
            self._moved(chat, int(what))

    def _moved(self, chat: int, new: int) -> None:
        if (two := self._alone.pop(chat, None)) is not None:
            self._alone[new] = two

    def _pressed(self, before: Conversation, who: int, command: str, now: datetime) -> None:
        name, _, about = command.partition(".")
        found, fit = self._offered.get(about), any(who in two for two in self._alone.values())
        if name == "group_language":
            self._wishes[who] = about
        elif found is not None and name == "not_to_group":
            found.chosen.discard(who)
        elif found is not None and name == "to_group" and fit and now <= found.until and before.couple is not None:
            found.chosen.add(who)

    def note(self, said: Iterable[tuple[Say, frozenset[str]]], outcome: Outcome, now: datetime) -> None:
        """What was said to each, with its marks, once it is judged."""
        told = [(say, marks) for say, marks in said if say.to > 0]
        about = frozenset(mark for _, marks in told for mark in marks)
        for say, _ in told:
            for button in say.buttons:
                if isinstance(button, Button) and button.command.startswith("to_group."):
                    self._offered.setdefault(button.command.partition(".")[2], _Offered(about, now + _WEEK))
        if outcome.conversation.couple is None or any(isinstance(e, events.Unlink) for e in outcome.events):
            people = outcome.conversation.people.keys()
            self._alone = {chat: two for chat, two in self._alone.items() if not two & people}
            self._offered = {id: each for id, each in self._offered.items() if not each.chosen & people}

    def judge(self, say: Say, before: Conversation, after: Conversation) -> None:
        """A message in a group, whoever's words it holds. Raises LeakError."""
        where = f"{say.prompt.dialog}.{say.prompt.name}"
        self._asked |= {say.question.ask} if say.question is not None else set()
        if self._alone.get(say.to) != before.people.keys():
            raise LeakError(f"{where} is said in a group that is not theirs alone")
        if say.attach is not None:
            raise LeakError(f"{where} comes to the group with a picture or a file")
        if say.question is not None and (say.question.visibility != "shared" or say.question.preview):
            raise LeakError(f"{where} asks in the group what is for one alone")
        if say.question is not None and not self._was_begun(say.question.ask, before, after):
            raise LeakError(f"{where} asks in the group what was begun in private")
        if say.prompt.name == "group_language_set" and len({self._wishes.get(who) for who in before.people}) > 1:
            raise LeakError("the group tells which language one of them has tapped")
        if any(not isinstance(b, LanguageButton) for b in say.buttons):
            raise LeakError(f"{where} has buttons in the group that are for one alone")

    def _was_begun(self, ask: str, *states: Conversation) -> bool:
        runs = [run for state in states for run in state.runs.values()]
        asked = {run.id for run in runs for seat in run.seats.values() if seat.ask is not None and seat.ask.id == ask}
        return not self._begun.isdisjoint(asked)

    def judge_alone(self, say: Say, before: Conversation, happened: inputs.Input) -> None:
        """A message to one: nobody hears of a choice of the other's, nor is asked about a group that is not fit."""
        if say.prompt.name not in _OF_ONE:
            return
        if say.prompt.name not in ("group_offer",) and say.to != happened.person:
            raise LeakError(f"the other hears of {say.prompt.name}")
        if say.prompt.name != "group_taken_back" and not any(
            two == before.people.keys() for two in self._alone.values()
        ):
            raise LeakError(f"{say.prompt.name} is said where they have no group by themselves")

    def may(
        self, mark: str, writer: int, sent: bool, runs: Iterable[str], people: Iterable[int], now: datetime
    ) -> bool:
        """Whether a mark may reach the group. `sent`: its writer shared it; `runs`: the ids of those in which it
        answered a question that said *shared*."""
        if not self._begun.isdisjoint(runs):
            return True
        chosen = [each.chosen for each in self._offered.values() if mark in each.marks and now <= each.until]
        return any(each >= set(people) or (sent and writer in each) for each in chosen)


def answered_for_another(before: Conversation, happened: inputs.Input, outcome: Outcome) -> Iterator[str]:
    """The questions that were answered in this turn by somebody who was not asked them."""
    for run in before.runs.values():
        after = outcome.conversation.runs.get(run.id)
        asks = {s.ask.id: who for who, s in run.seats.items() if s.ask is not None and who != happened.person}
        for answer in after.answers if after is not None else ():
            if answer.ask in asks and answer.value is not None:
                yield f"{run.dialog}.{answer.step}"
