from __future__ import annotations

from pathlib import Path
from typing import TypedDict, cast

import pytest
import yaml

from bot.playground.entities import arranged
from bot.playground.html import parse_html
from bot.playground.refusal import Refusal
from bot.playground.text import Entity


class Case(TypedDict, total=False):
    html: str
    text: str
    entities: list[str]
    error: str


CASES = cast("list[Case]", yaml.safe_load(Path(__file__).with_name("html_cases.yaml").read_text("utf-8")))


def written(entity: Entity) -> str:
    extra = (entity.url, entity.language, entity.custom_emoji_id, entity.unix_time, entity.date_time_format)
    return " ".join(str(part) for part in (entity.type, entity.offset, entity.length, *extra) if part is not None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["html"]))
def test_html_is_read_as_telegram_reads_it(case: Case) -> None:
    if "error" in case:
        with pytest.raises(Refusal) as refused:
            parse_html(case["html"])
        assert refused.value.description == f"Bad Request: can't parse entities: {case['error']}"
        assert refused.value.status == 400
    else:
        text, entities = arranged(*parse_html(case["html"]))
        assert text == case["text"]
        assert [written(entity) for entity in entities] == case["entities"]


def test_a_link_to_a_person_becomes_a_mention() -> None:
    _, entities = parse_html('<a href="tg://user?id=42">x</a>')
    assert [(e.type, e.user) for e in entities] == [("text_mention", {"id": 42})]
