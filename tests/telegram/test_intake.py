"""Updates reach the inbox whatever happens, and Telegram is told so only then."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import datetime

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.errors import TokenError
from bot.playground.faults import Fault, FaultKind
from bot.playground.phone import Phone
from bot.playground.world import World
from bot.runtime.presses import Presses
from bot.runtime.receive import read_update
from bot.store.bounds import Keep
from bot.store.contract import Store
from bot.store.rows import Incoming
from bot.telegram.client import RawBot
from bot.telegram.intake import KINDS, Intake
from tests.stage import nobody_answers
from tests.telegram.polling import NOON, Noon, Pauses, batch, never, opened, receiving, said, stubbed, texts


async def test_what_waits_at_telegram_and_what_comes_later_is_received(bot: RawBot, ana: Phone, store: Store) -> None:
    await ana.send("/start")
    async with receiving(bot, store) as news:
        assert texts(await news()) == ["/start"]
        await ana.send("<b>añ🙂</b>")
        updates = await news()
    assert texts(updates) == ["/start", "<b>añ🙂</b>"]
    assert {update.person for update in updates} == {ana.user.id}


async def test_telegram_forgets_an_update_only_after_the_commit(
    bot: RawBot, ana: Phone, world: World, store: Store
) -> None:
    class Failing:
        """A store whose disk is full."""

        offset = store.offset

        async def receive(self, updates: Sequence[Incoming], at: datetime, keep: Keep) -> list[bool]:
            raise ZeroDivisionError

    await ana.send("/start")
    broken = Intake(bot, Failing(), Noon(), lambda: None, Presses(nobody_answers), Pauses())  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError):
        await broken.run()
    assert world.updates.waiting == 1
    async with receiving(bot, store) as news:
        assert texts(await news()) == ["/start"]
        await world.changes.until(lambda: world.updates.waiting == 0, 10)
    assert world.updates.waiting == 0


async def test_only_the_kinds_that_the_coach_serves_are_asked_for(
    bot: RawBot, ana: Phone, world: World, store: Store
) -> None:
    await ana.send("/start")
    async with receiving(bot, store) as news:
        await news()
    assert world.state.allowed_updates == list(KINDS)


async def test_a_press_waits_for_its_turn_and_is_then_answered(
    bot: RawBot, ana: Phone, world: World, store: Store
) -> None:
    answered: list[tuple[str, str]] = []

    async def answer(press: str, words: str) -> None:
        answered.append((press, words))

    presses = Presses(answer, never)
    await ana.send("/start")
    await bot.send_message(
        ana.user.id, "Well?", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    )
    await ana.press("Yes")
    async with receiving(bot, store, presses=presses) as news:
        await news()
        assert answered == []
        presses.taken(ana.presses[0].id, "That was it.")
        await presses.drain()
    assert answered == [(ana.presses[0].id, "That was it.")]


async def test_a_press_that_came_before_is_not_answered_again(store: Store) -> None:
    answered: list[str] = []

    async def answer(press: str, words: str) -> None:
        answered.append(press)

    presses = Presses(answer, never)
    await store.receive([read_update(pressed(5, "before"))], NOON)
    async with (
        stubbed(batch(pressed(5, "before"), pressed(6, "now"))) as (bot, _),
        receiving(bot, store, presses=presses) as news,
    ):
        await news()
        for press in ("before", "now", "now", "of another process"):
            presses.taken(press, "")
        await presses.drain()
    assert answered == ["now"]


@pytest.mark.parametrize(
    ("kind", "pauses"),
    [("429", [7.0]), ("500", [1.0]), ("502", [1.0]), ("drop_before", [1.0]), ("drop_after", [1.0])],
)
async def test_after_a_bad_day_it_goes_on(
    bot: RawBot,
    ana: Phone,
    world: World,
    store: Store,
    caplog: pytest.LogCaptureFixture,
    kind: FaultKind,
    pauses: list[float],
) -> None:
    world.faults.add(Fault(kind=kind, method="getUpdates", seconds=7))
    await ana.send("/start")
    patience = Pauses()
    with caplog.at_level(logging.INFO):
        async with receiving(bot, store, patience) as news:
            assert texts(await news()) == ["/start"]
    assert patience.seconds == pauses
    assert "getUpdates" in caplog.text
    assert bot.token not in caplog.text


async def test_it_backs_off_to_half_a_minute(bot: RawBot, ana: Phone, world: World, store: Store) -> None:
    world.faults.add(Fault(kind="500", method="getUpdates", times=7))
    await ana.send("/start")
    patience = Pauses()
    async with receiving(bot, store, patience) as news:
        assert texts(await news()) == ["/start"]
    assert patience.seconds == [1, 2, 4, 8, 16, 30, 30]


async def test_a_refused_token_ends_it(address: str, store: Store) -> None:
    async with opened(address, "123:wrong") as stranger, receiving(stranger, store) as news:
        with pytest.raises(TokenError):
            await news()


def pressed(id: int, press: str) -> dict[str, object]:
    person = {"id": 7, "is_bot": False, "first_name": "Ana"}
    return {"update_id": id, "callback_query": {"id": press, "from": person, "chat_instance": "1", "data": "y"}}


CONFLICT = ("409 Conflict", '{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates"}')


@pytest.mark.parametrize(
    ("answers", "pauses", "warnings"),
    [
        pytest.param([CONFLICT] * 3, [5, 5, 5], 1, id="two pollers"),
        pytest.param([("200 OK", "not JSON")], [1], 1, id="not JSON"),
        pytest.param([("200 OK", "[]")], [1], 1, id="no result"),
        pytest.param([("200 OK", '{"ok":true,"result":{}}')], [1], 1, id="no list"),
        pytest.param([batch()], [], 0, id="nothing yet"),
        pytest.param([batch({"no": "id"}), batch({"no": "id"})], [1], 0, id="the same without an id, again and again"),
        pytest.param([batch(None, 7, [], "x", {"update_id": "x"})], [], 0, id="rubbish"),
        pytest.param([batch({"update_id": 1, "of_the_future": {"new": 1}})], [], 0, id="a kind of the future"),
    ],
)
async def test_whatever_comes_it_goes_on(
    store: Store,
    caplog: pytest.LogCaptureFixture,
    answers: list[tuple[str, str]],
    pauses: list[float],
    warnings: int,
) -> None:
    patience = Pauses()
    async with stubbed(*answers, batch(said(5, "hello"))) as (bot, stub), receiving(bot, store, patience) as news:
        while not (updates := await news()):
            pass
        assert texts(updates) == ["hello"]
    assert patience.seconds == pauses
    assert len([r for r in caplog.records if r.levelno >= logging.WARNING]) == warnings
    assert not stub.answers


async def test_what_came_twice_is_taken_once(store: Store) -> None:
    first, both = said(5, "one"), batch(said(5, "one"), said(6, "two"))
    async with stubbed(batch(first), both) as (bot, stub), receiving(bot, store) as news:
        while len(updates := await news()) < 2:
            pass
        assert texts(updates) == ["one", "two"]
    assert stub.asked[0].startswith("offset=0&")
    assert stub.asked[1].startswith("offset=6&")


async def test_fields_that_nobody_knows_survive(store: Store) -> None:
    update = {**said(5, "hello"), "extra": {"deep": [1, None, "ñ"]}}
    async with stubbed(batch(update)) as (bot, _), receiving(bot, store) as news:
        [kept] = await news()
    assert json.loads(kept.body) == update
