"""The words of every language, read once and kept: each alone, and all of them together.

All languages are read at once: who writes "mañana at 6" is understood. A language that somebody has only begun (a file
is missing, or a key is empty) is left out until it is whole; a mistake in one that is whole is an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from bot.script.findings import Finding, ScriptErrors
from bot.script.folders import tongues_folder
from bot.script.forms import Form, read_form
from bot.understand.vocabulary import Vocabulary

FALLBACK: Final = "en"
"""The language of everybody whose own has no words yet."""

F = TypeVar("F", bound=Form)

SUBJECTS: Final[Mapping[str, type[Form]]] = {
    name: field.annotation
    for name, field in Vocabulary.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Form)
}
"""The name of each file, without its ending, and what stands in it."""


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """Every language whose words are all there, by its tag. Raises ScriptErrors, which names file and line."""
    found: dict[str, Vocabulary] = {}
    for folder in sorted(each for each in tongues_folder().iterdir() if each.is_dir()):
        words = read_vocabulary(folder)
        if isinstance(words, Vocabulary):
            found[folder.name] = words
        elif folder.name == FALLBACK:
            raise ScriptErrors(words)
    return found


@cache
def vocabulary() -> Vocabulary:
    """The words of all languages together."""
    return merged(list(vocabularies().values()))


def own_first(language: str) -> tuple[str, ...]:
    """The tags of all languages, that of a tag such as "es-MX" first; English where it has no words."""
    own = language[:2].lower()
    own = own if own in vocabularies() else FALLBACK
    return (own, *(tag for tag in vocabularies() if tag != own))


def read_vocabulary(folder: Path) -> Vocabulary | tuple[Finding, ...]:
    """Read one language; of one that is only begun, what it lacks, one finding a file. Raises ScriptErrors."""
    forms: dict[str, Form] = {}
    lacking: list[Finding] = []
    for name, form in SUBJECTS.items():
        read = read_form(folder / f"{name}.yaml", f"tongues/{folder.name}/{name}.yaml", form)
        if isinstance(read, Finding):
            lacking.append(read)
        else:
            forms[name] = read[0]
    return tuple(lacking) if lacking else Vocabulary.model_validate(forms)


def merged(forms: Sequence[F]) -> F:
    """Several languages as one: sets united, lists one after the other, of anything else the first."""
    first = forms[0]
    fields = {name: _united([getattr(form, name) for form in forms]) for name in type(first).model_fields}
    return first.model_copy(update=fields)


def _united(values: Sequence[object]) -> object:
    first = values[0]
    if isinstance(first, Form):
        return merged([value for value in values if isinstance(value, Form)])
    if isinstance(first, frozenset):
        return frozenset().union(*(value for value in values if isinstance(value, frozenset)))
    if isinstance(first, tuple):
        return tuple(each for value in values if isinstance(value, tuple) for each in value)
    if isinstance(first, dict):
        tables = [value for value in values if isinstance(value, dict)]
        return {key: _united([table[key] for table in tables if key in table]) for table in tables for key in table}
    return first


def by_word(lists: Mapping[int, frozenset[str]]) -> dict[str, int]:
    """Word -> value, from value -> words."""
    return {word: value for value, words in lists.items() for word in words}


def in_order(form: Form) -> dict[str, int]:
    """Word -> place from 0, from a form whose keys stand in order: weekdays, months."""
    return by_word(dict(enumerate(getattr(form, name) for name in type(form).model_fields)))
