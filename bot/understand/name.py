"""Names: what to call somebody who says so in a sentence: "my name is Ana", "me dicen Juli" -> the name, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

from bot.model.heard import TO_SOMEBODY
from bot.understand.control import read_control
from bot.understand.folding import fold
from bot.understand.languages import vocabulary
from bot.understand.small_talk import read_talk
from bot.understand.spelling import is_plain_slip
from bot.understand.visible import has_letters, without_unseen
from bot.understand.yes_no import says_plainly

_WORD: Final = re.compile(r"\S+")
_ENDS: Final = ".,;:!?)…"
_AROUND: Final = " \t\n\"'“”‘’«»¡¿(-*" + _ENDS
_BRACKETS: Final = re.compile(r"\s*[(\[][^)\]]*(?:[)\]]|$)")
_RUN_ON: Final = re.compile(r"(?<=[^\W\d_]{3}[.,;:!?])(?=[^\W\d_]{2})")
"""Where a blank was left out after a mark: "me llamo.Ana"."""
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.){2,}")
_LINES: Final = re.compile(r"[\n\r\u2028\u2029]+")
_ABBREVIATED: Final = 2
"""A point after so many letters stands in a name ("Ma. Elena", "J. R."), and does not end it."""
_PLAIN: Final = 3
"""So many words may be a name without capitals; of more, every second has one at least."""
_MOST_LEADING: Final = 4
"""So many words at most lead to a name."""
_MISTYPED: Final = 6
"""What leads to a name is known with one letter wrong where it has so many."""


def read_name(text: str) -> str | None:
    """Return the name that a text gives, as it was written; None where it gives none: a sentence, a question, a
    refusal, a greeting, a yes or no, nothing that can be seen.

    What leads to a name may stand at the beginning, or, where it says nothing else, anywhere: "it shows Ana but people
    call me Juli". After that the name goes on to the next point or comma, or to a word such as "but".
    """
    lines = [line for line in _LINES.split(without_unseen_lines(text)) if has_letters(line)]
    if not lines or _says_something_else(" ".join(lines)):
        return None
    names = [_read_or_rest(line) for line in lines]
    led = next((name for name, was_led in names if was_led and name is not None), None)
    return led if led is not None else next((name for name, _ in names if name is not None), None)


def without_unseen_lines(text: str) -> str:
    """The text without what is not seen, line by line."""
    return "\n".join(without_unseen(line) for line in _LINES.split(text))


def is_refused(text: str) -> bool:
    """Whether a text says that somebody would rather give no name."""
    folded = fold(text)
    return any(re.search(rf"\b(?:{pattern})\b", folded) for pattern in vocabulary().name.refused)


def _says_something_else(text: str) -> bool:
    """Whether all of it is a control word, small talk, a yes or no, a question, or a refusal."""
    words = [word.strip(_AROUND) for word in fold(text).split()]
    if " ".join(words).strip() in vocabulary().name.also_names:
        return False
    if words and words[0] in vocabulary().name.asks:
        return True
    if is_refused(text) or says_plainly(text) is not None:
        return True
    return read_control(text) is not None or read_talk(text) in (*TO_SOMEBODY, "bye")


def _read_or_rest(line: str) -> tuple[str | None, bool]:
    """The name in a line, or else in what it goes on to: "it says Ana but I'm Juli"."""
    read = _read(line)
    if read[0] is not None:
        return read
    words = line.split()
    turns = [n for n, word in enumerate(words) if n and fold(word).strip(_AROUND) in vocabulary().name.goes_on]
    rest = _read(" ".join(words[turns[-1] + 1 :])) if turns else read
    return rest if rest[1] else read


def _read(line: str) -> tuple[str | None, bool]:
    """The name in a line, and whether something led to it."""
    line = line if "@" in line else _RUN_ON.sub(" ", line)
    typed = _WORD.findall(_corrected(_BRACKETS.sub(" ", line) if has_letters(_BRACKETS.sub("", line)) else line))
    said = [fold(word).strip(_AROUND) for word in typed]
    start, surely = _after_lead(said)
    opened = _after_openers(said)
    end = next((n + 1 for n in range(start, len(typed)) if _ends(typed[n])), len(typed))
    if start:
        end = next((n for n in range(start + 1, end) if said[n] in vocabulary().name.goes_on), end)
    end = _before_closers(said, start, next((n for n in range(start + 1, end) if _tells_spelling(said[n:end])), end))
    name = _without_marks(typed[start:end])
    if not has_letters(name) or not _may_be_a_name(name, surely=surely, led=start > opened):
        return None, False
    return name, start > opened


def _corrected(line: str) -> str:
    """What stands after a word that puts right what stood before: "Fran, sorry, Frank"."""
    words = _split(vocabulary().name.corrections)
    pieces: list[list[str]] = [piece.split() for piece in re.split(r"[,;…]+", line)]
    for at, piece in reversed(list(enumerate(pieces[1:], 1))):
        said = [fold(word).strip(_AROUND) for word in piece]
        lead = max((len(each) for each in words if _stands(said, 0, each)), default=0)
        right = piece[lead:] or (pieces[at + 1] if at + 1 < len(pieces) else [])
        if lead and len(right) == 1:
            return right[0]
    return line


def _without_marks(typed: Sequence[str]) -> str:
    """The name without what stands around it; the last point of initials is theirs: "J.R."."""
    name = " ".join(typed).strip(_AROUND)
    return f"{name}." if typed and _INITIALS.fullmatch(typed[-1]) else name


def _tells_spelling(said: Sequence[str]) -> bool:
    return any(re.fullmatch(pattern, " ".join(said)) for pattern in vocabulary().name.spelt)


def _ends(word: str) -> bool:
    letters = word.rstrip(_ENDS)
    if _INITIALS.fullmatch(word):
        return False
    return word[-1] in _ENDS and not (word[-1] == "." and len(letters) <= _ABBREVIATED)


def _after_openers(said: Sequence[str]) -> int:
    return next((n for n, word in enumerate(said) if word not in vocabulary().name.openers), 0)


def _after_lead(said: Sequence[str]) -> tuple[int, bool]:
    """Where the name begins, and whether it surely does: "call me" says so, "I'm" may lead to anything."""
    words = vocabulary().name
    opened = _after_openers(said)
    first = [opened + len(lead) for lead in _split(words.leads) if _stands(said, opened, lead)]
    inside = [n + count for n in range(len(said)) if (count := _lead_at(said, n))]
    start = max([opened, *first, *inside])
    return (start, start in inside) if start < len(said) else (0, False)


def _lead_at(said: Sequence[str], at: int) -> int:
    """How many words lead to a name here, though a letter is wrong or a blank is missing; 0 if none do."""
    leads = vocabulary().name.leads_anywhere
    exact = max((len(lead) for lead in _split(leads) if _stands(said, at, lead)), default=0)
    if exact:
        return exact
    counts = range(1, min(_MOST_LEADING, len(said) - at - 1) + 1)
    slips = {count: _slips("".join(said[at : at + count]), leads) for count in counts}
    near = [(wrong, -count) for count, wrong in slips.items() if wrong is not None]
    return -min(near)[1] if near else 0


def _slips(typed: str, leads: Iterable[str]) -> int | None:
    """The fewest letters that are wrong in what leads to a name; None where it is something else. Letters in another
    order are one slip: "my mane is"."""
    if len(typed) < _MISTYPED - 1:
        return None
    wholes = [lead.replace(" ", "") for lead in leads]
    if typed in wholes:
        return 0
    near = (whole for whole in wholes if len(whole) >= _MISTYPED and typed[0] == whole[0])
    return 1 if any(OSA.distance(typed, whole) == 1 or is_plain_slip(typed, whole) for whole in near) else None


def _may_be_a_name(name: str, *, surely: bool, led: bool) -> bool:
    """Whether words may be a name: none that say something about somebody, no sentence."""
    words = vocabulary().name
    typed = name.split()
    said = [fold(word).strip(_AROUND) for word in typed]
    if " ".join(said) in words.also_names:
        return True
    if said[0] in words.not_first | words.not_names | words.asks:
        return False
    if surely:
        return True
    if words.not_inside.intersection(said):
        return False
    if led and len(said) == 1 and name.islower() and any(said[0].endswith(end) for end in words.of_what_one_is):
        return False
    return len(said) <= _PLAIN or 2 * sum(word[0].isupper() for word in typed) >= len(said)


def _before_closers(said: Sequence[str], start: int, end: int) -> int:
    closers = sorted(_split(vocabulary().name.closers), key=len, reverse=True)
    while True:
        some = next((c for c in closers if end - len(c) > start and _stands(said, end - len(c), c)), None)
        if some is None:
            return end
        end -= len(some)


def _stands(said: Sequence[str], at: int, phrase: Sequence[str]) -> bool:
    return tuple(said[at : at + len(phrase)]) == tuple(phrase)


@cache
def _split(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in phrases)
