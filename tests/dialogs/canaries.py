"""Transcripts played with canaries: wherever people can type, they type a word that is nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from unittest.mock import patch

from bot.engine import answers, listening, notes, pieces, previews, texts
from bot.engine.script import Library
from bot.engine.step import Question
from bot.engine.steps.ask import AskStep
from bot.engine.steps.draw import DrawStep
from bot.engine.steps.offer import OfferStep
from bot.engine.turn import Turn
from bot.model.asks import Ask
from bot.model.heard import Control
from bot.model.inputs import Text
from bot.model.state import LastWords, Run
from bot.model.values import Value, Words
from bot.runtime import conversations
from bot.store.rows import Outgoing
from bot.store.sqlite.outbox import SqliteOutbox
from tests.dialogs.acts import Act, Moment
from tests.dialogs.reached import Place
from tests.dialogs.transcript import Player
from tests.stage import Stage

BIRD = "zeisig"
"""What all canaries begin with. It stands in no prompt and no transcript."""

_APART = 30.0
"""Seconds after which words are no piece of those before them."""

_CANARY = re.compile(rf"{BIRD}\d{{4}}")
_MARK = re.compile(rf"\s?{BIRD}\d{{4}}")

TEXT = "typed as the answer to a text question"
MISFIT = "typed where no words fit"
TOO_LONG = "typed at too great a length"
PREVIEW = "typed under a preview"
LATE = "typed late"
NOTE = "kept as a note"
OUTSIDE = "typed outside a question"


def canaries(body: bytes) -> set[str]:
    """The canaries in a body."""
    return set(_CANARY.findall(body.decode()))


@dataclass(slots=True)
class Aviary:
    """The canaries of a run: who typed each, and by which way each kind of place was reached."""

    owner: dict[str, str] = field(default_factory=dict)
    """Who typed a canary, by the name in the transcript."""

    reached: dict[str, set[Place]] = field(default_factory=dict)
    """The dialog and step that a canary came to, by the way it was taken; outside of any, both are empty."""

    sent: list[Outgoing] = field(default_factory=list)
    """Every row that was put into the outbox, opened, before there was time to erase it."""

    def fresh(self, who: str) -> str:
        """A word that nobody has typed yet."""
        canary = f"{BIRD}{len(self.owner):04d}"
        self.owner[canary] = who
        return canary

    def of(self, who: str) -> set[str]:
        """What a person has typed."""
        return {canary for canary, owner in self.owner.items() if owner == who}

    def been(self, way: str, place: Place) -> bool:
        """Whether a canary has come to a place in this way."""
        return place in self.reached.get(way, ())

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Write down where the engine takes canaries, and all that is put into the outbox."""
        taken, answered, belonged = answers.take, texts.answer_words, pieces.belongs
        offered = previews.on_offer
        kept, unasked, add = notes.keep_words, texts._unasked, SqliteOutbox.add_message

        def note(way: str, text: str, place: Place = ("", "")) -> None:
            if BIRD in text:
                self.reached.setdefault(way, set()).add(place)

        def take(turn: Turn, run: Run, who: int, value: Value | None) -> None:
            ask = run.seats[who].ask
            if isinstance(value, Words) and ask is not None:
                note(TEXT, value.text, (run.dialog, ask.step))
            taken(turn, run, who, value)

        def answer_words(turn: Turn, run: Run, who: int, text: str) -> None:
            ask = run.seats[who].ask
            assert ask is not None
            step = turn.dialog(run).steps[ask.step]
            assert isinstance(step, Question)
            if step.kind != "text":
                note(MISFIT, text, (run.dialog, step.id))
            answered(turn, run, who, text)
            if ask.draft is not None:
                note(TOO_LONG, ask.draft, (run.dialog, step.id))

        def on_offer(
            turn: Turn, run: Run, who: int, step: OfferStep, ask: Ask, text: str, control: Control | None
        ) -> bool:
            if ask.preview is not None:
                note(PREVIEW, text, (run.dialog, step.id))
            return offered(turn, run, who, step, ask, text, control)

        def belongs(turn: Turn, message: Text, words: LastWords) -> bool:
            note(LATE, message.text)
            return belonged(turn, message, words)

        def keep_words(turn: Turn, who: int, text: str) -> None:
            note(NOTE, text)
            kept(turn, who, text)

        def outside(turn: Turn, message: Text) -> None:
            note(OUTSIDE, message.text)
            unasked(turn, message)

        async def add_message(outbox: SqliteOutbox, message: Outgoing) -> int:
            self.sent.append(message)
            return await add(outbox, message)

        with ExitStack() as stack:
            for owner, name, watched in (
                *((module, "take", take) for module in (answers, listening, texts)),
                (texts, "answer_words", answer_words),
                *((module, "belongs", belongs) for module in (pieces, texts)),
                *((module, "keep_words", keep_words) for module in (notes, pieces, texts)),
                (texts, "on_offer", on_offer),
                (texts, "_unasked", outside),
                (SqliteOutbox, "add_message", add_message),
            ):
                stack.enter_context(patch.object(owner, name, watched))
            yield


WORDS_ANSWER = frozenset({"text", "pick"})
"""The kinds of questions that any words answer."""


def text_questions(library: Library) -> set[Place]:
    """Every question that words answer."""
    return {(d, s.id) for d, s in _asks(library) if s.kind == "text"}


def other_questions(library: Library) -> set[Place]:
    """Every question that words may be typed at in vain, or to be read as something else. At a pick they answer."""
    return {(d, s.id) for d, s in _asks(library) if s.kind not in WORDS_ANSWER}


def _asks(library: Library) -> list[tuple[str, Question]]:
    asks = [(d.name, s) for d in library.dialogs.values() for s in d.steps.values() if isinstance(s, Question)]
    return [(n, s) for n, s in asks if not isinstance(s, DrawStep) and not (isinstance(s, AskStep) and s.given)]


class CanaryPlayer(Player):
    """Plays a transcript with canaries in every text that people send, and more texts than it has.

    Whatever stands on a screen is known to the transcript by its words without canaries.
    """

    def __init__(self, stage: Stage, language: str, aviary: Aviary, library: Library) -> None:
        super().__init__(stage, language)
        self._stage, self._aviary, self._library = stage, aviary, library

    def known(self, text: str) -> str:
        """See `Player`."""
        return _MARK.sub("", text)

    async def moment(self, moment: Moment) -> list[str]:
        """Type at the open question what it cannot take, where nobody has; then the moment with its words marked."""
        if not moment.acts or moment.acts[0].who not in self._stage.phones:
            return await super().moment(moment)
        first, *others = moment.acts
        alone = first.kind in ("say", "many", "tap") and not first.place
        step = await self._before(first) if alone else None
        marked = (self._marked(first, step), *(self._marked(act, None) for act in others))
        return await super().moment(replace(moment, acts=marked))

    async def _before(self, act: Act) -> Question | None:
        """What is typed before an act, and the question that is then open."""
        who = act.who
        found = await self.open_question(who)
        if found is None:
            return None
        dialog, step, preview = found
        if step.kind == "pick":
            return step
        way = TOO_LONG if step.kind == "text" else PREVIEW if preview else MISFIT
        if not self._aviary.been(way, (dialog, step.id)):
            words = self._aviary.fresh(who)
            self._stage.world.clock.advance(_APART)
            await self._stage.send(who, " ".join([words] * (1 + step.max // len(words))) if way == TOO_LONG else words)
            if step.only_taps:  # words are turned away before they could be read as an answer
                self._aviary.reached.setdefault(way, set()).add((dialog, step.id))
            await self._undo(who, "change" if step.kind == "name" else "keep_old")
        return step

    async def _undo(self, who: str, control: str) -> None:
        """Where words under a preview are asked about, it stays as it was, and a name is asked for again: for the
        transcript to go on."""
        message = self._stage.phone(who).received[-1]
        buttons = [str(button.get("callback_data")) for row in message.buttons for button in row]
        if kept := [data for data in buttons if data.endswith(f":!{control}")]:
            await self._stage.phone(who).press_data(message.message_id, kept[0])
            await self._stage.settle()

    def _marked(self, act: Act, step: Question | None) -> Act:
        text = act.words.get("text", "")
        if act.kind == "say" and text.startswith(("/", "http")):
            skips = text == "/skip" and step is not None and step.kind == "text"
            return replace(act, words={**act.words, "text": self._aviary.fresh(act.who)}) if skips else act
        if act.kind not in ("say", "many", "reply", "change"):
            return act
        if step is not None and step.kind not in WORDS_ANSWER:
            return act
        return replace(act, words={**act.words, "text": f"{text} {self._aviary.fresh(act.who)}"})

    async def open_question(self, who: str) -> tuple[str, Question, bool] | None:
        """The dialog and the question that stand open on a phone, and whether a preview stands there."""
        id = self._stage.phone(who).user.id
        async with self._stage.coach.store.transaction() as tx:
            found = await conversations.load(tx, id)
        if found is None:
            return None
        run = found[1].runs.get(found[1].people[id].foreground or "")
        seat = run.seats.get(id) if run is not None else None
        if run is None or seat is None or seat.ask is None:
            return None
        step = self._library.dialogs[run.dialog].steps[seat.ask.step]
        assert isinstance(step, Question)
        return run.dialog, step, seat.ask.preview is not None
