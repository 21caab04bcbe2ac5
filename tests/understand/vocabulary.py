"""Every word of the vocabulary of time, as people would type it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.script.forms import Form
from bot.understand.languages import vocabularies
from bot.understand.words import tongues

_NO_WORDS = ("phrases", "until", "only", "fillers", "refusals", "conditions", "mended", "mended_short", "not_mended")
"""Keys under which no words of time stand, or such as take back all that is said."""


def words_of_time() -> list[str]:
    """The words of the clock, the calendar, lengths of time and numbers, in all languages, in their order."""
    found = {"am", "pm", *(word for tongue in tongues().values() for word in tongue.numbers)}
    for language in vocabularies().values():
        for form in (language.clock, language.day, language.duration.units):
            found.update(_words(form))
        found |= language.duration.plain_units | language.duration.into | language.duration.from_now
    return sorted(word for word in found if word)


def _words(form: Form) -> Iterator[str]:
    for name in type(form).model_fields:
        value = getattr(form, name)
        if name in _NO_WORDS:
            continue
        if isinstance(value, Form):
            yield from _words(value)
        elif isinstance(value, frozenset):
            yield from value
        elif isinstance(value, dict):
            for each in value.values():
                yield from each if isinstance(each, frozenset) else ()
