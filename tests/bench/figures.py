"""Figures as a table for people and as JSON: each with its bar, what was measured, and whether the bar is reached."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured several times over, each time as `own` against `other` in the same run.

    Without an `other` it is absolute. `unit` is that of both; a ratio has none.
    """

    name: str
    bar: float
    own: Sequence[float]
    other: Sequence[float] = ()
    unit: str = ""
    at_least: bool = False
    note: str = ""
    why: str = ""
    """What stands in its way where it is not reached."""

    @property
    def values(self) -> Sequence[float]:
        """What is compared with the bar, of each run."""
        return [a / b for a, b in zip(self.own, self.other, strict=True)] if self.other else self.own

    @property
    def value(self) -> float:
        """The median of the runs."""
        return median(self.values)

    @property
    def reached(self) -> bool:
        """Whether it is as good as its bar."""
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def row(self) -> Sequence[str]:
        """Its line in the table."""
        unit = "" if self.other else f" {self.unit}"
        absolute = f"{_short(median(self.own))} : {_short(median(self.other))} {self.unit}" if self.other else ""
        spread = f"{_short(min(self.values))}–{_short(max(self.values))}"
        bar = f"{'≥' if self.at_least else '≤'} {self.bar:g}{unit}"
        return (self.name, bar, _short(self.value) + unit, spread, "yes" if self.reached else "NO", absolute, self.note)

    def as_json(self) -> Mapping[str, object]:
        """All of it."""
        return {
            "figure": self.name,
            "bar": self.bar,
            "better": "more" if self.at_least else "less",
            "value": self.value,
            "reached": self.reached,
            "unit": self.unit,
            "runs": list(self.values),
            "own": list(self.own),
            "other": list(self.other),
            "note": self.note,
            "why": "" if self.reached else self.why,
        }


@dataclass(slots=True)
class Report:
    """What one part of the bench has found: figures, and lines that explain them."""

    figures: list[Figure] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    more: dict[str, object] = field(default_factory=dict)
    """For the JSON alone."""

    def add(self, other: Report) -> None:
        """What another part has found comes after."""
        self.figures += other.figures
        self.lines += other.lines
        self.more |= other.more


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of all do not pass."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns; the first row is the head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def show(report: Report) -> str:
    """The report as people read it."""
    head = ("figure", "bar", "median", "runs", "reached", "coach : peer", "note")
    shown = [table([head, *(figure.row() for figure in report.figures)])] if report.figures else []
    missed = [f"Not reached: {each.name}. {each.why}" for each in report.figures if each.why and not each.reached]
    return "\n\n".join([*shown, *missed, *report.lines])


def write(report: Report, file: Path) -> None:
    """The report as JSON."""
    found = {"figures": [figure.as_json() for figure in report.figures], **report.more}
    file.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
