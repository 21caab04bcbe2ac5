"""Whatever people, forgers and Telegram send, in whatever state: an answer, no error, and nothing is lost by it."""

from __future__ import annotations

import json
import logging
import unicodedata
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml

from bot.model.state import Conversation
from bot.playground.shapes import chat_shape, user_shape
from bot.playground.state import Press, Shape, Update
from bot.runtime.conversations import CONVERSATION
from tests.stage import Stage, stage
from tests.whole.aftermath import rows
from tests.whole.essence import essence

ANA, BEN = "ana", "ben"


@dataclass(frozen=True)
class Case:
    """One odd thing that happens; `bad_input.yaml` says what its fields mean."""

    name: str
    text: str | list[str | int] | None = None
    message: Shape | None = None
    press: str | None = None
    update: str | None = None
    fields: Shape = field(default_factory=dict)
    raw: Shape | None = None
    gets: Literal["an answer", "nothing", "aside"] = "an answer"
    words: bool = False
    moves: bool = False
    reaches_ben: bool = False


@dataclass(frozen=True)
class State:
    """Where Ana is when it happens: her acts until then, and her answer to the question that is open."""

    linked: bool
    acts: tuple[str, ...]
    answer: str = ""
    takes_words: bool = False
    may_take: bool = False
    """Some words are an answer, as names are; the others are told so."""
    ben: tuple[str, ...] = ()


ISOLATED = ("\u2068", "\u2069")
"""What keeps words of the other direction from turning the line around them."""

OVERRIDE = "\u202e"

SKIP_ALL = ("/skip",) * 6

STATES = {
    "a stranger": State(False, ()),
    "before consent": State(False, ("/start",), "a:{ask}:agree"),
    "at the consent": State(False, ("/start", "[Yes, I'm 18+]"), "a:{ask}:agree"),
    # Her season begins with the first thing she does after she agreed: an old button, which answers nothing.
    "at her name": State(False, ("/start", "[Yes, I'm 18+]", "[I agree]", "a:bbbbbbbbbb:skip"), "Anna", may_take=True),
    "asked to link": State(
        False, ("/start", "[Yes, I'm 18+]", "[I agree]", *["/skip"] * 4, "[On my own]", "a link"), "a:{ask}:accept"
    ),
    "nothing open": State(True, ()),
    "at a choice": State(True, ("/checkin",), "a:{ask}:right"),
    "at a scale": State(True, ("/checkin", "[Too little]", "[Skip]"), "a:{ask}:4"),
    "at words": State(True, ("/checkin", "[Too little]", "/skip", "/skip", "/skip"), "you listened", takes_words=True),
    "at a duration": State(True, ("/space",), "an hour"),
    "out": State(True, ("/space", "30 min")),
    "partner waiting": State(
        True, ("/checkin", "[Too little]", "/skip"), "a:{ask}:4", ben=("/checkin", *["/skip"] * 6)
    ),
}


def cases() -> list[Case]:
    """The cases of `bad_input.yaml`."""
    listed = yaml.safe_load(Path(__file__).with_name("bad_input.yaml").read_text(encoding="utf-8"))
    return [Case(fields=case.pop("with", {}), **case) for case in listed]


CASES = cases()


@dataclass
class Scene:
    """Ana and Ben on a stage, in a state that can be brought back; `asked` are the asks of the state by name."""

    stage: Stage
    database: Path
    state: State
    asked: dict[str, str]

    async def conversations(self) -> dict[str, Conversation]:
        """What the coach knows of Ana and Ben."""
        found = {}
        async with self.stage.coach.store.transaction() as tx:
            for name in (ANA, BEN):
                stored = await tx.conversation_of(self.stage.phone(name).user.id)
                if stored is not None:
                    found[stored.id] = CONVERSATION.validate_json(stored.state)
        return found

    async def bring_back(self, before: Mapping[str, Conversation], after: Mapping[str, Conversation]) -> None:
        """Put the state back to what it was, and open Ana's chat."""
        now = self.stage.world.clock.now()
        async with self.stage.coach.store.transaction() as tx:
            for id, conversation in before.items():
                await tx.save_conversation(id, list(conversation.people), CONVERSATION.dump_json(conversation), now)
            for id in after.keys() - before.keys():
                await tx.remove_conversation(id)
            await tx.open_chat(self.stage.phone(ANA).user.id, now)

    def happen(self, case: Case) -> int:
        """Let Telegram report it; the update's id."""
        world, user = self.stage.world, self.stage.phone(ANA).user
        world.chat(user.id).started = True
        world.state.last_message_id += 1
        base: Shape = {"from": user_shape(user), "chat": chat_shape(user), "date": world.unix()}
        message = base | {"message_id": world.state.last_message_id}
        press: Shape = {"from": base["from"], "message": message, "chat_instance": "1"}
        fields = _with_ids(case.fields, user.id)
        match case:
            case Case(text=str(text)):
                return self._push("message", message | {"text": text})
            case Case(text=[str(text), int(times)]):
                return self._push("message", message | {"text": text * times})
            case Case(message=dict(content)):
                return self._push("message", message | content)
            case Case(press=str(data)):
                return self._press(press | {"data": with_asks(data, self.asked)})
            case Case(update="callback_query"):
                inline = "inline_message_id" in fields
                return self._press(({"from": base["from"]} if inline else press) | fields)
            case Case(update=str(kind)):
                return self._push(kind, (base if kind == "my_chat_member" else message) | fields)
            case Case(raw=dict(raw)):
                kind = next(iter(raw), "nothing")
                return self._push(kind, _with_ids(raw, user.id).get(kind))
        raise AssertionError(f"{case.name}: what happens?")

    async def receive(self, case: Case) -> int:
        """Let a case happen and reach the inbox; gives its update's id."""
        id = self.happen(case)
        while not rows(self.database, "SELECT 1 FROM inbox WHERE update_id = ?", id):
            await self.stage.coach.intake.receive()
        return id

    def _press(self, payload: Shape) -> int:
        state, user = self.stage.world.state, self.stage.phone(ANA).user
        id = str(state.last_update_id + 1)
        press = Press(id=id, user_id=user.id, message_id=1, data="", created=self.stage.world.unix())
        state.presses[id] = press
        return self._push("callback_query", payload | {"id": id})

    async def answer(self, update_id: int) -> str:
        """What the answer to a press says; nothing for what is none."""
        await self.stage.coach.presses.drain()
        press = self.stage.world.state.presses.get(str(update_id))
        return press.text if press is not None else ""

    def outbox(self) -> Counter[str]:
        """How many messages each of the two has been told so far; messages to groups have no place here."""
        found = rows(self.database, "SELECT chat, count(*) FROM outbox WHERE kind = 'send' GROUP BY chat")
        ids = {self.stage.phone(name).user.id: name for name in (ANA, BEN)}
        return Counter({ids[chat]: told for chat, told in found if chat in ids})

    def _push(self, kind: str, payload: Any) -> int:
        state = self.stage.world.state
        state.last_update_id += 1
        # Not all of them are what Telegram would send.
        state.updates.append(
            Update.model_construct(
                update_id=state.last_update_id, kind=kind, payload=payload, date=self.stage.world.unix()
            )
        )
        return state.last_update_id


def with_asks(data: str, asked: Mapping[str, str]) -> str:
    """A press's data with real asks in their places."""
    for name, ask in asked.items():
        data = data.replace(f"{{{name}}}", ask)
    return data


def _with_ids(value: Shape, ana: int) -> Shape:
    shape: Shape = json.loads(json.dumps(value).replace('"{ana}"', str(ana)))
    return shape


@asynccontextmanager
async def scene(folder: Path, state: State) -> AsyncIterator[Scene]:
    """Ana and Ben in this state."""
    async with stage(folder) as s:
        found = Scene(s, folder / "coach.db", state, {"ask": "bbbbbbbbbb", "other": "bbbbbbbbbb", "old": "bbbbbbbbbb"})
        await s.welcome(BEN)
        s.phone(ANA)
        if state.linked:
            await s.welcome(ANA)
            await s.link(ANA, BEN)
        for act in state.acts:
            await perform(found, ANA, act)
        for act in state.ben:
            await perform(found, BEN, act)
        runs = [run for c in (await found.conversations()).values() for run in c.runs.values()]
        for run in runs:
            for who, seat in run.seats.items():
                mine = who == s.phone(ANA).user.id
                if seat.ask is not None:
                    found.asked["ask" if mine else "other"] = seat.ask.id
                if mine and run.answers:
                    found.asked["old"] = run.answers[0].ask
        yield found


async def perform(here: Scene, who: str, act: str) -> None:
    """A text, a [press], a press's data, or opening a link that Ben makes."""
    s = here.stage
    if act == "a link":
        await s.send(BEN, "/invite")
        await s.send(who, next(word for word in s.screen(BEN).split() if word.startswith("https://t.me/")))
    elif act.startswith("a:"):
        await s.phone(who).press_data(s.phone(who).received[-1].message_id, with_asks(act, here.asked))
        await s.settle()
    elif act.startswith("["):
        await s.press(who, act[1:-1])
    else:
        await s.send(who, act)


def open_asks(conversations: Mapping[str, Conversation]) -> set[str]:
    """The ids of all questions that wait."""
    runs = [run for conversation in conversations.values() for run in conversation.runs.values()]
    return {seat.ask.id for run in runs for seat in run.seats.values() if seat.ask is not None}


def reaction(case: Case, state: State, before: Mapping[str, Conversation], after: Mapping[str, Conversation]) -> str:
    """What is wrong with what became of the state, or nothing."""
    if case.words and state.takes_words:
        return "the words were not taken" if essence(after) == essence(before) else ""
    if case.words and state.may_take:
        return ""
    if not open_asks(before) <= open_asks(after):
        return "a question is lost"
    met = bool(state.acts) or state.linked
    return "the state has changed" if met and not case.moves and essence(after) != essence(before) else ""


async def turn(here: Scene, case: Case, update_id: int, log: pytest.LogCaptureFixture) -> list[str]:
    """Take the turn of one update, say what is not as it should be, and bring the state back."""
    before, told, wrong = await here.conversations(), here.outbox(), []
    log.clear()
    query = "SELECT state FROM inbox WHERE update_id = ?"
    if rows(here.database, query, update_id) == [("new",)]:
        await here.stage.coach.turns.take()
    after, said = await here.conversations(), here.outbox() - told
    seen = bool(said[ANA]) + bool(await here.answer(update_id))
    if seen != (case.gets == "an answer"):
        wrong.append(f"{said[ANA]} messages for it, and {seen} ways in which they see it")
    if said[BEN] and not case.reaches_ben:
        wrong.append("the other's phone got something")
    if [state for (state,) in rows(here.database, query, update_id)] != ["aside" if case.gets == "aside" else "done"]:
        wrong.append("set aside, or not")
    wrong += [record.getMessage() for record in log.records if record.levelno >= logging.ERROR]
    wrong += filter(None, [reaction(case, here.state, before, after)])
    await here.bring_back(before, after)
    return [f"{case.name}: {what}" for what in wrong]


@pytest.mark.parametrize("state", [pytest.param(state, id=name) for name, state in STATES.items()])
async def test_bad_input(tmp_path: Path, state: State, caplog: pytest.LogCaptureFixture) -> None:
    async with scene(tmp_path, state) as here:
        told, seen = here.outbox(), {name: len(here.stage.phone(name).received) for name in (ANA, BEN)}
        wrong: list[str] = []
        for case in CASES:
            # One after the other: more than twenty that wait are a pile, and answered otherwise.
            wrong += await turn(here, case, await here.receive(case), caplog)
        assert not wrong, "\n".join(["", *wrong])
        await here.stage.settle()
        for name, before in seen.items():
            assert len(here.stage.phone(name).received) - before == (here.outbox() - told)[name], "all can be delivered"
        if state.answer:
            await perform(here, ANA, state.answer)
            assert here.asked["ask"] not in open_asks(await here.conversations()), here.stage.screen(ANA)


async def test_words_come_out_as_they_were_typed(tmp_path: Path) -> None:
    """On both phones, letter by letter, whatever HTML or templates would make of them; but nothing turns the line."""
    both = ("/checkin", *["/skip"] * 5)
    async with scene(tmp_path, State(True, both, ben=(*both, "an evening out"))) as here:
        s = here.stage
        before = await here.conversations()
        for case in CASES:
            if case.words and isinstance(case.text, str):
                here.happen(case)
                await s.settle()
                plain = (" " if unicodedata.category(c) == "Cc" else c for c in case.text if c != OVERRIDE)
                words = "".join(plain)
                for name in (ANA, BEN):
                    shown = s.phone(name).received[-1].text.replace(ISOLATED[0], "").replace(ISOLATED[1], "")
                    assert f"“{words}”" in shown, f"{case.name}, on {name}'s phone"
                await here.bring_back(before, await here.conversations())
