"""What somebody is called before they have said it: by their profile, where anything of it can be seen."""

from __future__ import annotations

import json

import pytest

from bot.runtime.updates import NAMELESS, read_update


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"first_name": "Ana"}, "Ana"),
        ({"first_name": "\u3164Ana\u200b "}, "Ana\u200b"),
        ({"first_name": "\u3164"}, NAMELESS),
        ({"first_name": "\u200b\u200b"}, NAMELESS),
        ({"first_name": "\u3164", "last_name": "Reyes"}, "Reyes"),
        ({"first_name": "\u2800", "username": "ana_r"}, "ana_r"),
        ({"first_name": "👩\u200d🌾"}, "👩\u200d🌾"),
        ({}, NAMELESS),
    ],
)
def test_a_name_that_cannot_be_seen_has_something_in_its_place(user: dict[str, str], name: str) -> None:
    chat = {"id": 7, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": {"id": 7, **user}, "text": "hi"}
    update = read_update(json.dumps({"update_id": 1, "message": message}).encode(), "coach_bot")
    assert update.profile is not None
    assert update.profile.name == name
