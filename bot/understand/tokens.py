"""Tokens: typed text cut into numbers, words and pauses, and what the words around an answer amount to."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bot.understand.folding import fold
from bot.understand.languages import vocabulary
from bot.understand.words import Tongue, number_at, tongues, without_phrases

Kind = Literal["word", "number", "clock", "ratio", "comma", "pause"]

_TOKEN = re.compile(
    r"""(?P<clock> \d+ (?: : \d+ )+ )
      | (?P<ratio> \d+ [ ]* / [ ]* \d+ )
      | (?P<number> \d+ (?: [.,] \d+ )* | (?<! \S ) [.,] \d+ )
      | (?P<word> [^\W\d_]+ | [+&] )
      | (?P<tick> (?<= \d ) (?: '{1,2} | " ) )
      | (?P<dash> - )
      | (?P<mark> \S )""",
    re.VERBOSE,
)
_COMMAS = frozenset(",.")
_PAUSES = frozenset(";:!?()[]\u00bf\u00a1")
_SILENT = frozenset("'\"*_#")
_LONGEST_NUMBER = 7


@dataclass(frozen=True)
class Token:
    """One piece of typed text.

    word: `text` is folded; number: `value`; clock ("1:30") and ratio ("3/4"): `pair`; comma: a comma or full stop;
    pause: any stronger break, such as a new line or a bracket.
    """

    kind: Kind
    text: str = ""
    value: Fraction = Fraction(0)
    pair: tuple[int, int] = (0, 0)


def cut(text: str) -> list[Token] | None:
    """Cut text as typed into tokens, in linear time.

    None if it holds something that no answer in numbers has: "-5", "20-30", "45%", "1.2.3", "<b>".
    """
    folded = without_phrases(fold(text))
    tokens: list[Token] = []
    for match in _TOKEN.finditer(folded):
        kind, piece = match.lastgroup, match.group()
        if kind in ("word", "tick"):
            tokens.append(Token("word", piece))
        elif kind in ("number", "clock", "ratio"):
            token = _figures(kind, piece)
            if token is None:
                return None
            tokens.append(token)
        elif kind == "dash":
            meaning = _dash(folded, match.start(), first=not tokens)
            if meaning == "minus":
                return None
            if meaning == "pause":
                tokens.append(Token("pause"))
        elif piece in _COMMAS:
            tokens.append(Token("comma"))
        elif piece in _PAUSES:
            tokens.append(Token("pause"))
        elif piece not in _SILENT:
            return None
    return tokens


def _figures(kind: str, piece: str) -> Token | None:
    parts = [part.strip() for part in re.split(r"[:/.,]", piece)]
    if len(parts) > 2 or max(map(len, parts)) > _LONGEST_NUMBER:
        return None
    if kind == "clock":
        hours, minutes = parts
        fits = len(hours) <= 2 and len(minutes) == 2 and int(minutes) < 60
        return Token("clock", pair=(int(hours), int(minutes))) if fits else None
    if kind == "ratio":
        return Token("ratio", pair=(int(parts[0]), int(parts[1])))
    if len(parts) == 1:
        return Token("number", value=Fraction(int(piece)))
    whole, decimals = parts
    # "1.30" may mean an hour and a half, "1.500" fifteen hundred: only what can mean one thing is read.
    if len(decimals) > 1 and decimals not in ("25", "75"):
        return None
    return Token("number", value=int(whole or "0") + Fraction(int(decimals), 10 ** len(decimals)))


def _dash(folded: str, at: int, *, first: bool) -> Literal["hyphen", "minus", "pause"]:
    before, after = folded[at - 1 : at], folded[at + 1 : at + 2]
    if after.isdigit() or (first and folded[at + 1 :].lstrip()[:1].isdigit()):
        return "minus"
    return "hyphen" if before.isalnum() and after.isalpha() else "pause"


def texts(tokens: Sequence[Token]) -> list[str]:
    """Return the words of tokens by position; an empty string where there is none."""
    return [token.text for token in tokens]


def number_word(word: str) -> bool:
    """Tell whether a word is a number above one in any language, or begins one."""
    return any(
        word in tongue.thousand or word in tongue.hundreds or tongue.numbers.get(word, 1) != 1
        for tongue in tongues().values()
    )


def number_in(tokens: Sequence[Token], words: Sequence[str], at: int, tongue: Tongue) -> tuple[Fraction, int] | None:
    """Read a number in figures or words at a position: (value, position after it), or None."""
    if at < len(tokens) and tokens[at].kind == "number":
        return tokens[at].value, at + 1
    named = number_at(words, at, tongue)
    return (Fraction(named[0]), named[1]) if named else None


@dataclass(frozen=True)
class Surroundings:
    """What stands before and after an answer in the same message.

    fillers: words of this kind of question that say nothing; loaded: words that would make another answer of the rest.
    """

    before: Sequence[Token]
    after: Sequence[Token]
    fillers: Set[str] = frozenset()
    loaded: Set[str] = frozenset()

    def silent(self) -> bool:
        """Tell whether they are small talk and nothing else."""
        return self._small_talk(self.before) and self._small_talk(self.after, vocabulary().talk.afterthoughts)

    def harmless(self) -> bool:
        """Tell whether they take nothing back: small talk, a sentence of its own, or what the answer is for."""
        starts = [at + 1 for at, token in enumerate(self.before) if token.kind in ("comma", "pause")]
        start = starts[-1] if starts else 0
        end = next((at for at, token in enumerate(self.after) if self._opens(token)), len(self.after))
        return (
            self._small_talk(self.before[start:])
            and self._small_talk(self.after[:end], vocabulary().talk.afterthoughts)
            and not any(map(self._doubtful, [*self.before[:start], *self.after[end:]]))
        )

    def _small_talk(self, tokens: Sequence[Token], more: Set[str] = frozenset()) -> bool:
        small_talk = vocabulary().talk.small_talk
        return all(
            token.kind in ("comma", "pause")
            or (token.kind == "word" and (token.text in small_talk or token.text in self.fillers or token.text in more))
            for token in tokens
        )

    def _opens(self, token: Token) -> bool:
        return token.kind in ("comma", "pause") or (token.kind == "word" and token.text in vocabulary().talk.openers)

    def _doubtful(self, token: Token) -> bool:
        if token.kind in ("comma", "pause"):
            return False
        word = token.text
        return token.kind != "word" or word in vocabulary().talk.doubts or word in self.loaded or number_word(word)
