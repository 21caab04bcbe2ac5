"""How far a question has got, and when by Telegram's clock it did, from what the outbox says of its messages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model.inputs import Reach
from bot.runtime.reach import reach
from bot.store.rows import QuestionRow

SIX = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
LATER = SIX + timedelta(seconds=40)
ASKED = QuestionRow("q", True, "sent", 12, 11, False, 1, SIX)
AGAIN = QuestionRow("q", True, "sent", 15, 14, False, 2, LATER)
TELL = QuestionRow("q", False, "sent", 14, 13, False, 2, LATER)
SENDING = QuestionRow("q", True, "sending", None, 11, False, 1)
CASES: dict[str, tuple[list[QuestionRow], Reach | None]] = {
    "asked": ([ASKED], Reach(12, at=SIX)),
    "asked before dates were kept": ([replace(ASKED, dated=None)], Reach(12)),
    "asked once more: the first message counts": ([ASKED, AGAIN], Reach(12, at=SIX)),
    "a tell over it does not count": ([TELL, AGAIN], Reach(15, 14, 15, LATER)),
    "on its way": ([SENDING], Reach(None, 11)),
    "perhaps twice: the first that is sure counts": ([replace(AGAIN, doubled=True)], Reach(15, 14, 15, LATER)),
    "unsent": ([replace(SENDING, state="pending", bound=None)], None),
    "nothing is known of it any more": ([], Reach(0)),
}


@pytest.mark.parametrize(("rows", "found"), CASES.values(), ids=CASES)
def test_how_far_it_has_got_and_when(rows: list[QuestionRow], found: Reach | None) -> None:
    assert reach(rows) == found
