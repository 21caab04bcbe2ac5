"""When? Moments as people type them, line by line: what was heard, its kin, and what nobody built with."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.understand.moment import Moment, read_moment
from tests.understand.expected import Case, cases, fits, told
from tests.understand.said_times import Asked, Saying, Taken, Verdict, judge, sayings

TABLES = sorted((Path(__file__).parent / "when").glob("*.yaml"))
COUNT, SEED = 2000, 10
"""So many generated phrases of a language; the reader was built while others were looked at."""

MOST_ASKED = 0.15


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{path.stem}: {case}") for path in TABLES for case in cases(path)]
)
def test_when(case: Case) -> None:
    read = read_moment(case.say, case.locale, case.now)
    assert fits(case, read), f"{told(case, read)}, and right is {case.right}"


def verdict(saying: Saying) -> Verdict:
    """Whether the reader's answer to a generated phrase is right, asked back, or wrong."""
    zone = ZoneInfo(saying.zone)
    read = read_moment(saying.text, saying.locale, saying.now.replace(tzinfo=zone))
    if read is None:
        return judge(saying, None)
    if isinstance(read, Moment):
        return judge(saying, Taken(read.at.astimezone(zone).replace(tzinfo=None)))
    return judge(saying, Asked(tuple(at.astimezone(zone).replace(tzinfo=None) for at in read.options), read.days))


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_generated_phrase_is_read_wrongly(language: str) -> None:
    said = sayings(language, SEED, COUNT)
    verdicts = {saying: verdict(saying) for saying in said}
    wrong = [
        f"{saying.text!r} ({saying.locale}, {saying.now:%a %m-%d %H:%M})"
        for saying in said
        if verdicts[saying] == "wrong"
    ]
    assert not wrong, "\n".join(wrong)
    assert Counter(verdicts.values())["asked"] <= MOST_ASKED * COUNT
