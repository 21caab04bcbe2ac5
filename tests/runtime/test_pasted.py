"""A link to the coach inside a text is the command that it stands for: `pasted.yaml` says which texts have one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.runtime.test_words import Json, private, read

CASES = yaml.load((Path(__file__).parent / "pasted.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
TOKEN = "Ab3-_" + "x" * 27
LINK = f"https://t.me/coach_bot?start={TOKEN}"


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_a_pasted_link_opens_whatever_stands_around_it(case: dict[str, str | None]) -> None:
    text = str(case["text"]).replace("TOKEN", TOKEN)
    update = read("message", private(text=text))
    if case["opens"] is None:
        assert (update.kind, update.words) == ("text", text)
    else:
        assert (update.kind, update.words) == ("command", "start")
        assert update.argument == case["opens"].replace("TOKEN", TOKEN)
    assert update.said.own == text, "danger is looked for in all of it"


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("message", private(photo=[{"file_id": "x"}], caption=f"see {LINK}")),
        ("message", private(text="here", entities=[{"type": "text_link", "offset": 0, "length": 4, "url": LINK}])),
        ("message", private(text=LINK, forward_origin={"type": "hidden_user", "date": 1})),
        ("edited_message", private(text=LINK, edit_date=2)),
    ],
    ids=["beneath a picture", "behind another word", "passed on", "put in afterwards"],
)
def test_it_opens_wherever_in_a_message_it_stands(kind: str, payload: Json) -> None:
    update = read(kind, payload)
    assert (update.kind, update.words, update.argument) == ("command", "start", TOKEN)


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (private(text="pottery", edit_date=2), "pottery"),
        (private(photo=[{"file_id": "x"}], caption="pottery", edit_date=2), "pottery"),
        (private(text="/menu", edit_date=2), ""),
        (private(photo=[{"file_id": "x"}], edit_date=2), ""),
        (private(poll={"question": "pottery"}, edit_date=2), ""),
    ],
    ids=["a text", "a caption", "a command", "a picture", "a poll"],
)
def test_an_edited_message_says_what_it_says_by_now(payload: Json, words: str) -> None:
    update = read("edited_message", payload)
    assert (update.kind, update.message_id, update.words) == ("edited", 3, words)


@pytest.mark.parametrize(
    ("payload", "words", "album"),
    [
        (private(photo=[{"file_id": "x"}], caption="pottery", media_group_id="77"), "pottery", "77"),
        (private(photo=[{"file_id": "x"}], media_group_id="77"), "", "77"),
        (private(voice={"file_id": "x"}, caption="pottery"), "pottery", ""),
        (private(poll={"question": "pottery?"}), "", ""),
        (private(contact={"first_name": "pottery"}), "", ""),
    ],
    ids=["of an album", "wordless, of an album", "under a voice", "a poll's question", "a contact's name"],
)
def test_only_a_caption_is_text_beneath_something(payload: Json, words: str, album: str) -> None:
    update = read("message", payload)
    assert (update.kind, update.words, update.album) == ("unreadable", words, album)
