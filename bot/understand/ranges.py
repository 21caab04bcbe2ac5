"""Two lengths of which either may be meant: "2-3 hours", "una hora, quizá dos", "from 10 to 1" -> the longer one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Final

from bot.understand.duration import Length
from bot.understand.folding import fold
from bot.understand.languages import vocabulary
from bot.understand.tokens import Surroundings, Token

_DAY: Final = 24 * 60
_HALF: Final = 12 * 60
_MOST_HOURS: Final = 9
"""Greater numbers without a unit are minutes."""
_BETWEEN_FIGURES = re.compile(r"(?<=\d)\s*(?:-|/(?!\d+ *\w*\W*(?:of|de)\b))\s*(?=\d)")
_AND_MORE = re.compile(r"\d+(?= ?\+ ?[a-z])")
_FRACTION = re.compile(r"(?<!\d)(?:1\s*/\s*2|1\s*/\s*4|3\s*/\s*4)(?!\d)")


def spread_out(text: str) -> str:
    """The text with "or" in place of a dash between figures: "2-3 h" -> "2 or 3 h"."""
    folded = fold(text)
    if _FRACTION.search(folded) is not None:
        return folded
    return _AND_MORE.sub(r"over \g<0>", _BETWEEN_FIGURES.sub(" or ", folded)).replace("+", " ")


def longer_of_two(tokens: Sequence[Token], found: Sequence[Length], start: datetime) -> int | tuple[int, ...] | None:
    """Return the longer of two lengths that a text names as one or the other, in whole minutes; several to choose from
    where no unit is said. A stretch that begins when somebody leaves ("from 10 to 1", at ten) ends when it says.

    None where it names no two, or something else beside them. `found` is all that `lengths_in` finds in the tokens.
    """
    if len(found) != 2 or not _either(tokens, found[0], found[1]):
        return None
    one, other = found
    clocks = [tokens[each.start].kind == "clock" for each in found]
    if one.unit is None and other.unit is None:
        return _of_numbers(tokens, one, other, start, clocks=all(clocks))
    if not Surroundings(_before(tokens, one), tokens[other.end :]).harmless():
        return None
    lengths = [one.minutes * (other.unit or 1) if one.unit is None else one.minutes]
    lengths.append(other.minutes * (one.unit or 1) if other.unit is None else other.minutes)
    return int(max(lengths) + Fraction(1, 2))


def _either(tokens: Sequence[Token], one: Length, other: Length) -> bool:
    """Whether nothing stands between two lengths but what makes them a choice."""
    words = vocabulary()
    middle = tokens[one.end : other.start]
    bare = one.unit is None and other.unit is None
    either = words.duration.either | words.clock.range if bare else words.duration.either
    joints = frozenset(("and", "y")) if _lead(tokens, one) in words.number.between else frozenset[str]()
    said = [token.text for token in middle if token.kind == "word"]
    return (
        bool(said)
        and all(token.kind in ("word", "comma", "pause") for token in middle)
        and all(word in either | joints or word in words.talk.small_talk for word in said)
        and any(word in either | joints for word in said)
    )


def _lead(tokens: Sequence[Token], one: Length) -> str:
    return tokens[one.start - 1].text if one.start else ""


def _before(tokens: Sequence[Token], one: Length) -> Sequence[Token]:
    """What stands before, without a word such as "between"."""
    leads = vocabulary().number.between | vocabulary().clock.open_range
    return tokens[: one.start - 1] if _lead(tokens, one) in leads else tokens[: one.start]


def _of_numbers(
    tokens: Sequence[Token], one: Length, other: Length, start: datetime, *, clocks: bool
) -> int | tuple[int, ...] | None:
    """Two numbers alone: hours of the clock where the first is that at which somebody leaves; else hours or minutes."""
    first, last = (int(each.minutes) * (1 if clocks else 60) for each in (one, other))
    begins = start.hour * 60 + start.minute
    ranged = {token.text for token in tokens[one.end : other.start]} & (vocabulary().clock.range | {"or"})
    lead, clock = _lead(tokens, one), vocabulary().clock
    if (ranged or lead in clock.open_range) and first < _DAY and last <= _DAY and (begins - first) % _HALF == 0:
        return (last - first) % _HALF or _HALF
    if (lead in clock.open_range - clock.between or first > last) and first < _DAY and last < _DAY:
        return ((last - first) % _HALF or _HALF,)
    if max(one.minutes, other.minutes) <= _MOST_HOURS:
        return tuple(sorted({first, last}))
    return tuple(sorted({int(one.minutes), int(other.minutes)}))
