"""What every database promises of conversations, memory, invitations and couples."""

from __future__ import annotations

import asyncio

import pytest

from bot.model.values import Number, Words
from bot.store.contract import Store, Transaction
from bot.store.memories import write_values
from tests.store.short import ANA, BEN, CLEO, NOON, at


class TestConversations:
    async def test_nobody_is_in_a_conversation_at_first(self, store: Store) -> None:
        async with store.transaction() as t:
            assert await t.conversation_of(ANA) is None

    async def test_linking_joins_two_people_and_parting_splits_them(self, store: Store) -> None:
        async def of(t: Transaction, person: int) -> tuple[str, bytes] | None:
            found = await t.conversation_of(person)
            return (found.id, found.state) if found else None

        async with store.transaction() as t:
            await t.save_conversation("a", [ANA], b"ana", NOON)
            await t.save_conversation("b", [BEN], b"ben", NOON)
            await t.save_conversation("c", [CLEO], b"cleo", NOON)
        async with store.transaction() as t:
            await t.save_conversation("a", [ANA, BEN], b"both", at(1))
            await t.remove_conversation("b")
            assert [await of(t, p) for p in (ANA, BEN, CLEO)] == [("a", b"both"), ("a", b"both"), ("c", b"cleo")]
        async with store.transaction() as t:
            await t.save_conversation("a", [ANA], b"ana again", at(2))
            assert await of(t, BEN) is None
            await t.save_conversation("b2", [BEN], b"ben again", at(2))
            assert [await of(t, p) for p in (ANA, BEN)] == [("a", b"ana again"), ("b2", b"ben again")]


class TestMemory:
    async def test_an_item_is_revised_in_place(self, store: Store) -> None:
        async with store.transaction() as t:
            await t.remember("o1", ANA, "outing", 1, b"out", NOON)
            await t.remember("c1", ANA, "check_in", 1, b"week", at(1))
            await t.remember("o2", BEN, "outing", 1, b"ben's", NOON)
            await t.remember("o1", ANA, "outing", 2, b"longer", at(5))
            items = await t.memories(ANA)
            assert [(m.id, m.revision, m.body, m.created_at, m.updated_at) for m in items] == [
                ("o1", 2, b"longer", NOON, at(5)),
                ("c1", 1, b"week", at(1), at(1)),
            ]
            assert [m.id for m in await t.memories(ANA, "outing")] == ["o1"]
            await t.remove_memory("o1", BEN)
            await t.remove_memory("c1", ANA)
            assert [m.id for m in await t.memories(ANA)] == ["o1"], "only what is hers"

    async def test_items_are_found_by_id_kind_and_title(self, store: Store) -> None:
        async with store.transaction() as t:
            for number, (kind, words) in enumerate(
                [("passion", "Pottery"), ("note", "Pottery"), ("passion", "a walk"), ("passion", "POTTERY")]
            ):
                body = write_values({"n": Number(number), "what": Words(words)})
                await t.remember(f"m{number}", ANA, kind, 1, body, at(number // 3))
            await t.remember("b", BEN, "passion", 1, write_values({"what": Words("pottery")}), NOON)

            async def titled(person: int, kind: str, title: str) -> str | None:
                found = await t.memory_titled(person, kind, title)
                return found.id if found is not None else None

            assert [await titled(ANA, "passion", "pottery"), await titled(BEN, "passion", "Pottery")] == ["m0", "b"]
            assert [await titled(ANA, "note", "pottery"), await titled(ANA, "note", "a walk")] == ["m1", None]
            assert [await t.memory("m2", ANA) is not None, await t.memory("m2", BEN)] == [True, None]
            assert [m.id for m in await t.latest_memories(ANA, "passion", 2)] == ["m3", "m2"]
            assert [m.id for m in await t.latest_memories(ANA, "passion", 2, 2)] == ["m0"]
            assert await t.memory_counts(ANA) == {"passion": 3, "note": 1}
            await t.remember("m0", ANA, "passion", 2, write_values({"what": Words("clay")}), at(9))
            assert [await titled(ANA, "passion", "clay"), await titled(ANA, "passion", "pottery")] == ["m0", "m3"]
            await t.remove_memories(ANA, "passion")
            assert await t.memory_counts(ANA) == {"note": 1}
            assert await t.memory_counts(BEN) == {"passion": 1}, "only what is hers"

    async def test_somebody_unknown_remembers_nothing(self, store: Store) -> None:
        async with store.transaction() as t:
            await t.remove_memories(CLEO, "note")
            assert [await t.memories(CLEO, "note"), await t.latest_memories(CLEO, "note", 5)] == [[], []]
            assert [await t.memory("m", CLEO), await t.memory_titled(CLEO, "note", "x")] == [None, None]
            assert await t.memory_counts(CLEO) == {}


class TestInvitations:
    async def test_of_two_who_agree_the_first_has_it(self, store: Store) -> None:
        async with store.transaction() as t:
            await t.make_invitation("i", b"hash", ANA, NOON, at(60))

        async def claim(person: int) -> bool:
            async with store.transaction() as t:
                return await t.claim_invitation("i", person, at(1))

        assert tuple(await asyncio.gather(claim(BEN), claim(CLEO))) == (True, False)
        async with store.transaction() as t:
            found = await t.invitation_by_token(b"hash")
            assert found is not None
            assert (found.id, found.inviter, found.state, found.claimed_by) == ("i", ANA, "claimed", BEN)
            assert (found.created_at, found.expires_at) == (NOON, at(60))
            assert await t.invitation("i") == found
            await t.close_invitation("i", "linked")
            closed = await t.invitation("i")
            assert closed is not None
            assert closed.state == "linked"

    @pytest.mark.parametrize(
        ("person", "minutes", "spoil"),
        [
            pytest.param(ANA, 1, None, id="one's own"),
            pytest.param(BEN, 60, None, id="expired"),
            pytest.param(BEN, 1, "void", id="cancelled"),
            pytest.param(BEN, 1, "again", id="a newer one was made"),
            pytest.param(BEN, 1, "other", id="unknown"),
        ],
    )
    async def test_what_cannot_be_claimed(self, store: Store, person: int, minutes: float, spoil: str | None) -> None:
        async with store.transaction() as t:
            await t.make_invitation("i", b"hash", ANA, NOON, at(60))
            if spoil == "void":
                await t.void_invitations(ANA)
            if spoil == "again":
                await t.make_invitation("j", b"other hash", ANA, NOON, at(60))
            assert not await t.claim_invitation("x" if spoil == "other" else "i", person, at(minutes))

    async def test_a_newer_invitation_stands(self, store: Store) -> None:
        async with store.transaction() as t:
            await t.make_invitation("i", b"hash", ANA, NOON, at(60))
            assert await t.claim_invitation("i", BEN, at(1))
            await t.make_invitation("j", b"other hash", ANA, at(2), at(62))
            states = [found.state for i in ("i", "j") if (found := await t.invitation(i))]
            assert [(i.id, i.inviter) for i in await t.invitations_of(ANA)] == [("i", ANA), ("j", ANA)]
            assert await t.invitations_of(BEN) == []
        assert states == ["void", "open"]

    async def test_only_who_made_an_invitation_removes_it(self, store: Store) -> None:
        async with store.transaction() as t:
            await t.make_invitation("i", b"hash", ANA, NOON, at(60))
            await t.remove_invitation("i", BEN)
            assert await t.invitation("i") is not None
            await t.remove_invitation("i", ANA)
            assert await t.invitation("i") is None
            assert await t.invitation_by_token(b"hash") is None

    async def test_a_couple_begins_and_ends(self, store: Store) -> None:
        async with store.transaction() as t:
            await t.add_couple("ab", ANA, BEN, NOON)
            assert [await t.linked_since(person) for person in (ANA, BEN)] == [NOON, NOON]
            await t.end_couple("ab", at(1))
            assert await t.linked_since(BEN) is None
