"""A dialog is drawn with all its steps and ways."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.engine.script import Dialog
from bot.engine.steps.end import EndStep
from bot.script.folders import dialogs_folder
from bot.script.graph import graph
from bot.script.load import load_library

HERE = Path(__file__).parent
REAL = load_library(dialogs_folder()).dialogs
TALK = """\
dialog: talk
about: Two people, by turns.
source: [cook]
for: [couple]
steps:
  - {gate: safe, expires: 1d, waiting: wait, closed: shut}
  - turns: floor
    expires: 1d
    left: gone
    steps:
      - {ask: heard, kind: choice, options: [yes_it_is, not_quite], who: partner, visibility: shared}
      - {repeat: heard, when: heard, is: not_quite, most: 2}
  - choose: out
    cases:
      space: end
      leave: {call: talk}
      otherwise: go_on
"""
DRAWN = """\
flowchart TD
    begin(["talk"])
    s_safe[/"gate safe"/]
    s_floor{{"turns floor"}}
    subgraph floor_block ["floor"]
        s_heard[/"ask heard<br/>choice of the partner, shared"/]
        s_repeat_heard{"repeat heard"}
    end
    s_choose_out{"out"}
    s_call_talk["call talk"]
    over(["end"])
    begin --> s_safe
    s_safe --> s_floor
    s_floor --> s_heard
    s_heard --> s_repeat_heard
    s_repeat_heard -->|heard is not_quite, 2 times at most| s_heard
    s_repeat_heard --> s_choose_out
    s_choose_out -->|space| over
    s_choose_out -->|leave| s_call_talk
    s_choose_out -->|otherwise| over
    s_call_talk --> over
"""


def test_blocks_are_frames_and_cases_are_labels(tmp_path: Path) -> None:
    (tmp_path / "talk.yaml").write_text(TALK, encoding="utf-8")
    assert graph(load_library(tmp_path).dialogs["talk"]) == DRAWN


def test_again_leads_back_and_items_say_what_they_are_made_of() -> None:
    drawn = graph(load_library(HERE / "small" / "dialogs").dialogs["trip"]).splitlines()
    for line in (
        "s_choose_dry -->|no| s_again_pack",
        "s_again_pack -.-> s_pack",
        's_remember_outing["remember outing<br/>from what, when, long"]',
        's_share["nudge share<br/>at next_evening"]',
        "s_call_walk --> over",
    ):
        assert f"    {line}" in drawn


@pytest.mark.parametrize("dialog", REAL.values(), ids=REAL.keys())
def test_every_step_of_the_real_dialogs_is_drawn_and_led_to(dialog: Dialog) -> None:
    lines = [line.strip() for line in graph(dialog).splitlines()]
    nodes = [line for line in lines if re.match(r"s_\w+[\[{]", line)]
    drawn = {re.split(r"[\[{]", node)[0] for node in nodes}
    assert drawn == {f"s_{step.id}" for step in dialog.steps.values() if not isinstance(step, EndStep)}
    led_to = {line.split()[-1] for line in lines if re.search(r"-->|-\\.->", line)}
    assert led_to <= {*drawn, "over"}
    assert drawn <= led_to
