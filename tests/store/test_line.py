"""Conversations take turns: what is handed out next, and what one person can pile up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.store.bounds import MANY_BEHIND, MOST_WAITING
from bot.store.contract import Store
from bot.store.rows import Incoming, NudgeRow
from tests.store.short import NOON, at, update

PEOPLE = {"A": 1, "B": 2, "C": 3, "D": 4}


class Line:
    """Sends and takes inputs by the letters of their senders; each is known by how many its sender had sent."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.sent: list[str] = []

    async def send(self, senders: str) -> None:
        """One input of each sender, in this order."""
        new = []
        for sender in senders:
            self.sent.append(f"{sender}{1 + sum(name[0] == sender for name in self.sent)}")
            new.append(replace(update(len(self.sent)), person=PEOPLE[sender]))
        await self.store.receive(new, NOON)

    async def take(self, most: int = 100) -> str:
        """What is handed out, up to `most`."""
        taken: list[str] = []
        async with self.store.transaction() as t:
            while len(taken) < most and (row := await t.next_input()):
                taken.append(self.sent[row.update_id - 1])
                await t.finish_input(row.seq, NOON)
        return " ".join(taken)

    async def talk(self, conversation: str, people: Sequence[str]) -> None:
        """These people have a conversation of their own."""
        async with self.store.transaction() as t:
            await t.save_conversation(conversation, [PEOPLE[name] for name in people], b"{}", NOON)


@pytest.fixture
def line(store: Store) -> Line:
    return Line(store)


class TestTurns:
    @pytest.mark.parametrize(
        ("sent", "taken"),
        [
            pytest.param("AAA", "A1 A2 A3", id="one alone"),
            pytest.param("ABC", "A1 B1 C1", id="one each, as they came"),
            pytest.param("AAAAB", "A1 B1 A2 A3 A4", id="one of many"),
            pytest.param("AAABBBC", "A1 B1 C1 A2 B2 A3 B3", id="round by round"),
        ],
    )
    async def test_conversations_take_turns(self, line: Line, sent: str, taken: str) -> None:
        await line.send(sent)
        assert await line.take() == taken

    async def test_who_comes_new_is_next_though_many_wait(self, line: Line) -> None:
        await line.send("AAAAAA")
        assert await line.take(3) == "A1 A2 A3"
        await line.send("B")
        assert await line.take(1) == "B1"
        await line.send("CB")
        assert await line.take() == "C1 A4 B2 A5 A6"

    async def test_who_keeps_coming_starves_nobody(self, line: Line) -> None:
        await line.send("AAA")
        taken: list[str] = []
        for _ in range(6):
            await line.send("BCD"[len(taken) % 3])
            taken.append(await line.take(1))
        assert [name for name in taken if name[0] == "A"] == ["A1", "A2"]

    async def test_somebody_alone_in_answering_at_once_alternates(self, line: Line) -> None:
        await line.send("AAAA")
        taken = [await line.take(1)]
        for _ in range(5):
            await line.send("B")
            taken.append(await line.take(1))
        assert taken == ["A1", "B1", "A2", "B2", "A3", "B3"]

    async def test_a_turn_that_failed_was_a_turn(self, line: Line) -> None:
        await line.send("AAB")
        async with line.store.transaction() as t:
            row = await t.next_input()
            assert row is not None
            await t.set_aside_input(row.seq, "KeyError", NOON)
        assert await line.take() == "B1 A2"

    async def test_a_turn_rolled_back_is_taken_again(self, line: Line) -> None:
        await line.send("AAB")

        async def fail() -> None:
            async with line.store.transaction() as t:
                row = await t.next_input()
                assert row is not None
                await t.finish_input(row.seq, NOON)
                raise KeyError

        with pytest.raises(KeyError):
            await fail()
        assert await line.take() == "A1 B1 A2"

    async def test_who_is_forgotten_stands_in_no_line(self, line: Line) -> None:
        await line.send("AAB")
        await line.store.forget(PEOPLE["A"])
        assert await line.take() == "B1"
        await line.send("A")
        assert await line.take() == "A3"

    async def test_housekeeping_leaves_those_who_wait_in_line(self, line: Line) -> None:
        await line.send("ABCAA")
        assert await line.take(3) == "A1 B1 C1"
        await line.store.housekeeping(at(1))
        await line.send("BA")
        assert await line.take() == "B2 A2 A3 A4"


class TestTwo:
    async def test_two_linked_take_one_turn_in_the_order_they_wrote(self, line: Line) -> None:
        await line.talk("ab", "AB")
        await line.send("AABBCC")
        assert await line.take() == "A1 C1 A2 C2 B1 B2"

    async def test_the_others_words_come_after_what_was_written_before(self, line: Line) -> None:
        await line.talk("ab", "AB")
        await line.send("AAAACCCC")
        assert await line.take(2) == "A1 C1"
        await line.send("B")
        assert await line.take() == "A2 C2 A3 C3 A4 C4 B1"

    async def test_whose_conversation_it_is_is_seen_when_it_is_taken(self, line: Line) -> None:
        await line.send("AABBC")
        assert await line.take(2) == "A1 B1"
        await line.talk("ab", "AB")
        assert await line.take() == "C1 A2 B2"

    async def test_parted_they_take_turns_of_their_own(self, line: Line) -> None:
        await line.talk("ab", "AB")
        await line.send("AAABB")
        assert await line.take(1) == "A1"
        await line.talk("ab", "A")
        await line.talk("b", "B")
        assert await line.take() == "A2 B1 A3 B2"


class TestNudges:
    @pytest.mark.parametrize(
        ("linked", "due"),
        [pytest.param(False, "nB", id="strangers"), pytest.param(True, None, id="linked")],
    )
    async def test_a_nudge_waits_for_what_its_own_conversation_wrote(
        self, line: Line, linked: bool, due: str | None
    ) -> None:
        if linked:
            await line.talk("ab", "AB")
        async with line.store.transaction() as t:
            await t.add_nudge(NudgeRow("nA", PEOPLE["A"], at(1), "back", ""))
            await t.add_nudge(NudgeRow("nB", PEOPLE["B"], at(2), "back", ""))
        await line.send("A")
        async with line.store.transaction() as t:
            nudge = await t.due_nudge(at(5))
        assert (nudge.id if nudge else None) == due
        await line.take()
        async with line.store.transaction() as t:
            nudge = await t.due_nudge(at(5))
        assert nudge is not None
        assert nudge.id == "nA"


class TestBounds:
    @pytest.mark.parametrize("many", [1, MANY_BEHIND, MANY_BEHIND + 1, MANY_BEHIND + 2])
    async def test_it_is_known_how_many_of_ones_own_wait_behind(self, line: Line, many: int) -> None:
        await line.send("A" * many + "B" * 3)
        async with line.store.transaction() as t:
            row = await t.next_input()
        assert row is not None
        assert row.behind == min(many - 1, MANY_BEHIND)

    async def test_what_comes_beyond_the_bound_is_refused_until_all_is_worked_off(self, store: Store) -> None:
        await store.receive([update(n) for n in range(1, MOST_WAITING + 4)], NOON)
        await store.receive([replace(update(9_999), person=77)], NOON)
        seen = []
        async with store.transaction() as t:
            while row := await t.next_input():
                seen.append((row.update_id, row.refused))
                await t.finish_input(row.seq, NOON)
                if len(seen) == 5:
                    break
        assert seen == [(1, 3), (9_999, 0), (2, 3), (3, 3), (4, 3)]
        # There is room again, but what was not kept stays the end of what was sent.
        await store.receive([update(5_000)], NOON)
        assert await store.offset() == 5_001
        last: tuple[int, int, int] | None = None
        async with store.transaction() as t:
            while row := await t.next_input():
                last = (row.update_id, row.behind, row.refused)
                await t.finish_input(row.seq, NOON)
        assert last == (MOST_WAITING, 0, 4)
        await store.receive([update(5_001)], NOON)
        async with store.transaction() as t:
            row = await t.next_input()
            assert row is not None
            assert (row.update_id, row.refused) == (5_001, 4)
            await t.tell_refused(row.person)
            row = await t.next_input()
            assert row is not None
            assert row.refused == 0

    async def test_what_must_be_kept_is_kept_beyond_the_bound(self, store: Store) -> None:
        asked: list[int] = []

        def keep(new: Incoming) -> bool:
            asked.append(new.update_id)
            return new.update_id % 2 == 1

        await store.receive([update(n) for n in range(1, MOST_WAITING + 1)], NOON, keep)
        assert asked == []
        await store.receive([update(n) for n in range(10_001, 10_005)], NOON, keep)
        assert asked == [10_001, 10_002, 10_003, 10_004]
        taken = []
        async with store.transaction() as t:
            while row := await t.next_input():
                taken.append(row.update_id)
                await t.finish_input(row.seq, NOON)
        assert taken[MOST_WAITING:] == [10_001, 10_003]

    async def test_at_twice_the_bound_nothing_more_is_kept(self, store: Store) -> None:
        await store.receive([update(n) for n in range(2 * MOST_WAITING + 1)], NOON, lambda _: True)
        async with store.transaction() as t:
            row = await t.next_input()
        assert row is not None
        assert row.refused == 1

    async def test_of_what_was_refused_the_words_are_not_kept(self, store: Store) -> None:
        await store.receive([update(n) for n in range(1, MOST_WAITING + 2)], NOON)
        async with store.transaction() as t:
            kept = await t.updates_of(update(1).person or 0, NOON)
        assert len(kept) == MOST_WAITING
