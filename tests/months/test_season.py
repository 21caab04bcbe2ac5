"""A season of a couple and of somebody alone, six weeks and a bit, told day by day: each phone shows exactly what is
written."""

from __future__ import annotations

import difflib
import json
import logging
import os
from pathlib import Path
from typing import get_args

import pytest

from bot.model.events import NudgeReason
from bot.script.folders import dialogs_folder
from bot.script.load import load_library
from bot.store.padding import LEAST
from tests.dialogs.acts import TranscriptError
from tests.months.script import read_script
from tests.months.telling import Telling
from tests.months.unasked import Listener
from tests.stage import stage
from tests.unsealed import BODIES, Opener, rows

HERE = Path(__file__).parent
STORY = HERE / "season.txt"

NOT_AMONG = {"strand", "wake", "weekly", "retract", "news", "held", "invited", "way_back", "recurring", "group"}
"""Reasons that need a script to change while people are at it, a week to be let go in somebody's night, an operator to
speak, more than six messages in a day, an invitation that is left open; whose row waits for its next week again, or for
the next silence; or that were Ben's alone, who is forgotten in the end; or that belong
to rituals and groups, which have stories of their own."""

OF_OTHER_STORIES: frozenset[str] = frozenset(
    [
        *("compromise", "holiday", "listening", "ritual", "roommates", "transition"),
        *("support", "stand_by", "stay_close", "their_day"),
    ]
)
"""Dialogs that nobody begins in this season: what comes by itself after them is told in stories of their own."""

LATER = {("outside", "another_look"), ("review", "time_to_look")}
"""What comes four months, or four weeks, after it was begun here."""


async def test_season_of_three_people(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What they do is in `season.yaml`, what their phones show in `season.txt`."""
    script, written = read_script(HERE / "season.yaml"), STORY.read_text(encoding="utf-8")
    listener = Listener(load_library(dialogs_folder()))
    async with stage(tmp_path) as on_stage:

        def before(who: str) -> None:
            listener.acts(who, on_stage.world.clock.now())

        listener.listen(on_stage.coach.wording)
        telling = Telling(on_stage, script, tmp_path / "coach.db", before)
        try:
            shown = await telling.whole()
        except TranscriptError as error:
            pytest.fail(str(error), pytrace=False)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
    _only_what_may_come(listener, script.typed())
    _all_alike(tmp_path / "coach.db")
    assert _fired(tmp_path / "coach.db") == set(get_args(NudgeReason)) - NOT_AMONG
    if os.environ.get("REWRITE_TRANSCRIPTS"):
        STORY.write_text(shown, encoding="utf-8")
    elif shown != written:
        diff = difflib.unified_diff(written.splitlines(), shown.splitlines(), "written", "shown", lineterm="", n=6)
        why = "their phones show something else (make transcripts writes it anew, for review):"
        pytest.fail("\n".join([why, *diff]), pytrace=False)


def _only_what_may_come(listener: Listener, typed: list[str]) -> None:
    never = {name for name in listener.never_came() if name[0] not in OF_OTHER_STORIES}
    assert never == LATER, "all that may come by itself is in the story"
    assert listener.at_night() == [], "nothing in quiet hours unless that time was chosen"
    assert listener.too_many() == [], "no more offered than the person allows"
    assert listener.too_soon() == [], "nothing offered within two minutes of anything that somebody did"
    assert listener.while_out() == [], "nothing unasked while somebody is out"
    assert listener.said_again() == [], "never the same words twice in a row"
    assert list(listener.quoting(typed)) == [], "no nudge quotes what somebody wrote"
    assert listener.kept_at_night() != [], "a chosen hour is kept, also at night"


def _all_alike(database: Path) -> None:
    """Whatever somebody did in these weeks, what is sealed has the length of its kind; a file and the longest of texts
    twice that."""
    for kind, (query, _) in BODIES.items():
        lengths = {len(body) for _, body, *_ in rows(database, query) if isinstance(body, bytes)}
        assert lengths - {LEAST[kind]} <= ({2 * LEAST[kind]} if kind == "outbox" else set())


def _fired(database: Path) -> set[str]:
    """For which reasons something became due; those of people who were forgotten are gone with them."""
    opener, owner_of = Opener(database), BODIES["nudge"][1]
    found = rows(database, "SELECT person, body, id, due FROM nudge WHERE state = 'fired'")
    return {str(json.loads(opener.open("nudge", owner_of(person), *place))["reason"]) for person, *place in found}
