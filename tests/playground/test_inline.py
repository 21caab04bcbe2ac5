"""Inline mode: writing through the bot where it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputTextMessageContent,
    SwitchInlineQueryChosenChat,
)
from telegram.error import BadRequest

from bot.playground.groups import Groups
from bot.playground.methods import call
from bot.playground.people import People
from bot.playground.phone import Phone
from bot.playground.refusal import CannotDo, Refusal
from bot.playground.world import World
from tests.playground.pictures import png


@pytest.fixture(autouse=True)
def switched_on(world: World) -> None:
    world.state.bot.inline = True


def article(
    id: str = "1",
    title: str = "Soft",
    text: str = "I <b>miss</b> you",
    reply_markup: InlineKeyboardMarkup | None = None,
) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(id, title, InputTextMessageContent(text, "HTML"), reply_markup)


async def query(bot: Bot) -> InlineQuery:
    found = (await bot.get_updates(offset=-1))[0].inline_query
    assert found is not None
    return found


async def test_what_is_picked_goes_in_ones_own_name_to_the_couples_own_chat(
    bot: Bot, world: World, ana: Phone, ben: Phone
) -> None:
    own = ana.inside(ben.user.id)
    typed = await own.type_inline("  k7 ")
    asked = await query(bot)
    assert (asked.query, asked.from_user.id, asked.chat_type, asked.offset) == ("k7", ana.user.id, "private", "")
    await asked.answer([article()], cache_time=0, is_personal=True)
    sent = await own.pick(typed, "Soft")
    assert (sent.text, sent.via_bot) == ("I miss you", True)
    assert [m.text for m in ben.inside(ana.user.id).messages] == ["I miss you"]
    assert ben.messages == []
    assert (await bot.get_updates())[-1].inline_query is not None, "nothing tells the bot that it was picked"
    with pytest.raises(CannotDo, match="no such result"):
        await own.pick(typed, "Soft")


async def test_what_is_picked_in_a_group_reaches_the_bot_with_its_name(
    bot: Bot, world: World, ana: Phone, ben: Phone
) -> None:
    group = Groups(world).create(ana.user.id, "Two", ben.user.id, with_bot=True)
    typed = await ana.inside(group.id).type_inline("k7")
    asked = await query(bot)
    assert asked.chat_type == "group"
    await asked.answer([article()])
    await ana.inside(group.id).pick(typed, "Soft")
    message = (await bot.get_updates(offset=-1))[0].message
    assert message is not None
    assert message.from_user is not None
    assert message.via_bot is not None
    assert (message.text, message.from_user.id, message.via_bot.username) == (
        "I miss you",
        ana.user.id,
        "playground_coach_bot",
    )
    assert (await ana.type_inline("k8")).results is None
    assert (await query(bot)).chat_type == "sender"


async def test_the_bot_hears_what_was_picked_only_with_feedback(bot: Bot, world: World, ana: Phone, ben: Phone) -> None:
    world.state.bot.feedback = True
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="m")]])
    own = ana.inside(ben.user.id)
    for result in (article(), article(reply_markup=keyboard)):
        typed = await own.type_inline("k7")
        await (await query(bot)).answer([result], cache_time=0)
        await own.pick(typed, "Soft")
        chosen = (await bot.get_updates(offset=-1))[0].chosen_inline_result
        assert chosen is not None
        assert (chosen.result_id, chosen.from_user.id, chosen.query) == ("1", ana.user.id, "k7")
        assert bool(chosen.inline_message_id) is (result.reply_markup is not None)


async def test_buttons_of_what_was_sent_through_the_bot_reach_it_by_a_name(
    bot: Bot, world: World, ana: Phone, ben: Phone
) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="m")]])
    typed = await ana.inside(ben.user.id).type_inline("k7")
    await (await query(bot)).answer([article(reply_markup=keyboard)])
    sent = await ana.inside(ben.user.id).pick(typed, "Soft")
    People(world).tap(ben.user.id, sent.message_id, 0, 0, at=ana.user.id)
    pressed = (await bot.get_updates(offset=-1))[0].callback_query
    assert pressed is not None
    assert pressed.message is None
    assert pressed.from_user.id == ben.user.id
    assert await bot.edit_message_text("I miss you so", inline_message_id=pressed.inline_message_id) is True
    assert sent.text == "I miss you so"
    with pytest.raises(BadRequest, match=r"(?i)message_id_invalid"):
        await bot.edit_message_text("x", inline_message_id="nothing")


async def test_a_picture_that_was_sent_before_can_be_a_result(bot: Bot, ana: Phone, ben: Phone, chat_id: int) -> None:
    photo = (await bot.send_photo(chat_id, png(60, 40, (1, 2, 3)))).photo[-1].file_id
    typed = await ana.inside(ben.user.id).type_inline("card")
    await (await query(bot)).answer([InlineQueryResultCachedPhoto("c", photo, title="Card", caption="Well done")])
    assert (await ana.inside(ben.user.id).pick(typed, "Card")).plain == "[photo: Well done]"


async def test_results_are_shown_again_to_others_unless_they_are_personal(bot: Bot, ana: Phone, ben: Phone) -> None:
    for personal, again in ((False, ["Soft"]), (True, None)):
        word = f"word {personal}"
        await ana.inside(ben.user.id).type_inline(word)
        await (await query(bot)).answer([article()], is_personal=personal)
        seen = await ben.inside(ana.user.id).type_inline(word)
        assert (None if seen.results is None else [r["title"] for r in seen.results]) == again
        assert (await ana.inside(ben.user.id).type_inline(word)).results


async def test_results_that_are_not_to_be_kept_are_asked_for_anew(bot: Bot, world: World, ana: Phone) -> None:
    for cache, kept in ((0, False), (60, True)):
        await ana.type_inline(f"{cache}")
        await (await query(bot)).answer([article()], cache_time=cache)
        assert ((await ana.type_inline(f"{cache}")).results is not None) is kept
    world.clock.advance(timedelta(seconds=60))
    assert (await ana.type_inline("60")).results is None


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ([article(str(n)) for n in range(51)], "too many inline query results specified"),
        ([article("a"), article("a")], "RESULT_ID_DUPLICATE"),
        ([article("é" * 33)], "RESULT_ID_INVALID"),
        ([article(title=" ")], "ARTICLE_TITLE_EMPTY"),
        ([article(text=" ")], "text must be non-empty"),
        ([article(text="<x>")], 'can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
        (
            [InlineQueryResultCachedPhoto("a", "nothing")],
            "wrong remote file identifier specified: can't unserialize it. Wrong last symbol",
        ),
    ],
)
async def test_wrong_results_are_refused_in_telegrams_words(
    world: World, ana: Phone, results: list[InlineQueryResult], why: str
) -> None:
    typed = await ana.type_inline("x")
    raw = {"inline_query_id": typed.id, "results": [result.to_dict() for result in results]}
    with pytest.raises(Refusal) as refused:
        await call(world, "answerInlineQuery", raw)
    assert (refused.value.status, refused.value.description) == (400, f"Bad Request: {why}")
    fifty = [article(str(n)).to_dict() for n in range(50)]
    await call(world, "answerInlineQuery", raw | {"results": fifty})
    assert len(typed.results or []) == 50


async def test_a_query_is_answered_once_and_soon(bot: Bot, world: World, ana: Phone) -> None:
    old = "(?i)query is too old and response timeout expired or query id is invalid"
    await ana.type_inline("x")
    asked = await query(bot)
    await asked.answer([])
    with pytest.raises(BadRequest, match=old):
        await asked.answer([])
    await ana.type_inline("y")
    late = await query(bot)
    world.clock.advance(timedelta(seconds=11))
    with pytest.raises(BadRequest, match=old):
        await late.answer([])


async def test_without_inline_mode_nothing_is_typed_through_the_bot(bot: Bot, world: World, ana: Phone) -> None:
    assert (await bot.get_me()).supports_inline_queries
    world.state.bot.inline = False
    assert not (await bot.get_me()).supports_inline_queries
    with pytest.raises(CannotDo, match="no inline mode"):
        await ana.type_inline("x")


async def test_buttons_that_write_the_bots_name_say_where(bot: Bot, world: World, ana: Phone, chat_id: int) -> None:
    people_only = SwitchInlineQueryChosenChat("k3", allow_user_chats=True)
    buttons = [
        InlineKeyboardButton("Anywhere", switch_inline_query="k1"),
        InlineKeyboardButton("Here", switch_inline_query_current_chat="k2"),
        InlineKeyboardButton("To somebody", switch_inline_query_chosen_chat=people_only),
        InlineKeyboardButton("Group", url="https://t.me/playground_coach_bot?startgroup=abc"),
    ]
    sent = await bot.send_message(chat_id, "Send it", reply_markup=InlineKeyboardMarkup([buttons]))
    done = [People(world).tap(ana.user.id, sent.message_id, 0, column) for column in range(4)]
    assert done == [
        {"inline": "k1", "to": ["user", "bot", "group", "channel"]},
        {"inline": "k2", "to": []},
        {"inline": "k3", "to": ["user"]},
        {"add": "https://t.me/playground_coach_bot?startgroup=abc"},
    ]


async def test_what_waits_too_long_to_be_asked_is_dropped(bot: Bot, world: World, ana: Phone) -> None:
    await ana.type_inline("x")
    world.clock.advance(timedelta(seconds=31))
    assert await bot.get_updates() == ()
