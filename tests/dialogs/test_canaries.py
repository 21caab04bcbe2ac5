"""A locked diary, through all dialogs: what people type stands in no file, no log, no error and no nudge.

The canaries go through transcripts that together put every question there is, each told in one of the languages in
turn: what is kept and logged does not depend on it. What a person was seen to have typed is compared with all bytes
of the database's files, and, opened with its key, with what is left of them once they are forgotten.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle
from pathlib import Path

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from bot.model.events import Say
from bot.model.state import Person
from bot.script.folders import dialogs_folder
from bot.script.load import load_library
from bot.script.wording import Message
from bot.store.codec import of_person
from bot.telegram.client import RawBot
from tests.dialogs.acts import Moment
from tests.dialogs.canaries import (
    BIRD,
    LATE,
    MISFIT,
    NOTE,
    OUTSIDE,
    PREVIEW,
    TEXT,
    TOO_LONG,
    Aviary,
    CanaryPlayer,
    canaries,
    other_questions,
    text_questions,
)
from tests.dialogs.test_transcripts import HERE, LANGUAGES, read
from tests.dialogs.through import THROUGH
from tests.stage import Stage, stage
from tests.unsealed import Opener, raw, rows

AT_THE_END = {("card", "pile_over"), ("card", "deck_over")}
"""Asked once all cards have been seen, which takes a story too long to be typed into."""

BY_AGE = ("under_age", "is_under")
"""Asked of who tells their age, which with a canary beside it is none any more."""

REMAINS = {"en": "stays with whoever got it", "es": "se queda con quien lo recibió"}
"""What those who are forgotten are told of what they had shared."""

LIBRARY = load_library(dialogs_folder())


Failure = Callable[[Stage, pytest.MonkeyPatch, str], None]
"""Makes something fail from now on, in a way that quotes what people typed."""


def uncovered(body: bytes) -> str:
    """What of a message is read without touching it: one's own words come back beneath a spoiler."""
    return re.sub("<tg-spoiler>.*?</tg-spoiler>", "", body.decode(), flags=re.DOTALL)


class Ears(logging.Handler):
    """Hears whatever is logged at any level, tracebacks too, and keeps what has a canary in it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines = list[str]()

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        if BIRD in line:
            self.lines.append(f"{record.name}: {line}")


@contextmanager
def listening() -> Iterator[Ears]:
    root, ears = logging.getLogger(), Ears()
    level = root.level
    root.addHandler(ears)
    root.setLevel(logging.DEBUG)
    try:
        logging.getLogger("test").debug("%s can be heard", BIRD)
        assert ears.lines == [f"test: {BIRD} can be heard"]
        ears.lines.clear()
        yield ears
    finally:
        root.setLevel(level)
        root.removeHandler(ears)


class Watched(CanaryPlayer):
    """Looks at the database's files after every moment."""

    folder: Path

    async def moment(self, moment: Moment) -> list[str]:
        shown = await super().moment(moment)
        assert BIRD.encode() not in raw(self.folder / "coach.db")
        return shown


@dataclass(slots=True)
class Flown:
    """What has become of the canaries in all stories so far."""

    aviary: Aviary = field(default_factory=Aviary)
    opened: set[str] = field(default_factory=set)
    left_with_others: set[str] = field(default_factory=set)
    played: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def flown() -> Flown:
    return Flown()


FLOCK = 12
"""So many stories are one test: all at once take longer than a test may."""


@pytest.mark.parametrize("first", range(0, len(THROUGH), FLOCK), ids=lambda first: THROUGH[first])
async def test_what_people_type_is_in_no_file_log_or_nudge_and_is_forgotten_with_them(
    flown: Flown, first: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    aviary = flown.aviary
    stories = list(zip(THROUGH, cycle(LANGUAGES), strict=False))[first : first + FLOCK]
    with listening() as ears, aviary.watching():
        for name, language in stories:
            folder = tmp_path / name
            folder.mkdir()
            async with stage(folder) as s:
                player = Watched(s, language, aviary, LIBRARY)
                player.folder = folder
                await player.play(read(HERE / language / f"{name}.txt"))
                opener = Opener(folder / "coach.db")
                flown.opened |= canaries(opener.all_bodies())
                assert [body for body in opener.bodies("nudge") if canaries(body)] == []
                for who in list(s.phones):
                    flown.left_with_others |= await forgotten(s, aviary, who, folder / "coach.db")
            assert canaries(Opener(folder / "coach.db").all_bodies()) == set(), "nobody is left"
            assert BIRD.encode() not in raw(folder / "coach.db")
            flown.played.append(name)
    assert ears.lines == []
    assert BIRD not in "".join(capfd.readouterr())


def test_every_question_was_typed_at(flown: Flown) -> None:
    aviary = flown.aviary
    if flown.played != list(THROUGH):
        pytest.skip("it looks at what all stories before it have left: run the whole file")
    assert len(flown.opened) > len(aviary.owner) / 2, "who has the key finds them"
    nudges = [row for row in aviary.sent if row.tone == "nudge" and row.kind == "send"]
    assert nudges
    assert [row.body for row in nudges if BIRD in uncovered(row.body)] == []
    assert flown.left_with_others, "something was shared, and outlived who had shared it"
    assert text_questions(LIBRARY) - aviary.reached[TEXT] == set(), "never answered with a canary"
    assert text_questions(LIBRARY) - aviary.reached[TOO_LONG] == set(), "never answered at too great a length"
    typed_at = aviary.reached[MISFIT] | aviary.reached[PREVIEW] | {BY_AGE}
    assert other_questions(LIBRARY) - typed_at == AT_THE_END, "never typed at"
    assert {way for way in (PREVIEW, LATE, NOTE, OUTSIDE) if not aviary.reached.get(way)} == set()


async def forgotten(s: Stage, aviary: Aviary, who: str, database: Path) -> set[str]:
    """Forget somebody, and see that nothing of theirs is left but what others have got; the canaries of that."""
    others = [other.user.id for name, other in s.phones.items() if name != who]
    shown = {c for row in aviary.sent if row.chat in others for c in canaries(row.body)} & aviary.of(who)
    theirs = seen_by(others, database) & aviary.of(who)
    await s.send(who, "/forget")
    await press(s, who, "yes")
    assert any(words in s.screen(who) for words in REMAINS.values()), s.screen(who)
    left = canaries(Opener(database).all_bodies()) & aviary.of(who)
    assert left - shown == set(), f"{who} was forgotten"
    assert theirs - seen_by(others, database) == set(), f"{who} had shared it"
    assert BIRD.encode() not in raw(database)
    return theirs


async def press(s: Stage, who: str, option: str) -> None:
    """Somebody presses an option of the question that is open, whatever its label."""
    message = s.phone(who).received[-1]
    buttons = [str(button["callback_data"]) for row in message.buttons for button in row]
    [data] = [data for data in buttons if data.endswith(f":{option}")]
    await s.phone(who).press_data(message.message_id, data)
    await s.settle()


def seen_by(chats: list[int], database: Path) -> set[str]:
    """The canaries in what was said in these chats."""
    opener = Opener(database)
    found = rows(database, "SELECT chat, body, seq FROM outbox WHERE body IS NOT NULL")
    bodies = [opener.open("outbox", of_person(int(str(chat))), body, seq) for chat, body, seq in found if chat in chats]
    return {canary for body in bodies for canary in canaries(body)}


def broken_renderer(s: Stage, patch: pytest.MonkeyPatch, words: str) -> None:
    """Every message fails, and the error quotes what was to be said and to whom."""

    def broken(say: Say, reader: Person, now: datetime | None = None) -> Message:
        raise ValueError(f"cannot say {say.values} to {reader.name}: {words}")

    patch.setattr(s.coach.wording, "message", broken)


def broken_reader(s: Stage, patch: pytest.MonkeyPatch, words: str) -> None:
    """Whatever is kept cannot be read again, and the error quotes it."""

    async def broken(tx: object, person: int) -> None:
        raise ValueError(f"cannot read {words}")

    patch.setattr("bot.runtime.conversations.load", broken)


def refusing(error: type[TelegramError]) -> Failure:
    """Telegram refuses every message, and quotes it."""

    def refuse(s: Stage, patch: pytest.MonkeyPatch, words: str) -> None:
        asked = RawBot.call

        async def call(bot: RawBot, method: str, parameters: dict[str, object], read_timeout: float) -> object:
            if method == "sendMessage":
                raise error(f"Bad Request: can't use {parameters['text']}")
            return await asked(bot, method, parameters, read_timeout)

        patch.setattr(RawBot, "call", call)

    return refuse


@pytest.mark.parametrize(
    "fail",
    [
        pytest.param(broken_renderer, id="a prompt that cannot be rendered"),
        pytest.param(broken_reader, id="a state that cannot be read"),
        *(pytest.param(refusing(e), id=f"Telegram: {e.__name__}") for e in (BadRequest, Forbidden, NetworkError)),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_error_tells_what_was_typed(
    language: str, fail: Failure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    words = f"{BIRD}0000"
    with listening() as ears:
        async with stage(tmp_path) as s:
            await s.welcome("Ana", language)
            await s.send("Ana", "/settings")
            await press(s, "Ana", "my_name")
            with monkeypatch.context() as patch:
                fail(s, patch, words)
                # The coach says it back: so there is something for others to quote.
                await s.send("Ana", words)
            why = "SELECT error FROM inbox WHERE error <> '' UNION SELECT error FROM outbox WHERE error <> ''"
            told = str(rows(tmp_path / "coach.db", why))
            assert "ValueError" in told or "Can't use …" in told
            assert BIRD.encode() not in raw(tmp_path / "coach.db")
            await s.send("Ana", "/menu")
            assert BIRD.encode() not in raw(tmp_path / "coach.db")
    assert ears.lines == []
    assert BIRD not in "".join(capfd.readouterr())
