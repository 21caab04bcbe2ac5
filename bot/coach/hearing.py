"""Words that no question waits for: small talk is answered as such, a dialog is offered where one is meant, and else it
is said plainly that nothing was understood. Nothing starts unasked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.coach import guard
from bot.coach.menu import menu_buttons
from bot.coach.outings import ask_longer
from bot.coach.outings import away as out_on
from bot.engine.answers import open_question
from bot.engine.listening import doubt_words, open_at_front
from bot.engine.runs import bring, last_aside
from bot.engine.step import Question
from bot.engine.texts import answer_words
from bot.engine.turn import Buttons, Turn
from bot.engine.walk import walk
from bot.model.asks import Ask
from bot.model.events import Prompt
from bot.model.heard import Called, Control, Meant, Talk
from bot.model.script import Button
from bot.model.values import Duration, Option, Unclear, Words

STILL_ABOUT_IT: Final = timedelta(hours=1)
"""For so long after help lines, words that nothing was asked for are taken to be about the same."""

STILL_OPEN: Final = timedelta(hours=1)
"""For so long words may be the answer to a question that was set aside."""

CLEAR: Final = 3.0
"""So many times likelier than the next, and a practice is offered alone."""

_CERTAIN: Final = 0.9
_SENTENCE: Final = 4

_AS_COMMANDS: Final[dict[Control, str]] = {
    "skip": "skip",
    "back": "back",
    "stop": "stop",
    "later": "later",
    "menu": "menu",
    "help": "help",
    "repeat": "repeat",
    "dont_know": "menu",
    "explain": "help",
}


def away(turn: Turn, who: int, text: str) -> bool:
    """Words from somebody who is out: home again, or longer. Whether they were about that."""
    person = turn.person(who)
    outing = out_on(person, turn.world.now)
    if outing is None:
        return False
    talk = turn.world.hear.talk(text, person)
    if talk == "home_again":
        turn.asked_for = "back"
        return True
    if open_at_front(turn, who) is not None:
        return False
    if talk != "longer" and not _is_length(turn, who, text):
        return False
    ask_longer(turn, who, outing.id, outing.until)
    walk(turn)
    if _is_length(turn, who, text) and (found := open_at_front(turn, who)) is not None:
        answer_words(turn, found[0], who, text)
    return True


def _is_length(turn: Turn, who: int, text: str) -> bool:
    """Whether a text says how much longer."""
    dialog = turn.world.library.doing("longer")
    step = dialog.steps[dialog.first]
    if not isinstance(step, Question):
        return False
    value = turn.world.read(dialog.name, step, text, turn.person(who), turn.world.now)
    return isinstance(value, Duration)


def talked(turn: Turn, who: int, talk: Talk) -> None:
    """Small talk gets a short human answer; a greeting says what waits as well."""
    person = turn.person(who)
    if talk == "home_again":
        turn.asked_for = "back"
    elif talk == "longer" and person.unshared:
        turn.asked_for = f"longer.{person.unshared[-1].id}"
    elif talk == "finish":
        _what_to_end(turn, who)
    else:
        here = "_here" if talk == "hello" and open_at_front(turn, who) is not None else ""
        waiting = _waiting(turn, who) is not None
        turn.common(who, f"talk_{talk}{here}", {"waiting": waiting}, _beneath(turn, who, talk))


def _beneath(turn: Turn, who: int, talk: Talk) -> Buttons:
    if talk == "human":
        return (Button("help_now", "help_now"),)
    aside = _waiting(turn, who)
    if talk != "hello" or open_at_front(turn, who) is not None:
        return ()
    resume = (Button(f"resume.{aside}", "resume"),) if aside is not None else ()
    return (*resume, Button("menu", "menu"))


def _waiting(turn: Turn, who: int) -> str | None:
    """What was set aside last and may be spoken of."""
    return last_aside(turn, who) if not guard.is_up(turn, who) else None


def _what_to_end(turn: Turn, who: int) -> None:
    """Somebody wants to end something and does not say what: this talk, the link, the two of them, or what hurts."""
    link = (Button("unlink", "unlink"),) if turn.conversation.partner(who) is not None else ()
    here = (Button("later", "end_chat"), *link, Button("doubts", "end_us"), Button("help_now", "end_hurt"))
    turn.common(who, "what_to_end", buttons=here)


def unasked(turn: Turn, who: int, text: str) -> None:
    """Make sense of words that nothing had asked for."""
    person, hear = turn.person(who), turn.world.hear
    called = hear.command(text, person)
    if called is not None and not called.near:
        turn.asked_for = called.command
        return
    helped = person.helped if not person.owed else None
    if helped is not None and turn.world.now - helped.at < STILL_ABOUT_IT:
        lines = turn.world.library.with_role("urgent").name
        turn.say(who, Prompt(lines, "after_help"), buttons=(Button("menu", "menu"),))
        return
    control = hear.control(text, person)
    if hear.talk(text, person) == "finish":
        talked(turn, who, "finish")
    elif control is not None:
        turn.asked_for = _AS_COMMANDS[control]
    elif (talk := hear.talk(text, person)) is not None:
        talked(turn, who, talk)
    elif not _for_what_waits(turn, who, text):
        _offer(turn, who, hear.dialogs(text, person), called)


def _for_what_waits(turn: Turn, who: int, text: str) -> bool:
    """Ask whether words were meant for the question that was set aside last, where they would answer it."""
    person = turn.person(who)
    run = turn.run(_waiting(turn, who))
    parked = person.parked[-1] if person.parked else None
    if run is None or parked is None or parked.at is None or turn.world.now - parked.at > STILL_OPEN:
        return False
    ask = run.seats[who].ask
    step = turn.dialog(run).steps[ask.step] if ask is not None else None
    if ask is None or not isinstance(step, Question) or step.only_taps or step.strict:
        return False
    if step.in_own_words and _is_about_something_else(turn, who, text):
        return False
    if not _would_answer(turn, who, run.dialog, step, ask, text):
        return False
    bring(turn, run, who)
    doubt_words(turn, ask, text)
    turn.common(who, "unsure", {"words": Words(text)})
    return True


def _is_about_something_else(turn: Turn, who: int, text: str) -> bool:
    """Whether a text says so clearly what it is after that it is hardly the answer to a question before it."""
    found = turn.world.hear.dialogs(text, turn.person(who))
    return len(text.split()) >= _SENTENCE and bool(found) and found[0].score >= _CERTAIN


def _would_answer(turn: Turn, who: int, dialog: str, step: Question, ask: Ask, text: str) -> bool:
    value = turn.world.read(dialog, step, text, turn.person(who), turn.world.now, ask.day)
    return value is not None and not isinstance(value, Unclear) and open_question(turn, who, ask.id) is not None


def _offer(turn: Turn, who: int, found: Sequence[Meant], called: Called | None) -> None:
    """Offer the dialog that was meant, or both of two; say so where nothing was understood."""
    if len(found) > 1 and found[0].score > CLEAR * found[1].score:
        found = found[:1]
    opens = list(dict.fromkeys(each.opens for each in found if each.opens is not None))
    buttons = [button for name in opens if (button := _opening(turn, who, name)) is not None]
    other = Button("something_else", "something_else")
    if called is not None and not buttons:
        yes = Button(called.command, called.command)
        turn.common(who, "near_command", buttons=(yes, other), yes=yes.command, no=other.command)
    elif len(buttons) == 1:
        values = {"about_dialog": Option(opens[0])}
        turn.common(who, "offer_dialog", dict(values), (buttons[0], other), yes=buttons[0].command, no=other.command)
    elif buttons:
        turn.common(who, "offer_two", buttons=(*buttons[:2], other), yes=buttons[0].command, no=other.command)
    else:
        turn.common(who, "nothing_fits" if found else "lost", buttons=menu_buttons(turn, who))


def _opening(turn: Turn, who: int, name: str) -> Button | None:
    """The button that opens a dialog, or what is looked at rather than talked through; none where it is held back."""
    dialog = turn.world.library.dialogs.get(name)
    if dialog is None:
        return Button(name, name)
    if dialog.closer and turn.person(who).keeps_apart:
        return None
    return Button(dialog.command, dialog.name) if dialog.command is not None else None


def something_else(turn: Turn, who: int) -> None:
    """None of what was offered: the menu."""
    turn.common(who, "groups", buttons=menu_buttons(turn, who))


def unknown(turn: Turn, who: int, name: str) -> None:
    """A command that there is none of: the one that was meant, or the nearest offered."""
    called = turn.world.hear.command(f"/{name}", turn.person(who))
    if called is None:
        turn.common(who, "unknown_command", buttons=() if turn.person(who).foreground else (Button("menu", "menu"),))
    elif called.near:
        yes, no = Button(called.command, called.command), Button("no_thanks", "no_thanks")
        turn.common(who, "near_command", buttons=(yes, no), yes=yes.command, no=no.command)
    else:
        turn.asked_for = called.command
