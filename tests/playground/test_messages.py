from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TypedDict, cast

import httpx
import pytest
import yaml
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from bot.playground.limits import Pace, RateLimits
from bot.playground.media import MEDIA
from bot.playground.methods import call
from bot.playground.phone import Phone
from bot.playground.refusal import CannotDo, Refusal
from bot.playground.server import TOKEN
from bot.playground.world import World
from tests.playground.conftest import START


class RefusedCase(TypedDict):
    name: str
    method: str
    params: dict[str, object]
    status: int
    description: str


REFUSED = cast("list[RefusedCase]", yaml.safe_load(Path(__file__).with_name("refused_cases.yaml").read_text("utf-8")))


async def last(bot: Bot) -> Update:
    return (await bot.get_updates(offset=-1))[0]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: str(case["name"]))
async def test_a_wrong_request_is_refused_in_telegrams_words(case: RefusedCase, world: World, chat_id: int) -> None:
    world.add_user("Never started")
    blocking = Phone(world, world.add_user("Blocking"))
    await blocking.send("/start")
    await blocking.block()
    params = {"chat_id": chat_id, **case["params"]}
    with pytest.raises(Refusal) as refused:
        await call(world, case["method"], {name: value for name, value in params.items() if value is not None})
    assert (refused.value.status, refused.value.description) == (case["status"], case["description"])


async def test_a_refusal_is_written_as_telegram_writes_it(address: str) -> None:
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{address}/bot{TOKEN}/sendMessage?chat_id=5&text=x")
    refusal = {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
    assert (response.status_code, response.json()) == (400, refusal)


async def test_a_message_reaches_the_phone_with_its_formatting(bot: Bot, ana: Phone, chat_id: int) -> None:
    sent = await bot.send_message(chat_id, "Hi <b>you</b>", parse_mode="HTML")
    assert (sent.text, sent.text_html, sent.date, sent.chat.first_name) == ("Hi you", "Hi <b>you</b>", START, "Ana")
    assert sent.from_user is not None
    assert sent.from_user.username == "playground_coach_bot"
    assert ana.screen() == "Hi you"


async def test_message_ids_are_one_rising_sequence_over_both_directions_and_all_chats(
    bot: Bot, ana: Phone, ben: Phone
) -> None:
    seen = [(await ana.send("a")).message_id, (await ben.send("b")).message_id]
    seen.append((await bot.send_message(ana.user.id, "c")).message_id)
    seen.append((await bot.send_message(ben.user.id, "d")).message_id)
    assert seen == sorted(set(seen))


async def test_a_text_tells_who_wrote_it_and_marks_its_command(bot: Bot, ana: Phone) -> None:
    await ana.send("/space@playground_coach_bot 30")
    message = (await last(bot)).message
    assert message is not None
    assert message.parse_entities(["bot_command"]).popitem()[1] == "/space@playground_coach_bot"
    assert message.from_user is not None
    assert (message.from_user.language_code, message.from_user.username) == ("en", "ana_1")


async def test_a_reply_carries_the_message_that_it_answers(bot: Bot, ana: Phone, chat_id: int) -> None:
    question = await bot.send_message(chat_id, "How long?")
    await ana.send("An hour", reply_to=question.message_id)
    message = (await last(bot)).message
    assert message is not None
    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "How long?"
    answered = await bot.send_message(chat_id, "Fine", reply_to_message_id=message.message_id)
    assert answered.reply_to_message is not None


async def test_a_reply_prompt_makes_the_next_text_an_answer(bot: Bot, ana: Phone, chat_id: int) -> None:
    question = await bot.send_message(chat_id, "Which one?", reply_markup=ForceReply(input_field_placeholder="Name"))
    first, second = await ana.send("Pottery"), await ana.send("And more")
    assert (first.reply_to, second.reply_to) == (question.message_id, None)


async def test_a_long_text_of_a_person_arrives_in_pieces(bot: Bot, ana: Phone) -> None:
    await ana.send("😀" * 2_048 + "x")
    texts = [u.message.text for u in await bot.get_updates() if u.message and u.message.text]
    assert texts == ["😀" * 2_048, "x"]


async def test_the_longest_text_passes_and_counts_without_its_formatting(bot: Bot, chat_id: int) -> None:
    sent = await bot.send_message(chat_id, f"<b>{'&amp;' * 4_096}</b>", parse_mode="HTML")
    assert sent.text == "&" * 4_096


async def test_a_longer_text_is_refused(bot: Bot, chat_id: int) -> None:
    sent = await bot.send_message(chat_id, "short")
    for longer in ("x" * 4_097, "😀" * 2_049):
        with pytest.raises(BadRequest, match="Message is too long"):
            await bot.send_message(chat_id, longer)
        with pytest.raises(BadRequest, match="Message_too_long"):
            await sent.edit_text(longer)


async def test_a_reply_keyboard_sends_its_words(bot: Bot, ana: Phone, chat_id: int) -> None:
    keyboard = ReplyKeyboardMarkup([["Left", "Right"]], one_time_keyboard=True)
    sent = await bot.send_message(chat_id, "Where?", reply_markup=keyboard)
    assert ana.keys() == ["Left", "Right"]
    assert sent.reply_markup is None
    await ana.press("Left")
    message = (await last(bot)).message
    assert message is not None
    assert message.text == "Left"
    assert ana.keys() == []


@pytest.mark.parametrize("kind", MEDIA)
async def test_every_kind_of_media_is_understood_by_the_library(kind: str, bot: Bot, ana: Phone) -> None:
    await ana.send_media(kind)
    message = (await last(bot)).message
    assert message is not None
    assert message[kind]
    assert message.text is None


async def test_an_edited_message_arrives_as_such(bot: Bot, ana: Phone, world: World) -> None:
    sent = await ana.send("befor")
    world.clock.advance(60)
    await ana.edit(sent.message_id, "before")
    edited = (await last(bot)).edited_message
    assert edited is not None
    assert (edited.message_id, edited.text, edited.edit_date) == (
        sent.message_id,
        "before",
        START + timedelta(minutes=1),
    )
    world.clock.advance(timedelta(days=3))
    with pytest.raises(CannotDo, match="48 hours"):
        await ana.edit(sent.message_id, "too late")


async def test_editing_replaces_text_and_takes_the_keyboard_away(bot: Bot, ana: Phone, chat_id: int) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await bot.send_message(chat_id, "Sure?", reply_markup=keyboard)
    assert ana.screen() == "Sure?\n[Yes]"
    edited = await sent.edit_text("Sure.")
    assert ana.screen() == "Sure."
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None
    await sent.edit_reply_markup(keyboard)
    assert ana.screen() == "Sure.\n[Yes]"
    for again in (sent.edit_text("Sure.", reply_markup=keyboard), sent.edit_reply_markup(keyboard)):
        with pytest.raises(BadRequest) as refused:
            await again
        assert refused.value.message == (
            "Message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )


async def test_messages_of_both_sides_can_be_deleted_for_two_days(
    bot: Bot, ana: Phone, world: World, chat_id: int
) -> None:
    old = await bot.send_message(chat_id, "old")
    world.clock.advance(timedelta(hours=49))
    mine, theirs = await bot.send_message(chat_id, "new"), await ana.send("new too")
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await old.delete()
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_messages(chat_id, [mine.message_id, old.message_id, theirs.message_id])
    assert {mine.message_id, theirs.message_id} <= {m.message_id for m in ana.messages}
    assert await bot.delete_messages(chat_id, [mine.message_id, theirs.message_id, 1_000_000])
    assert [m.text for m in ana.messages] == ["/start", "old"]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await mine.delete()


async def test_thrown_dice_cannot_be_deleted_on_the_first_day(bot: Bot, ana: Phone, world: World, chat_id: int) -> None:
    dice = await ana.send_media("dice")
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(chat_id, dice.message_id)
    world.clock.advance(timedelta(hours=25))
    assert await bot.delete_message(chat_id, dice.message_id)


async def test_blocking_tells_the_bot_and_shuts_it_out(bot: Bot, ana: Phone, chat_id: int) -> None:
    await ana.block()
    change = (await last(bot)).my_chat_member
    assert change is not None
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(chat_id, "hello?")
    with pytest.raises(CannotDo, match="unblock"):
        await ana.send("hello?")
    await ana.unblock()
    await bot.send_message(chat_id, "hello!")
    assert ana.screen() == "hello!"


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ("https://t.me/playground_coach_bot?start=abc_-9", "/start abc_-9"),
        ("t.me/Playground_Coach_Bot?start=abc", "/start abc"),
        ("tg://resolve?domain=playground_coach_bot&start=abc", "/start abc"),
        ("https://t.me/playground_coach_bot", "/start"),
        ("https://t.me/playground_coach_bot?start=not%20allowed", "/start"),
    ],
)
async def test_a_deep_link_starts_the_chat_with_its_payload(link: str, text: str, bot: Bot, ana: Phone) -> None:
    await ana.open_link(link)
    message = (await last(bot)).message
    assert message is not None
    assert message.text == text


async def test_a_strange_link_is_not_opened(ana: Phone) -> None:
    for link in ("https://t.me/other_bot?start=a", "https://example.com/playground_coach_bot"):
        with pytest.raises(CannotDo, match="does not lead"):
            await ana.open_link(link)


async def test_a_bot_that_writes_too_fast_is_told_how_long_to_wait(bot: Bot, ana: Phone, world: World) -> None:
    now = 100.0
    world.limits = RateLimits(Pace(1.0, burst=2), Pace(30.0, burst=30), monotonic=lambda: now)
    await ana.send("/start")
    await bot.send_message(ana.user.id, "1")
    await bot.send_message(ana.user.id, "2")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(ana.user.id, "3")
    assert refused.value.retry_after == timedelta(seconds=1)
    now += 1.0
    await bot.send_message(ana.user.id, "3")
    assert ana.screen() == "1\n\n2\n\n3"


async def test_all_chats_together_have_a_limit_too(bot: Bot, ana: Phone, ben: Phone, world: World) -> None:
    world.limits = RateLimits(Pace(1.0, burst=5), Pace(30.0, burst=1), monotonic=lambda: 0.0)
    await ana.send("/start")
    await ben.send("/start")
    await bot.send_message(ana.user.id, "1")
    with pytest.raises(RetryAfter):
        await bot.send_message(ben.user.id, "2")


async def test_a_wrong_token_is_unauthorised(address: str) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:wrong", base_url=f"{address}/bot"):
            pass
    async with httpx.AsyncClient() as client:
        response = await client.get(f"{address}/bot1:wrong/getMe")
    assert (response.status_code, response.json()["description"]) == (401, "Unauthorized")


async def test_every_form_of_a_request_is_taken(address: str, ana: Phone, chat_id: int) -> None:
    url = f"{address}/bot{TOKEN}/sendmessage"
    fields = {"chat_id": str(chat_id), "disable_notification": "true"}
    async with httpx.AsyncClient() as client:
        answers = [
            await client.get(url, params={**fields, "text": "query"}),
            await client.post(url, data={**fields, "text": "form"}),
            await client.post(url, files={name: (None, value) for name, value in {**fields, "text": "parts"}.items()}),
            await client.post(url, json={"chat_id": chat_id, "text": "json"}),
        ]
    assert [answer.json()["result"]["text"] for answer in answers] == ["query", "form", "parts", "json"]
    assert ana.screen(last=4) == "query\n\nform\n\nparts\n\njson"
