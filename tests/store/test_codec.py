"""What is sealed opens for its owner, as what it was, with its key, and in no other way."""

from __future__ import annotations

import os
from collections import Counter
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DatabaseError
from bot.store.codec import HOUSE, DataKey, Vault, of_conversation, of_person, sender
from bot.store.keyfile import decode_key, encode_key

KEY = bytes(range(32))
WORDS = b"a very private word"
ROW = ("m1", 3)


def drawn() -> tuple[Counter[bytes], Vault]:
    """A vault whose chance is counted."""
    drawn, numbers = Counter[bytes](), count()

    def chance(length: int) -> bytes:
        value = next(numbers).to_bytes(length, "big")
        drawn[value] += 1
        return value

    return drawn, Vault(KEY, chance)


@given(st.binary(max_size=2000))
def test_what_goes_in_comes_out(body: bytes) -> None:
    vault = Vault(KEY, os.urandom)
    key, wrapped = vault.make(of_person(1))
    sealed = key.seal("memory", ROW, body)
    assert vault.unwrap(of_person(1), wrapped).open("memory", ROW, sealed) == body
    assert len(body) < 4 or body not in sealed


def test_each_seal_draws_a_nonce_of_its_own() -> None:
    chance, vault = drawn()
    key, _ = vault.make(HOUSE)
    assert key.seal("inbox", ROW, WORDS) != key.seal("inbox", ROW, WORDS)
    assert sorted(map(len, chance)) == [12, 12, 12, 32]
    assert set(chance.values()) == {1}


@pytest.mark.parametrize("place", [*range(60), *range(-30, 0)])
def test_one_changed_byte_is_noticed(place: int) -> None:
    key, _ = Vault(KEY, os.urandom).make(HOUSE)
    sealed = bytearray(key.seal("inbox", ROW, WORDS))
    sealed[place] ^= 1
    with pytest.raises(DatabaseError, match="A row of inbox"):
        key.open("inbox", ROW, bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28])
def test_what_is_too_short_to_be_sealed_is_refused(length: int) -> None:
    key, _ = Vault(KEY, os.urandom).make(HOUSE)
    with pytest.raises(DatabaseError, match="A row of inbox"):
        key.open("inbox", ROW, key.seal("inbox", ROW, b"")[:length])


def test_what_is_moved_does_not_open() -> None:
    vault = Vault(KEY, os.urandom)
    mine, wrapped = vault.make(of_person(1))
    theirs, _ = vault.make(of_person(2))
    sealed = mine.seal("memory", ROW, WORDS)
    with pytest.raises(DatabaseError, match="A row of nudge"):
        mine.open("nudge", ROW, sealed)
    with pytest.raises(DatabaseError, match="A row of memory"):
        theirs.open("memory", ROW, sealed)
    for row in (("m1", 2), ("m2", 3), ("m1",), ("m1", "3"), ("m1", 3, 3)):
        with pytest.raises(DatabaseError, match="A row of memory"):
            mine.open("memory", row, sealed)
    with pytest.raises(DatabaseError, match="data_key"):
        vault.unwrap(of_person(2), wrapped)
    with pytest.raises(DatabaseError, match="data_key"):
        Vault(bytes(32), os.urandom).unwrap(of_person(1), wrapped)


def test_even_with_the_same_key_nobody_opens_what_is_anothers() -> None:
    mine, theirs = (DataKey(owner, KEY, os.urandom) for owner in (of_person(1), of_person(2)))
    with pytest.raises(DatabaseError, match="A row of memory"):
        theirs.open("memory", ROW, mine.seal("memory", ROW, WORDS))


def test_a_check_tells_the_key() -> None:
    check = Vault(KEY, os.urandom).check()
    assert Vault(KEY, os.urandom).fits(check)
    assert not Vault(bytes(32), os.urandom).fits(check)


def test_nobody_is_taken_for_somebody_else() -> None:
    owners = [of_person(1), of_person(-1), of_conversation("1"), sender(None), of_person(11)]
    assert len(set(owners)) == len(owners)
    assert sender(1) == of_person(1)


@given(st.binary(min_size=32, max_size=32))
def test_a_key_can_be_written_down(key: bytes) -> None:
    assert decode_key(encode_key(key)) == key
    assert decode_key(encode_key(key) + "=") == key


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("A" * 42, id="too short"),
        pytest.param("A" * 44, id="too long"),
        pytest.param("A" * 42 + "B", id="bits left over"),
        pytest.param("+" + "A" * 42, id="another alphabet"),
        pytest.param("é" + "A" * 42, id="no base64"),
        pytest.param("A" * 43 + "\n", id="a line's end"),
    ],
)
def test_what_is_no_key(text: str) -> None:
    assert decode_key(text) is None
