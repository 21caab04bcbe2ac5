"""Words as people type them on phones, made into words that a language knows: slang, figures for letters, drawn-out
and doubled letters, slips of one letter, words run together, pronouns at a verb's end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from bot.understand.danger.text import Word, undrawn, unmasked

REMEMBERED: Final = 10_000
"""So many words of a language are not looked up anew each time; most that people type are among few."""

_SLIP_FROM = 6
"""So many letters a word needs before a slip in it is mended: short words are too near to one another."""
_HEARD_FROM = 3
_JOINED_MOST = 24


@dataclass(slots=True)
class Repairs:
    """What a language knows of its words. `heavy` are the words that are mended and found in others run together;
    `prefixes` begin words that are known; `meant` spells slang out; `sounds`, in their order, spell letters as they are
    heard, so that words which sound alike are one."""

    known: frozenset[str]
    heavy: frozenset[str]
    prefixes: tuple[str, ...]
    meant: Mapping[str, tuple[str, ...]]
    clitics: tuple[str, ...]
    clitics_after: tuple[str, ...]
    sounds: Mapping[str, str] = field(default_factory=dict)
    _slips: dict[str, list[str]] = field(init=False)
    _alike: dict[str, str] = field(init=False)
    _meanings: Callable[[str], tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self._meanings = lru_cache(REMEMBERED)(self._spelt)
        self._alike = {}
        if self.sounds:
            for word in sorted(self.known - self.heavy) + sorted(self.heavy):
                self._alike[self._sound(word)] = word
        self._slips = {}
        for word in sorted(self.heavy):
            if len(word) >= _SLIP_FROM:
                for shorter in {word, *_deletions(word)}:
                    self._slips.setdefault(shorter, []).append(word)

    def of(self, word: Word) -> Iterator[Word]:
        """The word, or the words that it stands for; the first keeps what stood before it."""
        first = word
        for text in self._meanings(word.text):
            yield first if text == first.text else replace(first, text=text)
            first = replace(first, clause=False, sentence=False)

    def _spelt(self, text: str) -> tuple[str, ...]:
        if text in self.meant:
            return self.meant[text]
        text = text.replace("'", "")
        plain = unmasked(text)
        for candidate in dict.fromkeys((text, *((plain,) if plain != text else ()), *undrawn(plain))):
            if candidate in self.meant:
                return self.meant[candidate]
            if self._knows(candidate):
                return (candidate,)
            if parts := self._verb_and_pronouns(candidate):
                return parts
        if "*" in plain:
            return (next(self._starred(plain), plain),)
        return (
            self._heard(plain)
            or self._verb_and_pronouns(plain, mend=True)
            or self._slip(plain)
            or self._joined(plain)
            or (text,)
        )

    def _knows(self, word: str) -> bool:
        return word in self.known or word.startswith(self.prefixes)

    def _sound(self, word: str) -> str:
        for letters, heard in self.sounds.items():
            word = word.replace(letters, heard)
        return word

    def _heard(self, word: str) -> tuple[str, ...]:
        """The known word that sounds the same: "boy" as "voy", "suisidio" as "suicidio"."""
        if not self.sounds or len(word) < _HEARD_FROM:
            return ()
        sound = self._sound(word)
        if sound in self._alike:
            return (self._alike[sound],)
        for prefix in self.prefixes:
            if sound.startswith(begins := self._sound(prefix)):
                return (prefix + sound.removeprefix(begins),)
        return ()

    def _verb_and_pronouns(self, word: str, *, mend: bool = False) -> tuple[str, ...]:
        """Both parts of "pegarme" ("pegar me") and "matandola" ("matando la"). `mend`: also of "aorcarme"."""
        pronouns: list[str] = []
        while clitic := next((c for c in self.clitics if word.endswith(c) and len(word) > len(c) + 3), ""):
            word = word.removesuffix(clitic)
            pronouns.insert(0, clitic)
            if word.endswith(self.clitics_after):
                if self._knows(word):
                    return (word, *pronouns)
                if mend and (mended := self._heard(word) or self._slip(word)):
                    return (*mended, *pronouns)
            if len(pronouns) > 1:
                break
        return ()

    def _starred(self, word: str) -> Iterator[str]:
        for known in self.heavy:
            if len(known) == len(word) and all(a in ("*", b) for a, b in zip(word, known, strict=True)):
                yield known

    def _slip(self, word: str) -> tuple[str, ...]:
        if len(word) < _SLIP_FROM - 1:
            return ()
        near: Iterable[str] = (w for key in (word, *_deletions(word)) for w in self._slips.get(key, ()))
        found = next((w for w in near if w[0] == word[0] and OSA.distance(w, word) <= 1), None)
        return (found,) if found is not None else ()

    def _joined(self, word: str) -> tuple[str, ...]:
        """Two words run together, of which one is heavy: "hitme", "hekilled"."""
        if not 5 <= len(word) <= _JOINED_MOST:
            return ()
        for at in range(2, len(word) - 1):
            parts = word[:at], word[at:]
            if all(p in self.known for p in parts) and any(p in self.heavy and len(p) > 2 for p in parts):
                return parts
        return ()


def _deletions(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}
