"""Prompts and values become what one reader gets: words as typed, buttons that suit a phone, in their language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ScriptError
from bot.model.events import Control, CopyButton, LinkButton, Prompt, Question, Say, Settle
from bot.model.script import Button, Visibility
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
from bot.script.helplines import countries
from bot.script.keyboard import Key, fit, spread
from bot.script.load import load_library
from bot.script.shown import cut, parsed, span, units
from bot.script.wording import TEXT_UNITS, Wording
from tests.script.small_house import small_house

ANA = Person(id=1, name="Ana", language="en")
LUIS = Person(id=2, name="Luis", language="es-MX")
NAMES: dict[str, Variable] = {"reader": "Ana", "other": "Luis", "me": "Ana", "partner": "Luis", "linked": True}
ASK = "abcdefghij"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
EVA = Person(id=3, name="Eva", language="es", zone="Europe/Madrid", city="Madrid")
JO = Person(id=4, name="Jo", language="en", zone="America/New_York", city="New York")


@pytest.fixture(scope="module")
def wording(tmp_path_factory: pytest.TempPathFactory) -> Wording:
    dialogs, prompts = small_house(tmp_path_factory.mktemp("house"))
    return Wording(prompts, load_library(dialogs), "coach_bot")


def say(name: str, dialog: str = "walk", /, **values: Variable) -> Say:
    return Say(to=1, prompt=Prompt(dialog, name), values={**NAMES, **values})


def question(step: str, *controls: Control, visibility: Visibility = "private", dialog: str = "walk") -> Say:
    asked = Question(ASK, dialog, step, visibility, controls)
    return Say(to=1, prompt=Prompt(dialog, step), values=NAMES, question=asked)


def labels(rows: tuple[tuple[Key, ...], ...]) -> list[list[str]]:
    return [[key.label for key in row] for row in rows]


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


# Buttons


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


def asked(wording: Wording, step: str, reader: Person = ANA, **shown: object) -> tuple[tuple[Key, ...], ...]:
    given = Question(ASK, "trip", step, "private", **shown)  # type: ignore[arg-type]
    return wording.message(Say(to=1, prompt=Prompt("trip", step), values=NAMES, question=given), reader, NOW).rows


def data(rows: tuple[tuple[Key, ...], ...]) -> list[str]:
    return [key.data.removeprefix(f"a:{ASK}:") for row in rows for key in row]


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
    rows = asked(wording, "pack", picked=("book", "tea"), controls=("done", "skip"))
    assert labels(rows) == [["✓ Tea", "✓ A book", "Music"], ["That is all"], ["Skip"]]
    assert data(rows) == ["tea", "book", "music", "!done", "!skip"]


def test_a_moment_is_tapped_by_its_day(wording: Wording) -> None:
    days = tuple(date(2026, 11, 22 + n) for n in range(8))
    rows = asked(wording, "when", EVA, days=days)
    assert labels(rows) == [["Hoy", "Mañana", "Mar 24", "Mié 25"], ["Jue 26", "Vie 27", "Sáb 28", "Dom 29"]]
    assert data(rows)[:2] == ["d2026-11-22", "d2026-11-23"]


def test_and_then_by_its_hour(wording: Wording) -> None:
    rows = asked(wording, "when", hours=tuple(range(420, 1380, 60)), controls=("change",))
    assert [len(row) for row in rows] == [4, 4, 4, 4, 1]
    assert labels(rows)[0] == ["07:00", "08:00", "09:00", "10:00"]
    assert data(rows)[-2:] == ["h1320", "!change"]
    american = asked(wording, "when", JO, hours=(600, 1080, 1110))
    assert [label.replace("\u202f", " ") for label in labels(american)[0]] == ["10 AM", "6 PM", "6:30 PM"]


def test_or_by_one_of_the_moments_that_were_meant(wording: Wording) -> None:
    noon = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
    rows = asked(wording, "when", EVA, moments=(noon, SATURDAY))
    assert labels(rows) == [["Hoy 12:00", "Sáb 10:00"]]
    assert data(rows) == [f"t{int(noon.timestamp())}", "t1795856400"]


def test_remembered_words_are_suggested_as_far_as_a_button_shows_them(wording: Wording) -> None:
    rows = asked(wording, "what", suggestions=("Pottery", "Open water\nswimming with <Luis> & co, at last"))
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


def test_copied_text_fits_its_button(wording: Wording) -> None:
    values = {**NAMES, "how_far": Duration(60), "words": Words("🌧" * 300)}
    button = CopyButton(Prompt("walk", "say_words"))
    rows = wording.message(Say(to=1, prompt=Prompt("walk", "say_so"), values=values, buttons=(button,)), ANA).rows
    assert 254 <= units(rows[0][0].data) <= 256
    assert rows[0][0].data.endswith("🌧…")


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


# Length


@pytest.mark.parametrize("character", ["w", "🌧", "<", "&"])
def test_a_message_too_long_has_peoples_words_cut(wording: Wording, character: str) -> None:
    items = tuple(Pair("wish", Words(character * 2000), Words(character * 2000)) for _ in range(4))
    text = wording.message(say("side_by_side", "week", items=items), ANA).text
    assert units(parsed(text)) <= TEXT_UNITS
    assert text.count("A wish: ") == 4
    assert "… | " in text


def test_a_message_that_nothing_can_shorten_is_cut(wording: Wording) -> None:
    items = tuple(Pair("wish", Number(1), Words("<" * 9)) for _ in range(900))
    text = wording.message(say("side_by_side", "week", items=items), ANA).text
    assert units(parsed(text)) == TEXT_UNITS
    assert text.endswith("…")


def test_a_text_beside_a_file_is_shorter(wording: Wording) -> None:
    told = Say(to=1, prompt=Prompt("common", "added"), values={"words": Words("w" * 3000)}, attach="calendar")
    assert 900 < units(parsed(wording.message(told, ANA).text)) <= 1024


@given(text=st.text(), most=st.integers(1, 40))
def test_cut_never_halves_a_character(text: str, most: int) -> None:
    short = cut(text, most)
    assert units(short) <= max(most, 1)
    assert short == text or text.startswith(short[:-1])


# What the engine hands over ready


def test_a_preview_is_introduced_and_then_sent_as_it_was(wording: Wording) -> None:
    asked = Question(ASK, "walk", "mood", "offered")
    shown = Say(to=1, prompt=Prompt("walk", "mood"), values=NAMES, question=asked, ready="<b>Just</b> this")
    assert wording.message(shown, ANA).text.startswith("They would read:\n\n<b>Just</b> this\n\n<i>")
    sent = Say(to=2, prompt=Prompt("walk", "mood"), values=NAMES, ready="<b>Just</b> this")
    assert wording.message(sent, LUIS).text == "<b>Just</b> this"


def test_picks_are_ticked_and_keep_is_there(wording: Wording) -> None:
    asked = Question(ASK, "week", "own_time", "offered", ("preview",), ("own_time", "wish"), ("wish",))
    rows = wording.message(Say(to=1, prompt=Prompt("week", "own_time"), values=NAMES, question=asked), ANA).rows
    assert labels(rows)[:2] == [["Own time"], ["✓ A wish"]]
    assert rows[1][0].data == f"a:{ASK}:wish"
    assert rows[-1][0].data == f"a:{ASK}:!preview"


def test_the_real_prompts_load() -> None:
    wording = Wording(prompts_folder(), load_library(dialogs_folder()), "coach_bot")
    for language in wording.languages:
        assert [name for name, _ in wording.commands(language)][:2] == ["start", "menu"]
