"""What the coach may not call itself: words of therapy and medicine, in every language that is spoken here.

A script is no treatment, and whoever is led to think so may go without one. A word may stand after a denial ("I'm no
therapist") or for somebody else ("say it to a counsellor").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from bot.script.findings import Finding

FILE: Final = "never_called.yaml"
"""Beside the prompts of a language. `never`: words, a star for any ending; `denied`: what makes one pass up to four
words later; `others`: what stands right before the word for somebody else."""

NEAR: Final = 4
"""So many words after a denial a word is still denied."""

_KEYS: Final = ("never", "denied", "others")
_BLOCK: Final = re.compile(r"\{%-?\s*block\s+(\w+)\s*-?%\}(.*?)\{%-?\s*endblock\s*-?%\}", re.S)
_NOT_WORDS: Final = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^<>]*>", re.S)
_CLAUSE: Final = re.compile(r"[^.!?:;,()–—\n]+")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PEOPLE_S: Final = ("said_", "called_")
"""Blocks of what people type: they may call it what they like."""


@dataclass(frozen=True, slots=True)
class Names:
    """The words of one language, in lower case."""

    never: tuple[str, ...]
    denied: frozenset[str]
    others: tuple[tuple[str, ...], ...]

    def is_refused(self, words: Sequence[str], at: int) -> bool:
        """Whether the word at a place is one of them, neither denied nor somebody else's."""
        if not any(words[at].startswith(w[:-1]) if w.endswith("*") else words[at] == w for w in self.never):
            return False
        if self.denied & set(words[max(0, at - NEAR) : at]):
            return False
        return not any(tuple(words[max(0, at - len(before)) : at]) == before for before in self.others)


def check_names(folder: Path, languages: Collection[str]) -> Iterator[Finding]:
    """Where a prompt calls the coach what it is not, with file and line. Once one language has a list, all need it."""
    lists = {language: folder / language / FILE for language in languages}
    if not any(path.exists() for path in lists.values()):
        return
    for language, path in lists.items():
        named = f"{folder.name}/{language}/{FILE}"
        if not path.exists():
            yield Finding(named, 1, "nobody says what the coach may not call itself in this language")
            continue
        names = _read(path)
        if names is None:
            yield Finding(named, 1, f"it should have lists of words: {', '.join(_KEYS)}")
            continue
        for file in sorted((folder / language).glob("*.j2")):
            text = file.read_text(encoding="utf-8", errors="replace")
            for line, word in refused(text, names):
                told = f'"{word}" is a word that the coach may not call itself'
                yield Finding(f"{folder.name}/{language}/{file.name}", line, told)


def refused(text: str, names: Names) -> Iterator[tuple[int, str]]:
    """The words of a file of prompts that are refused, each with its line."""
    for block in _BLOCK.finditer(text):
        if block[1].startswith(_PEOPLE_S):
            continue
        said = _NOT_WORDS.sub(lambda part: re.sub(r"[^\n]", " ", part[0]), block[2])
        for clause in _CLAUSE.finditer(said):
            found = list(_WORD.finditer(clause[0]))
            words = [word[0].replace("’", "'").lower() for word in found]
            for at, word in enumerate(found):
                if names.is_refused(words, at):
                    offset = block.start(2) + clause.start() + word.start()
                    yield text.count("\n", 0, offset) + 1, word[0]


def _read(path: Path) -> Names | None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or sorted(data) != sorted(_KEYS):
        return None
    if not all(isinstance(part, list) and all(isinstance(word, str) for word in part) for part in data.values()):
        return None
    never, denied, others = ([str(word).lower() for word in data[key]] for key in _KEYS)
    return Names(tuple(never), frozenset(denied), tuple(tuple(phrase.split()) for phrase in others))
