"""The coach as the machine sees it: its tables, and what it does before, after and beside an input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.coach import (
    age,
    beside,
    consent,
    dated,
    fitting,
    groups,
    guard,
    hearing,
    in_force,
    lapsing,
    linking,
    parting,
    retelling,
    safety,
    seasons,
)
from bot.coach.actions import ACTIONS
from bot.coach.commands import COMMANDS
from bot.coach.due import AGAIN, set_nudge
from bot.coach.functions import FUNCTIONS
from bot.coach.nudges import NUDGES
from bot.coach.nudging import SILENCE, answered
from bot.coach.outings import brought_home, set_out_on
from bot.coach.sharing import note
from bot.coach.steered import steers_after
from bot.coach.weekly import set_weekly
from bot.engine.answers import open_question
from bot.engine.notes import keep_words
from bot.engine.runs import bring, last_aside
from bot.engine.script import Dialog
from bot.engine.texts import answer_words
from bot.engine.turn import Turn
from bot.engine.world import Nudging
from bot.model.attached import Appointment
from bot.model.danger import CATEGORIES, Doubt
from bot.model.events import Prompt, SetNudge
from bot.model.heard import Talk
from bot.model.inputs import (
    Accepted,
    Claimed,
    Command,
    Edited,
    Input,
    Lapsed,
    Linked,
    LinkFailed,
    Opened,
    Press,
    Spoken,
    Text,
    Unreadable,
    Worded,
)
from bot.model.memory import Memory
from bot.model.script import Button
from bot.model.state import Person, Run
from bot.model.values import Own, Values, Variable

HOURS: Final = timedelta(hours=3)
BREAK: Final = timedelta(hours=1)
"""After three hours without a break of one, people are told again that they speak with a program (care: California SB
243, New York GBL 47)."""

_AT_ONCE: Final = frozenset({safety.HELP_COMMAND, "hide", "hide_now"})

Dispatch = Callable[[Turn, Input], None]


class Coach:
    """Fulfils `Product`."""

    actions = ACTIONS
    functions = FUNCTIONS
    commands = COMMANDS
    nudges = NUDGES

    def take(self, turn: Turn, happened: Input, dispatch: Dispatch) -> None:
        """Danger first; then help lines that are owed, in place of an answer to words and beneath any other; then
        age."""
        long_here = _met(turn, happened)
        if safety.watched(turn, happened):
            return
        words = isinstance(happened, Text | Unreadable | Edited)
        if isinstance(happened, Text | Unreadable | Edited) and (
            safety.pay(turn, happened) or age.stopped(turn, happened)
        ):
            return
        if long_here and turn.actor is not None:
            turn.common(turn.actor, "program")
        parted = parting.tell(turn, turn.actor) if turn.actor is not None and not _in_a_hurry(happened) else None
        if not parting.kept(turn, happened, parted) and not consent.stands_before(turn, happened):
            dispatch(turn, happened)
        if turn.cleared is not None and turn.actor is not None:
            _take_cleared(turn, turn.actor, turn.cleared, dispatch)
        if turn.actor is not None and not words and not guard.hides(turn):
            safety.pay(turn, happened)

    def heard(self, turn: Turn, happened: Input) -> None:
        """What happens to a link between two people, and to whoever stays away."""
        match happened:
            case Opened():
                linking.on_opened(turn, happened)
            case Claimed():
                linking.on_claimed(turn, happened)
            case Accepted():
                linking.on_accepted(turn, happened)
            case Linked():
                linking.on_linked(turn, happened)
            case LinkFailed():
                linking.on_link_failed(turn, happened)
            case Lapsed():
                lapsing.lapse(turn, happened.person)

    def decided(self, turn: Turn) -> None:
        """Doubts that nobody is asked about are forgotten; and whoever agreed to older words is asked anew."""
        safety.drop_doubts(turn)
        consent.ask_anew(turn)

    def began(self, turn: Turn, who: int, dialog: Dialog) -> bool:
        """Help lines come in a way of their own; what a hidden chat left open is asked about first; who asks for what
        brings two people closer has gone on."""
        if dialog.role == "urgent":
            safety.show_help(turn, who)
            return True
        if guard.asks_to_return(turn, who, dialog):
            return True
        if dialog.name in fitting.named():
            turn.person(who).begun[dialog.name] = turn.world.now
        if dialog.closer:
            safety.go_on_together(turn.person(who))
            turn.person(who).wants_room = False
        return False

    def away(self, turn: Turn, who: int, text: str) -> bool:
        """Home again, or longer."""
        return hearing.away(turn, who, text)

    def talked(self, turn: Turn, who: int, talk: Talk) -> None:
        """A short human answer."""
        hearing.talked(turn, who, talk)

    def unasked(self, turn: Turn, who: int, text: str) -> None:
        """Whatever sense can be made of it; soon after help lines, what else there is to say about help."""
        hearing.unasked(turn, who, text)

    def unknown(self, turn: Turn, who: int, name: str) -> None:
        """The command that was meant, or the nearest."""
        hearing.unknown(turn, who, name)

    def holds_back(self, turn: Turn, who: int, dialog: str, text: str) -> bool:
        """What steers does not follow what was looked at for that."""
        return steers_after(turn, who, dialog, text)

    def shown(self, turn: Turn, who: int, dialog: str, values: dict[str, Variable]) -> None:
        """What was shown is noted, and can be looked up."""
        note(turn, who, dialog, values)

    def offered(self, turn: Turn, run: Run, who: int) -> None:
        """Something was brought home, or the partner heard of a plan."""
        brought_home(turn, run, who)
        retelling.note_told(turn, run, who)

    def appointment(self, turn: Turn, run: Run, who: int, shown: Sequence[str]) -> Appointment | None:
        """A plan, as far as they hear of it."""
        return retelling.appointment(turn, run, who, shown)

    def came_to_group(self, turn: Turn, chat: int) -> None:
        """What the coach does there."""
        groups.came(turn, chat)

    def offer_to_group(self, turn: Turn, run: Run, prompt: Prompt, values: Values) -> None:
        """Each is asked in their own chat."""
        groups.offer(turn, run, prompt, values)

    def shared_on(self, turn: Turn, run: Run, who: int, prompt: Prompt, values: Values) -> None:
        """See `ToGroup`."""
        groups.shared_on(turn, run, who, prompt, values)

    def own_appointment(self, turn: Turn, run: Run, who: int) -> Appointment | None:
        """Of an item with a moment of its own."""
        made = run.made.get(who)
        return dated.appointment(turn, who, made.id if made is not None else run.extra.get("item", ""))

    def lines(self, turn: Turn, who: int, item: Memory) -> tuple[Own, ...]:
        """Of what comes again and again, when it comes next."""
        return in_force.lines(turn, who, item)

    def unsafe(self, turn: Turn, who: int) -> None:
        """Help lines for that person alone, for a moment."""
        safety.show_fleeting_help(turn, who)

    def leads(self, turn: Turn, run: Run, who: int, button: Button) -> bool:
        """Whether there is something to go on with, or to have been misread. Who keeps apart is not led to what brings
        two people closer."""
        if button.command == "resume":
            return last_aside(turn, who) is not None
        if button.command == "both_maps":
            return beside.side_by_side(turn, who) is not None
        begins = (dialog for dialog in turn.world.library.dialogs.values() if dialog.command == button.command)
        if turn.person(who).keeps_apart and any(dialog.closer for dialog in begins):
            return False
        if button.command.startswith("knock."):
            return turn.conversation.partner(who) is not None
        return button.command != "misread" or run.extra.get("category") in CATEGORIES

    def set_nudge(self, turn: Turn, run: Run, nudge: Nudging) -> None:
        """Of the dialog itself, each week; or of what the run has remembered. One whose time has passed is not set."""
        if nudge.at == "next_week":
            set_weekly(turn, run, nudge.id, nudge.opens)
        elif nudge.at in ("later", "on_day", *AGAIN):
            for who, item in run.made.items():
                set_nudge(turn, who, run.dialog, nudge, item)
        elif run.item is not None and (run.item.until is not None) != (nudge.at == "some_days_later"):
            made = run.made if run.item in run.made.values() else {run.starter: run.item}
            for who, item in made.items():
                set_nudge(turn, who, run.dialog, nudge, item)

    def set_out(self, turn: Turn, run: Run, values: dict[str, Variable]) -> bool:
        """Plan time away, or begin it."""
        return set_out_on(turn, run, values)


COACH: Final = Coach()


def _in_a_hurry(happened: Input) -> bool:
    """Whether somebody asks for help, or for an empty chat: nothing stands before that."""
    if isinstance(happened, Press):
        return happened.data.removeprefix("c:") in _AT_ONCE
    return not isinstance(happened, Worded) or (isinstance(happened, Command) and happened.name in _AT_ONCE)


def _met(turn: Turn, happened: Input) -> bool:
    """Somebody did something themselves: what was only for a moment goes, what they ignored is forgotten. Whether they
    have been here so long that they are to hear once more that this is a program."""
    if turn.actor is None or not isinstance(happened, Press | Spoken):
        if turn.actor is not None and isinstance(happened, Opened):
            _opened(turn, turn.person(turn.actor))
        return False
    person = turn.person(turn.actor)
    seasons.met(turn, person.id)
    long_here = _long_here(turn.world.now, person)
    safety.retract(turn, person.id)
    person.last_input = turn.world.now
    answered(person)
    if person.consented:
        turn.emit(SetNudge(f"way_back.{person.id}", person.id, "way_back", turn.world.now + SILENCE, ""))
    return long_here


def _opened(turn: Turn, person: Person) -> None:
    """Somebody opened a link: they have the phone in hand, and said nothing yet."""
    seasons.met(turn, person.id)
    if _is_back(turn.world.now, person):
        person.since = turn.world.now
    person.last_input = turn.world.now


def _take_cleared(turn: Turn, who: int, doubt: Doubt, dispatch: Dispatch) -> None:
    """Words that were doubted answer what they would have answered at once, if that is still open."""
    if age.stopped(turn, Text(who, doubt.text, 0)):
        return
    found = open_question(turn, who, doubt.ask) if doubt.ask is not None else None
    if found is not None:
        bring(turn, found[0], who)
        answer_words(turn, found[0], who, doubt.text)
    elif doubt.ask is None and not doubt.loose:
        dispatch(turn, Text(who, doubt.text, 0))
    else:
        keep_words(turn, who, doubt.text)
        guard.go_back(turn, who)


def _is_back(now: datetime, person: Person) -> bool:
    """Whether somebody begins anew, after a break or for the first time."""
    return person.last_input is None or now - person.last_input > BREAK


def _long_here(now: datetime, person: Person) -> bool:
    """Whether somebody has been here for three hours without a break, and is to hear once more that it is a program."""
    if person.since is None or _is_back(now, person):
        person.since = now
    elif now - person.since >= HOURS and person.consented:
        person.since = now
        return True
    return False
