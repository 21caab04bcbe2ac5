"""What words may mean beside an answer: the engine's port to `bot.understand` and to the wording of commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz, process

from bot.coach.product import COACH
from bot.engine.script import Library
from bot.model.heard import Called, Control, Meant, Reply, Sending, Talk
from bot.model.script import Button
from bot.model.state import Offer, Person
from bot.runtime.reading import option_undecided
from bot.script.shown import letters_of
from bot.script.wording import Wording
from bot.understand.choice import pieces_of_several, read_exactly
from bot.understand.control import read_control
from bot.understand.offered import read_reply, read_sending
from bot.understand.practices import read_practices
from bot.understand.small_talk import read_talk
from bot.understand.ways import fits, words_in, words_of_way

_NEAR: Final = 84.0
"""How alike a slip and the name that was meant must be, of 100."""
_NEAR_LETTERS: Final = 5
_NEAR_WORDS: Final = 2


def _run_together(text: str) -> str:
    return letters_of(text.replace("_", " ")).replace(" ", "")


class Ear:
    """Fulfils `Hearing`."""

    def __init__(self, library: Library, wording: Wording) -> None:
        self._library = library
        self._wording = wording
        self._names: dict[str, dict[str, str]] = {}

    def control(self, text: str, writer: Person) -> Control | None:
        """By the words of all languages."""
        return read_control(text)

    def talk(self, text: str, writer: Person) -> Talk | None:
        """By the words of all languages."""
        return read_talk(text)

    def reply(self, text: str, writer: Person) -> Reply | None:
        """By the words of all languages."""
        return read_reply(text, writer.language)

    def sending(self, text: str, writer: Person) -> Sending | None:
        """By the words of all languages."""
        return read_sending(text)

    def command(self, text: str, writer: Person) -> Called | None:
        """By its own name, by what buttons call it and by what people do, in every language, the writer's own first."""
        typed = _run_together(text)
        languages = dict.fromkeys((self._wording.language_of(writer.language), *self._wording.languages))
        for language in languages:
            if typed in self._called(language):
                return Called(self._called(language)[typed])
        if len(text.split()) > _NEAR_WORDS or len(typed) < _NEAR_LETTERS:
            return None
        for language in languages:
            names = self._called(language)
            near = process.extractOne(typed, names.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
            if near is not None:
                return Called(names[near[0]], near=True)
        return None

    def _called(self, language: str) -> dict[str, str]:
        """What commands are called in a language, run together: the command of each name."""
        if language not in self._names:
            names: dict[str, str] = {}
            for command, said in self._wording.called(language):
                names.setdefault(_run_together(said), command)
            self._names[language] = names
        return self._names[language]

    def option(self, dialog: str, step: str, text: str, writer: Person) -> str | None:
        """By its label, by what is written beside it, or by the words for what is not decided yet."""
        labels = self._wording.read_labels(dialog, step, writer)
        ways = {option: self._wording.ways_of(dialog, option, writer) for option in labels}
        exact = read_exactly(text, labels, ways)
        return exact if exact is not None else option_undecided(self._library.dialogs[dialog].steps[step], text)

    def button(self, offer: Offer, text: str, writer: Person) -> Button | None:
        """By what the writer's buttons say, and by what else is said for them."""
        said = letters_of(text)
        labels = ((button, self._wording.button_label(offer.dialog, button.label, writer)) for button in offer.buttons)
        shown = next((button for button, label in labels if said and letters_of(label) == said), None)
        return shown or next((button for button in offer.buttons if self._is_way(offer, button, text, writer)), None)

    def _is_way(self, offer: Offer, button: Button, text: str, writer: Person) -> bool:
        return any(
            fits(words_in(text), words_of_way(way)) for way in self._wording.ways_of(offer.dialog, button.label, writer)
        )

    def picks(self, dialog: str, items: Sequence[str], text: str, writer: Person) -> Sequence[str]:
        """By the short names on the buttons, one or several."""
        short = {letters_of(self._wording.short(dialog, item, writer)): item for item in items}
        named = [short.get(letters_of(piece)) for piece in pieces_of_several(text) if piece.strip()]
        return [item for item in named if item is not None] if None not in named else []

    def dialogs(self, text: str, writer: Person) -> Sequence[Meant]:
        """By the example phrases, in the writer's language first."""
        found = read_practices(text, writer.language)
        return [Meant(each.practice, each.score, opens(self._library, each.practice)) for each in found]


def opens(library: Library, practice: str) -> str | None:
    """What is offered to whoever is after a practice: a dialog, or what is looked at rather than talked through."""
    dialog = library.serving(practice)
    if dialog is not None:
        return dialog.name
    return practice if practice in COACH.commands else None
