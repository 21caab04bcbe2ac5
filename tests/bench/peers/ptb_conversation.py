"""python-telegram-bot's ConversationHandler, as kept as it can be: PicklePersistence, written at every update. It never
asks the disk whether the file is there (no fsync), and writes everybody's state each time."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    TypeHandler,
    filters,
)

STATES = 26
Handler = BaseHandler[Update, ContextTypes.DEFAULT_TYPE, object]


async def begin(update: Update, context: ContextTypes.DEFAULT_TYPE) -> object:
    """Ask the first question."""
    assert update.message is not None
    await update.message.reply_text("Question 0?")
    return 0


async def take(update: Update, context: ContextTypes.DEFAULT_TYPE) -> object:
    """Keep the answer and ask the next question."""
    assert update.message is not None
    assert context.user_data is not None
    answers = context.user_data.setdefault("answers", [])
    answers.append(update.message.text)
    await update.message.reply_text(f"Question {len(answers)}?")
    return min(len(answers), STATES - 1)


async def keep(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Write what this update has changed, now."""
    assert update.effective_user is not None
    context.application.mark_data_for_update_persistence(user_ids=update.effective_user.id)
    await context.application.update_persistence()


def main(url: str, token: str) -> None:
    """Serve until a signal comes."""
    with tempfile.TemporaryDirectory() as folder:
        persistence = PicklePersistence(Path(folder) / "state.pickle")
        application = Application.builder().token(token).base_url(f"{url}/bot").persistence(persistence).build()
        started: Handler = CommandHandler("start", begin)
        answer: Handler = MessageHandler(filters.TEXT, take)
        application.add_handler(
            ConversationHandler(
                entry_points=[started],
                states={state: [answer] for state in range(STATES)},
                fallbacks=[],
                name="bench",
                persistent=True,
            )
        )
        application.add_handler(TypeHandler(Update, keep), group=1)
        application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:3])
