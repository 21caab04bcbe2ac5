"""The playground's addresses under ``/_play/groups``: what people do with groups."""

from __future__ import annotations

from pydantic import BaseModel
from starlette.requests import Request
from starlette.routing import Route

from bot.playground.groups import Groups
from bot.playground.json_routes import body_of, json_route
from bot.playground.refusal import CannotDo
from bot.playground.state import Group
from bot.playground.world import World


class _Made(BaseModel, extra="forbid"):
    """A group that somebody makes, with others and the bot; by a ``url`` that adds the bot, or without."""

    by: int
    title: str
    people: list[int] = []
    url: str = ""


class _Change(BaseModel, extra="forbid"):
    """What ``by`` does in a group, to ``whom`` if it is done to somebody; ``name`` is a topic's, ``url`` a link's."""

    by: int
    whom: int = 0
    name: str = ""
    url: str = ""


class GroupControl:
    """Answers the addresses under ``/_play/groups`` for one world."""

    def __init__(self, world: World) -> None:
        self._world, self._groups = world, Groups(world)

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            json_route("POST", "/_play/groups", self._make),
            json_route("POST", "/_play/groups/{group}/{action}", self._change),
        ]

    async def _make(self, request: Request) -> object:
        made = _Made.model_validate(await body_of(request))
        if made.url:
            return _id(self._groups.open_link(made.by, made.url, None, made.title, *made.people))
        return _id(self._groups.create(made.by, made.title, *made.people, with_bot=True))

    async def _change(self, request: Request) -> object:
        change = _Change.model_validate(await body_of(request))
        group, name = int(request.path_params["group"]), str(request.path_params["action"])
        groups, by = self._groups, change.by
        match name:
            case "add":
                groups.add(group, by, change.whom)
            case "link":
                groups.open_link(by, change.url, group)
            case "join":
                groups.join(group, by)
            case "leave":
                groups.leave(group, by)
            case "remove":
                groups.remove(group, by, change.whom)
            case "promote" | "demote" | "hide":
                groups.promote(group, by, change.whom, leading=name != "demote", anonymous=name == "hide")
            case "topics":
                groups.open_topics(group, by)
            case "topic":
                return {"thread": groups.add_topic(group, by, change.name)}
            case "upgrade":
                return _id(groups.upgrade(group, by))
            case _:
                raise CannotDo(f"nobody can {name} a group")
        return {}


def _id(group: Group) -> dict[str, int]:
    return {"id": group.id}
