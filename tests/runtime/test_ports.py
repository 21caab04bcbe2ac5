from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.insight.attachments import BalanceRecipe, CalendarRecipe, GuiltRecipe, TextRecipe
from bot.insight.pictures import BalanceWords, GuiltWords
from bot.insight.series import Balance, BalanceWeek, GuiltPoint
from bot.runtime.ports import Deletion, Key, OutMessage

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WEEK_WORDS = BalanceWords("en", *"abcdefghijk")


@pytest.mark.parametrize(
    "message",
    [
        OutMessage("hello"),
        OutMessage("now", ((Key("yes", "callback", "a:1"),),), edit="words"),
        OutMessage("", edit="fade"),
        OutMessage("<b>¿añ?</b> 🙂", ((Key("yes", "callback", "a:1"), Key("copy", "copy", "x")), ()), silent=True),
        OutMessage("", ((Key("pass on", "url", "https://t.me/x?start=y"),),)),
        OutMessage("three", recipe=GuiltRecipe((GuiltPoint(NOON.date(), 8, 0),), GuiltWords("es", "a", "b", "c"))),
        OutMessage("go", recipe=CalendarRecipe("u", NOON, NOON + timedelta(hours=1), "Asia/Tokyo", "¿yo? 🙂", NOON)),
        OutMessage("", recipe=TextRecipe("coach.html", "<p>¡hola!</p>")),
        OutMessage("weeks", recipe=BalanceRecipe((BalanceWeek(NOON.date(), Balance(-1, 0, 1, 5)),), WEEK_WORDS)),
        OutMessage("numbers", until=NOON, instead="¿sigues ahí? <b>🙂</b>"),
        OutMessage("numbers", silent=True, until=NOON + timedelta(microseconds=1)),
    ],
)
def test_a_message_survives_the_outbox(message: OutMessage) -> None:
    assert OutMessage.from_json(message.to_json()) == message


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"{}",
        b"[]",
        b'{"text":"","silent":false,"keyboard":[],"recipe":{"kind":"pie"}}',
        b'{"text":"","silent":false,"keyboard":[[{"label":"","kind":"web_app","data":""}]]}',
        b'{"text":"","silent":false,"keyboard":[],"until":"soon","instead":""}',
        b'{"text":"","silent":false,"keyboard":[],"until":null,"instead":""}',
    ],
)
def test_anything_else_is_refused(body: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        OutMessage.from_json(body)


def test_a_message_without_a_time_says_nothing_of_it() -> None:
    assert b"until" not in OutMessage("hello", instead="never sent").to_json()


@pytest.mark.parametrize("deletion", [Deletion(((1, NOON), (7, NOON))), Deletion(), Deletion(mark="¿m? 🙂")])
def test_a_deletion_survives_the_outbox(deletion: Deletion) -> None:
    assert Deletion.from_json(deletion.to_json()) == deletion


def test_a_deletion_from_before_there_were_marks_is_read() -> None:
    assert Deletion.from_json(b'[[7, "2026-11-22T12:00:00+00:00"]]') == Deletion(((7, NOON),))


@pytest.mark.parametrize("body", [b"", b"\xff", b"{}", b"7", b"[7]", b"[[7]]", b'[["x", "y"]]', b'[[7, "noon"]]'])
def test_anything_else_is_no_deletion(body: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Deletion.from_json(body)
