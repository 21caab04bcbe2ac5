"""How typed words are read where several things may be named, or one of those."""

from __future__ import annotations

from bot.model.values import Many, Option, Picks, Words
from bot.runtime.typed import Typed
from bot.understand.choice import pieces_of_several, read_choice, read_exactly
from bot.understand.folding import fold
from bot.understand.visible import is_visible


def read_several(typed: Typed) -> Many | Picks | None:
    """Options with commas or "and" between them, in any order; None when one of them is no option. In a list with
    entries of one's own each other line is one."""
    if typed.step.own:
        return _listed(typed) if is_visible(typed.text) else None
    text, labels, ways = typed.text, typed.labels, typed.ways
    alone = read_choice(text, labels, ways, besides=0)
    if alone is not None:
        return Many((alone,))
    named = {read_choice(part, labels, ways) for part in pieces_of_several(text) if part.strip()}
    return Many(tuple(o for o in typed.step.options if o in named)) if named and None not in named else None


def _listed(typed: Typed) -> Picks:
    """Options by their very words alone: "a walk by the sea" is no walk."""
    lines = [" ".join(line.split()) for line in typed.text.splitlines() if is_visible(line)]
    named = [read_exactly(part, typed.labels, typed.ways) for part in pieces_of_several(typed.text) if part.strip()]
    if named and None not in named:
        return Picks(tuple(option for option in typed.step.options if option in named), ())
    found = {line: read_exactly(line, typed.labels, typed.ways) for line in lines}
    ids = tuple(option for option in typed.step.options if option in found.values())
    return Picks(ids, tuple(line for line, option in found.items() if option is None))


def read_pick(typed: Typed) -> Option | Words | None:
    """One of what is shown, by its label or its words, or by what sounds like it."""
    own = {f"+{n}": text for n, text in enumerate(typed.step.named)}
    same = next((text for text in own.values() if fold(text) == fold(typed.text)), None)
    if same is not None:
        return Words(same)
    picked = read_choice(typed.text, {**typed.labels, **own}, typed.ways)
    return None if picked is None else Words(own[picked]) if picked in own else Option(picked)
