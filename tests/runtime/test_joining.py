"""Replies that come late: which of them make one message, and what that is known by later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.insight.attachments import TextRecipe
from bot.model.events import Tone
from bot.runtime.ports import Blocked, Key, NotSent, Outcome, OutMessage, Refused, Sent
from bot.store.contract import Store
from bot.store.rows import Outgoing
from tests.runtime.delivering import (
    ANA,
    BEN,
    NOON,
    Ordered,
    ScriptedTransport,
    Time,
    clock,
    deliverer,
    incoming,
    message,
    pending,
    queue,
    store,
)

__all__ = ["clock", "store"]

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "joining.yaml").read_text())


def waiting(row: dict[str, Any]) -> Outgoing:
    """A row of a case. Whatever is said may stand with others, unless it says otherwise."""
    what = next(iter(row))
    text = row[what]
    ask = row.get("ask") or (text if what in ("settle", "fade", "change") else None)
    keyboard = tuple((Key(label, "callback", label),) for label in row.get("buttons", ()))
    at = NOON + timedelta(hours=10) - timedelta(minutes=row.get("minutes", 62))
    body = OutMessage(text, keyboard, joins=what in ("say", "relay"), late=row.get("late", False))
    match what:
        case "settle" | "fade":
            edit = OutMessage("", edit="settle" if what == "settle" else "fade")
            return Outgoing(ANA, "edit", "nudge", edit.to_json(), at, ask)
        case "change":
            return Outgoing(ANA, "edit", "reply", replace(body, text="", edit="buttons").to_json(), at, ask, True)
        case "file":
            body = replace(body, recipe=TextRecipe("words.txt", "words"))
        case "soon":
            body = replace(body, until=NOON, instead=row.get("instead", ""))
    tone: Tone = "relay" if what == "relay" else "nudge" if what == "nudge" else "reply"
    return Outgoing(ANA, "send", tone, body.to_json(), at, ask, ask is not None, once=what == "once")


def shown(message: OutMessage) -> str:
    labels = ", ".join(key.label for row in message.keyboard for key in row)
    return message.text.replace("\n\n", " + ") + (f" [{labels}]" if labels else "")


class TestJoining:
    @pytest.mark.parametrize("case", CASES.values(), ids=CASES)
    async def test_what_comes_of_what_waited(self, store: Store, clock: Time, case: dict[str, Any]) -> None:
        seqs = await queue(store, *map(waiting, case["waits"]))
        clock.seconds = 36_000.0
        transport = Ordered()
        await deliverer(store, transport, clock).drain()
        assert [shown(message) for message in transport.messages] == case["comes"]
        assert [id - 100 for _, id, _ in transport.edits] == case.get("edits", [])
        assert await pending(store) == 0
        assert len(seqs) == len(case["waits"])

    async def test_each_row_knows_the_message_that_it_became(self, store: Store, clock: Time) -> None:
        await queue(
            store,
            waiting({"say": "one"}),
            waiting({"say": "how long?", "ask": "a", "buttons": ["45 min"]}),
            waiting({"settle": "a"}),
            waiting({"say": "where to?", "ask": "b", "buttons": ["out"]}),
        )
        clock.seconds = 36_000.0
        await deliverer(store, ScriptedTransport(), clock).drain()
        async with store.transaction() as t:
            assert [(row.ask, row.message_id) for row in await t.question_rows(ANA, ["a", "b"])] == [
                ("a", 101),
                ("b", 101),
            ]
            assert await t.ask_of_message(ANA, 101) == "b", "whoever replies to it answers its question"
            assert await t.sent_since(ANA, NOON) == [(101, await clock.now())] * 3
            assert await t.messages_of(ANA, "a") == await t.replies_since(ANA, NOON) == [101]

    async def test_a_question_is_the_one_replied_to_though_something_follows(self, store: Store, clock: Time) -> None:
        await queue(store, waiting({"say": "what?", "ask": "a"}), waiting({"say": "and by the way"}))
        clock.seconds = 36_000.0
        await deliverer(store, ScriptedTransport(), clock).drain()
        async with store.transaction() as t:
            assert await t.ask_of_message(ANA, 101) == "a"

    @pytest.mark.parametrize(
        ("edit", "ask", "order"),
        [
            ("settle", "a", []),
            ("settle", "b", ["fade"]),
            ("buttons", "a", ["now"]),
            ("buttons", "b", ["fade"]),
            ("words", "b", ["now"]),
        ],
    )
    async def test_what_changes_it_later_takes_nothing_else_from_it(
        self, store: Store, clock: Time, edit: Any, ask: str, order: list[str]
    ) -> None:
        """It shows the buttons of "b" and the words of both."""
        await queue(
            store,
            waiting({"say": "how long?", "ask": "a", "buttons": ["45 min"]}),
            waiting({"settle": "a"}),
            waiting({"say": "where to?", "ask": "b", "buttons": ["out"]}),
        )
        clock.seconds, transport = 36_000.0, Ordered()
        bell = deliverer(store, transport, clock)
        await bell.drain()
        transport.order.clear()
        body = OutMessage("now", ((Key("y", "callback", "y"),),), edit=edit).to_json()
        await queue(store, Outgoing(ANA, "edit", "reply", body, await clock.now(), ask, question=edit != "settle"))
        await bell.drain()
        assert (transport.order, transport.rewritten) == (order, [])

    async def test_as_long_as_a_message_may_be(self, store: Store, clock: Time) -> None:
        """In UTF-16 units once it is parsed: a smile is two, and tags are none."""
        await queue(store, *(waiting({"say": f"<b>{n}</b>" + "\U0001f642" * 900}) for n in range(5)))
        clock.seconds, transport = 36_000.0, Ordered()
        await deliverer(store, transport, clock).drain()
        assert [message.text.count("<b>") for message in transport.messages] == [2, 2, 1]
        assert await pending(store) == 0

    @pytest.mark.parametrize("outcome", [NotSent("unreachable"), Blocked("Forbidden")], ids=["not sent", "blocked"])
    async def test_what_failed_together_waits_together(self, store: Store, clock: Time, outcome: Outcome) -> None:
        await queue(store, waiting({"say": "one"}), waiting({"say": "two"}))
        clock.seconds, transport = 36_000.0, Ordered({ANA: [outcome]})
        bell = deliverer(store, transport, clock)
        await bell.drain()
        assert await pending(store) == 2
        async with store.transaction() as t:
            await t.open_chat(ANA, await clock.now())
        clock.seconds += 60
        await queue(store, waiting({"say": "three", "minutes": 0}))
        await bell.drain()
        assert transport.order == ["one\n\ntwo", "one\n\ntwo\n\nthree"]
        assert await pending(store) == 0

    async def test_what_telegram_refuses_takes_no_other_words_along(self, store: Store, clock: Time) -> None:
        await queue(store, *(waiting({"say": text}) for text in ("one", "bad", "three")))
        clock.seconds = 36_000.0
        transport = Ordered({ANA: [Refused("Bad Request"), Sent(101), Refused("Bad Request"), Sent(102)]})
        bell = deliverer(store, transport, clock)
        for _ in range(9):
            await bell.drain()
            clock.seconds += 1
        assert transport.order == ["one\n\nbad\n\nthree", "one", "bad", "three"]
        assert await pending(store) == 0

    async def test_in_a_group_only_what_is_for_the_same_two(self, store: Store, clock: Time) -> None:
        def there(text: str, *people: int) -> Outgoing:
            body = OutMessage(text, people=people, joins=True, reply=text == "what?")
            ask = "q" if text == "what?" else None
            return Outgoing(-5, "send", "reply", body.to_json(), NOON, ask, ask is not None)

        texts = ("one", "two", "what?", "three")
        await queue(store, *(there(text, ANA, BEN) for text in texts), there("other", ANA, 3))
        clock.seconds, transport = 36_000.0, Ordered()
        await deliverer(store, transport, clock).drain()
        assert transport.order == ["one\n\ntwo\n\nwhat?", "three", "other"]
        assert [message.reply for message in transport.messages] == [True, False, False]
        assert transport.looked == [(-5, (ANA, BEN)), (-5, (ANA, BEN)), (-5, (ANA, 3))]


class TestMoreToCome:
    """Whoever wrote several things while the coach was away gets one answer: the first waits for the others."""

    @pytest.mark.parametrize(("inputs", "held"), [(0, False), (1, True), (21, True), (22, False)])
    async def test_a_late_answer_waits_for_a_few_others(
        self, store: Store, clock: Time, inputs: int, held: bool
    ) -> None:
        await store.receive([replace(incoming(ANA), update_id=n) for n in range(1, inputs + 1)], NOON)
        await queue(store, waiting({"say": "one", "late": True, "minutes": 0}), message(BEN, "ben's"))
        transport = Ordered()
        await deliverer(store, transport, clock).drain()
        assert sorted(transport.order) == (["ben's"] if held else ["ben's", "one"])

    async def test_eight_who_wait_hold_up_nobody_else(self, store: Store, clock: Time) -> None:
        people = range(1, 30)
        await store.receive([replace(incoming(who), update_id=who) for who in people], NOON)
        late = waiting({"say": "one", "late": True, "minutes": 0})
        await queue(store, *(replace(late, chat=who) for who in people), message(99, "another's"))
        transport = Ordered()
        await deliverer(store, transport, clock).drain()
        assert transport.order == ["another's"]
