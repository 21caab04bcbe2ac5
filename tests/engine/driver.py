"""Plays scenarios with people by name on the engine alone: no prompts, no store, no Telegram.

A `Stage` holds everything that the house around the engine would: conversations, due times, invitations, and what each
phone shows. Every state is written to JSON and read back between two inputs, so each scenario also shows that the
conversation survives a restart at any point.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from bot.coach import linking
from bot.coach.agreement import VERSION
from bot.coach.product import COACH
from bot.engine.engine import Outcome, play
from bot.engine.script import Library
from bot.engine.world import Fresh, World
from bot.model import events, inputs
from bot.model.consents import Told
from bot.model.events import Say
from bot.model.memory import Memory
from bot.model.removals import Removal
from bot.model.script import Button
from bot.model.state import Conversation, Person, Run
from bot.runtime.reading import blames, steered
from bot.script.load import load_library
from bot.understand.age import read_age
from bot.understand.danger import notice
from tests.engine.invariants import check_state, check_turn
from tests.engine.invitations import Invitation, use_up
from tests.engine.phone import GAP, Phone
from tests.engine.ports import HEARING, Kept, read, render
from tests.engine.removing import remove

HERE = Path(__file__).parent
LANGUAGES = ("en", "es")
NOTICE = cache(notice)  # the same few texts are typed again and again
START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
STATE: TypeAdapter[Conversation] = TypeAdapter(Conversation)


def library() -> Library:
    """The real dialogs, and the fixture dialogs of these tests beside them."""
    real = load_library(HERE.parents[1] / "dialogs")
    fixtures = load_library(HERE / "dialogs")
    return Library({**real.dialogs, **fixtures.dialogs}, {**real.common, **fixtures.common})


LIBRARY = library()


class Stage:
    """Two people or more, their phones, and the clock."""

    def __init__(
        self, names: Iterable[str] = ("anna", "ben"), *, linked: bool = True, library: Library | None = None
    ) -> None:
        self.library = library or LIBRARY
        self.now = START
        self.ids = {name: n for n, name in enumerate(names, start=1)}
        self.names = {n: name for name, n in self.ids.items()}
        self.phones = {n: Phone() for n in self.names}
        self.conversations = [Conversation({n: Person(n, name.title(), "en")}) for name, n in self.ids.items()]
        self.nudges: dict[str, events.SetNudge] = {}
        self.fired: list[str] = []
        self.memory: list[events.Remember] = []
        self.items: dict[int, dict[str, Memory]] = {n: {} for n in self.names}
        self.requests: list[events.Event] = []
        self.invitations: dict[str, Invitation] = {}
        self.tokens: dict[int, str] = {}
        self.turns = 0
        self.happened: list[tuple[inputs.Input, Outcome]] = []
        self.watch: Callable[[Conversation, inputs.Input, Outcome], None] | None = None
        for n in self.names:
            self.person(n).consented, self.person(n).agreed = True, Told(VERSION, START)
        if linked:
            one, other, *rest = self.conversations
            self.conversations = [linking.merge(one, other, "couple"), *rest]

    def person(self, who: int) -> Person:
        return self.of(who).people[who]

    def of(self, who: int) -> Conversation:
        return next(c for c in self.conversations if who in c.people)

    def world(self) -> World:
        fresh = Fresh(hashlib.sha256(b"turn %d" % self.turns).digest())
        kept = {who: tuple(items.values()) for who, items in self.items.items()}
        memory = Kept(kept, tuple(self.nudges.values()), self.invitations)
        readers = (read, HEARING, render, NOTICE, blames, read_age, steered)
        return World(self.library, self.now, fresh, *readers, memory, COACH, LANGUAGES)

    # ── what people do ──

    def command(self, who: int, name: str) -> None:
        self.phones[who].last += GAP
        self.play(who, inputs.Command(who, name, self.phones[who].last))

    def type(
        self, who: int, text: str, *, early: bool = False, reply: str | None = None, ago: timedelta | None = None
    ) -> None:
        """Words. `early` ones were sent before what came last reached their writer, and are read only now; `ago`, when
        nobody was there to read them."""
        phone = self.phones[who]
        if early:
            phone.before_turn += 1
            sent = phone.before_turn
        else:
            phone.last += GAP
            sent = phone.last
        phone.typed = sent
        unread = bool(phone.flight) or any(m.id > sent for m in phone.shown)
        said = inputs.Said(text, at=self.now - (ago or timedelta()))
        self.play(who, inputs.Text(who, text, sent, phone.reach(), unread, reply, said))

    def press(self, who: int, data: str) -> None:
        self.play(who, inputs.Press(who, data, self.phones[who].gone))

    def open_link(self, who: int, inviter: int) -> None:
        found = next((k for k, v in reversed(self.invitations.items()) if v.inviter == inviter), None)
        state: str = "gone"
        if found is not None:
            link = self.invitations[found]
            open_now = link.state == "open" and link.expires > self.now
            state = "own" if inviter == who else "linked" if self.of(who).couple else "open" if open_now else "gone"
        if found is None or state != "open":
            self.play(who, inputs.Opened(who, state))  # type: ignore[arg-type]
            return
        name, expires = self.person(inviter).name, self.invitations[found].expires
        self.play(who, inputs.Opened(who, "open", found, name, expires, inviter=inviter))

    # ── time ──

    def move(self, by: timedelta, *, down: bool = False) -> None:
        """Let time pass and fire what becomes due on the way; while the coach is `down`, all of it at the end."""
        end = self.now + by
        if down:
            self.now = end
        while due := [n for n in self.nudges.values() if n.due <= end]:
            nudge = min(due, key=lambda n: n.due)
            del self.nudges[nudge.id]
            self.now = max(self.now, nudge.due)
            self.fire(nudge)
        self.now = end

    def fire(self, n: events.SetNudge) -> None:
        if n.reason == "invitation":
            link = self.invitations.get(n.subject) if not self.of(n.person).couple else None
            waits = link is not None and (link.inviter != n.person or link.state in ("open", "claimed"))
            if link is None or link.state == "linked" or not waits:
                return
        self.fired.append(n.reason)
        self.play(
            n.person,
            inputs.Fired(
                n.id, n.person, n.reason, n.due, n.subject, n.revision, n.prompt, n.expires, n.policy, n.opens
            ),
        )

    # ── the house ──

    def play(self, who: int, happened: inputs.Input) -> None:
        self.turns += 1
        before = self.of(who)
        written = STATE.dump_json(before)
        outcome = play(before, happened, self.world())
        assert STATE.dump_json(before) == written, "the engine changed the state it was given"
        kept = STATE.validate_json(STATE.dump_json(outcome.conversation))
        assert kept == outcome.conversation, "the state does not survive being written and read"
        check_state(kept, self.library)
        check_turn(before, outcome, self.library)
        if self.watch is not None:
            self.watch(before, happened, outcome)
        self.conversations = [kept if c is before else c for c in self.conversations]
        self.happened.append((happened, outcome))
        for person, phone in self.phones.items():
            phone.take([e for e in outcome.events if isinstance(e, Say) and e.to == person], self.now)
        for event in outcome.events:
            self.house(event)

    def house(self, event: events.Event) -> None:
        if isinstance(event, Removal):
            remove(self, event)
        match event:
            case events.Say():
                if token := event.values.get("token"):
                    self.tokens[event.to] = str(token)
            case events.Settle():
                self.phones[event.to].answered[event.ask] = event.chosen
                assert self.phones[event.to].alive.pop(event.ask) == 1, "an older copy of an answered question is alive"
            case events.Redraw():
                self.phones[event.to].redraw(event, self.now)
            case events.Fade():
                self.phones[event.to].alive[event.ask] -= 1
                assert self.phones[event.to].alive[event.ask] == 1
            case events.AnswerPress():
                assert isinstance(self.happened[-1][0], inputs.Press), "only a press can be answered"
                assert self.happened[-1][0].person == event.person, "only whoever pressed sees its answer"
                self.phones[event.person].moments.append(event.prompt.name)
            case events.SetNudge():
                self.nudges[event.id] = event
            case events.Remember():
                self.memory.append(event)
                mine = self.items[event.person]
                created = mine[event.id].created if event.id in mine else self.now
                assert event.revision == (mine[event.id].revision if event.id in mine else 0) + 1
                mine[event.id] = Memory(event.id, event.kind, event.revision, created, event.values)
            case events.Export() | events.Hide() | events.Retract():
                self.requests.append(event)
            case events.Forget():
                self.requests.append(event)
                self.forget(event.person)
            case events.MakeInvitation():
                self.cancel(event.person)
                self.invitations[event.id] = Invitation(event.person, event.expires)
            case events.CancelInvitations():
                self.cancel(event.person)
            case events.RefuseLink():
                self.invitations[event.id].state = "void"
            case events.AcceptInvitation():
                self.accept(event.person, event.id)
            case events.ConfirmLink():
                self.confirm(event.person, event.id)
            case events.Unlink():
                old = self.of(event.person)
                self.conversations = [c for c in self.conversations if c is not old] + linking.split(old)

    def forget(self, who: int) -> None:
        """All of a person goes; whoever writes next is somebody new."""
        assert self.of(who).couple is None, "whoever is linked is unlinked first"
        self.conversations = [c for c in self.conversations if who not in c.people]
        self.conversations.append(Conversation({who: Person(who, self.names[who].title(), "en")}))
        self.nudges = {k: n for k, n in self.nudges.items() if n.person != who}
        self.items[who] = {}
        self.cancel(who)

    def cancel(self, who: int) -> None:
        for link in self.invitations.values():
            if link.inviter == who and link.state in ("open", "claimed"):
                link.state = "void"

    def accept(self, who: int, invitation: str) -> None:
        link = self.invitations[invitation]
        ok = link.state == "open" and link.expires > self.now and not self.of(link.inviter).couple
        if ok:
            link.state, link.claimed_by = "claimed", who
        self.play(who, inputs.Claimed(who, self.person(link.inviter).name, ok))
        if ok:
            self.play(link.inviter, inputs.Accepted(link.inviter, invitation, self.person(who).name))

    def confirm(self, who: int, invitation: str) -> None:
        link = self.invitations[invitation]
        alone = link.claimed_by is not None and not self.of(who).couple and not self.of(link.claimed_by).couple
        agreed = link.claimed_by is not None and linking.may_link(self.person(link.claimed_by), invitation, who)
        if not agreed or link.claimed_by is None or link.state != "claimed" or link.expires <= self.now or not alone:
            link.state = "void" if link.state == "claimed" else link.state
            self.play(who, inputs.LinkFailed(who))
            return
        link.state = "linked"
        use_up(self.invitations.values(), (who, link.claimed_by))
        mine, theirs = self.of(who), self.of(link.claimed_by)
        others = [c for c in self.conversations if c is not mine and c is not theirs]
        self.conversations = [linking.merge(mine, theirs, invitation), *others]
        self.play(who, inputs.Linked(who))

    # ── what can be seen ──

    def question(self, who: int, step: str | None = None) -> events.OpenQuestion:
        """The last question on a phone, or the last one of a step."""
        asked = [m.say.question for m in self.phones[who].shown if m.say.question is not None]
        found = [q for q in asked if step is None or q.step == step]
        assert found, f"{self.names[who]} was never asked {step or 'anything'}"
        return found[-1]

    def button(self, who: int, label: str) -> str | None:
        """What the latest button with this label sends, or None."""
        for message in reversed(self.phones[who].shown):
            for button in message.say.buttons:
                if isinstance(button, Button) and label in (button.label, button.command):
                    return f"c:{button.command}"
        return None

    def open_ask(self, who: int) -> tuple[Run, str] | None:
        """The run before a person and the id of its open question."""
        conversation = self.of(who)
        run = conversation.runs.get(conversation.people[who].foreground or "")
        ask = run.seats[who].ask if run is not None and who in run.seats else None
        return (run, ask.id) if run is not None and ask is not None else None

    def transcript(self, who: int) -> list[str]:
        """All that a phone has shown, with times, ids replaced by the order of their first appearance."""
        lines = [f"{m.at.isoformat()} {m.id} {SAY.dump_json(m.say).decode()}" for m in self.phones[who].shown]
        names: dict[str, str] = {}

        def stable(word: str) -> str:
            return names.setdefault(word, f"#{len(names)}")

        return [ID.sub(lambda m: stable(m.group()), line) for line in lines]


SAY: TypeAdapter[Say] = TypeAdapter(Say)
ID = re.compile(r"\b[a-z2-7]{10}\b")
