"""What is said to somebody, as if it were said about them: "you hit me" as "he hit me".

Whoever finds words for their partner writes *to* them, and the frames speak *of* who does something. Words that turn
nothing round are left as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import Field

from bot.script.forms import Form
from bot.understand.danger.text import Word


@dataclass(frozen=True, slots=True)
class Turned:
    """How one language turns it round. `words`: of the longest run of words that fits, what it becomes; `endings`: of a
    verb that stands right after one of `after`, the longest that fits."""

    words: Mapping[tuple[str, ...], tuple[str, ...]]
    after: frozenset[str]
    endings: Mapping[str, str]
    _runs: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = field(init=False, default_factory=dict)
    """The words by their first, in the same order."""

    def __post_init__(self) -> None:
        for run in self.words.items():
            self._runs.setdefault(run[0][0], []).append(run)

    def of(self, words: Sequence[Word]) -> list[Word] | None:
        """The words turned round; None where nobody is spoken to."""
        turned, changed, at = list[Word](), False, 0
        while at < len(words):
            length, becomes = self._run(words, at)
            if not length:
                length, becomes = 1, (self._verb(words, at),)
            changed |= becomes != tuple(word.text for word in words[at : at + length])
            head = words[at]
            turned += [head if n == 0 and text == head.text else _put(head, text, n) for n, text in enumerate(becomes)]
            at += length
        return turned if changed else None

    def _run(self, words: Sequence[Word], at: int) -> tuple[int, tuple[str, ...]]:
        for said, becomes in self._runs.get(words[at].text, ()):
            here = words[at : at + len(said)]
            if tuple(word.text for word in here) == said and not any(word.sentence for word in here[1:]):
                return len(said), becomes
        return 0, ()

    def _verb(self, words: Sequence[Word], at: int) -> str:
        text = words[at].text
        if not at or words[at].sentence or words[at - 1].text not in self.after:
            return text
        ending = next((e for e in self.endings if text.endswith(e) and len(text) > len(e)), None)
        return text if ending is None else text.removesuffix(ending) + self.endings[ending]


def _put(head: Word, text: str, further: int) -> Word:
    """A word in place of another; only the first of several begins what the other began."""
    return replace(head, text=text) if not further else Word(text, quoted=head.quoted)


class SaidToThem(Form):
    """How a `danger.yaml` writes it."""

    words: dict[str, str] = Field(default_factory=dict)
    after: list[str] = Field(default_factory=list)
    endings: dict[str, str] = Field(default_factory=dict)

    def turned(self) -> Turned:
        """As it is written, the longest tried first."""
        runs = {tuple(said.split()): tuple(becomes.split()) for said, becomes in self.words.items()}
        return Turned(
            dict(sorted(runs.items(), key=lambda run: -len(run[0]))),
            frozenset(self.after),
            dict(sorted(self.endings.items(), key=lambda ending: -len(ending[0]))),
        )
