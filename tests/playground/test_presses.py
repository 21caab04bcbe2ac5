from __future__ import annotations

import pytest
from telegram import Bot, CallbackQuery, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest

from bot.playground.phone import Phone
from bot.playground.refusal import CannotDo
from bot.playground.world import World

TOO_OLD = "Query is too old and response timeout expired or query id is invalid"
KEYBOARD = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Yes", callback_data="ask:yes"),
            InlineKeyboardButton("Yes, but", callback_data="ask:but"),
        ],
        [InlineKeyboardButton("Copy", copy_text=CopyTextButton("words"))],
    ]
)


async def query(bot: Bot) -> CallbackQuery:
    pressed = (await bot.get_updates(offset=-1))[0].callback_query
    assert pressed is not None
    return pressed


async def test_a_press_tells_who_pressed_what_where(bot: Bot, ana: Phone, chat_id: int) -> None:
    sent = await bot.send_message(chat_id, "Sure?", reply_markup=KEYBOARD)
    await ana.press("Yes")
    pressed = await query(bot)
    assert (pressed.data, pressed.from_user.id) == ("ask:yes", ana.user.id)
    assert isinstance(pressed.message, Message)
    assert (pressed.message.message_id, pressed.message.reply_markup) == (sent.message_id, KEYBOARD)
    assert pressed.chat_instance


async def test_a_press_is_answered_once(bot: Bot, ana: Phone, chat_id: int) -> None:
    await bot.send_message(chat_id, "Sure?", reply_markup=KEYBOARD)
    await ana.press("but")
    pressed = await query(bot)
    assert pressed.data == "ask:but"
    await pressed.answer("Noted")
    assert ana.toasts() == ["Noted"]
    with pytest.raises(BadRequest, match="(?i)" + TOO_OLD):
        await pressed.answer("Noted again")


async def test_a_press_cannot_be_answered_late(bot: Bot, ana: Phone, world: World, chat_id: int) -> None:
    await bot.send_message(chat_id, "Sure?", reply_markup=KEYBOARD)
    await ana.press("Yes")
    pressed = await query(bot)
    world.clock.advance(3_600)
    with pytest.raises(BadRequest, match="(?i)" + TOO_OLD):
        await pressed.answer()


async def test_the_newest_button_is_pressed_and_an_old_one_by_its_message(bot: Bot, ana: Phone, chat_id: int) -> None:
    old = await bot.send_message(chat_id, "First?", reply_markup=KEYBOARD)
    new = await bot.send_message(chat_id, "Second?", reply_markup=KEYBOARD)
    await ana.press("Yes")
    first = await query(bot)
    await ana.press_old(old.message_id, "Yes")
    second = await query(bot)
    assert [q.message and q.message.message_id for q in (first, second)] == [new.message_id, old.message_id]
    assert first.id != second.id


async def test_forged_data_arrives_as_it_is_also_for_a_deleted_message(bot: Bot, ana: Phone, chat_id: int) -> None:
    sent = await bot.send_message(chat_id, "Plain")
    await ana.press_data(sent.message_id, "forged")
    assert (await query(bot)).data == "forged"
    await sent.delete()
    await ana.press_data(sent.message_id, "ghost")
    pressed = await query(bot)
    assert pressed.message is not None
    assert not pressed.message.is_accessible


async def test_a_missing_button_is_reported_with_the_screen(bot: Bot, ana: Phone, chat_id: int) -> None:
    await bot.send_message(chat_id, "Sure?", reply_markup=KEYBOARD)
    with pytest.raises(CannotDo, match=r"no button 'Perhaps'(?s:.*)\[Yes\] \[Yes, but\]"):
        await ana.press("Perhaps")
