"""One language's words of danger, read from its `danger.yaml`: lists, frames and guards, and how words are repaired."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from bot.model.danger import Category
from bot.script.findings import Finding, ScriptErrors
from bot.script.folders import tongues_folder
from bot.script.forms import Form, read_form
from bot.script.source import Place, Source
from bot.understand.danger.frames import Frame, Marks, Shelf, frame_of
from bot.understand.danger.guards import Guard, GuardForm
from bot.understand.danger.repairs import REMEMBERED, Repairs
from bot.understand.danger.signs import Signs, read_signs
from bot.understand.danger.text import Word, fold
from bot.understand.danger.turned import SaidToThem, Turned

Groups = dict[Category, dict[Literal["sure", "unsure"], list[str]]]


class _Form(Form):
    """A `danger.yaml` as it is written; the head of each file says what its keys mean."""

    language: str
    safe_words: list[str]
    meant: dict[str, str] = Field(default_factory=dict)
    endings: dict[str, str] = Field(default_factory=dict)
    clitics: list[str] = Field(default_factory=list)
    clitics_after: list[str] = Field(default_factory=list)
    sounds: dict[str, str] = Field(default_factory=dict)
    said_to_them: SaidToThem = Field(default_factory=SaidToThem)
    no: list[str]
    clause_words: list[str]
    turn_words: list[str]
    repairs: list[str] = Field(default_factory=list)
    plain: list[str] = Field(default_factory=list)
    words: dict[str, list[str]]
    frames: Groups
    said_to_me: Groups = Field(default_factory=dict)
    reported: list[str] = Field(default_factory=list)
    guards: list[GuardForm] = Field(default_factory=list)


class _FurtherForm(Form):
    """A file of frames beside `danger.yaml`, whose slang and little words it shares."""

    language: str
    endings: dict[str, str] = Field(default_factory=dict)
    repairs: list[str] = Field(default_factory=list)
    plain: list[str] = Field(default_factory=list)
    words: dict[str, list[str]]
    frames: Groups
    fair: list[GuardForm] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sign:
    """A frame with what it means where it is found. `quoted`: only in words that somebody said to the writer."""

    frame: Frame
    category: Category
    sure: bool
    quoted: bool = False


@dataclass(slots=True)
class Tongue:
    """The words of one language. `lists` gives the lists that a word is in; `phrases` those of several words by their
    first; `prefixes` those of words that begin so."""

    language: str
    safe_words: tuple[tuple[str, ...], ...]
    signs: Shelf[Sign]
    guards: Shelf[Guard]
    reported: Shelf[Frame]
    repairs: Repairs
    no: frozenset[str]
    clause_words: frozenset[str]
    turn_words: frozenset[str]
    literals: frozenset[str]
    lists: Mapping[str, Sequence[str]]
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
    prefixes: Mapping[str, Sequence[str]]
    turned: Turned
    table: Signs | None = None
    _longest: int = field(init=False)
    _phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = field(init=False)
    """By their first two words: hundreds begin with the same one."""
    _alone: Callable[[str], tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self._longest = max((len(prefix) for prefix in self.prefixes), default=0)
        self._alone = lru_cache(REMEMBERED)(self._names_of)
        self._phrases = {}
        for phrase, name in (each for phrases in self.phrases.values() for each in phrases):
            self._phrases.setdefault((phrase[0], phrase[1]), []).append((phrase, name))

    def words(self, words: Sequence[Word]) -> list[Word]:
        """The words as this language means them: repaired, with slang spelt out."""
        return [new for word in words for new in self.repairs.of(word)]

    def marks(self, words: Sequence[Word]) -> Marks:
        """Where what stands."""
        found: dict[str, dict[int, int]] = {}
        clause = sentence = no = 0
        for at, word in enumerate(words):
            bit, text = 1 << at, word.text
            if word.sentence or text in self.turn_words:
                sentence |= bit
            if word.clause or word.sentence or text in self.turn_words or text in self.clause_words:
                clause |= bit
            if text in self.no:
                no |= bit
            for name, length in self._named(words, at):
                places = found.setdefault(name, {})
                places[length] = places.get(length, 0) | bit
        return Marks(len(words), found, clause, sentence, no)

    def _named(self, words: Sequence[Word], at: int) -> Iterator[tuple[str, int]]:
        text = words[at].text
        for name in self._alone(text):
            yield name, 1
        if at + 1 == len(words):
            return
        for phrase, name in self._phrases.get((text, words[at + 1].text), ()):
            length = len(phrase)
            if tuple(w.text for w in words[at : at + length]) == phrase and not any(
                w.sentence for w in words[at + 1 : at + length]
            ):
                yield name, length

    def _names_of(self, text: str) -> tuple[str, ...]:
        """What a word is called by itself."""
        ends = range(3, min(len(text), self._longest) + 1)
        begun = (name for end in ends for name in self.prefixes.get(text[:end], ()))
        return (*((text,) if text in self.literals else ()), *self.lists.get(text, ()), *begun)


@cache
def tongues() -> tuple[Tongue, ...]:
    """Every language that has words of danger; one that is only begun has none. Raises ScriptErrors, which names file
    and line."""
    read = [read_tongue(folder) for folder in sorted(tongues_folder().iterdir()) if folder.is_dir()]
    return tuple(tongue for tongue in read if isinstance(tongue, Tongue))


def read_tongue(folder: Path) -> Tongue | Finding:
    """Read one language's words of danger; of one that is only begun, what it lacks. Raises ScriptErrors."""
    file = f"tongues/{folder.name}/danger.yaml"
    read = read_form(folder / "danger.yaml", file, _Form)
    return read if isinstance(read, Finding) else _Loader(*read, file, read_signs(folder)).tongue()


def read_further(folder: Path, subject: str) -> Tongue | Finding:
    """Read another file of one language that is written in frames; of one that is only begun, what it lacks. Slang, and
    the words that say no or begin a clause, are those of its `danger.yaml`. Raises ScriptErrors."""
    file = f"tongues/{folder.name}/{subject}.yaml"
    read = read_form(folder / f"{subject}.yaml", file, _FurtherForm)
    base = read_form(folder / "danger.yaml", f"tongues/{folder.name}/danger.yaml", _Form)
    if isinstance(read, Finding):
        return read
    if isinstance(base, Finding):
        return base
    (form, source), (shared, _) = read, base
    own = {"endings": shared.endings | form.endings, "guards": form.fair, "said_to_me": {}, "reported": []}
    own |= {name: getattr(form, name) for name in ("repairs", "plain", "words", "frames")}
    return _Loader(shared.model_copy(update=own), source, file, None).tongue()


class _Loader:
    def __init__(self, form: _Form, source: Source, file: str, table: Signs | None) -> None:
        self.form, self.source, self.file, self.table = form, source, file, table
        self.findings: list[Finding] = []
        self.literals: set[str] = set()
        self.joined: set[str] = set()
        self.used: set[str] = set()

    def tongue(self) -> Tongue:
        form = self.form
        signs = (*self._signs("frames", form.frames), *self._signs("said_to_me", form.said_to_me, quoted=True))
        guards = tuple(self._guards())
        reported = tuple(
            f for n, said in enumerate(form.reported) if (f := self._frame(said, ("reported", n))) is not None
        )
        lists, phrases, prefixes = self._lists()
        for name in sorted(form.words.keys() - self.used - set(form.repairs)):
            self._find(("words", name), f"the list “{name}” is in no frame")
        if self.findings:
            raise ScriptErrors(self.findings)
        known = self.literals | lists.keys() | {w for key in phrases for p, _ in phrases[key] for w in p}
        known |= {*form.no, *form.clause_words, *form.turn_words, *map(fold, form.plain)}
        return Tongue(
            form.language,
            tuple(tuple(fold(word).split()) for word in form.safe_words),
            Shelf(signs, lambda sign: sign.frame),
            Shelf(guards, lambda guard: guard.frame),
            Shelf(reported, lambda frame: frame),
            self._repairs(frozenset(known), lists, prefixes),
            frozenset(form.no),
            frozenset(form.clause_words),
            frozenset(form.turn_words),
            frozenset(self.literals),
            lists,
            phrases,
            prefixes,
            form.said_to_them.turned(),
            self.table,
        )

    def _repairs(self, known: frozenset[str], lists: Mapping[str, Sequence[str]], prefixes: Iterable[str]) -> Repairs:
        form = self.form
        return Repairs(
            known=known,
            heavy=frozenset(w for w, names in lists.items() if any(n.removeprefix("@") in form.repairs for n in names)),
            prefixes=tuple(prefixes),
            meant={fold(k): tuple(fold(v).split()) for k, v in form.meant.items()},
            clitics=tuple(form.clitics),
            clitics_after=tuple(form.clitics_after),
            sounds=form.sounds,
        )

    def _find(self, place: Place, text: str) -> None:
        self.findings.append(Finding(self.file, self.source.line(place), text))

    def _frame(self, said: str, place: Place) -> Frame | None:
        try:
            frame = frame_of(fold(said))
        except ValueError as error:
            self._find(place, str(error))
            return None
        for name in {name for part in frame.parts for name in part.names}:
            if not name.startswith("@"):
                (self.joined if "_" in name else self.literals).add(name)
            elif name[1:] in self.form.words:
                self.used.add(name[1:])
            else:
                self._find(place, f"there is no list “{name[1:]}”")
        return frame

    def _signs(self, key: str, groups: Groups, *, quoted: bool = False) -> Iterator[Sign]:
        for category, levels in groups.items():
            for level, frames in levels.items():
                for n, said in enumerate(frames):
                    frame = self._frame(said, (key, category, level, n))
                    if frame is not None:
                        yield Sign(frame, category, level == "sure", quoted)

    def _guards(self) -> Iterator[Guard]:
        for n, guard in enumerate(self.form.guards):
            for m, said in enumerate(guard.say):
                frame = self._frame(said, ("guards", n, "say", m))
                if frame is not None:
                    yield Guard(frame, guard.covers, frozenset(guard.but), frozenset(guard.only), guard.lowers)

    def _lists(
        self,
    ) -> tuple[dict[str, list[str]], dict[str, list[tuple[tuple[str, ...], str]]], dict[str, list[str]]]:
        lists: dict[str, list[str]] = {}
        phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        prefixes: dict[str, list[str]] = {}
        for name, entries in self.form.words.items():
            for n, entry in enumerate(entries):
                for written in self._forms(fold(entry), ("words", name, n)):
                    words = tuple(written.split())
                    if written.endswith("*"):
                        prefixes.setdefault(written[:-1], []).append(f"@{name}")
                    elif len(words) == 1:
                        lists.setdefault(written, []).append(f"@{name}")
                    else:
                        phrases.setdefault(words[0], []).append((words, f"@{name}"))
        for joined in sorted(self.joined):
            words = tuple(joined.split("_"))
            phrases.setdefault(words[0], []).append((words, joined))
        return lists, phrases, prefixes

    def _forms(self, entry: str, place: Place) -> Iterator[str]:
        """All forms of an entry: `peg~ar` with the endings named `ar`; `ahorc/ahorqu~ar` for either stem."""
        head, tilde, rest = entry.partition("~")
        if not tilde:
            yield entry
            return
        kind, _, after = rest.partition(" ")
        if kind not in self.form.endings:
            self._find(place, f"there are no endings “{kind}”")
            return
        for stem in head.split("/"):
            for ending in fold(self.form.endings[kind]).split():
                yield f"{stem}{'' if ending == '-' else ending} {after}".strip()
