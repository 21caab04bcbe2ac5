"""What the coach keeps of a person, kind by kind: what they remember, and what is kept beside it. All that stands in an
export is found here, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.coach.in_force import as_line
from bot.coach.kept import loose_words, of_a_plan, open_runs, still_to_come
from bot.coach.paging import is_place, turning
from bot.engine.turn import Buttons, Turn
from bot.model.memory import Memory, Reminder
from bot.model.script import Button
from bot.model.values import Number, Option, Own, Planned, Variable, Words, is_value

SHOWN: Final = 5
"""How many items of a kind are shown at once, the latest first."""

KINDS_SHOWN: Final = 6
"""How many kinds are shown at once."""

OPEN, INVITATIONS, REMINDERS = "still_open", "invitations", "reminders"
"""What is kept beside what somebody remembers, as kinds of their own."""

SETTINGS: Final = "settings"
"""What /mine shows of the settings, after a dot."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind: its name, which /mine takes after a dot; the name of its words; and how many there are."""

    name: str
    words: str
    count: int


def mine(turn: Turn, who: int, start: int = 0) -> None:
    """Show how much there is of each kind, from the `start`th on."""
    kinds = _kinds(turn, who)
    page = kinds[start : start + KINDS_SHOWN]
    items = tuple(Own(kind.words, Number(kind.count)) for kind in page)
    buttons: Buttons = tuple(Button(f"mine.{kind.name}", kind.words) for kind in page)
    buttons += turning("mine.", start, KINDS_SHOWN, len(kinds), "fewer", "more")
    buttons += _unremembered(turn, who)
    buttons += (Button(f"mine.{SETTINGS}", "settings"), Button("menu", "menu"))
    turn.common(who, "mine", {"items": items, "kind": ""}, buttons)


def mine_kind(turn: Turn, who: int, where: str) -> None:
    """Show a page of one kind, the latest first; a number alone is where the kinds are shown from."""
    name, _, from_ = where.partition(".")
    start = int(from_ or (name if name.isascii() and name.isdigit() else "0")) if is_place(from_ or "0") else 0
    kind = next((kind for kind in _kinds(turn, who) if kind.name == name), None)
    page = _page(turn, who, name, start) if kind is not None else []
    if kind is None or not page:
        mine(turn, who, start if name.isascii() and name.isdigit() else 0)
        return
    shown = [each for _, each in page]
    plans, own = [i for i in shown if isinstance(i, Planned)], [i for i in shown if isinstance(i, Own)]
    buttons: Buttons = tuple(Button(command, f"#{n}") for n, (command, _) in enumerate(page, start + 1))
    buttons += turning(f"mine.{name}.", start, SHOWN, kind.count, "newer", "older")
    heading = (Own(kind.words, Number(kind.count)),)
    values: dict[str, Variable] = {"kind": name, "heading": heading, "start": start}
    values["items"] = tuple(plans) if plans else tuple(own)
    turn.common(who, "mine_kind", values, (*buttons, Button("mine", "mine")))


def _unremembered(turn: Turn, who: int) -> Buttons:
    """The way to a time away that nothing is remembered of."""
    person = turn.person(who)
    known = (*person.planned, *((person.outing,) if person.outing is not None else ()))
    lost = any(turn.world.memory.item(who, outing.id) is None for outing in known)
    return (Button("plans", "plans"),) if lost else ()


def _kinds(turn: Turn, who: int) -> list[_Kind]:
    """All kinds of which there is something. What no script remembers any more has one name for all."""
    counts, known = turn.world.memory.counts(who), turn.world.library.kinds
    kinds = [_Kind(name, f"kind_{name}", counts[name]) for name in known if counts.get(name)]
    kinds += [_Kind(name, "kind_other", count) for name, count in counts.items() if name not in known and count]
    beside = {
        OPEN: len(_open(turn, who)),
        INVITATIONS: len(turn.world.memory.invitations(who)),
        REMINDERS: len(reminders(turn, who)),
    }
    return kinds + [_Kind(name, f"kind_{name}", count) for name, count in beside.items() if count]


def _page(turn: Turn, who: int, name: str, start: int) -> Sequence[tuple[str, Planned | Own]]:
    """So many items of a kind: what opens each, and how it stands in the list."""
    end = start + SHOWN
    match name:
        case "still_open":
            return _open(turn, who)[start:end]
        case "invitations":
            made = list(reversed(turn.world.memory.invitations(who)))[start:end]
            return [(f"invitation.{each.id}", Planned("", each.created)) for each in made]
        case "reminders":
            return [_reminder(turn, who, each) for each in reminders(turn, who)[start:end]]
        case _:
            items = turn.world.memory.latest(who, name, SHOWN, start)
            return [(f"item.{item.id}", _listed(turn, who, item)) for item in items]


def _listed(turn: Turn, who: int, item: Memory) -> Planned:
    """An item in the list of its kind: by its first words, or by all that it says where it holds until it is dropped;
    one that has none by what it says in numbers, or by the one
    answer that there is: a card by its question."""
    kind = turn.world.library.kinds.get(item.kind)
    if kind is not None and kind.in_force:
        return replace(as_line(turn, who, item), at=item.created)
    if item.title:
        return Planned(item.title, item.created)
    said = {name: value for name, value in item.answers.items() if is_value(value)}
    shown = (each for each in said.items() if len(said) == 1 or isinstance(each[1], Number))
    return Planned("", item.created, tuple(Own(*each) for each in shown))


def _open(turn: Turn, who: int) -> list[tuple[str, Planned | Own]]:
    runs = open_runs(turn.world.library, turn.conversation, who)
    shown = [(f"open_item.{run.id}", Own("", Option(run.dialog))) for run in reversed(runs)]
    loose = loose_words(turn.person(who), runs)
    return [*shown, *((f"open_item.{extra.id}", Own("", Words(extra.text))) for extra in reversed(loose))]


def reminders(turn: Turn, who: int) -> list[Reminder]:
    """What will still be said unasked, the latest first."""
    waiting, memory = turn.world.memory.reminders(who), turn.world.memory
    items = {n.subject: item for n in waiting if of_a_plan(n) and (item := memory.item(who, n.subject)) is not None}
    return list(reversed(still_to_come(turn.person(who), waiting, items)))


def _reminder(turn: Turn, who: int, reminder: Reminder) -> tuple[str, Planned]:
    """That of a plan leads to the plan, with which it goes."""
    if not of_a_plan(reminder):
        return f"reminder.{reminder.id}", Planned("", reminder.due)
    item = turn.world.memory.item(who, reminder.subject)
    opens = "plan" if item is None else "item"
    return f"{opens}.{reminder.subject}", Planned(item.title if item is not None else "", reminder.due)
