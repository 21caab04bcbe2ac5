"""What somebody else's pile costs: the reply to one while another's messages are worked off, from receipt to outbox."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median, quantiles

import pytest

from bot.store.rows import Incoming
from tests.stage import MORNING, Stage, stage

ANA, BEN = 501, 502
QUIET, ASKED, PILES = 200, 30, (300, 2_000)


def text(number: int, person: int) -> Incoming:
    """A message of somebody who has been welcomed, as it comes from Telegram."""
    body = (
        f'{{"update_id":{number},"message":{{"message_id":{number},"date":1795000000,"text":"hm",'
        f'"chat":{{"id":{person},"type":"private"}},"from":{{"id":{person},"first_name":"P"}}}}}}'
    )
    return Incoming(number, body.encode(), person, person, number, True)


async def reply(s: Stage, number: int) -> tuple[float, int]:
    """Milliseconds until Ben's message is answered in the outbox, and the turns that took."""
    begin, turns = time.perf_counter(), 1
    await s.coach.store.receive([text(number, BEN)], MORNING)
    while await s.coach.turns.take():
        async with s.coach.store.transaction() as t:
            if any(row.chat == BEN for row in await t.heads(10)):
                break
        turns += 1
    taken = (time.perf_counter() - begin) * 1000
    async with s.coach.store.transaction() as t:
        for row in await t.heads(10):
            if row.chat == BEN:
                await t.mark_aside(row.seq, "read")
    return taken, turns


async def test_a_reply_beside_a_pile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Quiet first, then while 300 and 2,000 messages of somebody else wait; Ben's comes in the middle of a turn."""
    async with stage(tmp_path) as s:
        number = 10_000
        await s.coach.store.receive([text(number, BEN), text(number + 1, ANA)], MORNING)
        await s.coach.take_all()
        quiet = []
        for number in range(20_000, 20_000 + QUIET):
            taken, _ = await reply(s, number)
            quiet.append(taken)
        usual, slowest = median(quiet), quantiles(quiet, n=100)[-1]
        lines = [f"a reply, quiet: p50 {usual:.1f} ms, p99 {slowest:.1f} ms; aimed at {slowest + 2 * usual:.1f} ms"]
        for pile in PILES:
            first = 100_000 * pile
            begin = time.perf_counter()
            await s.coach.store.receive([text(first + n, ANA) for n in range(pile)], MORNING)
            received = (time.perf_counter() - begin) / pile * 1000
            beside, turns = [], 0
            for number in range(first + 50_000, first + 50_000 + ASKED):
                under_way = time.perf_counter()
                await s.coach.turns.take()
                waited = (time.perf_counter() - under_way) * 1000
                taken, after = await reply(s, number)
                beside.append(waited + taken)
                turns = max(turns, after)
            await s.coach.take_all()
            lines.append(
                f"  while {pile:5} of somebody else wait: p50 {median(beside):.1f} ms, slowest {max(beside):.1f} ms, "
                f"the {turns}. turn after the one under way; receiving {received:.2f} ms each"
            )
        with capsys.disabled():
            print("\n" + "\n".join(lines))
