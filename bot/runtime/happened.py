"""What an update is to a conversation: the engine's input, with all that must be looked up for it."""

from __future__ import annotations

from contextlib import suppress

from bot.coach.actions.linking import token_hash
from bot.errors import DamagedError
from bot.model import inputs
from bot.model.state import Conversation
from bot.runtime import conversations
from bot.runtime.as_oneself import HOME
from bot.runtime.invitation import TOKEN_LENGTH, standing
from bot.runtime.reach import is_gone, reach_of
from bot.runtime.updates import Update, read_update
from bot.runtime.work import Work
from bot.store.contract import Transaction
from bot.store.rows import InboxRow


async def input_of(work: Work, conversation: Conversation, update: Update) -> inputs.Input | None:
    """What somebody did, for the engine; None where it is nothing to it."""
    assert update.profile is not None
    who = update.profile.id
    match update.kind:
        case "text":
            return await _text(work, conversation, who, update)
        case "command" if update.words == "start" and update.argument not in ("", HOME):
            return await _opened(work, conversation, who, update)
        case "command":
            return inputs.Command(who, update.words, update.message_id, update.said)
        case "press":
            return inputs.Press(who, update.words, await is_gone(work.tx, conversation, who))
        case "unreadable":
            caption = await _text(work, conversation, who, update) if update.words else None
            return inputs.Unreadable(who, update.said, caption, update.album)
        case "edited":
            now = await _text(work, conversation, who, update) if update.words else None
            return inputs.Edited(who, update.said, now)
    return None


async def caption_follows(tx: Transaction, update: Update, row: InboxRow, bot_username: str) -> bool:
    """Whether this is a picture without a word whose album has its caption on a later one, which came with it: an
    album is answered once, by what is said with it."""
    wordless = not (update.words or update.said.own or update.said.others)
    if update.kind != "unreadable" or not update.album or not wordless or not row.behind:
        return False
    # What cannot be opened or read has its own turn, and fails there.
    with suppress(DamagedError):
        for body in await tx.updates_of(row.person, row.received_at):
            with suppress(ValueError, KeyError, TypeError):
                other = read_update(body, bot_username)
                if other.album == update.album and other.message_id > update.message_id and other.words:
                    return True
    return False


async def _text(work: Work, conversation: Conversation, who: int, update: Update) -> inputs.Text:
    reach = await reach_of(work.tx, conversation, who)
    unread = await work.tx.unread(who, update.message_id)
    reply = await work.tx.ask_of_message(who, update.reply_to) if update.reply_to else None
    return inputs.Text(who, update.words, update.message_id, reach, unread, reply, update.said)


async def _opened(work: Work, conversation: Conversation, who: int, update: Update) -> inputs.Input:
    token, said = update.argument, update.said
    row = await work.tx.invitation_by_token(token_hash(token)) if len(token) == TOKEN_LENGTH else None
    state = standing(row, who, linked=conversation.partner(who) is not None, now=work.now)
    if row is None or state != "open":
        return inputs.Opened(who, state, said=said)
    found = await conversations.load(work.tx, row.inviter)
    if found is None or found[1].partner(row.inviter) is not None:
        return inputs.Opened(who, "gone", said=said)
    name = found[1].people[row.inviter].name
    return inputs.Opened(who, "open", row.id, name, row.expires_at, said, row.inviter)
