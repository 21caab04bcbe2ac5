"""Spanish is at home from Madrid to Buenos Aires: no prompt has a word that only one side says."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from bot.script.folders import prompts_folder
from bot.understand.written import BLOCK, COMMENT

WORDS = frozenset(yaml.safe_load((Path(__file__).parent / "one_side_only.yaml").read_text(encoding="utf-8"))["words"])
THEIRS = ("said_", "called_")


def test_no_prompt_has_a_word_that_only_one_side_says() -> None:
    found = []
    for path in sorted((prompts_folder() / "es").glob("*.j2")):
        parts = BLOCK.split(COMMENT.sub("", path.read_text(encoding="utf-8")))
        for name, said in zip(parts[1::3], parts[2::3], strict=True):
            if not name.startswith(THEIRS):
                found += [f"{path.name}, {name}: {word}" for word in re.findall(r"\w+", said.lower()) if word in WORDS]
    assert found == []
