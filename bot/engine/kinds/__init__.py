"""The table of question kinds: one file per kind, each with the class that says everything about it but how typed words
are read, which stands beside the reading of words, in `bot.runtime.reading`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.engine.kinds.choice import Choice
from bot.engine.kinds.city import CityKind
from bot.engine.kinds.day import DayKind
from bot.engine.kinds.duration import DurationKind
from bot.engine.kinds.hour import Hour
from bot.engine.kinds.kind import Kind
from bot.engine.kinds.many import ManyKind
from bot.engine.kinds.moment import Moment
from bot.engine.kinds.name import NameKind
from bot.engine.kinds.number import NumberKind
from bot.engine.kinds.pick import Pick
from bot.engine.kinds.scale import Scale
from bot.engine.kinds.text import Text
from bot.engine.kinds.yes_no import YesNo
from bot.engine.step import Question

KINDS: Mapping[str, Kind] = {
    "choice": Choice(),
    "text": Text(),
    "scale": Scale(),
    "duration": DurationKind(),
    "number": NumberKind(),
    "many": ManyKind(),
    "pick": Pick(),
    "yes_no": YesNo(),
    "day": DayKind(),
    "moment": Moment(),
    "city": CityKind(),
    "name": NameKind(),
    "hour": Hour(),
}
"""The word that names each kind of question in a dialog."""


def kind_of(question: Question) -> Kind:
    """The kind of a question."""
    return KINDS[question.kind]


def is_list(step: object) -> bool:
    """Whether a step is a question whose answer names several things."""
    return isinstance(step, Question) and kind_of(step).lists


def ways_back() -> frozenset[str]:
    """The controls that take an answer back, by whatever name."""
    return frozenset(kind.way_back for kind in KINDS.values())
