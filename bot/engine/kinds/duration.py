"""`duration`: a length of time, or an option in its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar, Final

from bot.engine.kinds.kind import ROW, Asked, Examples, Given, Kind, Said
from bot.engine.kinds.moment import LONG as LONG_MOMENT
from bot.engine.step import Question
from bot.model.events import Taps
from bot.model.values import Duration, Instant, Unclear, Value

LONG = 1439
"""Minutes that take many words to say."""

_ENDS_IN_A_ROW: Final = 2
_ONE: Final = Duration(LONG)
_WHICH: Final[Mapping[str, tuple[Duration | None, ...]]] = {
    "roughly": (_ONE, None),
    "which_length": (_ONE, None),
    "till_when": (None,),
    "half_a_day": (None,),
    "too_long": (_ONE,),
    "too_short": (_ONE,),
}


class DurationKind(Kind):
    """Whole minutes from `from` to `to`; its presets have buttons, which send their minutes. Where words could mean
    several, it has another face: those lengths, or the moments at which it may end."""

    said = "taps or says how long, as in “an hour and a half”"
    keys = frozenset({"presets", "from", "to", "options"})
    bounds = (1, 1440)
    goes_by_moment = True
    way_back = "change"
    prompts: ClassVar[Examples] = {
        "which_length": [
            {"reason": reason, "length": length} for reason, lengths in _WHICH.items() for length in lengths
        ],
        "length_understood": [
            {"length": Duration(LONG), "until": LONG_MOMENT},
            {"length": Duration(LONG), "until": None},
        ],
    }
    labels = ("change",)

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """Its presets, or what was meant; then its options."""
        ask = asked.ask
        if ask.moments:
            return (self._ends(asked), *super().taps(asked))
        return (self.group(map(Duration, ask.lengths or asked.step.presets), ROW), *super().taps(asked))

    def readable(self, asked: Asked) -> tuple[Taps, ...]:
        """All of it: the buttons of the first face count as well."""
        lengths = dict.fromkeys((*asked.ask.lengths, *asked.step.presets))
        return (self._ends(asked), self.group(map(Duration, lengths), ROW), *super().taps(asked))

    def data(self, value: Value, place: int = 0) -> str:
        """Its minutes; an end by its second since 1970; options by their id."""
        match value:
            case Duration():
                return str(value.minutes)
            case Instant():
                return f"t{int(value.at.timestamp())}"
            case _:
                return super().data(value, place)

    def tapped(self, asked: Asked, shown: Value) -> Value | None:
        """An end is as far off as it is from the beginning: from the moment that was agreed on, else from now."""
        if not isinstance(shown, Instant):
            return shown
        since = max(asked.now, asked.ask.since or asked.now)
        minutes = int((shown.at - since) / timedelta(minutes=1))
        return Duration(minutes) if asked.step.low <= minutes <= asked.step.high else None

    def ask_back(self, asked: Asked, unclear: Unclear) -> Said:
        """Which length was meant, or which end."""
        ask = asked.ask
        ask.lengths, ask.moments, ask.since = list(unclear.lengths), list(unclear.options), unclear.since
        only = Duration(unclear.lengths[0]) if len(unclear.lengths) == 1 else None
        return "which_length", {"reason": unclear.reason, "length": only}

    def agreed(self, asked: Asked) -> Value | None:
        """The one length or end that was asked about."""
        ask = asked.ask
        if len(ask.lengths) + len(ask.moments) != 1:
            return None
        return Duration(ask.lengths[0]) if ask.lengths else self.tapped(asked, Instant(ask.moments[0]))

    def said_back(self, given: Given) -> Said | None:
        """The length, with its end where the beginning is known; a tapped one without an end stands on its button."""
        if not isinstance(given.value, Duration) or not (given.typed or given.since is not None):
            return None
        length = timedelta(minutes=given.value.minutes)
        until = Instant(given.since + length) if given.since is not None else None
        return "length_understood", {"length": given.value, "until": until}

    def sample(self, step: Question) -> Value:
        """Nearly the longest."""
        return Duration(max(step.high - 1, LONG))

    def _ends(self, asked: Asked) -> Taps:
        return self.group(map(Instant, asked.ask.moments), _ENDS_IN_A_ROW)
