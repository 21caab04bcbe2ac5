"""The points of the practices, each with the stories that walk it and words that these show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a practice. Every one of its stories shows all of `seen`, which is by language; it begins `dialog`,
    or uses the `command` where the coach has no dialog for it."""

    practice: str
    point: str
    stories: tuple[str, ...]
    seen: dict[str, tuple[str, ...]]
    dialog: str | None
    command: str | None

    def files(self, language: str) -> Iterator[Path]:
        """Its stories in a language, whether they are there or not."""
        return (HERE / language / f"{story}.txt" for story in self.stories)


def points() -> list[Point]:
    """All points, in their order."""
    return [_point(practice, point) for practice, those in _read()["practices"].items() for point in those]


def later() -> list[str]:
    """Practices that nothing walks yet."""
    return [str(name) for name in _read()["later"]]


def shown(file: Path) -> str:
    """What the phones show in a story, without what people do and the remarks for the reader."""
    return "\n".join(line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("  "))


def done(file: Path) -> str:
    """What people do in a story."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith((" ", "#")))


def _point(practice: str, point: Mapping[str, Any]) -> Point:
    seen = {language: tuple(words) for language, words in point["seen"].items()}
    dialog = None if "command" in point else point.get("dialog", practice)
    return Point(practice, point["point"], tuple(point["stories"]), seen, dialog, point.get("command"))


def _read() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load((HERE / "practices.yaml").read_text(encoding="utf-8"))
    return read
