"""Prompts and values become what one reader gets: words as typed, values in their language and zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ScriptError
from bot.model.events import OpenQuestion, Prompt, Say
from bot.model.state import Person
from bot.model.values import (
    Day,
    Duration,
    Instant,
    Many,
    Number,
    Option,
    Own,
    Pair,
    Planned,
    Value,
    Variable,
    Words,
)
from bot.script.findings import ScriptErrors
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.shown import parsed, span
from bot.script.wording import Wording
from tests.script.saying import ANA, ASK, EVA, JO, LUIS, NAMES, NOW, SATURDAY, labels, question, say
from tests.script.small_house import small_house

# Words


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("<b>", "&lt;b&gt;"),
        ("{{7*7}}", "{{7*7}}"),
        ("{% block x %}", "{% block x %}"),
        ("Tom & Ana", "Tom &amp; Ana"),
        ("two\nlines", "two\nlines"),
        ("👩‍👩‍👧 ok", "👩‍👩‍👧 ok"),
        ("ana@x.org /stop", "ana@x.org /stop"),
    ],
)
def test_words_come_out_as_typed(wording: Wording, typed: str, html: str) -> None:
    text = wording.message(say("added", "common", words=Words(typed)), ANA).text
    assert text == f"Added: “{html}”"
    assert parsed(text) == f"Added: “{typed}”"


@given(typed=st.text(max_size=60))
def test_any_words_survive_html(wording: Wording, typed: str) -> None:
    text = wording.message(say("added", "common", words=Words(typed)), ANA).text
    shown = parsed(text).removeprefix("Added: “").removesuffix("”").removeprefix("\u2068").removesuffix("\u2069")
    assert shown.replace("\r", "\n") == typed.replace("\r", "\n").removeprefix("\u2068").removesuffix("\u2069")


@pytest.mark.parametrize("typed", ["שלום", "مرحبا (1)", "a\u202eb"])
def test_words_from_right_to_left_turn_only_themselves(wording: Wording, typed: str) -> None:
    text = wording.message(say("added", "common", words=Words(typed)), ANA).text
    assert text == f"Added: “\u2068{typed}\u2069”"


def test_a_name_is_escaped_too(wording: Wording) -> None:
    message = wording.message(question("how_far"), Person(id=1, name="<i>Ana</i>", language="en"))
    assert message.text.startswith("How long a walk, Ana?")
    assert "&lt;i&gt;" in wording.message(say("how_far", reader="<i>Ana</i>"), ANA).text


def test_a_skipped_answer_is_never_the_word_none(wording: Wording) -> None:
    text = wording.message(say("off", how_far=None, words=None, near=None), ANA).text
    assert text == "Off you go for .\n\n“”"


# Values


@pytest.mark.parametrize(
    ("minutes", "english", "spanish"),
    [
        (1, "1 minute", "1 minuto"),
        (30, "30 minutes", "30 minutos"),
        (60, "1 hour", "1 hora"),
        (90, "1 hour 30 minutes", "1 hora y 30 minutos"),
        (1440, "24 hours", "24 horas"),
        (2880, "2 days", "2 días"),
        (4505, "3 days 3 hours 5 minutes", "3 días, 3 horas y 5 minutos"),
    ],
)
def test_durations_are_said_in_words(minutes: int, english: str, spanish: str) -> None:
    assert (span(minutes, "en"), span(minutes, "es")) == (english, spanish)


def test_every_kind_of_value_is_shown_in_the_readers_language(wording: Wording) -> None:
    values: dict[str, Value] = {
        "how_far": Duration(90),
        "words": Words("Rain, Regen"),
        "near": Number(4),
        "mood": Option("tired"),
    }
    assert wording.message(say("off", **values), ANA).text == (
        "Off you go for 1 hour 30 minutes (90 min).\n\n“Rain, Regen” 4 Rather tired today"
    )
    assert wording.message(say("off", **values), LUIS).text == (
        "Vamos: 1 hora y 30 minutos. «Rain, Regen» 4 Sin muchas fuerzas"
    )


def test_instants_are_shown_in_the_readers_own_zone(wording: Wording) -> None:
    until = Instant(datetime(2026, 11, 22, 18, 5, tzinfo=UTC))
    message = say("menu", "common", out_until=until)
    waiting = {**message.values, "waiting": (Option("walk"), Option("week"))}
    text = wording.uncut(message.prompt, waiting, ANA, html=True)
    assert text == ('Until <tg-time unix="1795370700" format="t">18:05 UTC</tg-time>, and there waits: A walk, My week')
    assert "Until 18:05 UTC, and" in wording.uncut(message.prompt, waiting, ANA, html=False)


TRIP: dict[str, Variable] = {
    "what": Words("A <swim>"),
    "pack": Many(("tea", "book", "music")),
    "since": Day(date(2026, 11, 20)),
    "when": Instant(SATURDAY),
    "long": Duration(2880),
    "calm": Number(7),
}


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (
            EVA,
            "A &lt;swim&gt; con Té, Un libro y Música, desde viernes 20 de noviembre: sábado 28 de noviembre, 10:00, "
            "2 días, 7 de 10 (sábado 28 de noviembre, 10:00).",
        ),
        (
            JO,
            "“A &lt;swim&gt;” with Tea, A book, and Music, since Friday, November 20: "
            "Saturday, November 28, 4:00 AM for 2 days, 7 of 10 (Saturday, November 28, 4:00 AM).",
        ),
        (
            ANA,
            "“A &lt;swim&gt;” with Tea, A book and Music, since Friday 20 November: "
            '<tg-time unix="1795856400" format="wDt">Saturday 28 November, 09:00 UTC</tg-time> for 2 days, 7 of 10 '
            '(<tg-time unix="1795856400" format="wDt">Saturday 28 November, 09:00 UTC</tg-time>).',
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Person) else "",
)
def test_days_and_times_and_several_options_are_shown_to_each_in_their_way(
    wording: Wording, reader: Person, text: str
) -> None:
    shown = wording.message(say("planned", "trip", **TRIP), reader, NOW).text
    assert shown.replace("\u202f", " ") == text


def test_a_time_of_today_has_no_day_but_where_it_is_agreed_on(wording: Wording) -> None:
    today = Instant(datetime(2026, 11, 22, 17, 30, tzinfo=UTC))
    planned = wording.message(say("planned", "trip", **(TRIP | {"when": today})), EVA, NOW).text
    assert "18:30, 2 días, 7 de 10 (domingo 22 de noviembre, 18:30)." in planned
    eva = Person(id=5, name="Eva", language="en", zone="Europe/Madrid", city="Madrid")
    said = wording.message(say("moment_understood", "common", moment=today), eva, NOW).text
    assert said == "That is Sunday 22 November, 18:30."


def test_what_is_remembered_is_shown_with_the_names_of_its_dialog(wording: Wording) -> None:
    lines = (Own("what", Words("A swim")), Own("pack", Many(("tea",))), Own("gone_by_now", Option("a_word")))
    for dialog in ("common", "walk"):
        message = say("mine_item", dialog, title="A swim", kind="passion", lines=lines)
        assert wording.message(message, EVA).text == "A swim | Qué: A swim | Con qué: Té | : a word"


def test_plans_are_listed_with_their_moments(wording: Wording) -> None:
    items = (Planned("A <swim>", SATURDAY), Planned("", NOW))
    shown = wording.message(say("plans", "common", items=items), JO, NOW).text.replace("\u202f", " ")
    assert shown == "Plans: A &lt;swim&gt; – Saturday, November 28, 4:00 AM.  – 4:00 AM."


def test_lists_of_answers_have_the_questions_short_names(wording: Wording) -> None:
    pair = Pair("own_time", Option("little"), Option("right"))
    shown = wording.message(say("side_by_side", "week", items=(pair,)), ANA).text
    assert shown == "Own time: Too little | About right"
    own = (Own("own_time", Option("little")), Own("wish", Words("<3")))
    assert wording.message(say("yours", "week", items=own), LUIS).text == "Lo tuyo. Mi tiempo: Poco Un deseo: &lt;3"


# Languages


@pytest.mark.parametrize(
    ("tag", "language"),
    [("es", "es"), ("es-MX", "es"), ("ES_mx", "es"), ("en-GB", "en"), ("de", "en"), ("", "en"), (None, "en")],
)
def test_a_language_that_is_not_written_is_english(wording: Wording, tag: str | None, language: str) -> None:
    assert wording.language_of(tag) == language


def test_somebody_german_reads_english(wording: Wording) -> None:
    assert wording.message(question("mood"), Person(id=3, name="Uwe", language="de")).text.startswith(
        "And how are you?"
    )


def test_labels_and_commands(wording: Wording) -> None:
    assert wording.languages == ("en", "es")
    assert wording.label("walk", "tired", "es-MX") == "Sin muchas fuerzas"
    assert wording.label("walk", "menu", "en") == "menu"
    assert ("walk", "Salir a pasear") in wording.commands("es-MX")
    assert wording.read_labels("walk", "mood", ANA) == {"fine": "Fine", "tired": "Rather tired today"}
    assert wording.read_labels("walk", "land", LUIS)["MX"] == "México"
    assert wording.read_labels("walk", "off", ANA) == {}


def test_what_is_missing_is_said_without_anybodys_words(wording: Wording) -> None:
    with pytest.raises(ScriptError, match=r'prompts/en/walk\.j2:1: no prompt "nothing"'):
        wording.message(say("nothing", words=Words("a secret")), ANA)
    with pytest.raises(ScriptError, match="'low' is undefined") as caught:
        wording.message(say("misfit_scale", "common", words=Words("a secret")), ANA)
    assert "secret" not in str(caught.value)


def test_a_broken_template_stops_the_start(tmp_path: Path) -> None:
    dialogs, prompts = small_house(tmp_path)
    (prompts / "es" / "walk.j2").write_text("\n{% block a %}", encoding="utf-8")
    with pytest.raises(ScriptErrors, match=r"prompts/es/walk\.j2:2: "):
        Wording(prompts, load_library(dialogs), "coach_bot")


# What the engine hands over ready


def test_a_preview_is_introduced_and_then_sent_as_it_was(wording: Wording) -> None:
    asked = OpenQuestion(ASK, "walk", "mood", "offered")
    shown = Say(to=1, prompt=Prompt("walk", "mood"), values=NAMES, question=asked, ready="<b>Just</b> this")
    assert wording.message(shown, ANA).text.startswith("They would read:\n\n<b>Just</b> this\n\n<i>")
    sent = Say(to=2, prompt=Prompt("walk", "mood"), values=NAMES, ready="<b>Just</b> this")
    assert wording.message(sent, LUIS).text == "<b>Just</b> this"


def test_picks_are_ticked_and_keep_is_there(wording: Wording) -> None:
    asked = OpenQuestion(ASK, "week", "own_time", "offered", ("preview",), ("own_time", "wish"), ("wish",))
    rows = wording.message(Say(to=1, prompt=Prompt("week", "own_time"), values=NAMES, question=asked), ANA).rows
    assert labels(rows)[:2] == [["Own time"], ["✓ A wish"]]
    assert rows[1][0].data == f"a:{ASK}:wish"
    assert rows[-1][0].data == f"a:{ASK}:!preview"


def test_the_real_prompts_load() -> None:
    wording = Wording(prompts_folder(), load_library(dialogs_folder()), "coach_bot")
    for language in wording.languages:
        assert [name for name, _ in wording.commands(language)][:2] == ["leave", "back"]
