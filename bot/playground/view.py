"""What the page shows: every phone as its owner sees it, the clock, the coach's process."""

from __future__ import annotations

from itertools import islice

from bot.playground.clock import iso, whole_millisecond
from bot.playground.process import CoachProcess
from bot.playground.profile import commands_for
from bot.playground.scripts import Scripts
from bot.playground.shapes import user_shape
from bot.playground.state import Chat, Message, Shape
from bot.playground.time_travel import TimeTravel
from bot.playground.world import World

SHOWN_MESSAGES = 150
"""How many of a chat's last messages a phone shows."""

SHOWN_TOASTS = 3


def world_view(
    world: World, travel: TimeTravel, coach: CoachProcess | None = None, scripts: Scripts | None = None
) -> Shape:
    """Return everything that the page shows, as JSON."""
    bot = world.state.bot
    return {
        "version": world.changes.version,
        "clock": clock_view(world, travel),
        "next": next_view(world, travel),
        "coach": coach_view(coach),
        "scripts": {"state": "unchanged", "findings": ""} if scripts is None else scripts.shape(),
        "bot": {"name": bot.names.get("", bot.first_name), "username": bot.username},
        "phones": [phone_view(world, chat) for chat in world.state.chats.values()],
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


def phone_view(world: World, chat: Chat) -> Shape:
    """Return one person's phone: the chat and what hangs under it."""
    user = world.user(chat.user_id)
    shown = list(islice(chat.newest_first(), SHOWN_MESSAGES))[::-1]
    return {
        "user": user_shape(user),
        "started": chat.started,
        "blocked": chat.blocked,
        "messages": [_message_view(world, chat, message) for message in shown],
        "keyboard": None if chat.keyboard_hidden else chat.keyboard,
        "reply_prompt": chat.reply_prompt,
        "placeholder": chat.prompt_placeholder,
        "commands": commands_for(world.state.bot, user),
        "toasts": _toasts(world, chat),
    }


def _message_view(world: World, chat: Chat, message: Message) -> Shape:
    answered = chat.messages.get(message.reply_to or 0)
    return {
        "id": message.message_id,
        "mine": not message.from_bot,
        "date": message.date,
        "edited": message.edit_date is not None,
        "text": message.text,
        "entities": [entity.shape() for entity in message.entities],
        "buttons": message.buttons,
        "media": message.media,
        "file": _file_view(world, message),
        "reply_to": None if answered is None else {"id": answered.message_id, "text": answered.plain[:80]},
        "reaction": message.reaction,
    }


def _file_view(world: World, message: Message) -> Shape | None:
    """Return where the page finds the file behind a message; None without one, or when it is no longer kept."""
    file = world.state.files.get(message.file or 0)
    return None if file is None else {"url": f"/_play/files/{file.number}", **file.model_dump(exclude={"number"})}


def _toasts(world: World, chat: Chat) -> list[Shape]:
    answered = [p for p in world.state.presses.values() if p.user_id == chat.user_id and p.answered and p.text]
    return [{"id": p.id, "text": p.text, "alert": p.alert} for p in answered[-SHOWN_TOASTS:]]
