"""`many`: any number of several options, ticked one by one and then done; beside them, entries of one's own."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.kinds.kind import FULL, ON_THE_WAY, Asked, Heard, Kind, Pressed
from bot.engine.lists import alike
from bot.engine.step import Question
from bot.model.asks import Answer, Ask, Part
from bot.model.events import Taps
from bot.model.values import Many, Picks, Value, Words

DONE = "done"

ENTRY = 80
"""How long an entry of one's own may be, in UTF-16 units: a line on a phone, or two."""


class ManyKind(Kind):
    """Options that are ticked; `done` answers with those, in the script's order.

    Where it takes entries of one's own, each line that is typed is one, ticked at once; a tap takes it away. What they
    send is known by its place: +0, +1 …, which no option is called.
    """

    said = "taps as many as fit, and then that it is all"
    keys = frozenset({"options", "own", "most"})
    needs_options = True
    lists = True
    labels = (DONE,)

    def longest(self, step: Question) -> int:
        """An entry is a line."""
        return ENTRY if step.own else super().longest(step)

    def taps(self, asked: Asked) -> tuple[Taps, ...]:
        """Its options, then one's own entries."""
        shown = [Taps(tuple(tap for tap in group.each if tap.data in asked.ask.picked)) for group in self._own(asked)]
        return (*super().taps(asked), *(group for group in shown if group.each))

    def readable(self, asked: Asked) -> tuple[Taps, ...]:
        """Also entries that were taken away."""
        return (*super().taps(asked), *self._own(asked))

    def _own(self, asked: Asked) -> tuple[Taps, ...]:
        return (self.group((Words(part.text) for part in asked.ask.own), 1),) if asked.ask.own else ()

    def data(self, value: Value, place: int = 0) -> str:
        """An option by its id, an entry by its place; several by what had answered with them."""
        if isinstance(value, Words):
            return f"+{place}"
        return f"!{DONE}" if isinstance(value, Many | Picks) else super().data(value, place)

    def press(self, asked: Asked, data: str) -> Pressed:
        """What is ticked, once it is done; else ticked, or not any more."""
        if data == f"!{DONE}":
            return self._ticked(asked)
        if self.read(asked, data) is None or (data[:1] == "+" and data not in asked.ask.picked):
            return None
        return self._tick(asked, data)

    def _ticked(self, asked: Asked) -> Value | None:
        ticked = tuple(option for option in asked.step.options if option in asked.ask.picked)
        own = tuple(part.text for part in asked.ask.own if part.text)
        if not ticked and not own:
            return None
        return Picks(ticked, own) if asked.step.own else Many(ticked)

    def _tick(self, asked: Asked, data: str) -> Pressed:
        step, ask = asked.step, asked.ask
        if step.most and data not in ask.picked and len(ask.picked) >= step.most:
            return FULL
        ask.tick(data)
        if data[:1] == "+":
            ask.own[int(data[1:])] = Part(0, "")
        return ON_THE_WAY

    def heard(self, asked: Asked, value: Value, message: int) -> Heard:
        """Typed options answer; where there may be entries of one's own, whatever is typed is put on the list."""
        step, ask = asked.step, asked.ask
        if not isinstance(value, Picks):
            several = len(value.ids) if isinstance(value, Many) else 0
            return FULL if step.most and several > step.most else value
        known = {alike(part.text) for part in ask.own if part.text}
        own = {alike(text): text for text in value.own if alike(text) not in known}
        ids = [option for option in value.ids if option not in ask.picked]
        if len(known) + len(own) > step.own or (step.most and len(ask.picked) + len(own) + len(ids) > step.most):
            return FULL
        for option in ids:
            ask.tick(option)
        for text in own.values():
            ask.own.append(Part(message, text))
            ask.tick(f"+{len(ask.own) - 1}")
        return ON_THE_WAY

    def taken_back(self, ask: Ask, answer: Answer) -> None:
        """What was on it is on it again."""
        if isinstance(answer.value, Picks):
            messages = {part.text: part.message for part in answer.parts}
            ask.own = [Part(messages.get(text, 0), text) for text in answer.value.own]
            ask.picked = [*answer.value.ids, *(f"+{n}" for n in range(len(ask.own)))]

    def controls(self, asked: Asked) -> tuple[str, ...]:
        """Done, once something is ticked."""
        return (DONE,) if asked.ask.picked else ()

    def outcomes(self, step: Question) -> tuple[str, ...]:
        """Of several options picked together none decides."""
        return ()

    def faults(self, step: Question) -> Iterator[str]:
        """A limit that is none; own words that could hurt."""
        if step.most >= len(step.options) + step.own > 0 and step.most:
            yield "there are no more than that to name"
        if step.own and step.hurts:
            yield "what hurts is no list"

    def sample(self, step: Question) -> Value:
        """All of them."""
        return Picks(step.options, ("w" * ENTRY,) * step.own) if step.own else Many(step.options)
