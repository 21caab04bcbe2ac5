"""Words that go out as a message of one's own: who is offered them, which, for how long, and that nobody else is."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.playground.state import Message
from bot.runtime.as_oneself import AsOneself
from bot.runtime.conversations import load, save
from bot.runtime.updates import InlineQuery
from bot.script.keyboard import Sendable
from bot.store.contract import Store
from tests.stage import Stage, button, stage

PICK_CHAT = "switch_inline_query_chosen_chat"
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])
TITLES = {"en": ["Soft", "Plain", "Brief"], "es": ["Suave", "Directa", "Breve"]}
MISSING = {"en": "I miss you", "es": "Te extraño"}


class Answers:
    """In place of Telegram: takes down what is answered."""

    def __init__(self) -> None:
        self.given: list[tuple[str, Sequence[Sendable], str]] = []

    async def __call__(self, query: str, wordings: Sequence[Sendable], way_back: str) -> None:
        self.given.append((query, wordings, way_back))


async def worded(s: Stage, name: str = "ana", language: str = "en") -> Message:
    """Somebody is here and has words for that they miss the other; the message that shows them."""
    if name not in s.phones:
        await s.welcome(name, language)
    await tapped(s, name, 1)
    return shown(s, name)


async def tapped(s: Stage, name: str, option: int) -> None:
    """Somebody begins to word something, with that option."""
    await s.send(name, "/say")
    await s.phone(name).press_data(*button(s.phone(name), option))
    await s.settle()


def shown(s: Stage, name: str) -> Message:
    """The newest message with words that can be sent."""
    return next(m for m in reversed(s.phone(name).received) if query_of(m))


def query_of(message: Message) -> str:
    found = (key.get(PICK_CHAT) for row in message.buttons for key in row)
    picks = [pick for pick in found if isinstance(pick, dict)]
    return str(picks[0]["query"]) if picks else ""


_numbers = count(1)


async def asked(s: Stage, name: str, query: str, store: Store | None = None) -> list[tuple[Sequence[Sendable], str]]:
    """What somebody's query is answered with; nothing, where it is not answered at all."""
    answers, id = Answers(), str(next(_numbers))
    as_oneself = AsOneself(store or s.coach.store, s.coach.wording, s.coach.clock, answers)
    as_oneself.came(InlineQuery(id, s.phone(name).user.id, query))
    await as_oneself.drain()
    assert all(answered == id for answered, _, _ in answers.given)
    return [(wordings, way_back) for _, wordings, way_back in answers.given]


async def offered(s: Stage, name: str, query: str) -> Sequence[Sendable]:
    [(wordings, _)] = await asked(s, name, query)
    return wordings


@LANGUAGES
async def test_exactly_what_was_shown_is_offered(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path, inline=True) as s:
        message = await worded(s, language=language)
        wordings = await offered(s, "ana", query_of(message))
        assert [each.title for each in wordings] == TITLES[language]
        copied = [copy["text"] for row in message.buttons for b in row if isinstance(copy := b.get("copy_text"), dict)]
        assert [each.text for each in wordings] == copied
        assert all(f"\n{each.text}" in message.text for each in wordings)
        assert MISSING[language] in wordings[0].text


async def test_the_button_is_for_chats_with_people_alone(tmp_path: Path) -> None:
    async with stage(tmp_path, inline=True) as s:
        message = await worded(s)
        [pick] = [b[PICK_CHAT] for row in message.buttons for b in row if PICK_CHAT in b]
        assert isinstance(pick, dict)
        assert {key for key, value in pick.items() if value is True} == {"allow_user_chats"}
        assert not any(word in str(pick["query"]) for word in ("miss", "say", "i_statement", "soft", "ana"))


async def test_what_looks_like_a_tag_goes_out_as_it_was_typed(tmp_path: Path) -> None:
    async with stage(tmp_path, inline=True) as s:
        await s.welcome("ana")
        for words in ("/say", "something", "when you write <b>no</b> & <a href='x'>leave</a>", "<i>small</i>"):
            await s.send("ana", words)
        for words in ("/skip", "/skip"):
            await s.send("ana", words)
        message = shown(s, "ana")
        for wording in await offered(s, "ana", query_of(message)):
            assert "<b>no</b> & <a href='x'>leave</a>" in wording.text
            assert wording.text in message.text


@pytest.mark.parametrize("who", ["ben", "a stranger"])
async def test_nobody_else_is_answered(tmp_path: Path, who: str) -> None:
    """The partner, who may see the query over a shoulder, learns nothing that is not so for any query."""
    async with stage(tmp_path, inline=True) as s:
        await s.welcome("ana")
        await s.welcome("ben")
        await s.link("ana", "ben")
        message = await worded(s)
        if who == "ben":
            assert await asked(s, "ben", query_of(message)) == await asked(s, "ben", "aaaaaaaaaa.aaaaaaaaaa")
            assert await offered(s, "ben", query_of(message)) == ()
        else:
            assert await asked(s, who, query_of(message)) == []
        assert len(await offered(s, "ana", query_of(message))) == 3


async def test_a_query_opens_the_message_under_which_it_stood(tmp_path: Path) -> None:
    async with stage(tmp_path, inline=True) as s:
        first = await worded(s)
        await s.send("ana", "/stop")
        await tapped(s, "ana", 2)
        await s.press("ana", "Words first")
        second = shown(s, "ana")
        assert query_of(first) != query_of(second)
        assert all(w.text in first.text for w in await offered(s, "ana", query_of(first)))
        assert all(w.text in second.text for w in await offered(s, "ana", query_of(second)))
        mixed = f"{query_of(first).partition('.')[0]}.{query_of(second).partition('.')[2]}"
        assert await offered(s, "ana", mixed) == ()


@LANGUAGES
async def test_after_a_day_there_is_only_a_way_back(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path, inline=True) as s:
        query = query_of(await worded(s, language=language))
        await s.move_clock(timedelta(hours=23, minutes=55))
        assert len(await offered(s, "ana", query)) == 3
        await s.move_clock(timedelta(minutes=10))
        assert await asked(s, "ana", query) == [((), {"en": "No longer here", "es": "Ya no está"}[language])]


async def test_the_way_back_is_the_menu(tmp_path: Path) -> None:
    async with stage(tmp_path, inline=True) as s:
        await worded(s)
        await s.send("ana", "/stop")
        await s.send("ana", "/start")
        plainly = s.screen("ana")
        await s.send("ana", "/start menu")
        assert s.screen("ana") == plainly


async def test_who_was_forgotten_is_a_stranger(tmp_path: Path) -> None:
    async with stage(tmp_path, inline=True) as s:
        query = query_of(await worded(s))
        await s.send("ana", "/forget")
        await s.press("ana", "Yes, forget me")
        assert await asked(s, "ana", query) == []
        await s.welcome("ana")
        assert await offered(s, "ana", query) == (), "nor is it there for whoever comes back"


@pytest.mark.parametrize("how", ["never agreed", "refused newer words"])
async def test_without_consent_there_is_no_answer(tmp_path: Path, how: str) -> None:
    async with stage(tmp_path, inline=True) as s:
        query = query_of(await worded(s))
        async with s.coach.store.transaction() as tx:
            found = await load(tx, s.phone("ana").user.id)
            assert found is not None
            person = found[1].people[s.phone("ana").user.id]
            if how == "never agreed":
                person.consented = False
            else:
                person.refused = person.agreed
            await save(tx, *found, s.world.clock.now())
        assert await asked(s, "ana", query) == []


async def test_a_hidden_chat_gives_nothing_away_then_or_later(tmp_path: Path) -> None:
    async with stage(tmp_path, inline=True) as s:
        query = query_of(await worded(s))
        await s.send("ana", "/hide_now")
        assert await asked(s, "ana", query) == [], "not even that there is a coach"
        await s.send("ana", "/mine")
        await s.press("ana", "Yes, show it")
        assert await offered(s, "ana", query) == ()


@LANGUAGES
async def test_with_the_switch_off_only_the_copy_buttons_stand(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path) as s:
        await s.welcome("ana", language)
        await tapped(s, "ana", 1)
        message = next(m for m in reversed(s.phone("ana").received) if "copy_text" in str(m.buttons))
        assert [{*key} for row in message.buttons for key in row] == [{"text", "copy_text"}] * 3


async def test_other_words_behind_the_name_are_not_looked_at(tmp_path: Path) -> None:
    class Untouched:
        """A store that nobody may ask anything."""

        def transaction(self) -> None:
            raise AssertionError("the database was asked")

    async with stage(tmp_path, inline=True) as s:
        query = query_of(await worded(s))
        for words in ("", "hello", query[:-1], f"{query}a", f" {query}", query.upper(), "x" * 256):
            assert await asked(s, "ana", words, store=Untouched()) == []  # type: ignore[arg-type]


async def test_of_one_person_the_newest_query_is_answered_and_no_more_than_a_bound(tmp_path: Path) -> None:
    async with stage(tmp_path, inline=True) as s:
        query = query_of(await worded(s))
        ana, answers = s.phone("ana").user.id, Answers()
        as_oneself = AsOneself(s.coach.store, s.coach.wording, s.coach.clock, answers)
        for n in range(500):
            as_oneself.came(InlineQuery(f"of Ana {n}", ana, query))
            as_oneself.came(InlineQuery(f"of a stranger {n}", 1000 + n, query))
        assert len(as_oneself._newest) == 100
        await as_oneself.drain()
        assert [(id, len(wordings)) for id, wordings, _ in answers.given] == [("of Ana 499", 3)]


async def test_nothing_of_it_is_in_a_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        """A database that fails, and says what it failed at."""

        def transaction(self) -> None:
            raise DatabaseError(query)

    async with stage(tmp_path, inline=True) as s:
        with caplog.at_level(logging.DEBUG):
            query = query_of(await worded(s))
            wordings = await offered(s, "ana", query)
            assert await asked(s, "ana", query, store=Broken()) == []  # type: ignore[arg-type]
            await s.coach.as_oneself._answer("no such query", wordings, "")
    assert "an inline query was not answered" in caplog.text
    for said in (query, *query.split("."), *(each.text for each in wordings)):
        assert said not in caplog.text
