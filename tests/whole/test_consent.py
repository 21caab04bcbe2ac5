"""Being 18 and agreeing are two taps, each kept with its time and the version of its words, and exported."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.coach.agreement import VERSION
from bot.script.folders import prompts_folder
from tests.stage import Stage, stage

NAMED = {
    "en": ("feelings", "relationship", "health", "sex", "partner", "/forget", "/privacy"),
    "es": ("sientes", "relación", "salud", "sexo", "pareja", "/forget", "/privacy"),
}
"""What the consent names, and how it is taken back."""


async def exported(s: Stage, name: str) -> dict[str, Any]:
    """The settings of somebody's export, by id."""
    await s.send(name, "/export")
    tree = json.loads(dict(s.phone(name).documents())["coach.json"])
    return {line["id"]: line["value"] for line in tree["settings"]}


async def test_both_taps_are_kept_with_their_times(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.send("ana", "/start")
        assert "agreed" not in await exported(s, "ana")
        await s.press("ana", "18+")
        s.world.clock.advance(timedelta(minutes=3))
        await s.press("ana", "I agree")
        lines = await exported(s, "ana")
    assert lines["of_age"] == {"at": "2026-11-22T10:00:00Z", "type": "instant"}
    assert lines["agreed"] == {"at": "2026-11-22T10:03:00Z", "type": "instant"}
    assert [lines[f"{tap}_version"]["n"] for tap in ("of_age", "agreed")] == [VERSION, VERSION]
    assert "refused" not in lines


async def test_who_of_before_has_the_first_version_and_no_time(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.welcome("ana")
        await s.of_before("ana")
        lines = await exported(s, "ana")
        assert (lines["agreed"], lines["agreed_version"]["n"]) == (None, 1)
        await s.press("ana", "Rather not")
        lines = await exported(s, "ana")
        assert (lines["agreed_version"]["n"], lines["refused_version"]["n"]) == (1, VERSION)


async def test_an_age_that_agrees_as_well_is_an_age_alone(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.send("ana", "/start")
        await s.send("ana", "yes I'm 34 and I agree")
        assert "Do you agree" in s.screen("ana")
        await s.send("ana", "fine, whatever")
        assert "Do you agree" in s.screen("ana")


@pytest.mark.parametrize("language", sorted(NAMED))
def test_the_consent_names_what_it_is_about(language: str) -> None:
    words = (prompts_folder() / language / "agreement.j2").read_text(encoding="utf-8")
    consent = words.partition("{% block consent %}")[2].partition("{% endblock %}")[0]
    assert [word for word in NAMED[language] if word not in consent] == []
