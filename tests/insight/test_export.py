"""The two files that a person takes away: one loads, one reads; both hold everything, and nothing runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from bot.insight.export import VERSION, Entry, Export, ExportWords, Line, export_html, export_json
from bot.insight.export_parts import Placed, divided
from bot.model.values import Duration, Instant, Number, Option, Value, Words
from tests.insight.a_person import ENGLISH, SPANISH, at, export

LISTS = ("settings", "memory", "outings", "invitations", "nudges", "runs")
TYPES = {"option": Option, "duration": Duration, "instant": Instant, "number": Number, "words": Words}
AWKWARD = ["Zoë 🦩", "مريم", "נועה", "<b>Bo</b>", 'O\'Neil & "Sons"', "{{ data }}", "{% raw %}", "a\u2028b", "\ud83e"]


class Page(HTMLParser):
    """What a browser would find in a page: its tags with their attributes, and its text."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.headings: list[str] = []
        self.feed(html.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open += [tag] if tag != "meta" else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data
        if self.open and self.open[-1] == "h2":
            self.headings.append(data)


def test_a_program_loads_everything_back() -> None:
    data = export()
    tree = json.loads(export_json(data))
    assert (tree["format"], tree["version"], tree["made"]) == ("coach-export", VERSION, "2026-11-22T18:00:00Z")
    assert tree["person"] == {
        "name": "Marta",
        "username": "marta",
        "language": "en-GB",
        "country": "ES",
        "zone": "Europe/Madrid",
    }
    assert tree["couple"] == {"linked": True, "since": "2026-10-11T19:30:00Z"}
    assert tuple(map(line, tree["settings"])) == data.settings
    for name in LISTS[1:]:
        assert tuple(map(entry, tree[name])) == getattr(data, name)
    assert tree["part"] == 1
    assert tree.keys() == {"format", "version", "made", "part", "person", "couple", *LISTS}
    assert {field.name for field in fields(Export)} - {"linked_since"} <= tree.keys()


def entry(loaded: dict[str, Any]) -> Entry:
    day = loaded["at"] and (datetime.fromisoformat(loaded["at"]))
    return Entry(
        kind=loaded["kind"],
        title=loaded["title"],
        at=day.date() if day and "T" not in loaded["at"] else day,
        until=loaded["until"] and datetime.fromisoformat(loaded["until"]),
        lines=tuple(map(line, loaded["lines"])),
    )


def line(loaded: dict[str, Any]) -> Line:
    return Line(loaded["id"], loaded["label"], value(loaded["value"]), loaded["shown"])


def value(loaded: dict[str, Any] | None) -> Value | None:
    if loaded is None:
        return None
    if loaded["type"] == "instant":
        return Instant(datetime.fromisoformat(loaded["at"]))
    made: Value = TYPES[loaded["type"]](**loaded)
    return made


def test_somebody_new_and_alone_has_a_file_too() -> None:
    alone = Export(made=at("2026-11-22T18:00"), person=replace(export().person, username=None, country=None))
    tree = json.loads(export_json(alone))
    assert tree["couple"] == {"linked": False, "since": None}
    assert all(tree[name] == [] for name in LISTS)
    page = Page(export_html(alone, ENGLISH))
    assert page.headings == ["You"]
    assert ENGLISH.empty in page.text
    assert ENGLISH.not_linked in page.text
    assert "None" not in page.text


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=lambda words: words.language)
def test_a_person_reads_everything(words: ExportWords) -> None:
    page = Page(export_html(export(), words))
    assert page.headings == [
        words.person,
        words.settings,
        words.kinds["passion"],
        words.kinds["guilt"],
        words.kinds["check_in"],
        "milestone",
        words.outings,
        words.nudges,
        words.runs,
    ]
    for told in said(export()):
        assert told in page.text
    assert words.skipped in page.text
    assert not page.open


def said(data: Export) -> Iterator[str]:
    """Every title, label and value that has words."""
    for each in (*data.memory, *data.outings, *data.nudges, *data.runs):
        yield each.title
        for item in each.lines:
            yield item.label
            yield item.shown or (item.value.text if isinstance(item.value, Words) else "")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (
            ENGLISH,
            ["22 November 2026, 19:00", "28 November 2026, 10:00 – 12:00", "1 hour 30 minutes"],
        ),
        # The hour that autumn repeats, and a lapse on the next day.
        (ENGLISH, ["25 October 2026, 02:30", "27 November 2026, 19:00 – 28 November 2026, 09:00", "29 February 2024"]),
        (SPANISH, ["22 de noviembre de 2026, 19:00", "28 de noviembre de 2026, 10:00 – 12:00", "1 hora y 30 minutos"]),
        (ENGLISH, ["English", "Spain"]),
        (SPANISH, ["29 de febrero de 2024", "inglés", "España"]),
        (replace(ENGLISH, language="en-US"), ["November 22, 2026, 7:00\u202fPM"]),
    ],
)
def test_times_are_told_in_the_readers_language_and_zone(words: ExportWords, shown: list[str]) -> None:
    page = Page(export_html(export(), words))
    for text in shown:
        assert text in page.text


def test_the_page_has_a_language_and_a_direction() -> None:
    for language, direction in (("en-GB", "ltr"), ("es", "ltr"), ("he", "rtl")):
        page = Page(export_html(export(), replace(ENGLISH, language=language)))
        assert page.tags[0] == ("html", {"lang": language, "dir": direction})


def test_the_page_loads_and_runs_nothing() -> None:
    html = export_html(export(typed="<script>alert(1)</script><img src=x onerror=alert(1)>"), ENGLISH)
    page = Page(html)
    assert "<script>alert(1)</script><img src=x onerror=alert(1)>" in page.text
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img", "link", "a", "iframe", "object", "form", "base"})
    attributes = {name for _, attrs in page.tags for name in attrs}
    assert attributes <= {"lang", "dir", "charset", "name", "content", "http-equiv", "class", "datetime"}
    assert b"http://" not in html
    assert b"https://" not in html
    assert b"url(" not in html
    assert b"@import" not in html
    assert ("http-equiv", "Content-Security-Policy") in [item for _, attrs in page.tags for item in attrs.items()]


@pytest.mark.parametrize("name", AWKWARD, ids=ascii)
def test_awkward_names_come_through(name: str) -> None:
    shown = name.encode("utf-8", "replace").decode()
    data = replace(export(), memory=(Entry(name, name, lines=(Line("x", name, Words(name)),)),))
    data = replace(data, person=replace(data.person, name=name))
    assert json.loads(export_json(data))["person"]["name"] == shown
    page = Page(export_html(data, ENGLISH))
    assert page.text.count(shown) == 5
    assert [attrs["dir"] for tag, attrs in page.tags if tag in ("h3", "dd") and "dir" in attrs].count("auto") > 2


class TestParts:
    @pytest.mark.parametrize(
        ("typed", "size", "parts"),
        [
            pytest.param([], 2_000, [0], id="nothing is one part"),
            pytest.param([10, 10, 10], 2_000, [3], id="what is short is one part"),
            pytest.param([900, 900, 900], 2_000, [1, 1, 1], id="no part is longer than it may be"),
            pytest.param([100, 100, 9_000, 100], 2_000, [2, 1, 1], id="a long entry is a part"),
        ],
    )
    def test_an_export_is_divided(self, typed: list[int], size: int, parts: list[int]) -> None:
        entries = [Entry("note", str(n), lines=(Line("x", "", Words("x" * length)),)) for n, length in enumerate(typed)]
        head = replace(export(), memory=(), outings=())
        made = list(divided(head, (("memory", entry) for entry in entries), size))
        assert [len(part.memory) for part in made] == parts
        assert [entry for part in made for entry in part.memory] == entries
        assert [part.part for part in made] == list(range(1, len(parts) + 1))
        assert made[0].settings == head.settings
        assert not any(part.settings or part.runs or part.nudges for part in made[1:])

    def test_a_part_is_made_when_it_is_asked_for(self) -> None:
        asked: list[int] = []

        def entries() -> Iterator[Placed]:
            for n in range(6):
                asked.append(n)
                yield "outings", Entry("outing", "x" * 900)

        parts = divided(export(), entries(), 2_000)
        assert len(next(parts).outings) == 1
        assert len(asked) == 2

    def test_the_page_says_which_part_it_is(self) -> None:
        assert f"{ENGLISH.title} · 2" in Page(export_html(replace(export(), part=2), ENGLISH)).text
