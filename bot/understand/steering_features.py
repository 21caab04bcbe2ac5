"""What the reader of words that steer weighs in a text: who does what, to whom, about whose things.

Each word is looked at by its first letters, and by what it is about (`tongues/<tag>/steering_about.yaml`: phones,
money, family, permission …). Pairs near one another, what stands at the beginning of a clause, and who does it – from
the pronoun, or in Spanish from the verb's ending – tell "I leave my phone in the hall" from "leave your phone with me".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from pydantic import Field

from bot.script.findings import Finding
from bot.script.folders import tongues_folder
from bot.script.forms import Form, read_form
from bot.understand.danger.text import Word, fold

STEM: Final = 5
"""Longer words are looked at by so many of their first letters."""

NEAR: Final = 6
"""So many words apart, two things may be said of one another."""

OWNED: Final = 3
"""So many words after "my", what is named is still mine."""

SHORTEST: Final = 4
"""Shorter verbs are named one by one."""

_NOBODY: Final = "-"


class Person(Form):
    """Words that are verbs of one person: irregular ones, and by their endings."""

    who: str
    exact: list[str] = Field(default_factory=list)
    endings: list[str]
    never: list[str] = Field(default_factory=list)
    after: list[str] = Field(default_factory=list)
    not_after: list[str] = Field(default_factory=list)

    def fits(self, word: str, before: str) -> bool:
        """Whether a word is such a verb; `before`: the word that stands before it, "^" where a clause begins."""
        if word in self.exact:
            return True
        if len(word) < SHORTEST or word in self.never or before in self.not_after:
            return False
        return word.endswith(tuple(self.endings)) and (not self.after or before in self.after)


class _About(Form):
    language: str
    subjects: dict[str, list[str]]
    owners: dict[str, list[str]]
    no: list[str]
    persons: list[Person] = Field(default_factory=list)
    about: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class About:
    """One language's words by what they are about."""

    subjects: Mapping[str, str]
    owners: Mapping[str, str]
    no: frozenset[str]
    persons: Sequence[Person]
    single: Mapping[str, Sequence[str]]
    begun: Mapping[str, Sequence[str]]
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]

    def kinds(self, words: Sequence[str], at: int) -> list[str]:
        """What a word is about."""
        word = words[at]
        found = list(self.single.get(word, ()))
        for end in range(1, len(word) + 1):
            found += self.begun.get(word[:end], ())
        found += [kind for phrase, kind in self.phrases.get(word, ()) if tuple(words[at : at + len(phrase)]) == phrase]
        return list(dict.fromkeys(found))

    def person(self, word: str, before: str) -> str | None:
        """Who does it, as the verb alone says."""
        return next((person.who for person in self.persons if person.fits(word, before)), None)


def features(words: Sequence[Word], about: About) -> list[str]:
    """What is weighed in the words of a text, once each. Time is linear in their number."""
    said = [word.text for word in words]
    kinds = [about.kinds(said, at) for at in range(len(said))]
    begins = [at == 0 or word.clause for at, word in enumerate(words)]
    sentences = [at == 0 or word.sentence for at, word in enumerate(words)]
    found = [*_single(said, kinds, begins, sentences), *_near(kinds, sentences), *_who(said, kinds, begins, about)]
    if about.persons:
        found += _ends(said)
    return list(dict.fromkeys(found))


def _stem(word: str) -> str:
    return word[:STEM] + "-" if len(word) > STEM else word


def _single(
    said: Sequence[str], kinds: Sequence[Sequence[str]], begins: Sequence[bool], sentences: Sequence[bool]
) -> Iterator[str]:
    """Words, what they are about, side by side, and where a clause or a sentence begins."""
    stems = [_stem(word) for word in said]
    meant = [[f"@{kind}" for kind in each] or [stem] for each, stem in zip(kinds, stems, strict=True)]
    yield from said
    yield from stems
    yield from (f"@{kind}" for each in kinds for kind in each)
    for at, stem in enumerate(stems):
        after = meant[at + 1] if at + 1 < len(meant) else []
        pairs = [f"{a}+{b}" for a in meant[at] for b in after]
        yield from pairs
        if begins[at]:
            yield f"^ {stem}"
            yield from (f"^@{kind}" for kind in kinds[at])
            yield from (f"^{pair}" for pair in pairs)
        if sentences[at]:
            yield f"^^ {stem}"
            if at + 1 < len(stems):
                yield f"^^ {stem} {stems[at + 1]}"


def _near(kinds: Sequence[Sequence[str]], sentences: Sequence[bool]) -> Iterator[str]:
    """What is said of what: two kinds within a few words of one sentence, in their order."""
    for at, first in enumerate(kinds):
        for then in range(at + 1, min(at + NEAR, len(kinds))):
            if sentences[then]:
                break
            yield from (f"{a}..{b}" for a in first for b in kinds[then] if a != b)


def _who(said: Sequence[str], kinds: Sequence[Sequence[str]], begins: Sequence[bool], about: About) -> Iterator[str]:
    """Who does it, or does not; and whose it is."""
    who, whose, since, no = _NOBODY, _NOBODY, 0, False
    turns = ["^"]
    for at, word in enumerate(said):
        if begins[at]:
            no = False
            if not about.persons and word not in about.subjects:
                who = _NOBODY if at == 0 else who
        before = "^" if at == 0 else said[at - 1]
        no = no or word in about.no
        verb = about.person(word, before)
        if verb is not None:
            sign = "not" if no else "does"
            yield from (f"{verb}!", f"{verb} {sign}", f"{before} {verb}!", *(f"{verb}!{kind}" for kind in kinds[at]))
            if begins[at]:
                yield f"^{verb}!"
        now = verb if verb in ("I", "you", "we") else about.subjects.get(word)
        if now is not None and now != who:
            turns.append(now)
            who = now
            no = no and bool(about.persons)
        if word in about.owners:
            whose, since = about.owners[word], at
        owner = whose if 0 < at - since <= OWNED else _NOBODY
        for kind in kinds[at]:
            yield f"{who}:{kind}"
            yield f"{who}{' not' if no else ' does'}:{kind}"
            if owner != _NOBODY:
                yield f"{owner}'{kind}"
                yield f"{who}:{owner}'{kind}"
    yield from (f"{a}>{b}" for a, b in pairwise([*turns, "$"]))
    yield ">".join(turns[:4])
    yield f"words {min(len(said) // 5, 6)}"


def _ends(said: Sequence[str]) -> Iterator[str]:
    """How words end, where endings say who does it and whether it is wished."""
    for at, word in enumerate(said):
        if len(word) > 3:
            yield from (f"~{word[-2:]}", f"~{word[-3:]}")
            if at:
                yield f"{said[at - 1][:4]} ~{word[-2:]}"


@cache
def about_of(language: str) -> About | None:
    """The words of a language by what they are about; None of one that is only begun. Raises ScriptErrors."""
    file = f"tongues/{language}/steering_about.yaml"
    read = read_form(tongues_folder() / language / "steering_about.yaml", file, _About)
    if isinstance(read, Finding):
        return None
    form = read[0]
    single: dict[str, list[str]] = {}
    begun: dict[str, list[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, entries in form.about.items():
        for entry in (fold(each) for each in entries):
            parts = tuple(entry.split())
            if entry.endswith("*"):
                begun.setdefault(entry[:-1], []).append(kind)
            elif len(parts) > 1:
                phrases.setdefault(parts[0], []).append((parts, kind))
            else:
                single.setdefault(entry, []).append(kind)
    return About(
        {word: who for who, words in form.subjects.items() for word in words},
        {word: whose for whose, words in form.owners.items() for word in words},
        frozenset(form.no),
        form.persons,
        single,
        begun,
        phrases,
    )
