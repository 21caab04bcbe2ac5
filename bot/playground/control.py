"""The playground's own addresses under ``/_play``: for the page, for tests, and for the coach's clock."""

from __future__ import annotations

import base64
import binascii

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.routing import Route

from bot.playground.clock import parse_iso
from bot.playground.faults import Fault
from bot.playground.files import Upload
from bot.playground.group_control import GroupControl
from bot.playground.inline import pick, type_inline
from bot.playground.json_routes import Answer, body_of, json_route
from bot.playground.people import ACT_SECONDS, People
from bot.playground.process import CoachProcess
from bot.playground.refusal import CannotDo
from bot.playground.scripts import Scripts
from bot.playground.state import FileKind, Message, Shape
from bot.playground.time_travel import TimeTravel
from bot.playground.view import clock_view, coach_view, world_view
from bot.playground.world import World

LONGEST_ACT = 60.0
"""How many seconds an act takes at most: more than that is a jump of the clock."""

LONGEST_WAIT = 25.0
"""How many seconds a request for the next change waits at most."""


class _Profile(BaseModel, extra="forbid"):
    first_name: str | None = None
    language_code: str | None = None


class _Switches(BaseModel, extra="forbid"):
    inline: bool | None = None
    feedback: bool | None = None
    privacy: bool | None = None


class _Action(BaseModel, extra="forbid"):
    """What one person does; which fields it needs depends on what is done. ``content`` is a file in base 64.

    ``after`` is how many seconds pass before it: who tells a story acts as slowly as people do, unless told otherwise;
    the page, where time passes by itself, says 0. ``album`` photos are sent together, the ``captioned`` one with the
    text. ``at`` is where it is done (see ``place_of``), there in a topic (``thread``) or as a ``channel`` if wanted.
    """

    at: int | None = None
    thread: int | None = None
    channel: int | None = None

    text: str = ""
    reply_to: int | None = None
    message_id: int = 0
    row: int = 0
    column: int = 0
    data: str | None = None
    kind: str = ""
    url: str = ""
    name: str = ""
    content: str = ""
    album: int = 0
    captioned: int = 1
    after: float = Field(ACT_SECONDS, ge=0, le=LONGEST_ACT)


class Control:
    """Answers the addresses under ``/_play`` for one world, and its coach and scripts if it has them."""

    def __init__(
        self, world: World, travel: TimeTravel, coach: CoachProcess | None = None, scripts: Scripts | None = None
    ) -> None:
        self._world = world
        self._travel = travel
        self._coach = coach
        self._scripts = scripts
        self._people = People(world)

    def routes(self) -> list[Route]:
        """Return the routes, each answering JSON; 400 with ``{"error": …}`` when something cannot be done."""
        table: list[tuple[str, str, Answer]] = [
            ("GET", "/_play/clock", self._clock),
            ("POST", "/_play/clock", self._move_clock),
            ("GET", "/_play/state", self._state),
            ("POST", "/_play/users", self._add_user),
            ("POST", "/_play/users/{user:int}", self._change_user),
            ("POST", "/_play/users/{user:int}/{action}", self._act),
            ("POST", "/_play/bot", self._switch_bot),
            ("GET", "/_play/faults", self._faults),
            ("POST", "/_play/faults", self._add_fault),
            ("DELETE", "/_play/faults", self._clear_faults),
            ("POST", "/_play/coach/{action}", self._run_coach),
        ]
        return [*(json_route(*row) for row in table), *GroupControl(self._world).routes()]

    async def _clock(self, request: Request) -> object:
        # The coach asks at each tick and before each turn: the moment to see what it has planned meanwhile.
        self._travel.look()
        return clock_view(self._world, self._travel)

    async def _move_clock(self, request: Request) -> object:
        body = await body_of(request)
        match body:
            case {"advance": int() | float() as seconds}:
                self._travel.advance(seconds)
            case {"set": str(moment)}:
                self._travel.go(parse_iso(moment))
            case {"halt": True}:
                self._travel.halt()
            case _:
                raise CannotDo(
                    'the clock takes {"advance": seconds}, {"set": "2026-11-22T18:00:00Z"} or {"halt": true}'
                )
        return clock_view(self._world, self._travel)

    async def _state(self, request: Request) -> object:
        since = int(request.query_params.get("since", "-1"))
        wait = min(float(request.query_params.get("wait", "0")), LONGEST_WAIT)
        await self._world.changes.until(lambda: self._world.changes.version != since, wait)
        return world_view(self._world, self._travel, self._coach, self._scripts)

    async def _add_user(self, request: Request) -> object:
        profile = _Profile.model_validate(await body_of(request))
        user = self._world.add_user(_name(profile.first_name), profile.language_code or "en")
        return {"id": user.id}

    async def _change_user(self, request: Request) -> object:
        profile = _Profile.model_validate(await body_of(request))
        user = self._world.user(_user_id(request))
        if profile.first_name is not None:
            user.first_name = _name(profile.first_name)
        if profile.language_code is not None:
            user.language_code = profile.language_code
        self._world.changes.touch()
        return {}

    async def _switch_bot(self, request: Request) -> object:
        """Switch what BotFather switches."""
        switches = _Switches.model_validate(await body_of(request))
        for name, value in switches.model_dump(exclude_none=True).items():
            setattr(self._world.state.bot, name, value)
        self._world.changes.touch()
        return {}

    async def _act(self, request: Request) -> object:
        user_id, name = _user_id(request), str(request.path_params["action"])
        action = _Action.model_validate(await body_of(request))
        if action.after:
            self._world.clock.advance(action.after)
        done = self._sent(user_id, name, action)
        return self._done(user_id, name, action) if done is None else done

    def _sent(self, user_id: int, name: str, action: _Action) -> Shape | None:
        """Do what puts something into a chat; None when it is something else."""
        people, at = self._people, action.at
        match name:
            case "send" if at is None and people.is_link(action.text):
                return _one(people.open_link(user_id, action.text))
            case "send":
                topic = {"thread": action.thread, "channel": action.channel}
                return _several(people.write(user_id, action.text, action.reply_to, at=at, **topic))
            case "key":
                return _one(people.tap_key(user_id, action.text, at=at))
            case "edit":
                return _one(people.edit(user_id, action.message_id, action.text, at=at))
            case "media" if action.album:
                return _several(people.send_album(user_id, action.album, action.text, action.captioned, at=at))
            case "media":
                return _one(people.send_media(user_id, action.kind, action.text, at=at))
            case "file":
                return _one(self._send_file(user_id, action))
            case "open":
                return _one(people.open_link(user_id, action.url))
            case "pick":
                return _one(pick(self._world, user_id, action.name, action.data or ""))
            case _:
                return None

    def _done(self, user_id: int, name: str, action: _Action) -> Shape:
        """Do everything else."""
        people, at = self._people, action.at
        match name:
            case "press" if action.data is not None:
                return {"press": people.press(user_id, action.message_id, action.data, at=at).id}
            case "press":
                return people.tap(user_id, action.message_id, action.row, action.column, at=at)
            case "inline":
                return {"inline": type_inline(self._world, user_id, action.text, at=at).id}
            case "block":
                people.block(user_id)
            case "unblock":
                people.unblock(user_id)
            case "delete":
                people.delete_account(user_id)
            case "dismiss":
                people.dismiss_reply(user_id, at=at)
            case _:
                raise CannotDo(f"nobody can {name}")
        return {}

    def _send_file(self, user_id: int, action: _Action) -> Message:
        kind: FileKind = "photo" if action.kind == "photo" else "document"
        try:
            data = base64.b64decode(action.content, validate=True)
        except binascii.Error:
            raise CannotDo("a file's content comes in base 64") from None
        upload = Upload(action.name, "", data)
        return self._people.send_file(user_id, kind, upload, action.text, action.reply_to, at=action.at)

    async def _faults(self, request: Request) -> object:
        return [fault.model_dump() for fault in self._world.faults.listed()]

    async def _add_fault(self, request: Request) -> object:
        self._world.faults.add(Fault.model_validate(await body_of(request)))
        self._world.changes.touch()
        return {}

    async def _clear_faults(self, request: Request) -> object:
        self._world.faults.clear()
        self._world.changes.touch()
        return {}

    async def _run_coach(self, request: Request) -> object:
        if self._coach is None:
            raise CannotDo("the playground runs no coach of its own here")
        match request.path_params["action"]:
            case "start":
                await self._coach.start()
            case "kill":
                await self._coach.kill()
            case "stop":
                await self._coach.stop()
            case name:
                raise CannotDo(f"a coach cannot {name}")
        return coach_view(self._coach)


def _user_id(request: Request) -> int:
    return int(request.path_params["user"])


def _name(name: str | None) -> str:
    if not name or not name.strip() or len(name) > 64:
        raise CannotDo("a name has 1 to 64 characters")
    return name.strip()


def _one(message: Message) -> Shape:
    return {"message": message.message_id}


def _several(messages: list[Message]) -> Shape:
    return {"messages": [message.message_id for message in messages]}
