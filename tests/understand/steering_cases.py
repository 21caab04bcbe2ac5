"""The cases of words that steer: our own, and those of two other hands who had not seen the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).parent
LANGUAGES: Final = ("en", "es")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, and whether it tells the other how to live."""

    said: str
    steers: bool


def own(language: str) -> list[Case]:
    """Those that the reader was written with."""
    found: Mapping[str, Sequence[str]] = _read(f"steering.{language}.yaml")
    return [Case(said, right == "steers") for right in ("steers", "fair") for said in found[right]]


def others(language: str) -> list[Case]:
    """Somebody else's, all of which the reader has learned of by now."""
    exam, other = _read(f"steering_exam.{language}.yaml"), _read(f"steering_other.{language}.yaml")
    return _cases([*exam["open"], *exam["kept"], *other["cases"]])


def kept(language: str) -> list[Case]:
    """Somebody else's, which the reader has not learned of: read once, when it was done."""
    return _cases(_read(f"steering_kept.{language}.yaml")["cases"])


def built_with(language: str) -> list[Case]:
    """All that the reader may know."""
    return [*own(language), *others(language)]


def _cases(found: Sequence[Mapping[str, str]]) -> list[Case]:
    return [Case(case["said"], case["right"] == "steers") for case in found]


def _read(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found
