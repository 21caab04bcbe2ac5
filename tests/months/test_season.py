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
from bot.playground.state import Message
from bot.playground.world import World
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

NOT_AMONG = {"strand", "wake", "weekly", "retract", "news", "held", "invited", "way_back"}
"""Reasons that need a script to change while people are at it, a week to be let go in somebody's night, an operator to
speak, more than six messages in a day, an invitation that is left open; whose row waits for its next week again, or for
the next silence; or that were Ben's alone, who is forgotten in the end."""

OF_OTHER_STORIES: frozenset[str] = frozenset(
    [
        *("compromise", "holiday", "roommates", "transition"),
        *("support", "stand_by", "stay_close", "their_day"),
    ]
)
"""Dialogs that nobody begins in this season: what comes by itself after them is told in stories of their own."""

SAID_THERE = {"common", "listening", "check_in"}
"""The dialogs of which anything is said in the group: what the coach says of itself, turns, a week that both chose."""

CHOSEN = {
    *("You moved the car without a word.", "That we wave at the airport."),
    *("Que me preguntó por la pared.", "Que vuelva con ganas."),
}
"""What was typed in private and went to the group, since both chose so."""

LATER = {("outside", "another_look"), ("review", "time_to_look"), ("ritual", "let_go")}
"""What comes four months, or four weeks, after it was begun here; and of proposals that one of the two lets lie."""


async def test_season_of_three_people(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What they do is in `season.yaml`, what their phones show in `season.txt`."""
    script, written = read_script(HERE / "season.yaml"), STORY.read_text(encoding="utf-8")
    listener = Listener(load_library(dialogs_folder()))
    async with stage(tmp_path) as on_stage:
        there = There(on_stage.world)

        def before(who: str, place: str) -> None:
            listener.acts(who, on_stage.world.clock.now())
            there.look()

        listener.listen(on_stage.coach.wording)
        telling = Telling(on_stage, script, tmp_path / "coach.db", before)
        try:
            shown = await telling.whole()
        except TranscriptError as error:
            pytest.fail(str(error), pytrace=False)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
    _only_what_may_come(listener, script.typed())
    _little_in_the_group(listener, there, script.typed_in_private())
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


def _little_in_the_group(listener: Listener, there: There, typed: list[str]) -> None:
    assert listener.unasked_there() == [], "nothing in the group unless somebody has just done something"
    assert there.at_once == 1, "one message in the group for one act"
    assert {told.prompt[0] for told in listener.in_group()} == SAID_THERE
    said = there.messages()
    assert [message for message in said if message.media is not None] == [], "no picture and no file in the group"
    assert {words for words in typed if any(words in message.text for message in said)} == CHOSEN
    assert len(there.with_others) == 1, "not a word as long as somebody else is there"


class There:
    """The groups of a world, looked at whenever something is about to happen."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._said = 0
        self.at_once = 0
        """How many messages the coach has sent there at most from one look to the next."""
        self.with_others: set[int] = set()
        """How many it had sent whenever somebody else was among the two."""

    def messages(self) -> list[Message]:
        """All that the coach has said in the groups."""
        groups = self._world.state.groups.values()
        return [m for group in groups for m in group.messages.values() if m.from_bot and m.service is None]

    def look(self) -> None:
        """See who is there, and how much has been said."""
        said = len(self.messages())
        self.at_once, self._said = max(self.at_once, said - self._said), said
        if any(len(group.present()) > 3 for group in self._world.state.groups.values()):
            self.with_others.add(said)


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
