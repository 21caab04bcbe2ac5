"""A database and its key: each row opens where it belongs, with the key it was made with, or not at all."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.store.codec import HOUSE, Kind, of_conversation, of_person
from bot.store.contract import Store
from bot.store.keyfile import decode_key
from bot.store.rows import Incoming, NudgeRow, Outgoing
from bot.store.sqlite.keyplace import key_path
from tests.store.filling import ANA, BEN, CANARY, NOON, READ, fill, opened
from tests.unsealed import Opener, raw, rows

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "coach.db"


@pytest.fixture
async def filled(file: Path) -> Path:
    async with opened(file) as store:
        await fill(store, ANA)
        await fill(store, BEN)
    return file


def change(file: Path, *statements: str) -> None:
    """Change a database behind the coach's back."""
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


async def read(file: Path, kind: Kind, key: bytes | None = None) -> object:
    async with opened(file, key) as store, store.transaction() as t:
        return await READ[kind](t)


def column(kind: Kind) -> str:
    return "state" if kind == "conversation" else "body"


class TestRows:
    async def test_the_key_and_only_the_key_opens_them(self, filled: Path) -> None:
        for words in CANARY.values():
            assert words.encode() not in raw(filled)
            assert Opener(filled).all_bodies().count(words.encode()) == 7
        owners = {of_person(ANA), of_person(BEN), of_conversation(f"c{ANA}"), of_conversation(f"c{BEN}"), HOUSE}
        assert {owner for (owner,) in rows(filled, "SELECT owner FROM data_key")} == owners

    @pytest.mark.parametrize("kind", READ)
    async def test_one_that_was_tampered_with_is_named_by_its_kind(self, filled: Path, kind: Kind) -> None:
        end = f"hex(substr({column(kind)}, -1))"
        change(
            filled,
            f"""UPDATE {kind} SET {column(kind)} = CAST(substr({column(kind)}, 1, length({column(kind)}) - 1)
            || iif({end} = '00', x'01', x'00') AS BLOB)""",
        )
        with pytest.raises(DatabaseError, match=f"^A row of {kind} ") as error:
            await read(filled, kind)
        said = str(error.value) + repr(error.value.__cause__) + repr(error.value.__context__)
        assert not any(words in said for words in (*CANARY.values(), str(ANA), str(BEN)))

    @pytest.mark.parametrize("kind", READ)
    async def test_one_that_was_moved_to_somebody_else_is_refused(self, filled: Path, kind: Kind) -> None:
        place = {"conversation": "id", "outbox": "chat"}.get(kind, "person")
        mine, theirs = (f"'c{ANA}'", f"'c{BEN}'") if kind == "conversation" else (str(ANA), str(BEN))
        change(
            filled,
            f"""UPDATE {kind} SET {column(kind)} =
            (SELECT {column(kind)} FROM {kind} WHERE {place} = {theirs}) WHERE {place} = {mine}""",
        )
        with pytest.raises(DatabaseError, match=f"^A row of {kind} "):
            await read(filled, kind)

    async def test_one_that_was_moved_to_another_table_is_refused(self, filled: Path) -> None:
        change(filled, "UPDATE memory SET body = (SELECT body FROM nudge WHERE nudge.person = memory.person)")
        with pytest.raises(DatabaseError, match=r"^A row of memory "):
            await read(filled, "memory")

    async def test_somebody_elses_data_key_is_of_no_use(self, filled: Path) -> None:
        change(
            filled,
            f"""UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key WHERE owner = '{of_person(BEN)}')
            WHERE owner = '{of_person(ANA)}'""",
        )
        with pytest.raises(DatabaseError, match="data_key"):
            await read(filled, "memory")

    async def test_a_missing_data_key_is_said(self, filled: Path) -> None:
        change(filled, "DELETE FROM data_key")
        with pytest.raises(DatabaseError, match=r"^The key of a row of memory is missing"):
            await read(filled, "memory")


class TestDataKeys:
    async def test_one_made_in_a_transaction_that_fails_is_never_used(self, file: Path) -> None:
        async def fail(store: Store) -> None:
            async with store.transaction() as t:
                await t.remember("m", ANA, "outing", 1, b"lost", NOON)
                raise ZeroDivisionError

        async with opened(file) as store:
            with pytest.raises(ZeroDivisionError):
                await fail(store)
            async with store.transaction() as t:
                await t.remember("m", ANA, "outing", 1, b"kept", NOON)
        assert Opener(file).bodies("memory") == [b"outing\nkept"]

    async def test_one_committed_by_somebody_who_was_cancelled_meanwhile_is_used(self, file: Path) -> None:
        async def cancelled() -> None:
            async with store.transaction() as t:
                await t.remember("m1", ANA, "outing", 1, b"one", NOON)
                task = asyncio.current_task()
                assert task is not None
                task.cancel()

        async with opened(file) as store:
            with pytest.raises(asyncio.CancelledError):
                await asyncio.create_task(cancelled())
            async with store.transaction() as t:
                await t.remember("m2", ANA, "outing", 1, b"two", NOON)
        assert Opener(file).bodies("memory") == [b"outing\none", b"outing\ntwo"]

    async def test_a_conversation_gets_a_new_one_with_its_people(self, file: Path) -> None:
        def wrapped() -> dict[object, object]:
            return dict(rows(file, "SELECT owner, wrapped FROM data_key"))  # type: ignore[arg-type]

        a, b = of_conversation("a"), of_conversation("b")
        async with opened(file) as store:
            async with store.transaction() as t:
                await t.save_conversation("a", [ANA], b"ana", NOON)
                await t.save_conversation("b", [BEN], b"ben", NOON)
            alone = wrapped()
            async with store.transaction() as t:
                await t.save_conversation("a", [ANA], b"ana, later", NOON)
            assert wrapped() == alone
            async with store.transaction() as t:
                await t.remove_conversation("b")
                await t.save_conversation("a", [ANA, BEN], b"both", NOON)
            linked = wrapped()
            assert (linked[a] != alone[a], b in linked) == (True, False)
            async with store.transaction() as t:
                await t.save_conversation("a", [ANA], b"ana again", NOON)
                await t.save_conversation("b2", [BEN], b"ben again", NOON)
            assert wrapped()[a] != linked[a]
        async with opened(file) as store, store.transaction() as t:
            found = [await t.conversation_of(person) for person in (ANA, BEN)]
        assert [c.state for c in found if c] == [b"ana again", b"ben again"]

    async def test_one_that_opens_something_outlives_housekeeping(self, file: Path) -> None:
        """Also of people whom the coach has no conversation with."""
        async with opened(file) as store:
            await store.receive([Incoming(1, b"one", 1), Incoming(2, b"nobody's")], NOON)
            async with store.transaction() as t:
                await t.remember("m", 2, "outing", 1, b"two", NOON)
                await t.add_nudge(NudgeRow("n", 3, NOON, "back", "three"))
                await t.add_message(Outgoing(4, "send", "reply", b"four", NOON))
                await t.save_conversation("c", [5], b"five", NOON)
                await t.remember("gone", 6, "outing", 1, b"six", NOON)
                await t.forget(6)
            owners = rows(file, "SELECT owner FROM data_key")
            await store.housekeeping(NOON)
        assert rows(file, "SELECT owner FROM data_key") == owners
        opener = Opener(file)
        assert opener.bodies("inbox") == [b"one", b"nobody's"]
        assert [*opener.bodies("memory"), *opener.bodies("outbox")] == [b"outing\ntwo", b"four"]
        assert opener.bodies("conversation") == [b"five"]
        assert b"three" in opener.all_bodies()

    async def test_what_waits_for_a_chat_that_moves_goes_with_it(self, filled: Path) -> None:
        async with opened(filled) as store, store.transaction() as t:
            await t.move_chat(ANA, -100)
            bodies = {row.chat: row.body for row in await t.heads(5)}
        assert CANARY[ANA].encode() in bodies[-100]
        assert ANA not in bodies


class TestKey:
    async def test_a_new_database_gets_one_beside_it(self, file: Path) -> None:
        async with opened(file) as store:
            await fill(store)
        assert key_path(file).stat().st_mode & 0o777 == 0o600
        assert await read(file, "memory")
        assert await read(file, "memory", decode_key(key_path(file).read_text().strip())), "its text is a COACH_KEY"

    async def test_one_that_was_given_is_kept_nowhere(self, file: Path) -> None:
        async with opened(file, KEY) as store:
            await fill(store)
        assert not key_path(file).exists()
        assert KEY not in raw(file)
        assert await read(file, "memory", KEY)

    async def test_one_left_by_a_start_that_went_no_further_is_used(self, file: Path) -> None:
        async with opened(file.with_name("other.db")):
            pass
        key_path(file.with_name("other.db")).rename(key_path(file))
        before = key_path(file).read_bytes()
        async with opened(file) as store:
            await fill(store)
        assert key_path(file).read_bytes() == before

    @pytest.mark.parametrize(
        ("spoil", "key", "says"),
        [
            pytest.param(lambda f: key_path(f).unlink(), None, "is missing: set COACH_KEY", id="missing"),
            pytest.param(lambda f: None, OTHER, "does not open the database", id="another was given"),
            pytest.param(lambda f: key_path(f).write_text("o" * 42 + "w\n"), None, "does not open", id="another file"),
            pytest.param(lambda f: key_path(f).write_text("o\n"), None, "cannot be read as a key", id="a torn file"),
            pytest.param(lambda f: change(f, "DELETE FROM key_check"), None, "lost its key check", id="no check"),
        ],
    )
    async def test_without_its_own_a_database_stays_shut_and_as_it_was(
        self, filled: Path, spoil: Callable[[Path], object], key: bytes | None, says: str
    ) -> None:
        spoil(filled)
        before = raw(filled), key_path(filled).exists() and key_path(filled).read_bytes()
        for _ in range(2):
            with pytest.raises(DatabaseError, match=says) as error:
                await read(filled, "memory", key)
            assert "\n" not in str(error.value)
        assert (raw(filled), key_path(filled).exists() and key_path(filled).read_bytes()) == before

    async def test_an_empty_file_is_a_new_database(self, file: Path) -> None:
        """A kill may come before the first table."""
        file.touch()  # noqa: ASYNC240 - one file, on this machine
        async with opened(file) as store:
            await store.receive([Incoming(1, b"{}", ANA)], NOON)
        assert Opener(file).bodies("inbox") == [b"{}"]


async def test_chance_is_asked_for_every_nonce_and_every_key(file: Path) -> None:
    drawn: list[bytes] = []

    def chance(length: int) -> bytes:
        drawn.append(os.urandom(length))
        return drawn[-1]

    async with opened(file, KEY, chance) as store:
        await fill(store)
    nonces = [
        sealed[1:13]
        for kind in READ
        for (sealed,) in rows(file, f"SELECT {column(kind)} FROM {kind} WHERE {column(kind)} IS NOT NULL")
        if isinstance(sealed, bytes)
    ]
    assert len(nonces) == len(set(nonces)) == 7
    assert set(nonces) <= set(drawn)
