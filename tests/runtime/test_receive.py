"""What intake must know of an update, whatever comes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.receive import read_update

ANA = {"id": 7_100_000_001, "is_bot": False, "first_name": "Ana"}
CHAT = {"id": 7_100_000_001, "type": "private"}
MESSAGE = {"message_id": 5, "date": 1, "chat": CHAT, "from": ANA, "text": "añ🙂"}
PRESS = {"id": "77", "from": ANA, "chat_instance": "1", "data": "x", "message": {**MESSAGE, "from": {"id": 1}}}

Json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@pytest.mark.parametrize(
    ("kind", "event", "expected"),
    [
        ("message", MESSAGE, (7_100_000_001, 7_100_000_001, 5, True, None)),
        ("edited_message", MESSAGE, (7_100_000_001, 7_100_000_001, 5, True, None)),
        ("callback_query", PRESS, (7_100_000_001, 7_100_000_001, 5, True, None)),
        ("callback_query", {"id": "7", "from": ANA}, (7_100_000_001, None, None, True, None)),
        ("my_chat_member", {"chat": CHAT, "from": ANA}, (7_100_000_001, 7_100_000_001, None, False, None)),
        ("inline_query", {"id": "7", "from": ANA}, (7_100_000_001, None, None, False, None)),
        ("of_the_future", {"from": ANA, "chat": CHAT}, (7_100_000_001, 7_100_000_001, None, False, None)),
        ("channel_post", {"message_id": 5, "chat": CHAT}, (None, 7_100_000_001, 5, False, "from nobody")),
        ("message", {**MESSAGE, "from": {"id": "7"}}, (None, 7_100_000_001, 5, False, "from nobody")),
        ("message", {**MESSAGE, "from": {"id": True}}, (None, 7_100_000_001, 5, False, "from nobody")),
        ("message", [1], (None, None, None, False, "nothing in it")),
    ],
)
def test_what_is_read(kind: str, event: object, expected: tuple[object, ...]) -> None:
    update = {"update_id": 9, kind: event}
    read = read_update(update)
    assert (read.person, read.chat, read.message_id, read.spoke, read.error) == expected
    assert read.update_id == 9
    assert json.loads(read.body) == update


@pytest.mark.parametrize("update", [None, 7, "x", [], {}, {"update_id": "9"}, {"update_id": -1}, {"update_id": 2**70}])
def test_an_update_without_an_id_gets_the_same_one_each_time(update: object) -> None:
    first, second = read_update(update), read_update(update)
    assert first == second
    assert first.update_id < 0
    assert first.error == "no update id"


def test_two_updates_without_an_id_are_two() -> None:
    assert read_update({"a": 1}).update_id != read_update({"a": 2}).update_id


@given(Json)
def test_nothing_that_comes_raises(update: object) -> None:
    read = read_update(update)
    assert json.loads(read.body) == update
    assert -(2**63) <= read.update_id < 2**63
