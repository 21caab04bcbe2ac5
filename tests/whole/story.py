"""A story of three people as data, and how it is played on their phones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import yaml

from bot.playground.groups import Groups
from bot.playground.phone import Phone
from bot.playground.state import Group, Message
from bot.playground.world import World

PEOPLE = {"Ana": "en", "Ben": "en", "Cleo": "es"}
"""Who is in the story, with the language of their Telegram."""

Act = str | list[str] | dict[str, str] | int
Step = Mapping[str, Act]
"""What happens at once: a person's act by their name, or the minutes that pass."""

Heard = dict[str, Counter[str]]
"""How often each text came to each phone."""

_LINK = re.compile(r"start=[\w-]+")


def read_story() -> list[Step]:
    """The steps of `story.yaml`."""
    steps: list[Step] = yaml.safe_load(Path(__file__).with_name("story.yaml").read_text(encoding="utf-8"))
    return steps


def cast(world: World) -> dict[str, Phone]:
    """The people of the story, new in this world, by name."""
    return {name: Phone(world, world.add_user(name, language)) for name, language in PEOPLE.items()}


async def do(world: World, phones: Mapping[str, Phone], step: Step) -> None:
    """Do all that a step says, without waiting for what comes of it."""
    for who, act in step.items():
        match act:
            case int():
                world.clock.advance(timedelta(minutes=act))
            case str():
                await phones[who].send(act)
            case [label]:
                await phones[who].press(label)
            case {"link": name}:
                words = phones[name].screen(99).split()
                await phones[who].send([word for word in words if word.startswith("https://t.me/")][-1])
            case {"media": kind}:
                await phones[who].send_media(kind)
            case {"edit": text}:
                mine = [m for m in phones[who].messages if not m.from_bot and not m.text.startswith("/") and m.text]
                await phones[who].edit(mine[-1].message_id, text)
            case {"group with": name}:
                people = phones[who].user.id, "Home", phones[name].user.id
                Groups(world).create(*people, with_bot=True)
            case {"goes": way}:
                groups, place = Groups(world), _group(world)
                (groups.join if way == "in" else groups.leave)(place.id, phones[who].user.id)
            case {"there": what}:
                await _there(phones[who], _group(world), what)
            case _:
                raise AssertionError(f"no such act: {act}")


async def _there(phone: Phone, group: Group, what: str) -> None:
    """What is done in the group: a command, a press, or a reply to what asks this person there."""
    inside = phone.inside(group.id)
    if what.startswith("["):
        await inside.press(what[1:-1])
    else:
        await inside.send(what, reply_to=None if what.startswith("/") else group.under(phone.user.id).reply_prompt)


def _group(world: World) -> Group:
    return next(iter(world.state.groups.values()))


def can_do(world: World, phones: Mapping[str, Phone], step: Step) -> bool:
    """Whether all that a step presses, or replies to, is on the screens."""
    return all(_can_do(world, phones[who], act) for who, act in step.items() if who in phones)


def _can_do(world: World, phone: Phone, act: Act) -> bool:
    match act:
        case [label]:
            return _has(phone, label)
        case {"there": what} if not what.startswith("/"):
            place = _group(world)
            if what.startswith("["):
                return _has(phone.inside(place.id), what[1:-1])
            return place.under(phone.user.id).reply_prompt is not None
    return True


def heard(messages: Sequence[Message]) -> Counter[str]:
    """How often each text came; a link's secret is the same in every telling."""
    return Counter(_LINK.sub("start=…", message.text) for message in messages)


def all_heard(phones: Mapping[str, Phone]) -> Heard:
    """What came to each phone so far."""
    return {name: heard(phone.received) for name, phone in phones.items()}


def heard_there(world: World) -> Heard:
    """What the coach has said in each group so far, by the group's id."""
    return {
        str(group.id): heard([m for m in group.messages.values() if m.from_bot and m.service is None])
        for group in world.state.groups.values()
    }


def doubt(message: Message) -> str:
    """The data behind "yes" where a message asks if words that crossed a question were meant as its answer, else ""."""
    data = [str(button.get("callback_data", "")) for row in message.buttons for button in row]
    return next((d for d in data if d.endswith(":!it_was")), "")


def typed(story: Sequence[Step]) -> list[str]:
    """What people typed that is nobody else's: no commands, and nothing so short that it may be there by chance."""
    acts = [act for step in story for act in step.values() if isinstance(act, str)]
    acts += [act["there"] for step in story for act in step.values() if isinstance(act, dict) and "there" in act]
    return [act for act in acts if not act.startswith(("/", "[")) and len(act) > 4]


def labels(message: Message) -> Sequence[str]:
    """The labels of a message's buttons."""
    return [str(button.get("text")) for row in message.buttons for button in row]


def _has(phone: Phone, label: str) -> bool:
    return any(label in text for message in phone.received for text in labels(message))
