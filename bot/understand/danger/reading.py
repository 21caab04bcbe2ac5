"""What is noticed in a text: guards first, then frames, in every language, and where the text as a whole leans.

Frames stop, or make the coach ask. A lean towards danger makes it ask where no frame is found, and believe a frame that
is unsure; one far from danger makes it ask where a single frame would have stopped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.model.danger import CATEGORIES, Category, Danger
from bot.understand.danger.frames import Marks, matches
from bot.understand.danger.guards import Reach
from bot.understand.danger.signs import FEWEST, Lean, Signs
from bot.understand.danger.text import Word, words_of
from bot.understand.danger.tongue import Sign, Tongue, tongues

_GRAVEST: Final[tuple[Category, ...]] = (
    "child_harm",
    "partner_violence",
    "coercive_control",
    "harm_to_other",
    "self_harm",
)
"""Where two readings are equally strong: violence is never answered as self-harm."""

_DONE_BY_THEM: Final[frozenset[Category]] = frozenset({"child_harm", "partner_violence"})
"""What a text may tell the very one who does it. Control is not among it: "I want you to stop checking my phone" and
"you have to tell me where you are" would read alike."""

_SAFE_WORD_MOST: Final = 6
"""A text of more words that holds a safe word tells of something."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A frame that was found. `words` are the places its own words stand on, one bit each."""

    sign: Sign
    language: str
    sure: bool
    words: int


def read_danger(text: str, *, forwarded: bool = False) -> Danger | None:
    """What in a text calls for help before anything else; None where nothing does. Time linear in its length.

    `forwarded`: all of it was said by somebody else, to the writer.
    """
    written = words_of(text, quoted=forwarded)
    if any(_asks(tongue, written) for tongue in tongues()):
        return Danger(None, asked=True)
    meant = [(tongue, tongue.words(written)) for tongue in tongues()]
    found = [hit for tongue, words in meant for hit in hits_in(tongue, words)]
    decided = _decided(found, _leaning(meant))
    return decided if decided is not None and not decided.unsure else _said_to_them(meant) or decided


def _said_to_them(meant: Sequence[tuple[Tongue, Sequence[Word]]]) -> Danger | None:
    """What a text tells somebody of what they do, read as if it told of them."""
    turned = [(tongue, words) for tongue, said in meant if (words := tongue.turned.of(said)) is not None]
    found = [hit for tongue, words in turned for hit in hits_in(tongue, words)]
    done = [hit for hit in found if hit.sure and hit.sign.category in _DONE_BY_THEM]
    return _decided(done, None)


def hits(text: str, *, forwarded: bool = False) -> list[Hit]:
    """Every frame found in a text: for whoever works on the words."""
    written = words_of(text, quoted=forwarded)
    return [hit for tongue in tongues() for hit in hits_in(tongue, tongue.words(written))]


def _leaning(meant: Sequence[tuple[Tongue, Sequence[Word]]]) -> tuple[Lean, Signs] | None:
    """Where the text leans in the language that knows most of its words; None where that is too few to say."""
    leans = [
        (tongue.table.lean([word.text for word in words]), tongue.table)
        for tongue, words in meant
        if tongue.table is not None
    ]
    known = [lean for lean in leans if lean[0].known >= FEWEST]
    return max(known, key=lambda lean: lean[0].known, default=None)


def _decided(found: Sequence[Hit], leaning: tuple[Lean, Signs] | None) -> Danger | None:
    towards = leaning[0].towards if leaning is not None else 0.0
    asks = leaning is not None and towards >= leaning[1].asks
    if not found:
        if leaning is None or not asks:
            return None
        return Danger(leaning[0].category, unsure=towards < leaning[1].stops)
    sure = [hit for hit in found if hit.sure]
    if len(sure) == 1 and leaning is not None and towards < leaning[1].doubts:
        return Danger(sure[0].sign.category, unsure=True)
    weigh = {c: sum(2 if hit.sure else 1 for hit in found if hit.sign.category == c) for c in CATEGORIES}
    among = {hit.sign.category for hit in sure or found}
    # A child comes first: what hurts it often reads as harm to, or by, the writer too.
    child = bool(sure) and "child_harm" in among
    category = "child_harm" if child else max(among, key=lambda c: (weigh[c], -_GRAVEST.index(c)))
    return Danger(category, unsure=not sure and not asks)


def _asks(tongue: Tongue, written: Sequence[Word]) -> bool:
    said = [word.text for word in written]
    if len(said) > _SAFE_WORD_MOST:
        return False
    return any(
        tuple(said[at : at + len(safe)]) == safe
        for safe in tongue.safe_words
        for at in range(len(said) - len(safe) + 1)
    )


def hits_in(tongue: Tongue, words: Sequence[Word]) -> Iterator[Hit]:
    """Every frame of one language that is found in its words, on what no guard covers."""
    marks = tongue.marks(words)
    every = (1 << len(words)) - 1
    quoted = sum(1 << at for at, word in enumerate(words) if word.quoted) | _reported(tongue, marks, every)
    covered, lowered = _guarded(tongue, marks, every)
    for sign in tongue.signs.among(marks):
        free = every & ~covered[sign.category]
        begin = None
        if sign.quoted:
            if not quoted:
                continue
            free, begin = free & quoted, quoted
        elif sign.category == "harm_to_other":
            # What somebody else said is no deed and no wish of the writer's.
            free &= ~quoted
        taken = matches(sign.frame, marks, free, begin)
        if taken:
            yield Hit(sign, tongue.language, sign.sure and not taken & lowered[sign.category], taken)


def is_guarded(tongue: Tongue, words: Sequence[Word]) -> bool:
    """Whether words hold anything of what only sounds like it."""
    marks, every = tongue.marks(words), (1 << len(words)) - 1
    return any(matches(guard.frame, marks, every) for guard in tongue.guards.among(marks))


def _reported(tongue: Tongue, marks: Marks, every: int) -> int:
    """The words that follow a "he said", to the end of the sentence."""
    told = 0
    for frame in tongue.reported.among(marks):
        taken = matches(frame, marks, every)
        if taken:
            last = taken.bit_length() - 1
            first = 1 << last
            after = marks.sentence & ~((first << 1) - 1)
            end = (after & -after) if after else 1 << marks.size
            told |= (end - 1) & ~((first << 1) - 1)
    return told


def _guarded(tongue: Tongue, marks: Marks, every: int) -> tuple[dict[Category, int], dict[Category, int]]:
    covered, lowered = dict.fromkeys(CATEGORIES, 0), dict.fromkeys(CATEGORIES, 0)
    for guard in tongue.guards.among(marks):
        taken = matches(guard.frame, marks, every)
        if not taken:
            continue
        area = _reached(taken, guard.reach, marks, every)
        into = lowered if guard.lowers else covered
        for category in guard.only or CATEGORIES:
            if category not in guard.but:
                into[category] |= area
    return covered, lowered


def _reached(taken: int, reach: Reach, marks: Marks, every: int) -> int:
    """What a guard covers: its own words, or the whole of each clause or sentence that they stand in."""
    if reach == "words":
        return taken
    if reach == "text":
        return every
    borders = (marks.clause if reach == "clause" else marks.sentence) | 1 | 1 << marks.size
    area, start = 0, 0
    while start < marks.size:
        later = borders & ~((1 << start + 1) - 1)
        end = (later & -later).bit_length() - 1
        part = (1 << end) - (1 << start)
        if part & taken:
            area |= part
        start = end
    return area
