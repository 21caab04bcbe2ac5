"""The words of the consent belong to a version: who changes them says whether people are to be asked anew."""

from __future__ import annotations

import hashlib

import pytest

from bot.coach.agreement import VERSION
from bot.script.folders import prompts_folder

KNOWN = {(2, "en"): "6b19c4dd5a23", (2, "es"): "76680b2a6892"}
"""By version and language: the first 12 digits of the SHA-256 of the block's words. Where they mean something else now,
raise the version and add its lines; where only the wording is better, correct the line."""


@pytest.mark.parametrize("language", sorted({language for _, language in KNOWN}))
def test_the_words_are_those_of_their_version(language: str) -> None:
    text = (prompts_folder() / language / "agreement.j2").read_text(encoding="utf-8")
    words = text.partition("{% block consent %}")[2].partition("{% endblock %}")[0].split()
    assert hashlib.sha256(" ".join(words).encode()).hexdigest()[:12] == KNOWN[VERSION, language]
