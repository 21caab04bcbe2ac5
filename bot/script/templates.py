"""The prompts of one language as blocks, each rendered by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from babel import Locale, UnknownLocaleError
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError
from markupsafe import Markup

from bot.errors import ScriptError
from bot.model.language import language_after
from bot.script.clauses import clause_of
from bot.script.findings import Finding, ScriptErrors
from bot.script.help_list import help_list, number_to_dial
from bot.script.helplines import country_name
from bot.script.prompt_file import PromptFile
from bot.script.shown import Finished, Span, parsed, span, units
from bot.script.times import Moment

_STOP = "\udfff"
"""Stands after a value that ends in a full stop of its own, until the text is whole; a character that nobody types."""
_TWO_STOPS = re.compile(rf"{_STOP}((?:</\w[\w-]*>)*)\.(?!\.)")

COMMON = "common"
"""The file of what all dialogs share."""

DECK = "deck"
"""The file of the cards, one block each; beside the dialogs, that of their ids."""
COPY_UNITS = 256
"""The longest text that a button copies, in UTF-16 units."""

FUNCTIONS = (
    "time",
    "moment",
    "duration",
    "help_list",
    "emergency",
    "country_name",
    "link",
    "operator",
    "next_language",
    "clause",
    "to_copy",
)
"""What templates may call; no value may have such a name."""


def languages_in(folder: Path) -> tuple[str, ...]:
    """The languages that prompts are written in, by their codes."""
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir())) if folder.is_dir() else ()


def environment(
    language: str, bot_username: str, operator: str = "", languages: Sequence[str] = (), *, html: bool
) -> Environment:
    """What templates may use beside their values. Without `html` nothing is escaped: buttons and copied text.
    `operator` names who runs this bot; empty when nobody has said. `languages` are all that there are."""
    env = Environment(undefined=StrictUndefined, autoescape=html, finalize=_as_it_stands, auto_reload=False)
    env.globals.clear()
    functions: dict[str, Callable[..., object]] = {
        "time": _given,
        "moment": _in_full,
        "duration": lambda length: _duration(length, language),
        "help_list": lambda country, danger, *titles: help_list(country, danger, titles, language),
        "emergency": lambda country: number_to_dial(country, language),
        "operator": lambda: operator,
        "country_name": lambda code: country_name(code, language) if code else "",
        "next_language": lambda: own_name(language_after(language, languages or (language,))),
        "clause": lambda place, *answers: clause_of(place, answers, language),
        "to_copy": _to_copy,
        "link": lambda token: invitation_link(bot_username, token),
    }
    env.globals.update({name: functions[name] for name in FUNCTIONS})
    return env


def invitation_link(bot_username: str, token: str) -> str:
    """The address that opens this bot with an invitation."""
    return f"https://t.me/{bot_username}?start={token}"


def group_link(bot_username: str) -> str:
    """The address by which somebody adds this bot to a group, with no rights there."""
    return f"https://t.me/{bot_username}?startgroup=us"


class Blocks:
    """All prompts of one language, read once. Raises ScriptErrors when a template is not Jinja2."""

    def __init__(
        self, folder: Path, language: str, bot_username: str, operator: str = "", languages: Sequence[str] = ()
    ) -> None:
        self.language = language
        self._folder = f"{folder.name}/{language}"
        html = environment(language, bot_username, operator, languages, html=True)
        bare = environment(language, bot_username, operator, languages, html=False)
        self._files: dict[str, PromptFile] = {}
        findings = []
        for path in sorted((folder / language).glob("*.j2")):
            try:
                self._files[path.stem] = PromptFile(path.read_text(encoding="utf-8"), html, bare)
            except TemplateSyntaxError as error:
                findings.append(Finding(f"{self._folder}/{path.name}", error.lineno, str(error.message)))
            except UnicodeDecodeError:
                findings.append(Finding(f"{self._folder}/{path.name}", 1, "not a text in UTF-8"))
        if findings:
            raise ScriptErrors(findings)

    def compile(self) -> None:
        """Compile all that waits for its first use. Raises ScriptErrors for what no template may say, such as a filter
        that there is none of."""
        findings = []
        for name, file in self._files.items():
            try:
                file.compile()
            except TemplateSyntaxError as error:
                findings.append(Finding(f"{self._folder}/{name}.j2", error.lineno, str(error.message)))
        if findings:
            raise ScriptErrors(findings)

    def names(self, dialog: str) -> tuple[str, ...]:
        """The blocks of a dialog's own file, in the order written."""
        file = self._files.get(dialog)
        return tuple(file.names) if file is not None else ()

    def home(self, dialog: str, name: str) -> str | None:
        """The file that a dialog finds a block in: its own, else `common`; None when it is in neither."""
        for home in (dialog, COMMON):
            if (file := self._files.get(home)) is not None and name in file.names:
                return home
        return None

    def fixed(self, dialog: str, name: str) -> str | None:
        """What a block says whatever its values; None for one that depends on them, or that there is none of."""
        home = self.home(dialog, name)
        return self._files[home].fixed(name) if home is not None else None

    def render(self, dialog: str, name: str, values: Mapping[str, object], *, html: bool) -> str:
        """A block's text without blank space around it. Raises ScriptError when it is missing or lacks a value."""
        home = self.home(dialog, name)
        if home is None:
            raise ScriptError(f"{self._folder}/{dialog}.j2", 1, f'no prompt "{name}"')
        try:
            text = self._files[home].render(name, values, html=html)
        except UndefinedError as error:
            raise ScriptError(f"{self._folder}/{home}.j2", 1, f'prompt "{name}": {error.message}') from error
        except TemplateSyntaxError as error:
            raise ScriptError(f"{self._folder}/{home}.j2", error.lineno, str(error.message)) from error
        return _TWO_STOPS.sub(r"\1", text).replace(_STOP, "") if _STOP in text else text


def own_name(language: str) -> str:
    """What those who speak a language call it: "Español"."""
    try:
        name = str(Locale.parse(language, sep="-").get_display_name() or language)
    except (ValueError, UnknownLocaleError):
        name = language
    return name[:1].upper() + name[1:]


def _as_it_stands(value: object) -> object:
    # A skipped answer must never be read as the word "None".
    if value is None:
        return ""
    # "8:00 p. m." ends a sentence with its own full stop. People's words stay as typed.
    if isinstance(value, Finished) and value.endswith("."):
        return Markup(value.__html__() + _STOP) if isinstance(value, Moment) else f"{value}{_STOP}"
    return value


def _given(moment: object) -> object:
    # An instant has become its text before the template sees it; anything else was not meant to be one.
    return moment


def _in_full(moment: object) -> object:
    return moment.full if isinstance(moment, Moment) else moment


def _to_copy(text: object) -> object:
    """What stands beside its button; a text that is too long for one is copied by a tap on it."""
    if not isinstance(text, Markup):
        return text
    text = Markup(text.strip().replace(_STOP, ""))
    return text if units(parsed(text)) <= COPY_UNITS else Markup("<code>") + text + Markup("</code>")


def _duration(length: object, language: str) -> str:
    return span(length, language) if isinstance(length, int) else Span(str(length))
