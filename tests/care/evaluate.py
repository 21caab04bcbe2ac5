"""How well danger is noticed in the texts of `tests/care`: found, false alarms and the kind, with Wilson intervals.

`python -m tests.care.evaluate` prints the figures on the half that nobody built with, each error in it, and what two
simple readers make of the same texts; `--half build` those on the other.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import get_args

from bot.model.danger import Danger
from bot.understand.danger import read_danger
from tests.care.baselines import naive_bayes, phrases
from tests.care.texts import LANGUAGES, Case, Half, Reader, cases


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % Wilson interval of a share; (0, 1) where there is nothing to count."""
    if not of:
        return 0.0, 1.0
    share = hits / of
    middle, spread = share + z * z / (2 * of), z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


@dataclass(frozen=True, slots=True)
class Figure:
    """One share with what it should be: at least (`floor`) or at most (`ceiling`)."""

    name: str
    hits: int
    of: int
    floor: float | None = None
    ceiling: float | None = None

    def __str__(self) -> str:
        """`found outright  0.97 (215 of 221, 95 %: 0.94–0.99) aim ≥ 0.95`."""
        low, high = wilson(self.hits, self.of)
        share = self.hits / self.of if self.of else 0.0
        aim = f"  aim ≥ {self.floor}" if self.floor is not None else f"  aim ≤ {self.ceiling}"
        aim = "" if self.floor is None and self.ceiling is None else aim
        return f"{self.name:28} {share:.3f}  ({self.hits} of {self.of}; 95 %: {low:.3f}–{high:.3f}){aim}"


def figures(all_cases: Sequence[Case], read: Reader) -> list[Figure]:
    """The figures on some texts. In what is said sideways, *unsure* counts as found."""
    seen = [(case, read(case.text)) for case in all_cases]
    outright = [(c, d) for c, d in seen if c.how == "outright"]
    indirect = [(c, d) for c, d in seen if c.how == "indirect"]
    either = [(c, d) for c, d in seen if c.categories and c.how is None]
    innocent = [(c, d) for c, d in seen if not c.categories]
    named = [(c, d) for c, d in seen if c.categories and d is not None and d.category is not None]
    sure = [(c, d) for c, d in named if _is_sure(d)]
    return [
        Figure("found, said outright", sum(_is_sure(d) for _, d in outright), len(outright), floor=0.95),
        Figure("  with unsure", sum(d is not None for _, d in outright), len(outright)),
        Figure("found, said sideways", sum(d is not None for _, d in indirect), len(indirect), floor=0.75),
        Figure("found, of two kinds", sum(d is not None for _, d in either), len(either)),
        Figure("false alarms", sum(_is_sure(d) for _, d in innocent), len(innocent), ceiling=0.03),
        Figure("unsure of the innocent", sum(_is_unsure(d) for _, d in innocent), len(innocent), ceiling=0.08),
        Figure("kind right, where sure", sum(_right(c, d) for c, d in sure), len(sure), floor=0.9),
        Figure("kind right, of all found", sum(_right(c, d) for c, d in named), len(named)),
    ]  # fmt: skip


def _is_sure(danger: Danger | None) -> bool:
    return danger is not None and not danger.unsure


def _is_unsure(danger: Danger | None) -> bool:
    return danger is not None and danger.unsure


def _right(case: Case, danger: Danger | None) -> bool:
    return danger is not None and danger.category in case.categories


def errors(all_cases: Iterable[Case], read: Reader) -> Iterator[str]:
    """Each text that was read wrongly, with what is right and what came."""
    for case in all_cases:
        danger = read(case.text)
        came = "nothing" if danger is None else f"{danger.category}{'?' if danger.unsure else ''}"
        if not case.categories:
            wrong = danger is not None
        elif danger is None:
            wrong = True
        else:
            wrong = danger.category not in case.categories or (danger.unsure and case.how == "outright")
        if wrong:
            right = "/".join(case.categories) or "innocent"
            yield f"{right} {case.how or ''} → {came} | {case.hand} | {case.text}".replace("  ", " ")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures and the errors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--half", choices=get_args(Half), default="report")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--alone", action="store_true", help="without the readers to compare with")
    parser.add_argument("--quiet", action="store_true", help="the figures only")
    chosen = parser.parse_args(arguments)
    for language in chosen.language or LANGUAGES:
        texts = cases(language, chosen.half)
        hands = sorted({case.hand for case in texts})
        print(f"\n{language}, {chosen.half}: {len(texts)} texts by {len(hands)} hands ({', '.join(hands)})")
        for figure in figures(texts, read_danger):
            print(f"  {figure}")
        for name, reader in (
            ()
            if chosen.alone
            else (
                ("a list of phrases", phrases),
                ("naive Bayes", naive_bayes(cases(language, "build"))),
            )
        ):
            print(f"  for comparison, {name}:")
            for figure in figures(texts, reader):
                if not figure.name.startswith(" "):
                    print(f"    {figure}")
        if not chosen.quiet:
            print("  each error:")
            for line in errors(texts, read_danger):
                print(f"    {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
