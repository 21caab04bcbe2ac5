"""Inline queries on their way in: best effort, beside the inbox, and in nobody's way."""

from __future__ import annotations

import re

from bot.runtime.presses import Presses
from bot.runtime.updates import InlineQuery
from bot.store.contract import Store
from bot.telegram.intake import Intake
from tests.stage import nobody_answers
from tests.telegram.polling import NOON, Noon, Pauses, batch, receiving, said, stubbed, texts


def inline(id: int, words: str, query: str = "q") -> dict[str, object]:
    person = {"id": 7, "is_bot": False, "first_name": "Ana"}
    return {"update_id": id, "inline_query": {"id": query, "from": person, "query": words, "offset": ""}}


class Asked(list[InlineQuery]):
    """Inline queries as they are handed on."""

    def __call__(self, query: InlineQuery) -> None:
        self.append(query)


async def test_inline_queries_are_handed_on_and_never_stored(store: Store) -> None:
    asked = Asked()
    batches = batch(inline(5, "abc"), said(6, "one")), batch(said(7, "two"), inline(8, "def")), batch(said(9, "three"))
    async with stubbed(*batches) as (bot, stub), receiving(bot, store, asked=asked) as news:
        while len(updates := await news()) < 3:
            pass
    assert texts(updates) == ["one", "two", "three"]
    assert [(query.person, query.words) for query in asked] == [(7, "abc"), (7, "def")]
    assert [re.search(r"offset=(\d+)", form)[1] for form in stub.asked[:4]] == ["0", "7", "9", "10"]  # type: ignore[index]
    async with store.transaction() as t:
        assert not any(b"inline_query" in body for body in await t.updates_of(7, NOON))


async def test_many_inline_queries_alone_are_asked_past_at_once(store: Store) -> None:
    asked, patience = Asked(), Pauses()
    batches = [batch(inline(5, "a")), batch(inline(6, "ab")), batch({"update_id": 7, "inline_query": "no such thing"})]
    async with (
        stubbed(*batches, batch(said(8, "hello"))) as (bot, stub),
        receiving(bot, store, patience, asked=asked) as news,
    ):
        while not (updates := await news()):
            pass
    assert texts(updates) == ["hello"]
    assert [query.words for query in asked] == ["a", "ab"]
    assert patience.seconds == [], "they are something new"
    assert [re.search(r"offset=(\d+)", form)[1] for form in stub.asked[:4]] == ["0", "6", "7", "8"]  # type: ignore[index]


async def test_an_inline_query_that_telegram_repeats_is_not_asked_for_as_fast_as_it_answers(store: Store) -> None:
    patience = Pauses()
    repeated = [batch(inline(5, "a"))] * 2
    async with stubbed(*repeated, batch(said(6, "hello"))) as (bot, _), receiving(bot, store, patience) as news:
        while not await news():
            pass
    assert patience.seconds == [1]


async def test_an_inline_query_opens_no_chat(store: Store) -> None:
    """Who blocked the coach can still type its name elsewhere."""
    async with store.transaction() as t:
        await t.close_chat(7)
    async with stubbed(batch(inline(5, "a"))) as (bot, _):
        intake = Intake(bot, store, Noon(), lambda: None, Presses(nobody_answers))
        await intake.receive()
        assert await intake.offset() == 6
    async with store.transaction() as t:
        assert await t.chat_closed(7)
