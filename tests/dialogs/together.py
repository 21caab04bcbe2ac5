"""What people of a transcript do with groups, in their own chats, and through the coach where it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.playground.groups import Groups
from bot.playground.inline import pick, type_inline
from bot.playground.people import People
from bot.playground.phone import Phone
from bot.playground.refusal import CannotDo
from bot.playground.shapes import room
from bot.playground.state import Channel, Inline, Pair, Shape
from bot.playground.world import World
from tests.dialogs.acts import Act
from tests.dialogs.shown import Named

_CHANNEL = -1_003_100_000_001
_THE_GROUP = "the group"


class Together:
    """The groups of a transcript by name, and what each person's phone asks where to write or whom to add.

    `phone` gives a person's phone by name, `named` names what is chance, `notes` takes what a phone asks.
    """

    def __init__(self, world: World, phone: Callable[[str], Phone], named: Named, notes: list[str]) -> None:
        self._world, self._phone, self._named, self._notes = world, phone, named, notes
        self._groups = Groups(world)
        there = [id for id, group in world.state.groups.items() if group.upgraded_to is None]
        self._ids = {_THE_GROUP: there[-1]} if there else {}
        self._queries: dict[str, str] = {}
        self._typed: dict[str, Inline] = {}
        self._adding: dict[str, str] = {}
        self._told: set[str] = set()

    @property
    def groups(self) -> Mapping[str, int]:
        """The ids of the groups, by what a transcript calls them; of one that was upgraded, the newer."""
        return self._ids

    def at(self, place: str) -> int | None:
        """The chat that an act names; None for the one with the coach."""
        if not place:
            return None
        if place.startswith("the chat with "):
            return self._phone(place.removeprefix("the chat with ")).user.id
        if place not in self._ids:
            raise CannotDo(f"there is no such group; there are {', '.join(self._ids) or 'none'}")
        return self._ids[place]

    def asks_where(self, who: str, done: Shape, at: int | None) -> None:
        """A button was tapped that writes the coach's name and a query somewhere, or adds the coach to a group."""
        if "add" in done:
            self._adding[who] = str(done["add"])
            self._notes.append(f"  {who}'s phone asks which group")
        if "inline" in done:
            query = str(done["inline"])
            name = self._named.asked(query)
            if done["to"]:
                self._queries[who] = query
                self._notes.append(f"  {who}'s phone asks in which chat: “@coach {name}”")
            else:
                self._type(who, query, at)
                self._notes.append(f"  {who}'s phone writes “@coach {name}”")

    def do(self, act: Act) -> None:
        """Do what an act of `TOGETHER` says. Raises CannotDo."""
        person = self._phone(act.who).user.id if act.who else 0
        group = self.at(act.place) if act.place.startswith(_THE_GROUP) else None
        match act.kind:
            case "make_group":
                self._make(act, person)
            case "type":
                self._type(act.who, self._named.pasted(act.words.get("text", "")), self.at(act.place))
            case "choose" if group is not None and act.who in self._adding:
                self._groups.open_link(person, self._adding.pop(act.who), group)
            case "choose":
                self._type(act.who, self._queries.pop(act.who, ""), self.at(act.place))
            case "pick":
                self._pick(act.who, act.words["title"])
            case _ if group is None:
                raise CannotDo("that is done in a group")
            case "upgrade":
                self._ids[act.place] = self._groups.upgrade(group, self._creator(group)).id
            case "say_as":
                self._say_as(act, person, group)
            case _:
                self._change(act, person, group)

    def _change(self, act: Act, person: int, group: int) -> None:
        """Somebody comes, goes, or stands otherwise."""
        groups, coach = self._groups, self._world.state.bot.id
        whom = act.words.get("whom", "")
        other = coach if whom == "the coach" else self._phone(whom).user.id if whom else 0
        match act.kind:
            case "add":
                groups.add(group, person, other)
            case "remove":
                groups.remove(group, person, other)
            case "removed":
                groups.remove(group, self._creator(group), coach)
            case "join":
                groups.join(group, person)
            case "leave":
                groups.leave(group, person)
            case "topics":
                groups.open_topics(group, self._creator(group))
            case "promote":
                groups.promote(group, self._creator(group), coach)
            case "anonymous":
                groups.promote(group, self._creator(group), person, anonymous=True)

    def _make(self, act: Act, person: int) -> None:
        others = act.words["others"].replace(" and ", ", ").split(", ")
        names = [] if others == ["nobody else"] else others
        people = [self._phone(name).user.id for name in names]
        title = act.words.get("title", "")
        called = title or " & ".join([act.who, *names])
        if act.who in self._adding:
            made = self._groups.open_link(person, self._adding.pop(act.who), None, called, *people)
        else:
            made = self._groups.create(person, called, *people)
            self._groups.add(made.id, person, self._world.state.bot.id)
        self._ids[f"{_THE_GROUP} “{title}”" if title else _THE_GROUP] = made.id

    def _say_as(self, act: Act, person: int, group: int) -> None:
        place, people = self._world.group(group), People(self._world)
        if act.words["how"] == "in a topic":
            threads = [*place.topics] or [self._groups.add_topic(group, self._creator(group), "Weekends")]
            people.write(person, act.words["text"], at=group, thread=threads[0])
            return
        channel = Channel(id=_CHANNEL - person, title=f"{act.who}'s channel", owner=person)
        self._world.state.channels.setdefault(channel.id, channel)
        people.write(person, act.words["text"], at=group, channel=channel.id)

    def _creator(self, group: int) -> int:
        return next(id for id, member in self._world.group(group).members.items() if member.status == "creator")

    def _type(self, who: str, query: str, at: int | None) -> None:
        self._typed[who] = type_inline(self._world, self._phone(who).user.id, query, at=at)

    def _pick(self, who: str, title: str) -> None:
        typed = self._typed.get(who)
        fitting = [r for r in (typed.results or [] if typed else []) if title in str(r.get("title"))]
        if typed is None or not fitting:
            raise CannotDo(f"there is no result “{title}”")
        pick(self._world, typed.user_id, typed.id, str(fitting[0]["id"]))

    def offered(self) -> list[str]:
        """What the phones of those who typed the coach's name offer, told once."""
        lines = []
        for who, typed in self._typed.items():
            if typed.open and typed.results is not None and typed.id not in self._told:
                self._told.add(typed.id)
                shown = [f"  | {_result(result)}" for result in typed.results]
                shown += [f"  | [{typed.button['text']}]"] if typed.button else []
                lines += [f"  {who} is offered:", *shown] if shown else [f"  {who} is offered nothing"]
        return lines


def peers(world: World, chat: int, apart: int = 0) -> str:
    """The people of a chat of two, or the one beside `apart`."""
    place = room(world.state, chat)
    people = place.people if isinstance(place, Pair) else ()
    return " and ".join(world.user(id).first_name for id in people if id != apart)


def _result(result: Shape) -> str:
    about = result.get("description")
    return f"{result.get('title') or '(photo)'}" + (f" – {about}" if about else "")
