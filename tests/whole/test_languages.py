"""A language that is only begun: the coach starts without it, and says so in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.script.findings import Finding
from bot.understand.written import Folders, Languages
from tests.stage import stage


async def test_the_coach_starts_without_a_language_that_lacks_its_words_of_danger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lacking = (Finding("tongues/es/danger.yaml", 1, "is missing"), Finding("tongues/es/signs.json", 1, "is missing"))

    def only_english(where: Folders) -> Languages:
        return Languages(("en",), {"es": lacking})

    monkeypatch.setattr("bot.app.languages", only_english)
    async with stage(tmp_path) as found:
        assert found.coach.wording.languages == ("en",)
        assert found.coach.wording.language_of("es-MX") == "en"
    said = [record.getMessage() for record in caplog.records if record.name == "bot.app"]
    assert said == [
        "es is not offered yet: tongues/es/danger.yaml:1: is missing (and 1 more); `coach language check es` says all."
    ]
