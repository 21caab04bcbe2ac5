"""A dialog read aloud, as a play: what the coach says in one language, what is answered, done and remembered."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.engine.aloud import Asks, Happens, Part, Piece, Says
from bot.engine.kinds import kind_of
from bot.engine.kinds.kind import Asked
from bot.engine.script import Dialog
from bot.engine.step import Question, Step
from bot.errors import ScriptError
from bot.model.asks import Ask
from bot.model.events import OpenQuestion, Prompt, Say
from bot.model.script import Form, To
from bot.script.examples import NAMES, NOW, Examples, Natural, reader_of
from bot.script.flow import Flow, flow_of
from bot.script.shown import parsed
from bot.script.uses import Use, kept_in, uses_of_name, uses_of_step
from bot.script.wording import Wording

WIDTH = 92
"""The longest line, in characters."""

_INDENT = "    "
_READERS: Mapping[To, int] = {"me": 1, "partner": 2, "each": 1, "both": 1}
_MARKS: Mapping[Form | None, str] = {"solo": " (alone)", "couple": " (two)", None: ""}


@dataclass(frozen=True, slots=True)
class Voice:
    """What a dialog is read with: the prompts of one language, plausible values, and in a sentence what each function
    and action is."""

    wording: Wording
    language: str
    examples: Examples
    about: Mapping[str, str]


def read_aloud(dialog: Dialog, voice: Voice) -> str:
    """The whole dialog as plain text, wrapped. The prompts must be sound, as `coach check` finds them."""
    lines = _Reading(dialog, voice).all()
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"


class _Reading:
    """One dialog on its way to the page."""

    def __init__(self, dialog: Dialog, voice: Voice) -> None:
        self.dialog = dialog
        self.voice = voice
        self.natural = Natural(dialog, voice.examples)
        self.flow: Flow = flow_of(dialog)
        self.read: set[str] = set()
        self.item = kept_in(voice.wording.library, dialog.item)

    def all(self) -> Iterator[str]:
        """The head, the steps in their order, and what is said at other times."""
        yield from _head(self.dialog, self.called(self.dialog.name))
        yield from self.chain(self.dialog.first, frozenset({None}), "")
        yield from _narrated("The end.", "")
        elsewhere = list(uses_of_name(self.dialog))
        if elsewhere:
            yield from _narrated("At other times the coach says in the name of this dialog:", "")
            yield from self.left_over(elsewhere, set(), "")
        for nudge in dict.fromkeys(use.nudge for use in elsewhere if use.nudge):
            told = [use for use in elsewhere if use.nudge == nudge]
            yield from self.says(Says(nudge, "me", "At its time comes one of these.", variants=True), told, "")

    def chain(self, at: str | None, until: frozenset[str | None], indent: str) -> Iterator[str]:
        """Steps that follow one another, up to where their branch joins the others."""
        while at is not None and at not in until:
            step = self.dialog.steps[at]
            if at in self.read:
                yield from _narrated(f"Here it goes on as above, from “{_plain(at)}”.", indent)
                return
            self.read.add(at)
            yield from self.step(step, until, indent)
            at = step.next if step.goes_on else None

    def step(self, step: Step, until: frozenset[str | None], indent: str) -> Iterator[str]:
        """All pieces of a step, and whatever wording of it they leave out."""
        uses = [u for u in uses_of_step(self.dialog, self.flow, step, self.item) if not u.only_checked]
        said: set[str] = set()
        for piece in step.aloud(self.dialog):
            if isinstance(piece, Says | Asks):
                said.add(piece.name)
            if isinstance(piece, Part):
                yield from self.part(step, piece, until, indent)
            elif piece.only in (None, *self.dialog.forms):
                yield from self.piece(step, piece, uses, indent)
        yield from self.left_over(uses, said, indent)

    def left_over(self, uses: Iterable[Use], said: set[str], indent: str) -> Iterator[str]:
        """Prompts that no piece has said."""
        left = [
            use for use in uses if use.role in ("text", "caption", "offer") and not use.nudge and use.name not in said
        ]
        for name in dict.fromkeys(use.name for use in left):
            yield from self.says(Says(name), [use for use in left if use.name == name], indent)

    def part(self, step: Step, part: Part, until: frozenset[str | None], indent: str) -> Iterator[str]:
        """A case, or what stands in a block."""
        lead = part.lead.format(labels=self.buttons(part.labels))
        if part.first is None:
            yield from _narrated(f"{lead} it goes on.", indent, self.mark(part.only))
            return
        yield from _narrated(lead, indent, self.mark(part.only))
        yield from self.chain(part.first, until | {step.next}, indent + _INDENT)

    def piece(self, step: Step, piece: Piece, uses: Sequence[Use], indent: str) -> Iterator[str]:
        """One piece that is no part."""
        match piece:
            case Says():
                yield from self.says(piece, [use for use in uses if piece.name in (use.name, use.nudge)], indent)
            case Asks():
                yield from self.asks(step, piece, next(use for use in uses if use.name == piece.name), indent)
            case Happens():
                yield from _narrated(self.sentence(piece), indent, self.mark(piece.only))

    def sentence(self, piece: Happens) -> str:
        """A sentence with its names in place."""
        return piece.text.format(
            me=NAMES[1],
            partner=NAMES[2],
            dialog=f"“{self.called(piece.dialog)}” ({piece.dialog})" if piece.dialog else "",
            answers=", ".join(f"“{self.short(name)}”" for name in piece.answers),
            labels=self.buttons(piece.labels),
            about=_after_a_colon(self.voice.about.get(piece.about, _plain(piece.about) + ".")),
        )

    def says(self, piece: Says, uses: Sequence[Use], indent: str) -> Iterator[str]:
        """A prompt in all that it differs in: forms, cases, and the wordings of a nudge."""
        reader, buttons = _READERS[piece.to], self.buttons(piece.buttons)
        told = {
            form: list(dict.fromkeys(self.text(use, reader, form) for use in uses)) for form in self.forms(piece.only)
        }
        for form, texts in _merged(told, piece.only):
            if piece.variants:
                texts = [f"{n}. {text}" for n, text in enumerate(texts, 1)]
            spoken = [_INDENT + "– or –"] if not piece.variants else []
            body = [line for n, text in enumerate(texts) for line in [*(spoken if n else []), *_speech(text)]]
            if buttons:
                body += _speech(buttons)
            yield from self.spoken(piece.to, piece.lead, form, body, indent)

    def asks(self, step: Step, piece: Asks, use: Use, indent: str) -> Iterator[str]:
        """A question as its reader gets it: words, mark and buttons."""
        assert isinstance(step, Question)
        asked = {form: self.question(step, piece, use, form) for form in self.forms(piece.only)}
        marks = [f"{mark}{self.mark(form)}" for form, (_, mark, _) in asked.items()]
        alike = {form: [words, keys] for form, (words, _, keys) in asked.items()}
        told = {form: [*alike[form], mark] for form, (_, mark, _) in asked.items()}
        if len({mark for _, mark, _ in asked.values()}) > 1 and len({tuple(each) for each in alike.values()}) == 1:
            told = {form: [*alike[form], "\n".join(marks)] for form in asked}
        for form, (words, keys, mark) in _merged(told, piece.only):
            body = [*_speech(words), "", *_speech(mark), *(_speech(keys) if keys else ())]
            yield from self.spoken(piece.to, piece.lead, form, body, indent)

    def question(self, step: Question, piece: Asks, use: Use, form: Form) -> tuple[str, str, str]:
        """A question's words, its mark and its buttons, as the phone shows them."""
        who = _READERS[piece.to]
        controls: tuple[str, ...] = () if step.needed else ("skip",)
        visibility = step.visibility if form == "couple" else "private"
        # Days and hours of today mean nothing on a page: only what the script itself offers is shown.
        written = step.kind in ("day", "moment")
        taps = () if written else kind_of(step).taps(Asked(step, Ask("x", step.id), NOW, ZoneInfo("UTC")))
        shown = OpenQuestion("x", self.dialog.name, step.id, visibility, controls, piece.picks, taps=taps)
        say = Say(who, Prompt(self.dialog.name, step.id), self.natural.values(use, who, form), question=shown)
        message = self.voice.wording.message(say, reader_of(who, self.voice.language), NOW)
        words, _, mark = parsed(message.text).rpartition("\n\n")
        return words, mark, " ".join(f"[{key.label}]" for row in message.rows for key in row)

    def spoken(self, to: To, lead: str, form: Form | None, body: list[str], indent: str) -> Iterator[str]:
        """A speech under its heading."""
        if lead:
            yield from _wrap(lead, indent)
        who = {"me": NAMES[1], "partner": NAMES[2], "each": "each", "both": "both"}[to]
        if self.dialog.forms == ("solo",) and to in ("each", "both"):
            who = NAMES[1]
        yield f"{indent}COACH to {who}{self.mark(form)}"
        yield from (line for text in body for line in _wrap(text, indent))
        yield ""

    def forms(self, only: Form | None) -> tuple[Form, ...]:
        """The forms of the dialog in which something is said, two people first."""
        return (only,) if only is not None else tuple(sorted(self.dialog.forms))

    def mark(self, form: Form | None) -> str:
        """What marks that something is for one form alone; nothing where the dialog has only one."""
        return _MARKS[form] if len(self.dialog.forms) > 1 else ""

    def text(self, use: Use, who: int, form: Form) -> str:
        """One prompt, plain."""
        values, reader = self.natural.values(use, who, form), reader_of(who, self.voice.language)
        return parsed(self.voice.wording.text(Prompt(use.dialog, use.name), values, reader, NOW))

    def buttons(self, names: Sequence[str]) -> str:
        """Labels as buttons."""
        return " ".join(f"[{self.label(self.dialog.name, name)}]" for name in names)

    def called(self, dialog: str) -> str:
        """A dialog's name as people read it."""
        return self.label(dialog, dialog)

    def label(self, dialog: str, name: str) -> str:
        """A label, or the name itself where it has none."""
        with suppress(ScriptError):
            return self.voice.wording.label(dialog, name, self.voice.language)
        return _plain(name)

    def short(self, question: str) -> str:
        """A question's short name, or the name itself where it has none."""
        with suppress(ScriptError):
            prompt = Prompt(self.dialog.name, f"short_{question}")
            return parsed(self.voice.wording.text(prompt, {}, reader_of(1, self.voice.language)))
        return _plain(question)


def _head(dialog: Dialog, name: str) -> Iterator[str]:
    """What it is, how it begins, and how to read it."""
    yield f"{name} ({dialog.name})" if name != dialog.name else name
    yield from textwrap.wrap(dialog.about, WIDTH)
    yield ""
    ana, ben = NAMES.values()
    begins = f"It begins with /{dialog.command}." if dialog.command else "Something else begins it."
    forms = (
        f"It is for {ana} alone, and for {ana} with her partner {ben}; what is only for one of these is marked (alone) "
        "or (two)."
        if len(dialog.forms) > 1
        else f"It is for one person, here {ana}."
        if dialog.forms == ("solo",)
        else f"It is for two: {ana} begins, {ben} is her partner."
    )
    join = " Who begins it second joins the first." if dialog.join else ""
    yield from textwrap.wrap(f"{begins} {forms}{join}", WIDTH)
    yield ""


def _merged(told: Mapping[Form, list[str]], only: Form | None) -> Iterator[tuple[Form | None, list[str]]]:
    """Once what is the same in both forms; otherwise each with its form."""
    if only is None and len({tuple(texts) for texts in told.values()}) == 1:
        yield None, next(iter(told.values()))
    else:
        yield from told.items()


def _speech(text: str) -> Iterator[str]:
    return (_INDENT + line for line in text.split("\n"))


def _narrated(text: str, indent: str, mark: str = "") -> Iterator[str]:
    yield from _wrap(f"{text}{mark}", indent)
    yield ""


def _wrap(text: str, indent: str) -> list[str]:
    """Lines no longer than a terminal shows, a speech further in than what is told."""
    bare = text.lstrip(" ")
    inside = indent + " " * (len(text) - len(bare))
    return textwrap.wrap(bare, WIDTH, initial_indent=inside, subsequent_indent=inside, break_long_words=False) or [""]


def _after_a_colon(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _plain(name: str) -> str:
    return name.replace("_", " ")
