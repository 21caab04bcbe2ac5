"""A tiny bot on python-telegram-bot, run as a process of its own: echoes, shows buttons, counts starts."""

from __future__ import annotations

import os

from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, ContextTypes, MessageHandler, filters

Context = ContextTypes.DEFAULT_TYPE


async def answer(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    text = message.text or "(no text)"
    if text.startswith("/start"):
        link = f"https://t.me/{context.bot.username}?start=abc"
        keyboard = InlineKeyboardMarkup(
            [
                [InlineKeyboardButton("Yes", callback_data="yes"), InlineKeyboardButton("No", callback_data="no")],
                [InlineKeyboardButton("Go there", url=link)],
            ]
        )
        payload = text.removeprefix("/start").strip()
        await message.reply_html(
            f"Hello <b>you</b>, <i>{payload or 'nobody'}</i>.\n<tg-spoiler>Secret</tg-spoiler> "
            f'<tg-time unix="1790000000" format="t">18:30</tg-time>\n<blockquote>Said before.</blockquote>\n{link}',
            reply_markup=keyboard,
        )
    elif text == "/keys":
        await message.reply_text("Keys:", reply_markup=ReplyKeyboardMarkup([["Left", "Right"]], resize_keyboard=True))
    else:
        await message.reply_text(f"You said: {text}")


async def pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    if query is not None:
        await query.answer(f"Noted: {query.data}")
        await query.edit_message_text(f"You pressed {query.data}.")


async def commands(application: object) -> None:
    await bot.bot.set_my_commands([BotCommand("start", "Begin"), BotCommand("keys", "Show some keys")])
    await bot.bot.set_my_commands([BotCommand("start", "Empezar")], language_code="es")


if __name__ == "__main__":
    address = os.environ["TELEGRAM_API_URL"]
    bot = (
        ApplicationBuilder()
        .token(os.environ["TELEGRAM_BOT_TOKEN"])
        .base_url(f"{address}/bot")
        .post_init(commands)
        .build()
    )
    bot.add_handler(MessageHandler(filters.ALL, answer))
    bot.add_handler(CallbackQueryHandler(pressed))
    bot.run_polling(allowed_updates=Update.ALL_TYPES)
