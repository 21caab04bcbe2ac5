"""How far a person's open questions have got in their chat, from the rows of the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.inputs import Reach
from bot.model.state import Conversation
from bot.store.contract import Transaction
from bot.store.rows import QuestionRow


async def reach_of(tx: Transaction, conversation: Conversation, who: int) -> dict[str, Reach]:
    """The reach of each question that waits for this person, by ask id; none for one that is still unsent."""
    seats = (run.seats.get(who) for run in conversation.runs.values())
    asks = [seat.ask.id for seat in seats if seat is not None and seat.ask is not None]
    rows = await tx.question_rows(who, asks) if asks else []
    reaches = {ask: reach([row for row in rows if row.ask == ask]) for ask in asks}
    return {ask: found for ask, found in reaches.items() if found is not None}


async def is_gone(tx: Transaction, conversation: Conversation, who: int) -> bool:
    """Whether a person's open question is shown by no message that is in their chat or on its way there, as far as can
    be known: Telegram refused it, or it was sent so long ago that nothing is known of it any more."""
    run = conversation.runs.get(conversation.people[who].foreground or "")
    seat = run.seats.get(who) if run is not None else None
    if seat is None or seat.ask is None:
        return False
    return not any(row.question for row in await tx.question_rows(who, [seat.ask.id]))


def reach(rows: Sequence[QuestionRow]) -> Reach | None:
    """The reach of one question from its rows, oldest first: itself, and what was said over it in the same turn.

    A row in the middle of its call has an id above its bound; one that was sent twice may have come with the first.
    No rows at all: it was shown so long ago that they are forgotten, or Telegram refused it; what comes is its answer.
    A tell over the question that was delivered, while the question beneath it was not, leaves all after it open.
    """
    if not rows:
        return Reach(known=0)
    first = next((r for r in rows if r.question and r.message_id is not None), None)
    known, at = (first.message_id, first.dated) if first is not None else (None, None)
    covered = uncovered = None
    for row in rows:
        if row.message_id is not None and row.state == "sent":
            if row.question and row.doubled and row.message_id == known and row.bound is not None:
                covered, uncovered = row.bound, row.message_id
            elif not row.question:
                covered, uncovered = row.message_id, None
            elif covered is not None and uncovered is None:
                uncovered = row.message_id
        elif (row.state == "sending" or row.doubled) and row.bound is not None and uncovered is None:
            covered = row.bound if covered is None else min(covered, row.bound)
    return Reach(known, covered, uncovered, at) if known is not None or covered is not None else None


async def asked_there(tx: Transaction, conversation: Conversation, chat: int, message_id: int) -> str | None:
    """The ask that a message of ours in their group belongs to. Of a question that was sent twice, as the coach ended
    in the middle, the first copy has no number here: it came after all that was known as it was sent."""
    ask = await tx.ask_of_message(chat, message_id)
    if ask is not None:
        return ask
    seats = (seat for run in conversation.runs.values() for seat in run.seats.values())
    asks = [seat.ask.id for seat in seats if seat.ask is not None and seat.ask.there == chat]
    rows = await tx.question_rows(chat, asks) if asks else []
    return next((row.ask for row in rows if _may_be_first_of_two(row, message_id)), None)


def _may_be_first_of_two(row: QuestionRow, message_id: int) -> bool:
    if not row.question or row.bound is None or not (row.doubled or row.state == "sending"):
        return False
    return row.bound < message_id and (row.message_id is None or message_id < row.message_id)
