"""Two weeks of a couple: their days, nights and check-ins, one input after the other."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.model.inputs import Fired
from tests.engine.driver import Stage

ANNA, BEN = 1, 2
NUMBER = re.compile(r"_\d$")
"""Which of its wordings a nudge has."""
WEEK = ("right", "too_much", "4", "3", "you made soup", "a day by the sea")


def check_in(stage: Stage, who: int) -> None:
    for given in WEEK:
        question = stage.question(who)
        if question.step in ("appreciated", "wish"):
            stage.type(who, given)
        else:
            stage.press(who, f"a:{question.ask}:{given}")


def test_two_weeks_of_a_couple() -> None:
    stage = Stage()
    for day in range(14):
        if day % 7 == 0:
            stage.command(ANNA, "checkin")
            check_in(stage, ANNA)
            stage.move(timedelta(hours=30))
            if day == 0:
                check_in(stage, BEN)
        else:
            who = (ANNA, BEN)[day % 2]
            stage.command(who, "space")
            stage.press(who, f"a:{stage.question(who).ask}:30")
            stage.move(timedelta(hours=1))
        stage.move(timedelta(hours=24) - timedelta(hours=stage.now.hour - 10))
    names = {who: [NUMBER.sub("", m.name) for m in stage.phones[who].shown] for who in (ANNA, BEN)}
    for shown in names.values():
        assert shown.count("check_in.both_weeks") == 1
        assert shown.count("check_in.let_go") == 1
        assert shown.count("space.welcome_back") == 6
        assert shown.count("space.partner_hears") == 6
    assert names[BEN].count("remind") == 1
    assert names[ANNA].count("remind") == 0
    assert [m.kind for m in stage.memory].count("check_in") == 2
    assert sum(isinstance(happened, Fired) for happened, _ in stage.happened) == len(stage.fired)
    assert {n.reason for n in stage.nudges.values()} == {"way_back", "weekly", "season"}
    assert not stage.of(ANNA).runs
    assert all(not person.parked and not person.queue for person in stage.of(ANNA).people.values())
