"""How well what people type is heard: which practice, small talk, control words, words to offers and previews.

`python -m tests.understand.evaluate` prints the figures on the half that nobody built with, with Wilson intervals;
`--half build` those on the other, with each text that was misheard.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter

import yaml

from bot.understand.control import read_control
from bot.understand.offered import read_reply, read_sending
from bot.understand.practices import read_practices, warm_up
from bot.understand.small_talk import read_talk
from tests.care.evaluate import Figure
from tests.understand.said_times import sayings
from tests.understand.test_when import MOST_ASKED, verdict

HERE = Path(__file__).parent / "heard"
LANGUAGES = ("en", "es")
FIRST_TWO = {"en": 0.85, "es": 0.80}
"""The least share of texts whose practice is among the first two."""

SEED, PHRASES = 2026, 2000
"""Of the times that are generated for the figures."""

Row = Mapping[str, object]


class Heard:
    """The texts of one language and half, and what was misheard of them."""

    def __init__(self, language: str, half: str) -> None:
        self.language = language
        self.folder = HERE / language / half
        self.misheard: list[str] = []

    def rows(self, name: str) -> Sequence[Row]:
        """The texts of one file."""
        rows: Sequence[Row] = yaml.safe_load((self.folder / f"{name}.yaml").read_text(encoding="utf-8"))
        return rows

    def count(self, rows: Sequence[Row], right: Mapping[str, bool], what: str) -> int:
        """How many are right; the others are noted."""
        wrong = [str(row["say"]) for row in rows if not right[str(row["say"])]]
        self.misheard += [f"{what}: {text}" for text in wrong]
        return len(rows) - len(wrong)

    def figures(self) -> Iterator[Figure]:
        """All figures of this language and half."""
        yield from self._routing()
        yield from self._control()
        yield from self._offers()
        yield from self._previews()

    def _routing(self) -> Iterator[Figure]:
        rows = self.rows("routing")
        found = {str(r["say"]): [each.practice for each in read_practices(str(r["say"]), self.language)] for r in rows}
        first = {str(r["say"]): bool(set(found[str(r["say"])][:1]) & _practices(r)) for r in rows}
        both = {str(r["say"]): bool(set(found[str(r["say"])]) & _practices(r)) for r in rows}
        yield Figure("practice, the first", sum(first.values()), len(rows))
        hits = self.count(rows, both, "practice")
        yield Figure("practice, among the first two", hits, len(rows), floor=FIRST_TWO[self.language])
        chat = self.rows("chitchat")
        quiet = {str(r["say"]): not _is_offered(str(r["say"]), self.language) for r in chat}
        yield Figure("offers on small talk", len(chat) - self.count(chat, quiet, "offered"), len(chat), ceiling=0.10)

    def _control(self) -> Iterator[Figure]:
        rows = self.rows("control")
        words = [row for row in rows if row["control"] is not None]
        answers = [row for row in rows if row["control"] is None]
        heard = {str(row["say"]): read_control(str(row["say"])) == row["control"] for row in rows}
        yield Figure("control words", self.count(words, heard, "control word"), len(words))
        yield Figure("answers taken for one", len(answers) - self.count(answers, heard, "an answer"), len(answers))

    def _offers(self) -> Iterator[Figure]:
        rows = self.rows("yesno")
        meant = {str(row["say"]): {"later": "no"}.get(str(row["answer"]), row["answer"]) for row in rows}
        read = {text: read_reply(text, self.language) for text in meant}
        right = {text: read[text] == answer for text, answer in meant.items()}
        yield Figure("yes and no to an offer", self.count(rows, right, "offer"), len(rows))
        opposite = sum({read[text], answer} == {"yes", "no"} for text, answer in meant.items())
        yield Figure("the opposite of what was meant", opposite, len(rows), ceiling=0.02)

    def _previews(self) -> Iterator[Figure]:
        rows = self.rows("preview")
        meant = {str(row["say"]): None if row["answer"] == "rewrite" else row["answer"] for row in rows}
        read = {text: read_sending(text) for text in meant}
        right = {text: read[text] == answer for text, answer in meant.items()}
        yield Figure("words under a preview", self.count(rows, right, "preview"), len(rows))
        sent = sum(read[text] == "send" != answer for text, answer in meant.items())
        yield Figure("sent though nobody said so", sent, len(rows), ceiling=0.0)


def _practices(row: Row) -> set[str]:
    meant = row["practice"]
    return {str(each) for each in meant} if isinstance(meant, list) else {str(meant)}


def _is_offered(text: str, language: str) -> bool:
    return read_control(text) is None and read_talk(text) is None and bool(read_practices(text, language))


def times(language: str) -> Iterator[Figure]:
    """How generated times are read: phrases by chance, of a seed that no test uses."""
    said = sayings(language, SEED, PHRASES)
    verdicts = [verdict(saying) for saying in said]
    yield Figure("generated times, right", verdicts.count("right"), PHRASES)
    yield Figure("generated times, asked back", verdicts.count("asked"), PHRASES, ceiling=MOST_ASKED)
    yield Figure("generated times, silently wrong", verdicts.count("wrong"), PHRASES, ceiling=0)


def main(arguments: Sequence[str]) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("build", "report"), default="report")
    half = parser.parse_args(arguments).half
    warm_up()
    for language in LANGUAGES:
        heard = Heard(language, half)
        began = perf_counter()
        found = list(heard.figures())
        texts = sum(len(heard.rows(name)) for name in ("routing", "chitchat", "control", "yesno", "preview"))
        sys.stdout.write(f"{language}, {half} half; {(perf_counter() - began) / texts * 1000:.1f} ms a text\n")
        sys.stdout.writelines(f"  {figure}\n" for figure in (*found, *times(language)))
        if half == "build":
            sys.stdout.writelines(f"    {text}\n" for text in heard.misheard)


if __name__ == "__main__":
    main(sys.argv[1:])
