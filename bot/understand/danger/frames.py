"""Frames: who × does × to whom × how × when, over the words of one text.

A frame is written as its parts in order, separated by blanks:

| part | what it stands for |
| --- | --- |
| `kill` | this word |
| `no_more` | these words, one right after the other |
| `@hits` | any word (or words) of that list of the language |
| `a|@b|c` | one of these |
| `part?` | may be there or not |
| `~` `~5` | up to three (five) words between, none of which says no, all within one clause |
| `~~` | up to eight words between, also across a comma, within one sentence |
| `-part` | at the beginning: not within five words after this part, in the same clause |
| `!part` | what comes next is not this |
| `&part` | this is somewhere in the text, wherever |
| `^` | here a clause begins |
| `$` | here a clause ends |

Sets of places in the text are bits of whole numbers, so that all places are tried at once: the time grows with the
text, never with its square.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

NEAR: Final = 3
FAR: Final = 8
BEFORE: Final = 5

Kind = Literal["word", "gap", "wide", "not_before", "not_next", "begin", "end", "with"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a frame. `names` are lists ("@hits") or single words; `most` words may lie in a gap."""

    kind: Kind
    names: tuple[str, ...] = ()
    most: int = 0
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as its parts. `needs`: of each of these groups of names at least one must be in the text."""

    said: str
    parts: tuple[Part, ...]
    needs: tuple[tuple[str, ...], ...]


def frame_of(said: str) -> Frame:
    """The frame that is written so. Raises ValueError, which says what is wrong with it."""
    parts = tuple(_part(word) for word in said.split())
    if not any(part.kind == "word" and not part.optional for part in parts):
        raise ValueError(f"the frame “{said}” needs a word")
    if parts[-1].kind in ("gap", "wide") or parts[0].kind in ("gap", "wide"):
        raise ValueError(f"the frame “{said}” begins or ends in a gap")
    needs = tuple(part.names for part in parts if part.kind in ("word", "with") and not part.optional)
    return Frame(said, parts, needs)


def _part(written: str) -> Part:
    if written in ("^", "$"):
        return Part("begin" if written == "^" else "end")
    if written == "~~":
        return Part("wide", most=FAR)
    if written.startswith("~"):
        if not (written[1:] or "0").isdigit():
            raise ValueError(f"“{written}” is no gap")
        return Part("gap", most=int(written[1:] or NEAR))
    kind: Kind = {"-": "not_before", "!": "not_next", "&": "with"}.get(written[0], "word")  # type: ignore[assignment]
    names = written.removeprefix("-").removeprefix("!").removeprefix("&").removesuffix("?").split("|")
    if not all(name.removeprefix("@").replace("_", "").isalnum() for name in names):
        raise ValueError(f"“{written}” is no part of a frame")
    return Part(kind, tuple(names), optional=written.endswith("?"))


@dataclass(slots=True)
class Marks:
    """Where in a text what stands: each number is a set of places, one bit a word.

    `found`: for each name, by how many words it takes, where it begins. `clause`, `sentence`: the words that begin
    one. `no`: the words that say no.
    """

    size: int
    found: Mapping[str, Mapping[int, int]]
    clause: int
    sentence: int
    no: int

    def begins(self, names: Sequence[str], free: int) -> dict[int, int]:
        """Where any of the names begins, by its length, on words that are all free."""
        places: dict[int, int] = {}
        for name in names:
            for length, bits in self.found.get(name, {}).items():
                for further in range(length):
                    bits &= free >> further
                if bits:
                    places[length] = places.get(length, 0) | bits
        return places


def matches(frame: Frame, marks: Marks, free: int, begin: int | None = None) -> int:
    """The words that the frame's own parts take wherever it is found whole, on free words; 0 where it is not.

    `begin`: the words that its first part may stand on; any when None.
    """
    there = marks.found.keys()
    for names in frame.needs:
        if there.isdisjoint(names):
            return 0
    return _Run(frame, marks, free).words(begin)


T = TypeVar("T")


class Shelf(Generic[T]):
    """Things with a frame each, in their order, of which a text needs to look only at those that share a word with it.

    There are thousands of frames, and few hold any word of a given text.
    """

    def __init__(self, things: Sequence[T], frame: Callable[[T], Frame]) -> None:
        self._things = tuple(things)
        self._by_name: dict[str, list[int]] = {}
        for number, thing in enumerate(self._things):
            # Any need serves; the one with the fewest names is met by the fewest texts.
            for name in min(frame(thing).needs, key=len):
                self._by_name.setdefault(name, []).append(number)

    def __iter__(self) -> Iterator[T]:
        return iter(self._things)

    def among(self, marks: Marks) -> list[T]:
        """What may be found in a text, in its order; nothing else is in it."""
        numbers = {number for name in marks.found for number in self._by_name.get(name, ())}
        return [self._things[number] for number in sorted(numbers)]


class _Run:
    """One frame on its way through one text: forth to see if it is there, back to see where."""

    def __init__(self, frame: Frame, marks: Marks, free: int) -> None:
        self.parts = frame.parts
        self.marks = marks
        self.free = free
        self.every = (1 << marks.size + 1) - 1
        # Nothing goes on over the beginning of a clause; over a mere comma a wide gap does.
        self.step = ~(marks.clause | marks.no) & self.every
        self.leap = ~marks.sentence & self.every

    def words(self, begin: int | None) -> int:
        first = next(n for n, part in enumerate(self.parts) if part.kind == "word")
        places = [self.every if begin is None else begin]
        for n, part in enumerate(self.parts):
            places.append(self._forth(part, places[-1], fresh=n <= first, wide=self._after_wide(n)))
            if not places[-1]:
                return 0
        taken, after = 0, places[-1]
        for n in range(len(self.parts) - 1, -1, -1):
            taken_here, after = self._back(self.parts[n], places[n], after, fresh=n <= first, wide=self._after_wide(n))
            taken |= taken_here
        return taken

    def _after_wide(self, n: int) -> bool:
        return n > 0 and self.parts[n - 1].kind == "wide"

    def _usable(self, places: int, *, fresh: bool, wide: bool) -> int:
        if fresh:
            return places
        return places & ~(self.marks.sentence if wide else self.marks.clause)

    def _forth(self, part: Part, places: int, *, fresh: bool, wide: bool) -> int:
        match part.kind:
            case "word":
                usable = self._usable(places, fresh=fresh, wide=wide)
                there = places if part.optional else 0
                for length, bits in self.marks.begins(part.names, self.free).items():
                    there |= (usable & bits) << length
                return there
            case "gap" | "wide":
                ok = self.step if part.kind == "gap" else self.leap
                there = front = places
                for _ in range(part.most):
                    front = (front & ok) << 1 & self.every
                    there |= front
                return there
            case "not_before":
                return places & ~self._shadow(part)
            case "not_next":
                nexts = 0
                for bits in self.marks.begins(part.names, self.every).values():
                    nexts |= bits & ~self.marks.clause
                return places & ~nexts
            case "with":
                return places
            case "begin":
                return places & (self.marks.clause | 1)
            case "end":
                return places & (self.marks.clause | 1 << self.marks.size)

    def _shadow(self, part: Part) -> int:
        """Where something that a frame must not come after is near: itself and the words that follow in its clause."""
        shadow = 0
        for length, bits in self.marks.begins(part.names, self.every).items():
            front = bits << length
            shadow |= bits
            for _ in range(BEFORE):
                front &= ~self.marks.clause
                shadow |= front
                front <<= 1
        return shadow

    def _back(self, part: Part, before: int, after: int, *, fresh: bool, wide: bool) -> tuple[int, int]:
        """The words that a part takes on ways that lead on, and the places from which they do."""
        if part.kind == "word":
            usable = self._usable(before, fresh=fresh, wide=wide)
            taken, froms = 0, before & after if part.optional else 0
            for length, bits in self.marks.begins(part.names, self.free).items():
                here = usable & bits & (after >> length)
                froms |= here
                for further in range(length):
                    taken |= here << further
            return taken, froms
        if part.kind in ("gap", "wide"):
            ok = self.step if part.kind == "gap" else self.leap
            froms = front = after
            for _ in range(part.most):
                front = (front >> 1) & ok
                froms |= front
            return 0, froms & before
        return 0, before & after
