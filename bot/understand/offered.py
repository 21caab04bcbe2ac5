"""What people say to an offer and to a preview: yes, no and later; send it, keep it, all of it."""

from __future__ import annotations

from functools import cache
from typing import Final, get_args

from bot.model.heard import Reply, Sending
from bot.understand.control import read_control, spelling
from bot.understand.languages import vocabularies
from bot.understand.phrasebook import Chapter, Phrasebook
from bot.understand.spelling import clauses_of, words_of
from bot.understand.yes_no import read_yes_no

_MOST_WORDS: Final = 12
"""A text with more words than this tells something."""
_SENDING: Final[tuple[Sending, ...]] = get_args(Sending)
_CAUTIOUS: Final[tuple[Sending, ...]] = ("keep", "all", "send", "affirm")
"""Which is meant where a text says several: nothing goes out where somebody also says to keep it."""
_CAREFUL: Final[tuple[Sending, ...]] = ("send",)
"""No word with a slip in it sends anything."""
_NEITHER: Final = frozenset({"dont_know", "explain", "help", "repeat", "menu", "back"})
"""Control words that are no answer to an offer."""


@cache
def _replies() -> Phrasebook[Reply]:
    return Phrasebook(
        [
            Chapter(
                {"yes": [*each.offer.yes, *each.yes_no.yes], "no": [*each.offer.no, *each.yes_no.no]},
                each.offer.sets,
                {"filler": each.offer.fillers, "because": each.offer.because},
            )
            for each in vocabularies().values()
        ],
        spelling(),
        reasoned=("yes", "no"),
    )


@cache
def _sendings() -> Phrasebook[Sending]:
    words = [each.offer for each in vocabularies().values()]
    return Phrasebook(
        [
            Chapter(
                {said: getattr(each, said) for said in _SENDING},
                each.sets,
                {"filler": each.around_sending, "opener": each.send_openers},
            )
            for each in words
        ],
        spelling(),
        order=_CAUTIOUS,
        careful=_CAREFUL,
    )


@cache
def _other_times() -> Phrasebook[Reply]:
    words = [each.offer for each in vocabularies().values()]
    return Phrasebook([Chapter({"no": each.another_time}, each.sets) for each in words], spelling())


def read_reply(text: str, language: str) -> Reply | None:
    """Return yes or no to an offer; "later" and "not today" are a no; None where neither can be told."""
    control = read_control(text)
    if control in _NEITHER:
        return None
    said = _replies().read(text)
    if said == "no":
        return said
    if len(words_of(text)) <= _MOST_WORDS and _other_times().holds(text):
        return "no"
    if said is not None:
        return said
    if control is not None:
        return "no"
    answer = read_yes_no(text, language)
    if answer is None or (not answer and not _stands_alone(text)):
        return None
    return "yes" if answer else "no"


def _stands_alone(text: str) -> bool:
    """Whether a no is a clause of its own: "no, the kids are here", unlike "no harm in trying"."""
    clauses = clauses_of(text)
    return len(clauses) > 1 and _replies().read(" ".join(clauses[0])) == "no"


def read_sending(text: str) -> Sending | None:
    """Return what a text says to a preview; None for a sentence that may be meant for the partner."""
    return _sendings().read(text)
