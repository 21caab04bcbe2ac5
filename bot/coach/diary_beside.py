"""What is kept of a person beside what they remember: seen one by one, and removed."""

from __future__ import annotations

from typing import Final

from bot.coach.diary import INVITATIONS, OPEN, REMINDERS, reminders
from bot.coach.kept import loose_words, of_a_plan, open_runs, own_answers, words_under_way
from bot.coach.nudging import is_over
from bot.coach.seasons import go_on
from bot.engine.runs import end, leave
from bot.engine.turn import Buttons, Turn
from bot.model.events import Prompt
from bot.model.removals import RemoveInvitation, RemoveNudge
from bot.model.script import Button
from bot.model.state import Extra, Person, Run
from bot.model.values import Instant, Number, Option, Own, TimeOfDay, Variable, Words

_MINE: Final = Button("mine", "mine")


def _removed(turn: Turn, who: int) -> None:
    turn.common(who, "item_removed", buttons=(_MINE,))


# ── open conversations, and words that came too late ──


def show_open(turn: Turn, who: int, id: str) -> None:
    """Show an open conversation with the person's own answers, or words that wait for them."""
    run, extra = _run(turn, who, id), _extra(turn, who, id)
    if run is None and extra is None:
        turn.in_vain(who)
        return
    library = turn.world.library
    buttons: Buttons = (Button(f"remove_open.{id}", "remove"), Button(f"mine.{OPEN}", "mine"))
    if run is None:
        assert extra is not None
        lines, dialog = [Own("", Words(extra.text))], extra.dialog
    else:
        lines, dialog = (
            [Own(a.step, a.value) for a in own_answers(library, run, who) if a.value is not None],
            run.dialog,
        )
        lines += [Own(step, Words(text)) for step, text in words_under_way(library, run, who)]
        lines += [Own("", Words(each.text)) for each in turn.person(who).extras if each.dialog == dialog]
        if not run.stranded and who in run.seats and run.seats[who].ask is not None:
            buttons = (Button(f"resume.{id}", "resume"), *buttons)
    values: dict[str, Variable] = {"kind": dialog, "dialog_label": Option(dialog), "lines": tuple(lines)}
    speaks = dialog if dialog in library.dialogs else "common"
    turn.say(who, Prompt(speaks, "open_item"), values=values, buttons=buttons)


def _run(turn: Turn, who: int, id: str) -> Run | None:
    return next((run for run in open_runs(turn.world.library, turn.conversation, who) if run.id == id), None)


def _extra(turn: Turn, who: int, id: str) -> Extra | None:
    runs = open_runs(turn.world.library, turn.conversation, who)
    return next((extra for extra in loose_words(turn.person(who), runs) if extra.id == id), None)


def remove_open(turn: Turn, who: int, id: str) -> None:
    """Let it go: the person leaves the conversation as by /stop, and their answers that nobody has seen go."""
    run, extra, person = _run(turn, who, id), _extra(turn, who, id), turn.person(who)
    if run is None and extra is None:
        turn.in_vain(who)
        return
    gone = [extra] if extra is not None else [e for e in person.extras if run is not None and e.dialog == run.dialog]
    person.extras = [each for each in person.extras if each not in gone]
    if run is not None:
        run.answers = [a for a in run.answers if a.person != who or a.disclosed]
        block, seat = turn.block(run), turn.seat(run, who)
        seat.trail.clear()
        if block is not None and block.each_seat:
            seat.at = block.first
        if seat.ask is not None:
            seat.ask.unsure = None  # what is removed becomes no note
        leave(turn, run, who)
    _removed(turn, who)


# ── invitations ──


def show_invitation(turn: Turn, who: int, id: str) -> None:
    """Show a link that the person made: since when, and until when it can be used."""
    made = next((each for each in turn.world.memory.invitations(who) if each.id == id), None)
    if made is None:
        turn.in_vain(who)
        return
    until = Instant(made.expires) if made.open and made.expires > turn.world.now else None
    buttons = (Button(f"remove_invitation.{id}", "remove"), Button(f"mine.{INVITATIONS}", "mine"))
    turn.common(who, "invitation_item", {"when": Instant(made.created), "until": until}, buttons)


def remove_invitation(turn: Turn, who: int, id: str) -> None:
    """Forget a link: it leads nowhere any more, and nobody is asked about who accepted it."""
    if all(each.id != id for each in turn.world.memory.invitations(who)):
        turn.in_vain(who)
        return
    for run in [r for r in turn.conversation.runs.values() if who in r.people and r.invitation == id]:
        end(turn, run)
    turn.emit(RemoveInvitation(who, id))
    _removed(turn, who)


# ── reminders ──


def show_reminder(turn: Turn, who: int, id: str) -> None:
    """Show a reminder that goes with no plan."""
    found = next((each for each in reminders(turn, who) if each.id == id and not of_a_plan(each)), None)
    if found is None:
        turn.in_vain(who)
        return
    buttons = (Button(f"remove_reminder.{id}", "remove"), Button(f"mine.{REMINDERS}", "mine"))
    turn.common(who, "reminder_item", {"when": Instant(found.due)}, buttons)


def remove_reminder(turn: Turn, who: int, id: str) -> None:
    """It comes no more."""
    if all(each.id != id or of_a_plan(each) for each in reminders(turn, who)):
        turn.in_vain(who)
        return
    turn.emit(RemoveNudge(who, id))
    _removed(turn, who)


# ── settings ──


def show_settings(turn: Turn, who: int) -> None:
    """Show what is set, with the one place that changes it, and a way back to how it was at first."""
    person = turn.person(who)
    paused = person.own_pause is not None and person.own_pause > turn.world.now
    values: dict[str, Variable] = {
        "username": person.username,
        "city": person.city,
        "first": TimeOfDay(person.quiet_from),
        "last": TimeOfDay(person.quiet_to),
        "count": Number(person.nudges_a_day),
        "part": person.day_part,
        "over": is_over(person),
        "paused": paused,
    }
    buttons = (Button("settings", "settings"), Button("reset_settings", "reset_settings"), _MINE)
    turn.common(who, "mine_settings", values, buttons)


def reset_settings(turn: Turn, who: int) -> None:
    """Where the person is, their hours, how many nudges and when, a pause and the quiet after a season: as with
    somebody new. Plans keep their moment."""
    person, fresh = turn.person(who), Person(who, "", "")
    person.city, person.zone, person.country = fresh.city, fresh.zone, fresh.country
    person.quiet_from, person.quiet_to = fresh.quiet_from, fresh.quiet_to
    person.nudges_a_day, person.day_part, person.paused_until = fresh.nudges_a_day, fresh.day_part, None
    go_on(turn, who)
    turn.common(who, "settings_reset", buttons=(_MINE,))
