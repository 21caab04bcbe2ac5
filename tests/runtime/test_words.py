"""Whatever a message is, all words in it are looked at: `message_fields.yaml` judges every field that Telegram has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
import telegram
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.model.inputs import NOTHING_SAID
from bot.runtime.updates import Update, read_update
from bot.runtime.words import OTHERS, OWN, said_in
from bot.telegram.intake import KINDS

Json = dict[str, object]
FIELDS: Final[dict[str, dict[str, object]]] = yaml.load(
    Path(__file__).with_name("message_fields.yaml").read_text("utf-8"), yaml.CSafeLoader
)
DANGER: Final = "he hits me"
ORIGIN: Final = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1}
NOON: Final = int(datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp())


def samples(verdict: str) -> list[tuple[str, object]]:
    found = []
    for field, judged in FIELDS.items():
        given = judged.get(verdict, [])
        assert isinstance(given, list), field
        found += [(field, sample) for sample in given]
    return found


def fields(verdict: str) -> set[str]:
    return {field for field, judged in FIELDS.items() if verdict in judged}


def numbered(cases: list[tuple[str, object]]) -> list[str]:
    names = [field for field, _ in cases]
    return [f"{field} {names[: at + 1].count(field)}" for at, field in enumerate(names)]


OWN_WORDS: Final = samples("own")
OTHERS_WORDS: Final = samples("others")
ALL_WORDS: Final = OWN_WORDS + OTHERS_WORDS


def private(**parts: object) -> Json:
    """A message to the coach, as Telegram sends it."""
    chat, person = {"id": 7, "type": "private", "first_name": "Ana"}, {"id": 7, "is_bot": False, "first_name": "Ana"}
    return {"message_id": 3, "date": NOON, "chat": chat, "from": person, **parts}


def read(kind: str, payload: object) -> Update:
    return read_update(json.dumps({"update_id": 1, kind: payload}).encode(), "coach_bot")


class TestEveryFieldIsJudged:
    def test_the_table_and_the_coach_agree(self) -> None:
        assert fields("own") == set(OWN)
        assert fields("others") == set(OTHERS)

    def test_once_and_with_a_sample_or_a_reason(self) -> None:
        for field, judged in FIELDS.items():
            [(verdict, said)] = judged.items()
            assert verdict in ("own", "others", "none"), field
            assert said, field
            assert isinstance(said, str) is (verdict == "none"), field

    def test_the_fields_that_the_library_knows_are_among_them(self) -> None:
        slots = {slot for part in telegram.Message.__mro__ for slot in getattr(part, "__slots__", ())}
        known = {slot.removesuffix("_user") if slot == "from_user" else slot for slot in slots if slot[0] != "_"}
        assert len(known) > 100
        assert known - {"api_kwargs"} <= FIELDS.keys()

    def test_every_sample_has_its_words_in_one_place(self) -> None:
        for field, sample in ALL_WORDS:
            assert json.dumps(sample).count("hits") == 1, field


class TestWordsArrive:
    @pytest.mark.parametrize(("field", "sample"), OWN_WORDS, ids=numbered(OWN_WORDS))
    def test_those_of_the_writer(self, field: str, sample: object) -> None:
        said = said_in(private(**{field: sample}))
        assert DANGER in said.own
        assert DANGER not in said.others

    @pytest.mark.parametrize(("field", "sample"), OTHERS_WORDS, ids=numbered(OTHERS_WORDS))
    def test_those_of_others(self, field: str, sample: object) -> None:
        said = said_in(private(text="look at this", **{field: sample}))
        assert said.own == "look at this"
        assert DANGER in said.others

    @pytest.mark.parametrize(("field", "sample"), ALL_WORDS, ids=numbered(ALL_WORDS))
    def test_all_that_is_forwarded_is_others(self, field: str, sample: object) -> None:
        said = said_in(private(forward_origin=ORIGIN, **{field: sample}))
        assert said.own == ""
        assert DANGER in said.others

    @pytest.mark.parametrize("mark", ["forward_origin", "forward_date", "forward_from", "forward_sender_name"])
    def test_a_forward_is_known_by_any_of_its_marks(self, mark: str) -> None:
        said = said_in(private(text=DANGER, quote={"text": "and this"}, **{mark: None}))
        assert (said.own, said.others) == ("", f"{DANGER}\nand this")

    @pytest.mark.parametrize("field", sorted(fields("none")))
    def test_nothing_else_is_read(self, field: str) -> None:
        for value in (DANGER, {"text": DANGER, "name": DANGER}, [{"title": DANGER}]):
            said = said_in({field: value})
            assert (said.own, said.others) == ("", "")

    def test_several_parts_are_lines_of_their_own(self) -> None:
        poll = {"question": "What now?", "options": [{"text": "go"}, {"text": "stay"}]}
        said = said_in(private(caption="a photo", poll=poll, quote={"text": "he said"}))
        assert (said.own, said.others) == ("a photo\nWhat now?\ngo\nstay", "he said")

    def test_the_words_at_the_end_of_the_longest_text(self) -> None:
        assert DANGER in said_in(private(text="very " * 817 + DANGER)).own

    def test_the_words_at_the_end_of_the_longest_rich_message(self) -> None:
        """Telegram allows 32,768 characters in it."""
        long = [{"type": "paragraph", "text": "very " * 400} for _ in range(16)]
        assert DANGER in said_in(private(rich_message={"blocks": [*long, {"type": "paragraph", "text": DANGER}]})).own

    def test_the_words_in_the_depth_of_a_rich_message(self) -> None:
        """Telegram allows 16 levels of blocks and formats in each other."""
        block: Json = {"type": "paragraph", "text": [{"type": "bold", "text": [DANGER]}]}
        for _ in range(7):
            block = {"type": "list", "items": [{"label": "-", "blocks": [block]}]}
        assert DANGER in said_in(private(rich_message={"blocks": [block]})).own


class TestWhen:
    @pytest.mark.parametrize(
        ("times", "at"),
        [
            pytest.param({"date": NOON}, NOON, id="sent"),
            pytest.param({"date": NOON - 600, "edit_date": NOON}, NOON, id="changed afterwards"),
            pytest.param({"date": NOON, "edit_date": 0}, NOON, id="never changed"),
            pytest.param({"date": NOON, "edit_date": None}, NOON, id="not changed"),
            pytest.param({"edit_date": NOON}, NOON, id="only changed"),
            pytest.param({}, None, id="never"),
            pytest.param({"date": None}, None, id="nothing"),
            pytest.param({"date": True}, None, id="no number"),
            pytest.param({"date": "1795348800"}, None, id="words"),
            pytest.param({"date": 1.5}, None, id="a half"),
            pytest.param({"date": [NOON]}, None, id="several"),
            pytest.param({"date": 10**12}, None, id="in thousands of years"),
            pytest.param({"date": 10**30}, None, id="never at all"),
            pytest.param({"date": -(10**30)}, None, id="before everything"),
        ],
    )
    def test_it_was_written(self, times: Json, at: int | None) -> None:
        assert said_in(times).at == (None if at is None else datetime.fromtimestamp(at, UTC))


WORDS = st.sampled_from(["text", "title", "name", "options", "blocks", "question", "data", "forward_origin"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


class TestAnythingMayCome:
    @given(message=st.dictionaries(st.sampled_from(sorted(FIELDS)) | st.text(max_size=3), ANYTHING, max_size=6))
    def test_and_nothing_of_it_is_refused(self, message: Json) -> None:
        said = said_in(message)
        assert isinstance(said.own, str)
        assert isinstance(said.others, str)
        assert said.at is None or said.at.tzinfo is UTC

    @given(value=ANYTHING)
    def test_and_the_words_beside_it_are_read(self, value: object) -> None:
        for field in (*OWN, *OTHERS):
            if field != "text":
                assert DANGER in said_in({"text": DANGER, field: value}).own

    def test_however_deep_it_is(self) -> None:
        value: object = DANGER
        for _ in range(5000):
            value = {"text": [value]}
        assert said_in({"text": DANGER, "poll": value, "quote": value}).own == DANGER

    def test_however_long_it_is(self) -> None:
        many = {"question": DANGER, "options": [{"text": "word " * 20}] * 10_000}
        assert len(said_in({"poll": many, "quote": {"text": "x" * 10**6}}).others) < 10**5


WITH_WORDS: Final[Mapping[str, Mapping[str, Json]]] = {
    "message": {
        "a text": private(text=DANGER),
        "a command": private(text=f"/stop {DANGER}"),
        "a command for another bot": private(text=f"/stop@other_bot {DANGER}"),
        "a link with more behind it": private(text=f"/start abc {DANGER}"),
        "an answer": private(text=DANGER, reply_to_message={"message_id": 2, "text": "Well?"}),
        "a photo": private(photo=[{"file_id": "x"}], caption=DANGER),
        "a voice message": private(voice={"file_id": "x"}, caption=DANGER),
    },
    "edited_message": {
        "a text": private(text=DANGER, edit_date=NOON + 1),
        "a command": private(text=f"/stop {DANGER}", edit_date=NOON + 1),
        "a photo": private(photo=[{"file_id": "x"}], caption=DANGER, edit_date=NOON + 1),
        "a checklist": private(checklist={"title": "Today", "tasks": [{"id": 1, "text": DANGER}]}),
    },
}
WORDLESS: Final[Mapping[str, Json]] = {
    # A button's data is the coach's own, and its message was sent by the coach.
    "callback_query": {
        "id": "1",
        "from": {"id": 7, "is_bot": False, "first_name": "Ana"},
        "message": private(text=DANGER),
        "data": "a:abcdefghij:yes",
    },
    "my_chat_member": {
        "chat": {"id": 7, "type": "private"},
        "from": {"id": 7, "is_bot": False, "first_name": "Ana"},
        "date": NOON,
        "new_chat_member": {"status": "kicked", "user": {"id": 1, "is_bot": True, "first_name": "Coach"}},
    },
}
CASES: Final = [(kind, name) for kind, cases in WITH_WORDS.items() for name in cases]


class TestUpdates:
    """What intake asks Telegram for, and the words that come with it. A new kind needs its case here."""

    def test_every_kind_that_is_asked_for_has_its_case(self) -> None:
        # What stands behind the coach's name in another chat is not said to it: it is an id of the coach's, or nothing.
        assert {*WITH_WORDS, *WORDLESS, "inline_query"} == set(KINDS)

    @pytest.mark.parametrize(("kind", "name"), CASES, ids=[f"{kind}: {name}" for kind, name in CASES])
    def test_the_words_come_with_it(self, kind: str, name: str) -> None:
        payload = WITH_WORDS[kind][name]
        update = read(kind, payload)
        assert update.kind not in ("nothing", "group")
        assert update.profile is not None
        assert DANGER in update.said.own
        written = NOON + 1 if "edit_date" in payload else NOON
        assert update.said.at == datetime.fromtimestamp(written, UTC)

    @pytest.mark.parametrize("kind", WORDLESS)
    def test_a_kind_without_words_says_nothing(self, kind: str) -> None:
        update = read(kind, WORDLESS[kind])
        assert update.profile is not None, "it is read as what it is"
        assert update.said == NOTHING_SAID

    @pytest.mark.parametrize(("field", "sample"), ALL_WORDS, ids=numbered(ALL_WORDS))
    def test_a_turn_is_taken_for_words_wherever_they_stand(self, field: str, sample: object) -> None:
        message = private(**{field: sample})
        sent, changed = read("message", message), read("edited_message", message)
        assert sent.kind in ("text", "command", "unreadable")
        assert sent.said == said_in(message)
        # A live location changes every few seconds, and says nothing.
        assert changed.kind == ("nothing" if field == "location" else "edited")
        assert changed.said == (NOTHING_SAID if field == "location" else said_in(message))

    @pytest.mark.parametrize("kind", ["message", "edited_message"])
    def test_what_is_said_in_a_group_is_looked_at_too_and_changed_it_answers_nothing(self, kind: str) -> None:
        chat = {"id": -5, "type": "supergroup", "title": "Us"}
        said = read(kind, {**private(text=DANGER), "chat": chat})
        assert (said.kind, said.said.own, said.group is not None) == ("text", DANGER, True)
        assert said.words == ("" if kind == "edited_message" else DANGER)
