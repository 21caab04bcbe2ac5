"""What somebody typed as a clause that fits a finished sentence: `clauses.yaml` in a language's folder of words.

Each place of a sentence (when, feel, need, ask) has a list of forms, tried in their order. A form says which frame of
the template its clause fits, and how the words become that clause. What no form knows fits the frame `told`, which
takes anything: so no wording is ungrammatical because of what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Final

from pydantic import BeforeValidator

from bot.script.findings import Finding
from bot.script.folders import tongues_folder
from bot.script.forms import Form, read_form

TOLD: Final = "told"
"""The frame that takes any words."""

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("´`\u2018\u2019\u02bc", "'"))
_SENTENCES: Final = re.compile(r"(?<=[.!?…])\s+|\s*[\n\r]+\s*|(?<=\w);\s+")
_SMILEY: Final = re.compile(r"(?<!\w)(?:[:;=]'?-?[()\[\]dDpPsSxXoO3*/|\\]+|</?3+|xd+|XD+)(?!\w)")
_GOES_ON: Final = re.compile(r"\s*[\n\r]+\s*(?=(?:and|but|or|y|o|pero|e)\b)|(?<=,)\s*[\n\r]+\s*", re.IGNORECASE)
_DRAWN: Final = ("So", "Sk", "Cn", "Co", "Cf", "Cs")
_AS_PICTURE: Final = "\ufe0f"
_SHOUTED: Final = 3
_EDGES: Final = " \t.,;:…!¡¿-–—*_~"
_QUOTED: Final = re.compile(r"[\"“«'](?P<inside>[^\"“”«»]*)[\"”»']")
_NAMED: Final = re.compile(r"\{(\w+)\}")


def _words(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
"""Words between blanks, or a list of patterns."""


class ClauseForm(Form):
    """One way in which people put it. `like` is tried at the beginning of the words, small and without accents;
    `{name}` in it stands for a list of words, and `becomes` puts its groups together. `asked`: only of a question, or
    of none; `whole`: before anything is left off."""

    fits: str
    like: str
    becomes: str = "{all}"
    asked: bool | None = None
    whole: bool = False


class Place(Form):
    """One place of a sentence: what is left off at the beginning before the forms are tried, and whether several
    sentences stay as they are in any case (`whole`)."""

    leave_off: tuple[str, ...]
    whole: bool = False
    forms: tuple[ClauseForm, ...]


class ClauseWords(Form):
    """What stands in a `clauses.yaml`; the English one says what its keys mean."""

    lists: Mapping[str, Words]
    mend: Mapping[str, str]
    proper: Words
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that fit a sentence: `text` without a stop at its end, and `fits`, the frame that takes it. `several`: they
    are several sentences as they stand; `asks`: the last of them is a question; `rest`: whole sentences after it."""

    text: str
    fits: str
    several: bool = False
    asks: bool = False
    rest: str = ""

    @property
    def first(self) -> str:
        """The clause at the beginning of a sentence."""
        return _capital(self.text)


def clause_of(place: str, candidates: Sequence[object], language: str) -> Clause | None:
    """The clause for a place, of the first of its answers that somebody typed, else of the first that was tapped; None
    where there is no answer. In a language whose forms nobody has written, every clause is told."""
    words = clause_words(language)
    there = [each for each in candidates if isinstance(each, str) and each.strip()]
    typed = [each for each in there if not getattr(each, "id", "")]
    if not there:
        return None
    said = str((typed or there)[0])
    if words is None:
        return Clause(" ".join(said.split()).strip(_EDGES) or said, TOLD)
    return _Reader(language, words, words.places[place]).read(said)


@cache
def clause_words(language: str) -> ClauseWords | None:
    """The forms of a language; None where nobody has written them. Raises ScriptErrors."""
    if not language.isalpha():
        return None
    read = read_form(tongues_folder() / language / "clauses.yaml", f"tongues/{language}/clauses.yaml", ClauseWords)
    return None if isinstance(read, Finding) else read[0]


@cache
def _pattern(language: str, like: str) -> re.Pattern[str]:
    """A pattern with the lists of words that it names."""
    words = clause_words(language)
    assert words is not None
    for name, each in words.lists.items():
        like = like.replace(f"{{{name}}}", f"(?:{'|'.join(each)})")
    return re.compile(like)


def _plain(text: str) -> str:
    """Small letters without accents, each in the place of its own."""
    return "".join(unicodedata.normalize("NFD", c)[0].lower()[:1] for c in text)


@dataclass(frozen=True)
class _Reader:
    language: str
    words: ClauseWords
    place: Place

    def read(self, typed: str) -> Clause:
        """The clause, by the first form that fits its first sentence; several sentences, or a question, stay as they
        are where the form does not begin with what is asked for."""
        sentences = self._sentences(typed)
        if not sentences:
            return Clause(" ".join(typed.split()), TOLD)
        asks = sentences[-1].endswith("?")
        bare = [_bare(sentence) for sentence in sentences]
        whole = "".join(f"{_begin(sentences[n])}{_capital(s)}{_end(sentences[n])} " for n, s in enumerate(bare)).strip()
        single = len(bare) == 1
        found = self._fitted(bare[0], asks) if (single and not asks) or not self.place.whole else None
        if "?" in whole[:-1] or (asks and not single) or found is None:
            return Clause(self._small(bare[0]) if single else whole[:-1], TOLD, several=not single, asks=asks)
        text, fits = found
        return Clause(text, fits, rest=" ".join(f"{_capital(s)}." for s in bare[1:]))

    def _sentences(self, typed: str) -> list[str]:
        """Its sentences, without what is drawn; several lines that go on are one. What stands in capitals only stands
        small."""
        text = " ".join(_GOES_ON.sub(" ", _SMILEY.sub(" ", typed.translate(_APOSTROPHES))).split(" "))
        text = "".join(" " if unicodedata.category(c) in _DRAWN or c == _AS_PICTURE else c for c in text)
        if sum(c.isupper() for c in text) > _SHOUTED and not any(c.islower() for c in text):
            text = text.lower()
        for like, instead in self.words.mend.items():
            text = re.sub(like, instead, text)
        pieces = (" ".join(piece.split()) for piece in _SENTENCES.split(text.strip()))
        return [piece for piece in pieces if any(c.isalnum() for c in piece)]

    def _fitted(self, text: str, asks: bool) -> tuple[str, str] | None:
        left = self._left_off(text)
        for form in self.place.forms:
            if form.asked is not None and form.asked != asks:
                continue
            tried = text if form.whole else left
            match = _pattern(self.language, form.like).match(_plain(tried))
            if match is not None and tried:
                return self._small(self._put(form.becomes, match, tried)), form.fits
        return None

    def _left_off(self, text: str) -> str:
        before = None
        while before != text:
            before = text
            for like in self.place.leave_off:
                match = _pattern(self.language, like).match(_plain(text))
                if match is not None and match.end() < len(text):
                    text = text[match.end() :].strip(_EDGES)
        return text

    def _put(self, becomes: str, match: re.Match[str], text: str) -> str:
        def group(named: re.Match[str]) -> str:
            name = named[1]
            return self._small(text) if name == "all" else text[match.start(name) : match.end(name)]

        return " ".join(_NAMED.sub(group, becomes).split())

    def _small(self, text: str) -> str:
        """With a small letter at its beginning, unless it is a name."""
        first = re.split(r"[\s,.'’]", text, maxsplit=1)[0]
        keeps = first in self.words.proper or (len(first) > 1 and first.isupper())
        return text if keeps else text[:1].lower() + text[1:]


def _bare(sentence: str) -> str:
    """Without signs around it, and without quotes around all of it."""
    text = sentence.strip(_EDGES + "?")
    quoted = _QUOTED.fullmatch(text)
    return quoted["inside"].strip(_EDGES + "?") or text if quoted else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _begin(sentence: str) -> str:
    """The sign that a question began with, which its language asks for."""
    return "¿" if sentence.startswith("¿") and sentence.endswith("?") else ""


def _end(sentence: str) -> str:
    return "?" if sentence.endswith("?") else "."
