"""After a week: at most one dialog that fits it, offered to each alone."""

from __future__ import annotations

from bot.coach.actions.freedom import is_little
from bot.coach.fitting import CLOSER, best, named, week_of
from bot.engine.turn import Turn
from bot.model.events import Remember
from bot.model.script import Button
from bot.model.state import Run
from bot.model.values import Option, Variable


def offer_fitting(turn: Turn, run: Run, source: str | None) -> None:
    """To each, alone, at most one dialog that fits their own taps: by a table, of what they have not done lately, and
    not the one that was offered the time before. Comes after what it looks at was remembered."""
    weeks = {item.id for item in run.made.values()}
    for event in [e for e in turn.events if isinstance(e, Remember) and e.id in weeks]:
        before = turn.world.memory.latest(event.person, event.kind, 1)
        low_before = bool(before) and is_little(before[0].values.get("freedom"))
        week, person = week_of(event.values, low_before=low_before), turn.person(event.person)
        name = best(
            week,
            event.values,
            there=_there(turn, event.person),
            begun=person.begun,
            last=person.fitted,
            now=turn.world.now,
        )
        person.fitted = name or person.fitted
        if name is not None:
            command = turn.world.library.dialogs[name].command or ""
            yes, no = Button(command, command), Button("no_thanks", "no_thanks")
            values: dict[str, Variable] = {"about_dialog": Option(name)}
            turn.common(event.person, "offer_dialog", values, (yes, no), yes=command, no=no.command)


def _there(turn: Turn, who: int) -> frozenset[str]:
    """What can be offered to a person now: begun by them alone or by two, at no gate's rest, and nothing closer where
    they are to be left room."""
    library, person = turn.world.library, turn.person(who)
    linked, now = turn.conversation.partner(who) is not None, turn.world.now
    found = [library.dialogs[name] for name in named() if name in library.dialogs]
    return frozenset(
        dialog.name
        for dialog in found
        if dialog.command is not None
        and (linked or "solo" in dialog.forms)
        and (dialog.when is None or (dialog.when == "linked") == linked)
        and not ((dialog.closer or dialog.name in CLOSER) and person.keeps_apart)
        and not ((until := person.rests.get(dialog.name)) is not None and until > now)
    )
