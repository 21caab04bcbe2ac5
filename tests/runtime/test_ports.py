from __future__ import annotations

import pytest

from bot.runtime.ports import Key, OutMessage


@pytest.mark.parametrize(
    "message",
    [
        OutMessage("hello"),
        OutMessage("<b>¿añ?</b> 🙂", ((Key("yes", "callback", "a:1"), Key("copy", "copy", "x")), ()), silent=True),
        OutMessage("", ((Key("pass on", "url", "https://t.me/x?start=y"),),)),
    ],
)
def test_a_message_survives_the_outbox(message: OutMessage) -> None:
    assert OutMessage.from_json(message.to_json()) == message


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"{}", b"[]", b'{"text":"","silent":false,"keyboard":[[{"label":"","kind":"web_app","data":""}]]}'],
)
def test_anything_else_is_refused(body: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        OutMessage.from_json(body)
