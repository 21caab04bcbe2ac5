"""Wording: a prompt and its values become the message that one reader gets, in their language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from bot.engine.kinds import kind_of
from bot.engine.script import Library
from bot.engine.step import Question
from bot.engine.steps.gate import GateStep
from bot.errors import ScriptError
from bot.model.events import (
    AsOneself,
    CopyButton,
    GroupButton,
    LanguageButton,
    LinkButton,
    OpenQuestion,
    Prompt,
    Say,
    Settle,
)
from bot.model.script import Button
from bot.model.state import Person
from bot.model.values import Values, Words
from bot.script.findings import Finding, ScriptErrors
from bot.script.homes import where_told
from bot.script.keyboard import Key, Rows, Sendable, command_data, fit, question_rows, settled_key
from bot.script.labels import Labels
from bot.script.message import Message as Message
from bot.script.message import addressed, names_in
from bot.script.shown import ANSWER_UNITS, CAPTION_UNITS, TEXT_UNITS, cut, parsed, units
from bot.script.templates import COMMON, COPY_UNITS, Blocks, group_link, invitation_link, languages_in, own_name
from bot.script.times import Times, times_for, times_told
from bot.script.viewer import Viewer

FALLBACK = "en"
"""The language of everybody whose own is not written yet."""

_SHORTER = (None, 1000, 500, 250, 100, 40)


class Wording:
    """All prompts of all languages, read once. Nothing here changes: the same values give the same text. `operator`
    names who runs this bot, where somebody has said so. `languages` are those that are offered: all in the folder where
    nobody says. `inline`: Telegram lets people send what the bot worded as their own.

    Raises ScriptErrors when a template cannot be read or English is missing.
    """

    def __init__(
        self,
        folder: Path,
        library: Library,
        bot_username: str,
        operator: str = "",
        languages: Sequence[str] | None = None,
        *,
        inline: bool = False,
    ) -> None:
        self.library = library
        self._inline = inline
        self.bot_username = bot_username
        tags = languages_in(folder) if languages is None else tuple(languages)
        self._blocks = {tag: Blocks(folder, tag, bot_username, operator, tags) for tag in tags}
        self._labelled = Labels(library, self._blocks)
        # What was not asked on the way through a dialog is nothing.
        self._not_asked: dict[str, dict[str, object]] = {
            name: {step.id: None for step in dialog.steps.values() if isinstance(step, Question)}
            for name, dialog in library.dialogs.items()
        }
        if FALLBACK not in self._blocks:
            raise ScriptErrors([Finding(f"{folder.name}/{FALLBACK}", 1, "the prompts in English are missing")])

    def compile(self) -> None:
        """Compile what waits for its first use. Raises ScriptErrors."""
        for blocks in self._blocks.values():
            blocks.compile()

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that prompts are written in."""
        return tuple(self._blocks)

    def language_of(self, tag: str | None) -> str:
        """The written language nearest to a tag: "es-MX" -> "es"; English for one that is not written."""
        language = (tag or "").replace("_", "-").split("-")[0].lower()
        return language if language in self._blocks else FALLBACK

    def message(self, say: Say, reader: Person, now: datetime | None = None) -> Message:
        """What the reader gets. A question has its mark beneath it: who sees the answer. A preview is introduced.

        `now` tells which times are today's; without it they are all shown with their day.
        """
        most = CAPTION_UNITS if say.attach is not None else TEXT_UNITS
        text = say.ready if say.ready is not None else self.text(say.prompt, say.values, reader, now, most)
        rows: Rows = ()
        if say.question is not None:
            if say.ready is not None:
                step = self.library.dialogs[say.question.dialog].steps[say.question.step]
                over = "new_preview" if say.question.rewritten else getattr(step, "over_preview", "pick_preview")
                text = f"{self.text(Prompt(COMMON, over), names_in(say.values), reader, now)}\n\n{text}"
            rows = self._question_rows(say.question, say.values, reader, now)
            text = f"{text}\n\n<i>{self._mark(say.question, say.values, reader, now, typed=not rows)}</i>"
            if say.question.asked is not None:
                text = f"{addressed(say.question.asked, str(say.values['reader']))}\n{text}"
        return Message(text, (*rows, *self._button_rows(say, reader, now)))

    def text(
        self,
        prompt: Prompt,
        values: Mapping[str, object],
        reader: Person,
        now: datetime | None = None,
        most: int = TEXT_UNITS,
        writer: Person | None = None,
    ) -> str:
        """A prompt as the reader gets it, in HTML. Of a text longer than `most` UTF-16 units people's words are cut.
        What a `writer` sends has their time in it, for each phone to show its own."""
        text = ""
        for words in _SHORTER:
            text = self.uncut(prompt, values, reader, now, html=True, most=words, writer=writer)
            if 2 * len(text) <= most or units(parsed(text)) <= most:  # no character has more than two units
                return text
        return escape(cut(parsed(text), most), quote=False)

    def preview(self, prompt: Prompt, values: Values, to: Person, writer: Person, now: datetime | None = None) -> str:
        """What `to` will get of `writer`, in HTML: in their own language, and for both the same text."""
        return self.text(prompt, values, to, now, writer=writer)

    def answer(self, prompt: Prompt, values: Mapping[str, object], reader: Person) -> str:
        """A prompt as the answer to a press, which is seen for a moment: plain text."""
        return cut(self.uncut(prompt, values, reader, html=False), ANSWER_UNITS)

    def settled(self, settle: Settle, reader: Person, now: datetime | None = None) -> Key | None:
        """The one button that an answered question keeps: what was chosen. None for words, which stand in the chat."""
        step = self.library.dialogs[settle.dialog].steps.get(settle.step)
        if settle.chosen is None or isinstance(settle.chosen, Words) or not isinstance(step, Question):
            return None
        language = self.language_of(settle.language or reader.language)
        label = partial(self._label_of, settle.dialog, language, {"reader": reader.name})
        data, times = kind_of(step).data(settle.chosen), self._times(reader, now, language)
        return settled_key(settle.ask, data, settle.chosen, times, label)

    def label(self, dialog: str, name: str, language: str) -> str:
        """The label of an option, a button, a command or a dialog. Raises ScriptError when it has none."""
        return self._label_of(dialog, self.language_of(language), {"reader": ""}, name)

    def commands(self, language: str) -> list[tuple[str, str]]:
        """The commands for Telegram's list, each with its short description: in the order of `common.j2`, then those
        whose dialogs describe them in their own files."""
        blocks = self._blocks[self.language_of(language)]
        places = [(COMMON, name) for name in blocks.names(COMMON) if name.startswith("command_")]
        for dialog in self.library.dialogs.values():
            block = f"command_{dialog.command}"
            if dialog.command is not None and blocks.home(dialog.name, block) == dialog.name:
                places.append((dialog.name, block))
        return [(name.removeprefix("command_"), blocks.render(home, name, {}, html=False)) for home, name in places]

    def called(self, language: str) -> Iterator[tuple[str, str]]:
        """What every command is called: its own name, its label, that of its dialog, and what stands in the block
        `called_<command>`; (command, name) each, the plainest names first."""
        reader = Person(id=0, name="", language=language)
        dialogs = {dialog.command: dialog.name for dialog in self.library.dialogs.values() if dialog.command}
        commands = [name for name, _ in self.commands(language)]
        yield from ((command, command) for command in commands)
        for command in commands:
            home = dialogs.get(command, COMMON)
            yield from ((command, way) for way in self._ways(home, f"called_{command}", language))
            for label in {command, dialogs.get(command, command)}:
                with suppress(ScriptError):
                    yield command, self.button_label(home, label, reader)

    def read_labels(self, dialog: str, step: str, reader: Person) -> Mapping[str, str]:
        """The options of a question with their labels as this reader sees them; empty for other steps."""
        ask = self.library.dialogs[dialog].steps.get(step)
        label = self._labels(dialog, {"reader": reader.name}, reader)
        return {option: label(option) for option in ask.options} if isinstance(ask, Question) else {}

    def ways_of(self, dialog: str, option: str, reader: Person) -> tuple[str, ...]:
        """What people say for an option beside its label, as the block `said_<option>` lists it: with commas, or one a
        line. Nothing where there is no such block."""
        return self._ways(dialog, f"said_{option}", self.language_of(reader.language))

    def _ways(self, dialog: str, name: str, language: str) -> tuple[str, ...]:
        blocks = self._blocks[language]
        if blocks.home(dialog, name) is None:
            return ()
        said = blocks.render(dialog, name, {}, html=False).replace("\n", ",")
        return tuple(way.strip() for way in said.split(",") if way.strip())

    def short(self, dialog: str, ask: str, reader: Person) -> str:
        """The short name of a question, as an offer's button shows it."""
        return self._labelled.shorts(dialog, self.language_of(reader.language), {})(ask)

    def button_label(self, dialog: str, label: str, reader: Person) -> str:
        """What a button says that was shown with a prompt of this dialog."""
        return self._labels(dialog, {"reader": reader.name}, reader)(label)

    def uncut(
        self,
        prompt: Prompt,
        values: Mapping[str, object],
        reader: Person,
        now: datetime | None = None,
        *,
        html: bool,
        most: int | None = None,
        writer: Person | None = None,
    ) -> str:
        """A prompt however long it gets: in HTML, or as it stands on a button. Each word of people's own is cut after
        `most` UTF-16 units."""
        language = self.language_of(reader.language)
        blocks = self._blocks[language]
        home, name = where_told(self.library, blocks, prompt, values)
        if (text := blocks.fixed(home, name)) is not None:
            return text
        label = self._labels(prompt.dialog, values, reader)
        times = times_told(writer, language, now) if writer is not None else self._times(reader, now)
        viewer = Viewer(times, label, self._labelled.shorts(prompt.dialog, language, values), html, most)
        shown = {name: viewer.show(name, value) for name, value in values.items()}
        return blocks.render(home, name, self._not_asked.get(prompt.dialog, {}) | shown, html=html)

    def _mark(
        self, question: OpenQuestion, values: Values, reader: Person, now: datetime | None, *, typed: bool
    ) -> str:
        if question.asked is not None:
            return self.text(Prompt(COMMON, "mark_group_reply" if typed else "mark_group"), {}, reader)
        step = self.library.dialogs[question.dialog].steps[question.step]
        if isinstance(step, GateStep):
            return self.text(Prompt(COMMON, "mark_gate"), names_in(values), reader)
        if question.keeping is not None:
            shown = {**names_in(values), "offered": question.visibility == "offered"}
            return self.text(Prompt(COMMON, f"mark_{question.keeping}"), shown, reader)
        if isinstance(step, Question) and step.mark is not None:
            return self.text(Prompt(question.dialog, step.mark), values, reader, now)
        return self.text(Prompt(COMMON, f"mark_{question.visibility}"), names_in(values), reader)

    def _question_rows(
        self, question: OpenQuestion, values: Mapping[str, object], reader: Person, now: datetime | None
    ) -> Rows:
        step = self.library.dialogs[question.dialog].steps[question.step]
        if not isinstance(step, Question):
            return ()
        label, short = (
            self._labels(question.dialog, values, reader),
            partial(self.short, question.dialog, reader=reader),
        )
        return question_rows(question, step, self._times(reader, now), label, short)

    def _button_rows(self, say: Say, reader: Person, now: datetime | None) -> Rows:
        label = self._labels(say.prompt.dialog, say.values, reader)
        first: list[Key] = []
        commands: list[Key] = []
        for button in say.buttons:
            match button:
                case Button():
                    commands.append(Key("callback", label(button.label), command_data(button.command)))
                case CopyButton():
                    text = self.uncut(button.prompt, say.values, reader, now, html=False)
                    if units(text) <= COPY_UNITS:  # a longer one stands in the message, to be copied by a tap on it
                        first.append(Key("copy", label(button.label), text))
                case AsOneself() if self._inline:
                    texts = [(self.uncut(p, say.values, reader, now, html=False), name) for p, name in button.prompts]
                    given = tuple(Sendable(label(name) if name else text, text) for text, name in texts)
                    first.append(Key("pick_chat", label(button.label), button.id, given))
                case LinkButton():
                    link = invitation_link(self.bot_username, button.token)
                    first.append(Key("url", label(button.label), f"https://t.me/share/url?{urlencode({'url': link})}"))
                case GroupButton():
                    first.append(Key("url", label(button.label), group_link(self.bot_username)))
                case LanguageButton():
                    commands.append(Key("callback", own_name(button.tag), command_data(f"group_language.{button.tag}")))
        return (*((key,) for key in first), *fit(commands))

    def _times(self, reader: Person, now: datetime | None, language: str | None = None) -> Times:
        language = language or self.language_of(reader.language)
        blocks = self._blocks[language]
        names = (name for name in ("label_today", "label_tomorrow") if blocks.home(COMMON, name))
        near = [blocks.render(COMMON, name, {}, html=False) for name in names]
        return times_for(reader, language, now, tuple(near))

    def _labels(self, dialog: str, values: Mapping[str, object], reader: Person) -> Callable[[str], str]:
        names = {name: value for name, value in values.items() if isinstance(value, str)}
        return partial(self._label_of, dialog, self.language_of(reader.language), names)

    def _label_of(self, dialog: str, language: str, values: Mapping[str, object], name: str) -> str:
        return self._labelled.label(dialog, name, language, values)
