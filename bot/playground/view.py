"""What the page shows: every phone as its owner sees it, the clock, the coach's process."""

from __future__ import annotations

from bot.playground.chat_view import group_view, hanging_view, inline_view, messages_view, pair_view, toasts_view
from bot.playground.clock import iso, whole_millisecond
from bot.playground.process import CoachProcess
from bot.playground.profile import commands_for
from bot.playground.scripts import Scripts
from bot.playground.shapes import user_shape
from bot.playground.state import Chat, Shape
from bot.playground.time_travel import TimeTravel
from bot.playground.world import World


def world_view(
    world: World, travel: TimeTravel, coach: CoachProcess | None = None, scripts: Scripts | None = None
) -> Shape:
    """Return everything that the page shows, as JSON."""
    return {
        "version": world.changes.version,
        "clock": clock_view(world, travel),
        "next": next_view(world, travel),
        "coach": coach_view(coach),
        "scripts": {"state": "unchanged", "findings": ""} if scripts is None else scripts.shape(),
        "bot": bot_view(world),
        "phones": [phone_view(world, chat) for chat in world.state.chats.values()],
        "groups": [group_view(world, group) for group in world.state.groups.values() if group.upgraded_to is None],
        "pairs": [pair_view(world, pair) for pair in world.state.pairs.values()],
        "faults": [fault.model_dump() for fault in world.faults.listed()],
    }


def clock_view(world: World, travel: TimeTravel) -> Shape:
    """Return the movable clock's time; ``now`` is what the coach reads, ``goal`` where a jump leads, None without one.

    ``passed`` is how many due moments the last jump has passed, ``trouble`` why it stayed on the way.
    """
    return {
        "now": iso(world.clock.now()),
        "frozen": world.clock.frozen,
        "goal": None if travel.goal is None else iso(travel.goal),
        "passed": travel.passed,
        "trouble": travel.trouble,
    }


def next_view(world: World, travel: TimeTravel) -> Shape | None:
    """Return when the coach has something due next and for whom, by name; None when nothing is known to be due."""
    agenda = travel.agenda
    if agenda is None or agenda.due is None:
        return None
    names = [world.state.users[id].first_name for id in agenda.people if id in world.state.users]
    return {"at": iso(whole_millisecond(agenda.due)), "people": names}


def coach_view(coach: CoachProcess | None) -> Shape:
    """Return the state of the coach's process; ``managed`` is False when the playground runs none."""
    if coach is None:
        return {"managed": False, "running": False, "pid": None, "ended_with": None}
    return {"managed": True, "running": coach.running, "pid": coach.pid, "ended_with": coach.ended_with}


def bot_view(world: World) -> Shape:
    """Return who the bot is, and how BotFather has it switched."""
    bot = world.state.bot
    name = bot.names.get("", bot.first_name)
    switches: Shape = {"inline": bot.inline, "feedback": bot.feedback, "privacy": bot.privacy}
    return {"id": bot.id, "name": name, "username": bot.username, **switches}


def phone_view(world: World, chat: Chat) -> Shape:
    """Return one person's phone: the chat and what hangs under it."""
    user = world.user(chat.user_id)
    return {
        "user": {**user_shape(user), "first_name": user.first_name, "deleted": user.deleted},
        "started": chat.started,
        "blocked": chat.blocked,
        "messages": messages_view(world, chat),
        **hanging_view(chat),
        "commands": commands_for(world.state.bot, user),
        "toasts": toasts_view(world, user.id, chat.id),
        "inline": inline_view(world, user.id),
    }
