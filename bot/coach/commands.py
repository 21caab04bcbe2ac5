"""The coach's own commands: home again, the menu, what is planned and what is remembered, hiding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from bot.coach import beside, groups, guard, knocking, sharing
from bot.coach.announcements import no_news
from bot.coach.diary_commands import DIARY, mine_or_kind
from bot.coach.hearing import something_else
from bot.coach.holding import change_held, drop_held, held, silence_held, unsilence_held
from bot.coach.menu import show_group, show_menu
from bot.coach.outings import ask_longer, asks_afterwards, away, end_now
from bot.coach.plans import cancel_plan, date_plan, move_plan, plan, plans, tell_plan
from bot.coach.safety import misread
from bot.engine.commands import begin, welcome
from bot.engine.runs import end, park
from bot.engine.turn import Turn
from bot.engine.world import Command
from bot.model.events import CancelInvitations, Prompt
from bot.model.script import Button


def back(turn: Turn, who: int) -> None:
    """Home. An outing is over at once, and its own questions come; after a short one they are only offered."""
    library = turn.world.library
    outing = away(turn.person(who), turn.world.now)
    asking = asks_afterwards(turn, outing) if outing is not None else library.with_role("home").name
    if outing is not None:
        if outing.kind == "space":
            for run in [r for r in turn.conversation.runs.values() if r.me == who and r.dialog == outing.dialog]:
                end(turn, run)
        end_now(turn, who, outing)
    if asking is None:
        home = library.with_role("home")
        prompt = Prompt(outing.dialog if outing is not None else home.name, "came_home")
        knock = knocking.button(turn, who, outing) if outing is not None else ()
        turn.say(who, prompt, buttons=(Button(home.command or "", home.name), *knock))
    else:
        begin(turn, who, library.dialogs[asking])


def show_menu_aside(turn: Turn, who: int, group: str = "") -> None:
    """The menu, from any state: an open question is set aside and is the menu's first button."""
    turn.hushed.add(who)
    park(turn, who, offered=True)
    if group:
        show_group(turn, who, group)
    else:
        show_menu(turn, who)


def help_text(turn: Turn, who: int) -> None:
    """What the coach can do."""
    turn.common(who, "help")


def no_thanks(turn: Turn, who: int) -> None:
    """An offer declined."""
    turn.common(who, "fine")


def cancel_invite(turn: Turn, who: int) -> None:
    """Void the person's invitation links."""
    turn.emit(CancelInvitations(who))
    for run in [r for r in turn.conversation.runs.values() if turn.has_role(r, "confirm")]:
        end(turn, run)
    turn.say(who, Prompt("invite", "cancelled"), buttons=(Button("invite", "new_link"),))


_SECONDS = 12


def longer(turn: Turn, who: int, outing_id: str) -> None:
    """Stay out longer: of an outing that is over and of which nothing was told yet; after a dot, from which second
    since 1970 on, of one that was made longer already."""
    outing_id, _, begins = outing_id.partition(".")
    person = turn.person(who)
    over = next((o for o in person.unshared if o.id == outing_id), None)
    out = person.outing if person.outing is not None and person.outing.id == outing_id else over
    if out is not None and begins.isascii() and begins.isdigit() and len(begins) < _SECONDS:
        ask_longer(turn, who, outing_id, datetime.fromtimestamp(int(begins), UTC))
    elif over is not None:
        ask_longer(turn, who, outing_id, over.until)
    else:
        turn.in_vain(who)


def shared(turn: Turn, who: int, start: str) -> None:
    """What the partner can see, from further back."""
    sharing.show(turn, who, int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 0)


def started(turn: Turn, who: int) -> None:
    """Telegram's own first command: the welcome, and the menu for whoever has been welcomed."""
    if turn.person(who).takes_part:
        COMMANDS["menu"].do(turn, who, "")
    else:
        welcome(turn, who, first=True)


def _alone(do: Callable[[Turn, int], None], *, before_consent: bool = False) -> Command:
    return Command(lambda turn, who, argument: do(turn, who), before_consent=before_consent, bare=True)


_COMMANDS: Mapping[str, Command] = {
    "start": Command(lambda turn, who, argument: started(turn, who), before_consent=True),
    "menu": Command(show_menu_aside),
    "no_news": _alone(no_news, before_consent=True),
    "something_else": _alone(something_else),
    "help": _alone(help_text, before_consent=True),
    "back": _alone(back),
    "no_thanks": _alone(no_thanks),
    "misread": _alone(misread, before_consent=True),
    "hide_now": _alone(guard.hide, before_consent=True),
    "cancel_invite": _alone(cancel_invite),
    "plans": Command(plans),
    "held": Command(held),
    "change_held": Command(change_held),
    "drop_held": Command(drop_held),
    "silence": Command(silence_held),
    "unsilence": Command(unsilence_held),
    "longer": Command(longer),
    "knock": Command(knocking.knock),
    "withdraw": Command(sharing.withdraw),
    "shared": Command(shared),
    "both_maps": _alone(lambda turn, who: beside.show(turn, who)),
    "plan": Command(plan),
    "cancel_plan": Command(cancel_plan),
    "move_plan": Command(move_plan),
    "date_plan": Command(date_plan),
    "tell_plan": Command(tell_plan),
    "mine": Command(mine_or_kind),
    "group": _alone(groups.show),
    "group_language": Command(groups.speak),
    "to_group": Command(groups.want),
    "not_to_group": Command(groups.want_not),
    **DIARY,
}

_IN_FORCE = ("held", "change_held", "drop_held", "both_maps")
_SHOWING = ("menu", "plans", "plan", *_IN_FORCE, "date_plan", "tell_plan", "mine", "shared", *DIARY)

COMMANDS: Mapping[str, Command] = guard.guarded(_COMMANDS, _SHOWING)
"""What can be typed or tapped beside dialogs: what shows something of its person asks first after a chat was hidden."""
