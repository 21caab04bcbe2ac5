"""Questions get buttons that suit a phone, and keep the one that was pressed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.events import CopyButton, LinkButton, Prompt, Say, Settle
from bot.model.script import Button
from bot.model.values import (
    Day,
    Duration,
    Instant,
    Many,
    Number,
    Option,
    Value,
    Words,
)
from bot.script.helplines import countries
from bot.script.keyboard import Key, fit, spread
from bot.script.shown import units
from bot.script.wording import Wording
from tests.script.saying import ANA, ASK, EVA, JO, LUIS, NAMES, NOW, SATURDAY, asked, data, labels, question


def test_a_question_has_its_mark_and_its_keyboard(wording: Wording) -> None:
    message = wording.message(question("how_far", "back", "later", visibility="shared"), ANA)
    assert message.text == "How long a walk, Ana?\n\n<i>💬 Goes to Luis</i>"
    assert labels(message.rows) == [
        ["15 min", "30 min", "1 hour 30 minutes"],
        ["No walk"],
        ["‹ Back", "Not now"],
    ]
    assert [key.data for row in message.rows for key in row] == [
        f"a:{ASK}:15",
        f"a:{ASK}:30",
        f"a:{ASK}:90",
        f"a:{ASK}:no_walk",
        f"a:{ASK}:!back",
        f"a:{ASK}:!later",
    ]


def test_a_scale_is_one_row(wording: Wording) -> None:
    rows = wording.message(question("near"), ANA).rows
    assert labels(rows) == [["1", "2", "3", "4", "5"]]
    assert rows[0][4].data == f"a:{ASK}:5"


def test_yes_and_no_stand_above_the_ways_out(wording: Wording) -> None:
    rows = wording.message(question("mood", "yes", "no", "skip", "later"), ANA).rows
    assert labels(rows) == [["Fine", "Rather tired today"], ["Yes", "No"], ["Skip", "Not now"]]
    assert rows[1][0].data == f"a:{ASK}:!yes"


def test_numbers_stand_six_in_a_row(wording: Wording) -> None:
    rows = asked(wording, "calm")
    assert labels(rows) == [["0", "1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"]]
    assert data(rows) == [str(n) for n in range(11)]


def test_a_yes_and_a_no(wording: Wording) -> None:
    rows = asked(wording, "dry")
    assert labels(rows) == [["Yes", "No"]]
    assert data(rows) == ["yes", "no"]


def test_several_are_ticked_and_then_done(wording: Wording) -> None:
    assert labels(asked(wording, "pack", controls=("skip",))) == [["Tea", "A book", "Music"], ["Skip"]]
    rows = asked(wording, "pack", picked=["book", "tea"], controls=("done", "skip"))
    assert labels(rows) == [["✓ Tea", "✓ A book", "Music"], ["That is all"], ["Skip"]]
    assert data(rows) == ["tea", "book", "music", "!done", "!skip"]


def test_a_moment_is_tapped_by_its_day(wording: Wording) -> None:
    rows = asked(wording, "when", EVA)
    assert labels(rows) == [["Hoy", "Mañana", "Mar 24", "Mié 25"], ["Jue 26", "Vie 27", "Sáb 28", "Dom 29"]]
    assert data(rows)[:2] == ["d2026-11-22", "d2026-11-23"]


def test_and_then_by_its_hour(wording: Wording) -> None:
    rows = asked(wording, "when", day=date(2026, 11, 23), controls=("change",))
    assert [len(row) for row in rows] == [4, 4, 4, 4, 1]
    assert labels(rows)[0] == ["07:00", "08:00", "09:00", "10:00"]
    assert data(rows)[-2:] == ["h1320", "!change"]
    american = asked(wording, "when", JO, day=date(2026, 11, 23))
    assert [label.replace("\u202f", " ") for label in labels(american)[2]] == ["3 PM", "4 PM", "5 PM", "6 PM"]


def test_the_day_whose_hours_are_shown_leads_back(wording: Wording) -> None:
    rows = asked(wording, "when", EVA, day=date(2026, 11, 24), controls=("days",))
    assert rows[-1] == (Key("callback", "‹ Mar 24", f"a:{ASK}:!days"),)


def test_or_by_one_of_the_moments_that_were_meant(wording: Wording) -> None:
    noon = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
    rows = asked(wording, "when", EVA, moments=[noon, SATURDAY])
    assert labels(rows) == [["Hoy 12:00", "Sáb 10:00"]]
    assert data(rows) == [f"t{int(noon.timestamp())}", "t1795856400"]


def test_remembered_words_are_suggested_as_far_as_a_button_shows_them(wording: Wording) -> None:
    rows = asked(wording, "what", suggestions=["Pottery", "Open water\nswimming with <Luis> & co, at last"])
    assert labels(rows) == [["Pottery"], ["Open water swimming with <L…"]]
    assert data(rows) == ["s0", "s1"]


def test_a_label_may_be_a_number_of_a_list(wording: Wording) -> None:
    buttons = (Button("plan.x", "#1"), Button("walk", "menu"))
    shown = Say(to=1, prompt=Prompt("common", "plans"), values={**NAMES, "items": ()}, buttons=buttons)
    assert labels(wording.message(shown, ANA).rows) == [["1", "menu"]]


def test_countries_stand_two_in_a_row(wording: Wording) -> None:
    rows = wording.message(question("land", "skip"), LUIS).rows
    shown = [key for row in rows[:-1] for key in row]
    assert len(shown) == len(countries()) + 1
    assert all(len(row) == 2 for row in rows[:-2])
    assert [key.label for key in shown[:4]] == ["Alemania", "Argentina", "Australia", "Austria"]
    assert shown[-1].data == f"a:{ASK}:elsewhere"
    assert Key("callback", "México", f"a:{ASK}:MX") in shown
    assert labels(rows)[-1] == ["Saltar"]


@pytest.mark.parametrize(
    ("longest", "count", "sizes"),
    [(5, 3, [3]), (14, 4, [2, 2]), (5, 7, [3, 3, 1]), (15, 3, [2, 1]), (20, 4, [2, 2]), (21, 2, [1, 1]), (5, 0, [])],
)
def test_rows_suit_a_phone(longest: int, count: int, sizes: list[int]) -> None:
    assert [len(row) for row in fit([Key("callback", "x" * longest, "c:x")] * count)] == sizes


@given(count=st.integers(0, 120), most=st.integers(1, 8))
def test_spread_keeps_every_key_in_order(count: int, most: int) -> None:
    keys = [Key("callback", str(n), str(n)) for n in range(count)]
    rows = spread(keys, most)
    assert [key for row in rows for key in row] == keys
    assert all(0 < len(row) <= most for row in rows)


def test_buttons_of_a_message(wording: Wording) -> None:
    values = {**NAMES, "how_far": Duration(60), "words": Words("<b>& rain")}
    buttons = (Button("walk", "again"), CopyButton(Prompt("walk", "say_words")), LinkButton("t_ok-en"))
    message = wording.message(Say(to=1, prompt=Prompt("walk", "say_so"), values=values, buttons=buttons), ANA)
    assert message.rows == (
        (Key("copy", "Copy", "I walk for 1 hour & come back <soon>: <b>& rain"),),
        (Key("url", "Pass it on", "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fcoach_bot%3Fstart%3Dt_ok-en"),),
        (Key("callback", "Again", "c:walk"),),
    )


@pytest.mark.parametrize(("drops", "buttons"), [(20, 1), (300, 0)])
def test_a_text_is_copied_whole_or_by_no_button(wording: Wording, drops: int, buttons: int) -> None:
    values = {**NAMES, "how_far": Duration(60), "words": Words("🌧" * drops)}
    button = CopyButton(Prompt("walk", "say_words"))
    rows = wording.message(Say(to=1, prompt=Prompt("walk", "say_so"), values=values, buttons=(button,)), ANA).rows
    assert len(rows) == buttons
    assert all("🌧" * drops in key.data and units(key.data) <= 256 for row in rows for key in row)


@pytest.mark.parametrize(
    ("step", "chosen", "label", "data"),
    [
        ("calm", Number(7), "✓ 7", "7"),
        ("dry", Option("no"), "✓ no", "no"),
        ("pack", Many(("tea", "music")), "✓ Té y Música", "!done"),
        ("pack", Many(("tea",) * 9), "✓ Té, Té, Té, Té, Té, Té, Té, Té y Té", "!done"),
        ("pack", Many(("music",) * 9), "✓ Música, Música, Música, Música, Música,…", "!done"),
        ("since", Day(date(2026, 11, 20)), "✓ Vie 20", "d2026-11-20"),
        ("when", Instant(SATURDAY), "✓ Sáb 10:00", "t1795856400"),
    ],
    ids=str,
)
def test_an_answered_question_of_a_newer_kind_as_well(
    wording: Wording, step: str, chosen: Value, label: str, data: str
) -> None:
    assert wording.settled(Settle(3, ASK, "trip", step, chosen), EVA, NOW) == Key("callback", label, f"a:{ASK}:{data}")


@pytest.mark.parametrize(
    ("step", "chosen", "key"),
    [
        ("how_far", Option("no_walk"), Key("callback", "✓ Sin paseo", f"a:{ASK}:no_walk")),
        ("how_far", Duration(30), Key("callback", "✓ 30 min", f"a:{ASK}:30")),
        ("how_far", Duration(75), Key("callback", "✓ 1 hora y 15 minutos", f"a:{ASK}:75")),
        ("near", Number(3), Key("callback", "✓ 3", f"a:{ASK}:3")),
        ("land", Option("ES"), Key("callback", "✓ España", f"a:{ASK}:ES")),
        ("words", Words("rain"), None),
        ("words", None, None),
    ],
)
def test_an_answered_question_keeps_what_was_chosen(
    wording: Wording, step: str, chosen: Value | None, key: Key | None
) -> None:
    assert wording.settled(Settle(2, ASK, "walk", step, chosen), LUIS) == key
