"""The working context of one turn: the state being changed, who acts, and the events so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.engine import relay
from bot.engine.disclosure import shown_in_tell
from bot.engine.place import of_item, place_of, say_there
from bot.engine.quiet import in_quiet, quiet_end
from bot.engine.script import Dialog
from bot.engine.step import Step
from bot.engine.world import World
from bot.model.asks import Part, Seat
from bot.model.buttons import Buttons as Buttons
from bot.model.danger import Doubt
from bot.model.events import AnswerPress, Attached, Event, Prompt, Say, SetNudge, Tone
from bot.model.script import ROLES, Button, DialogRole
from bot.model.state import Conversation, Held, Offer, Person, Run
from bot.model.values import Instant, Variable

MID_DIALOG = timedelta(minutes=15)
"""Input this recent makes an open question a dialog under way; an older one no longer holds anything up."""


@dataclass(slots=True)
class Turn:
    """One input on its way through the engine. `actor` did something just now; everybody else is told unasked."""

    conversation: Conversation
    world: World
    actor: int | None
    cause: Tone
    pressed: bool = False
    """Whether the input is a press, which has an answer of its own."""
    events: list[Event] = field(default_factory=list)
    spoken_to: set[int] = field(default_factory=set)
    touched: dict[int, bool] = field(default_factory=dict)
    """Whose open question changed under their finger, and whether its words did too."""
    touched_there: dict[str, bool] = field(default_factory=dict)
    """The questions in the group that changed, by their ids, and whether their words did too."""
    aloud: int | None = None
    """The group in which whoever acts is answered now."""
    again: set[str] = field(default_factory=set)
    """The questions in the group that are to be asked there once more."""
    ended: list[Run] = field(default_factory=list)
    finished: set[int] = field(default_factory=set)
    """Who has just ended something of their own: to them a waiting dialog may be offered."""
    hushed: set[int] = field(default_factory=set)
    """Who asked for help, or for the menu: nothing is offered to them or asked of them beneath it."""
    quietly: set[int] = field(default_factory=set)
    """To whom everything in this turn comes without a sound."""
    urgent: dict[int, str | None] = field(default_factory=dict)
    """To whom what is said in this turn is worth saying within five minutes only, with the mark for the first of it."""
    due: list[tuple[str, int | None]] = field(default_factory=list)
    """The runs that go on in this turn, the next one last; or one person's seat in a run's open block."""
    steps: int = 0
    """How many steps this turn has walked."""
    asked_for: str | None = None
    """The command, or the data of the button, that words came to: it is done next."""
    words: Part | None = None
    """The message that is being read, and when it was sent: what it answers knows it."""
    words_at: datetime | None = None
    said_back: list[tuple[Say, str]] = field(default_factory=list)
    """What said how an answer was understood, and the run that it answered."""
    cleared: Doubt | None = None
    """Words that were doubted and turned out to be meant well: they are taken at the end."""
    by_day: bool = False
    """What happens now each hears of in their own waking hours: it happens at an instant of its own."""
    relayed: dict[int, bool] = field(default_factory=dict)
    """To whom the other's doing brings a message in this turn, and whether what comes next is joined to it."""
    kept_back: set[int] = field(default_factory=set)
    """From whom something was kept back in this turn."""

    def person(self, who: int) -> Person:
        """The person of that id."""
        return self.conversation.people[who]

    def dialog(self, run: Run) -> Dialog:
        """The script a run executes; stranded runs are never asked for it."""
        return self.world.library.dialogs[run.dialog]

    def has_role(self, run: Run | None, role: DialogRole) -> bool:
        """Whether a run is of the dialog with that role."""
        dialog = self.world.library.dialogs.get(run.dialog) if run is not None else None
        return dialog is not None and dialog.role == role

    def unsaid(self, run: Run) -> bool:
        """Whether nothing names this run as left open."""
        dialog = self.world.library.dialogs.get(run.dialog)
        return dialog is not None and dialog.unsaid

    def block(self, run: Run) -> Step | None:
        """The block that is open in a run, as its script has it now."""
        if run.block is None or run.stranded:
            return None
        dialog = self.world.library.dialogs.get(run.dialog)
        return dialog.steps.get(run.block.step) if dialog is not None else None

    def run(self, run_id: str | None) -> Run | None:
        """The live run of that id, or None."""
        return self.conversation.runs.get(run_id) if run_id else None

    def set_going(self, run: Run, who: int | None = None) -> None:
        """Let the walk take a run on from where it stands, or one person's seat in its open block."""
        self.due.append((run.id, who))

    def seat(self, run: Run, who: int) -> Seat:
        """The person's seat in a run, made on first use."""
        return run.seats.setdefault(who, Seat())

    def holds(self, run: Run, who: int) -> bool:
        """Whether a run keeps the person at it: an open question, or turns in which the other has the present one."""
        if run.stranded or who not in run.people:
            return False
        ask = run.seats[who].ask if who in run.seats else None
        if ask is not None and ask.there is None:
            return True
        block = self.block(run)
        return block is not None and block.in_turns and place_of(self, run) is None

    def mid_dialog(self, who: int) -> bool:
        """Whether the person is at a dialog and said something within the last quarter of an hour."""
        person = self.person(who)
        run = self.run(person.foreground)
        if run is None or person.last_input is None or not self.holds(run, who):
            return False
        return self.world.now - person.last_input < MID_DIALOG

    def names(self, run: Run | None, reader: int) -> dict[str, Variable]:
        """The values that every prompt may use, as seen by the reader."""
        person = self.person(reader)
        partner = self.conversation.partner(reader)
        other = self.person(partner).name if partner is not None else ""
        values: dict[str, Variable] = {
            "reader": person.name,
            "other": other,
            "me": person.name,
            "partner": other,
            "linked": partner is not None,
            "country": person.country,
            "inviter": person.invited.name if person.invited is not None else "",
        }
        if run is not None and run.me is not None and partner is not None:
            for role in ROLES:
                if (plays := run.played_by(role)) is not None:
                    values[role] = self.person(plays).name
        if run is not None:
            values.update(of_item(self, run, reader))
            values.update(run.extra)
            values["until"] = Instant(run.item.until) if run.item and run.item.until else None
        return values

    def say(
        self,
        to: int,
        prompt: Prompt,
        *,
        run: Run | None = None,
        values: dict[str, Variable] | None = None,
        buttons: Buttons = (),
        once: bool = False,
        ready: str | None = None,
        attach: Attached | None = None,
        lapses_with: str | None = None,
        fleeting: str | None = None,
        yes: str | None = None,
        no: str | None = None,
        sends: bool = False,
    ) -> None:
        """Say a prompt to one person. What is unasked is held while they are out, and is silent in their quiet hours;
        what the other causes is held, too, while they hold it, and beyond the measure of a day. `lapses_with` names the
        outing of the other without which a held tell means nothing. What is `fleeting` is silent and taken away later.
        `yes` and `no` are what those come to; where the yes `sends` something, it takes its own words."""
        if self.aloud is not None and to == self.actor:
            return say_there(self, self.aloud, prompt, run=run, values=values, asked=to)
        message = Say(
            to=to,
            prompt=prompt,
            values=self._known(run, to) | (values or {}),
            tone=self.cause if to != self.actor else "reply",
            buttons=buttons,
            silent=fleeting is not None or to in self.quietly or self.unheard(to),
            once=once,
            ready=ready,
            attach=attach,
            urgent=to in self.urgent,
            mark=fleeting or self.urgent.get(to),
        )
        if to in self.urgent:
            self.urgent[to] = None
        if self._hold_or_emit(message, run, lapses_with) and (mine := [b for b in buttons if isinstance(b, Button)]):
            self.person(to).offer = Offer(prompt.dialog, mine, yes, no, sends)

    def _known(self, run: Run | None, reader: int) -> dict[str, Variable]:
        shown = shown_in_tell(self.dialog(run), run, reader) if run is not None else {}
        return {**self.names(run, reader), **shown}

    def _hold_or_emit(self, message: Say, run: Run | None, lapses_with: str | None) -> bool:
        """Say it now, or when it may be said to its reader; whether it was said."""
        asleep = self.sleeps_on(message.to)
        if message.to != self.actor and (asleep or not self._may_come(message, run)):
            self.person(message.to).held.append(
                Held(message, lapses_with, unheard=message.to in self.quietly, by_day=asleep)
            )
            if not asleep:
                self.kept_back.add(message.to)
            return False
        self.emit(message)
        return True

    def sleeps_on(self, who: int) -> bool:
        """Whether a person is to hear of what happens now in the morning; then they are told when it comes."""
        person = self.person(who)
        if not self.by_day or who == self.actor or not in_quiet(person, self.world.now):
            return False
        self.events.append(SetNudge(f"wake.{who}", who, "wake", quiet_end(person, self.world.now), ""))
        return True

    def _may_come(self, message: Say, run: Run | None) -> bool:
        person = self.person(message.to)
        if self.at_it(message.to, run):
            return True
        of_two = self.cause == "relay" or (run is not None and len(run.people) > 1)
        if person.outing is not None or (of_two and relay.waits(person, self.world.now)):
            return False
        if self.cause != "relay":
            return True
        # What was kept back before comes first: all of it together, at the end of the turn.
        return not person.held and self.reaches_with(message)

    def at_it(self, who: int, run: Run | None) -> bool:
        """Whether the other's part in a dialog of two comes to somebody who is at that dialog now, or has come to it
        while out or in a pause: it is what they wait for, and counts for nothing."""
        person = self.person(who)
        if self.cause != "relay" or run is None or person.foreground != run.id:
            return False
        return relay.waits(person, self.world.now) or self.mid_dialog(who)

    def has_room(self, who: int) -> bool:
        """Whether one more message that the other causes may go to the person now."""
        return self.relayed.get(who, False) or relay.room(self.person(who), self.world.now) > 0

    def reaches_with(self, message: Say) -> bool:
        """Whether this message may go to its reader now; if so it counts. A file is a message of its own."""
        if message.attach is not None:
            self.relayed[message.to] = False
        return self.reaches(message.to, closes=bool(message.buttons or message.attach))

    def reaches(self, who: int, *, closes: bool) -> bool:
        """Whether a message that the other causes may go to the person now; if so it counts. What one turn says in a
        chat is one message, up to the first that `closes` it with buttons or a file."""
        person = self.person(who)
        if not self.relayed.get(who):
            front = self.run(person.foreground)
            repeats = closes and front is not None and who in front.seats and front.seats[who].ask is not None
            if relay.room(person, self.world.now) < 1 + repeats:
                return False
            relay.note(person, self.world.now)
        self.relayed[who] = not closes
        return True

    def unheard(self, to: int) -> bool:
        """Whether what the other causes on this phone makes no sound now."""
        return to != self.actor and self.cause == "relay" and in_quiet(self.person(to), self.world.now)

    def common(
        self,
        to: int,
        name: str,
        values: dict[str, Variable] | None = None,
        buttons: Buttons = (),
        *,
        yes: str | None = None,
        no: str | None = None,
        sends: bool = False,
    ) -> None:
        """Say one of the prompts that all dialogs share."""
        self.say(to, Prompt("common", name), values=values, buttons=buttons, yes=yes, no=no, sends=sends)

    def in_vain(self, who: int, name: str = "stale") -> None:
        """A press that changes nothing: only its answer says so, and no question is shown again for it. Who typed what
        only buttons say is told in the chat."""
        if self.pressed:
            self.emit(AnswerPress(who, Prompt("common", name)))
        else:
            self.common(who, name, buttons=() if self.person(who).foreground else (Button("menu", "menu"),))

    def emit(self, event: Event) -> None:
        """Add an event; a message also makes its reader's open question be shown again beneath it."""
        self.events.append(event)
        if isinstance(event, Say):
            self.spoken_to.add(event.to)
