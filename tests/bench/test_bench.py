"""The bench's own instruments: what they would call a reply, a ratio, a reached bar. Nothing here is timed."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from tests.bench.figures import Figure, Report, show
from tests.bench.lean import Lean, serve
from tests.bench.peers.counting import counted
from tests.bench.people import LINES, People
from tests.store.filling import opened


class Bot:
    """A bot at the lean server, by plain HTTP on one connection; it says so many messages to each line."""

    def __init__(self, says: int = 1) -> None:
        self.says = says
        self.updates: list[dict[str, Any]] = []
        self._offset = 0

    async def run(self, url: str) -> None:
        """Serve until cancelled."""
        self._reader, self.writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        while True:
            for update in await self.call("getUpdates", offset=self._offset, timeout=30):
                self._offset = update["update_id"] + 1
                self.updates.append(update)
                await self.take(update)

    async def take(self, update: dict[str, Any]) -> None:
        """Answer with messages, of which the last has two buttons; buttons of the one before fade after them."""
        said = update.get("message") or update["callback_query"]["message"]
        chat = said["chat"]["id"]
        for _ in range(self.says):
            keys = [{"text": "A", "callback_data": f"{chat}:no"}, {"text": "B", "callback_data": f"{chat}:agree"}]
            sent = await self.call("sendMessage", chat_id=chat, text="…", reply_markup={"inline_keyboard": [keys]})
        if sent["message_id"] > 2:
            faded = {"inline_keyboard": [[{"text": "✓", "callback_data": "faded"}]]}
            before = sent["message_id"] - 1 - self.says
            await self.call("editMessageReplyMarkup", chat_id=chat, message_id=before, reply_markup=faded)

    async def call(self, method: str, **given: object) -> Any:
        """One call, given as JSON."""
        body = json.dumps(given).encode()
        head = (
            f"POST /bot1:a/{method} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.writer.write(head.encode() + body)
        answered = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        length = next(line for line in answered.splitlines() if line.startswith("Content-Length"))
        return json.loads(await self._reader.readexactly(int(length.partition(":")[2])))["result"]


@asynccontextmanager
async def at_work(bot: Bot) -> AsyncIterator[tuple[Lean, People]]:
    """A bot that polls, and people."""
    lean = Lean()
    async with serve(lean) as url:
        task = asyncio.ensure_future(bot.run(url))
        try:
            yield lean, People(lean)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            bot.writer.close()
            await bot.writer.wait_closed()


def acts_of(bot: Bot, person: int) -> Sequence[dict[str, Any]]:
    """What somebody has sent or pressed, in the order in which it came."""
    acts = [update.get("message") or update["callback_query"] for update in bot.updates]
    return [act for act in acts if act["from"]["id"] == person]


async def test_everybody_says_each_line_once_and_only_after_the_whole_reply() -> None:
    bot = Bot(says := 2)
    async with at_work(bot) as (lean, people):
        assert await people.scout() == [says] * len(LINES)
        before = Counter(lean.calls)
        talk = await people.closed_loop(3)
    assert (len(talk.replies), talk.unanswered, talk.surplus) == (3 * len(LINES), 0, 0)
    assert (lean.calls - before)["sendMessage"] == 3 * len(LINES) * says
    for person in (1000, 1001, 1002, 1003):  # the first one has walked ahead, slowly
        named = {line: f"{person}:{'agree' if line == '#agree' else 'no'}" for line in LINES if line.startswith("#")}
        acts = acts_of(bot, person)
        assert [act.get("text") or act["data"] for act in acts] == [named.get(line, line) for line in LINES]
        typed = 0
        for number, act in enumerate(acts):
            if "text" in act:
                typed += 1
                assert act["message_id"] == typed + says * number, "a line came before its turn"


async def test_the_pace_waits_for_nobody() -> None:
    """Whoever has not been answered yet says the next line all the same: how late a bot is must not be hidden."""

    class Silent(Bot):
        heard = 0

        async def take(self, update: dict[str, Any]) -> None:
            self.heard += 1
            if self.heard == 2 * len(LINES):
                for late in self.updates:
                    await super().take(late)

    bot = Silent()
    async with at_work(bot) as (_, people):
        async with asyncio.timeout(60):
            talk = await people.paced(2, 1000.0)
    assert bot.heard == 2 * len(LINES)
    assert (len(talk.replies), talk.unanswered) == (2 * len(LINES), 0)


async def test_what_comes_unasked_is_not_taken_for_a_reply_that_was_not_expected() -> None:
    bot = Bot()
    async with at_work(bot) as (_, people):
        bot.says = 2
        talk = await people.closed_loop(1)
    assert talk.surplus == len(LINES)


@pytest.mark.parametrize(
    ("own", "other", "at_least", "reached"),
    [
        ([2.0, 1.0, 9.0], [4.0, 2.0, 3.0], True, True),  # 0.5, 0.5, 3: the median is the bar
        ([1.9, 0.9, 9.0], [4.0, 2.0, 3.0], True, False),
        ([2.0, 1.0, 9.0], [4.0, 2.0, 3.0], False, True),
        ([2.1, 1.1, 0.0], [4.0, 2.0, 3.0], False, False),
    ],
)
def test_a_bar_is_reached_by_the_median_of_the_ratios_of_each_run(
    own: Sequence[float], other: Sequence[float], at_least: bool, reached: bool
) -> None:
    figure = Figure("speed", 0.5, own, other, "/s", at_least=at_least)
    assert figure.reached is reached
    assert (" yes " if reached else " NO ") in show(Report([figure]))


async def test_statements_and_commits_are_counted_where_they_are_run(tmp_path: Any) -> None:
    with counted() as counts:
        async with opened(tmp_path / "coach.db") as store:
            counts.begin()
            async with store.transaction() as tx:
                await tx.pending_count()
            found = dict(counts.result())
    assert found == {"transactions": 1, "statements": 1, "commits": 1}
