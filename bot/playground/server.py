"""The Bot API over HTTP, with the page and its control beside it, as one ASGI application."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.playground.control import Control
from bot.playground.downloads import download_routes
from bot.playground.faults import Fault
from bot.playground.files import Upload
from bot.playground.methods import call
from bot.playground.process import CoachProcess
from bot.playground.refusal import Refusal, too_many_requests
from bot.playground.scripts import Scripts
from bot.playground.state import Shape
from bot.playground.time_travel import TimeTravel
from bot.playground.world import World

TOKEN = "7000000000:playground-token-for-localhost-only"
"""The token of the playground's bot where nobody chose another."""

Connections = dict[tuple[str, int], asyncio.Transport]
"""The open connections by the client's address, so that a fault can cut one."""

_HERE = Path(__file__).parent
_PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
_GRACE_SECONDS = 3
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def application(world: World, control: Control, token: str, connections: Connections) -> ASGIApp:
    """Return the whole playground: ``/bot<token>/…``, ``/file/bot<token>/…``, ``/_play/…`` and the page at ``/``."""
    bot_api = BotApi(world, token, connections)
    routes = [
        Route("/bot{token}/{method}", bot_api.answer, methods=["GET", "POST"]),
        *download_routes(world, token),
        *control.routes(),
        *(_file_route(path, name) for path, name in _FILES.items()),
    ]
    app = Starlette(routes=routes, exception_handlers={404: _not_found, 405: _not_found})
    return LoopbackOnly(app)


class BotApi:
    """Turns HTTP into calls of the Bot API and back, with the faults on order."""

    def __init__(self, world: World, token: str, connections: Connections) -> None:
        self._world = world
        self._token = token
        self._connections = connections

    async def answer(self, request: Request) -> Response:
        """Answer one call as Telegram does."""
        if request.path_params["token"] != self._token:
            return _refused(Refusal(401, "Unauthorized"))
        method = str(request.path_params["method"])
        try:
            raw, uploads = await _parameters(request)
            fault = self._world.faults.strike(method, _chat_id(raw))
            if fault is not None and fault.kind == "502":
                return HTMLResponse("<html><head><title>502 Bad Gateway</title></head></html>", 502)
            if fault is not None:
                await self._before(fault, request)
            result = await call(self._world, method, raw, uploads)
        except Refusal as refusal:
            return _refused(refusal)
        if fault is not None and fault.kind == "drop_after":
            await self._cut(request)
        return JSONResponse({"ok": True, "result": result})

    async def _before(self, fault: Fault, request: Request) -> None:
        match fault.kind:
            case "429":
                raise too_many_requests(max(1, round(fault.seconds)))
            case "403":
                raise Refusal(403, "Forbidden: bot was blocked by the user")
            case "500":
                raise Refusal(500, "Internal Server Error")
            case "slow":
                await asyncio.sleep(fault.seconds)
            case "drop_before":
                await self._cut(request)
                raise Refusal(500, "Internal Server Error")
            case _:
                pass

    async def _cut(self, request: Request) -> None:
        """Cut the connection and wait until the server noticed, so that no answer is written any more."""
        if request.client is None:
            return
        transport = self._connections.get((request.client.host, request.client.port))
        if transport is not None:
            transport.abort()
            while (await request.receive())["type"] != "http.disconnect":
                pass


class LoopbackOnly:
    """Refuses what a strange website could make a browser on this machine send here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] == "http":
            request = Request(scope)
            origin = request.headers.get("origin")
            hosts = {urlsplit(f"//{request.headers.get('host', '')}").hostname}
            hosts |= {urlsplit(origin).hostname} if origin is not None else set()
            plain = request.method == "POST" and scope["path"].startswith("/_play/")
            is_json = request.headers.get("content-type", "").startswith("application/json")
            if not hosts <= _LOOPBACK or (plain and not is_json):
                await JSONResponse({"error": "only from this machine, as JSON"}, 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)


class _Server(uvicorn.Server):
    """Uvicorn without its own signal handlers: whoever runs the event loop decides when to end."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.ending = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.ready.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self.ending.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serve(
    world: World,
    *,
    token: str = TOKEN,
    coach: CoachProcess | None = None,
    scripts: Scripts | None = None,
    port: int = 0,
) -> AsyncIterator[str]:
    """Serve the playground on 127.0.0.1 in the running event loop; yields its address, ``http://127.0.0.1:PORT``.

    ``coach`` is the process whose clock is moved, ``scripts`` what it runs on. ``port`` 0 takes a free one; raises
    OSError when another is taken.
    """
    connections: Connections = {}

    class Protocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            connections[transport.get_extra_info("peername")[:2]] = transport
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            connections.pop(self.transport.get_extra_info("peername")[:2], None)
            super().connection_lost(exc)

    # Named as TCP, or asyncio does not switch Nagle's delay off and each answer takes 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError:
        listening.close()
        raise
    travel = TimeTravel(world, coach)
    app = application(world, Control(world, travel, coach, scripts), token, connections)
    server = _Server(
        uvicorn.Config(
            app,
            http=Protocol,
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
    )
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await server.ready.wait()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        server.ending.set()
        world.updates.close()
        await travel.close()
        await task
        listening.close()


async def _parameters(request: Request) -> tuple[Shape, dict[str, Upload]]:
    """Collect parameters and files from the address and the body, in any of the forms that Telegram takes."""
    given: Shape = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            body: object = json.loads(await request.body() or b"{}")
        except ValueError:
            raise Refusal(400, "Bad Request: can't parse JSON object") from None
        if not isinstance(body, dict):
            raise Refusal(400, "Bad Request: object expected as the request's body")
        given |= body
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form() as form:
            for name, value in form.items():
                if isinstance(value, str):
                    given[name] = value
                else:
                    uploads[name] = Upload(value.filename or "", value.content_type or "", await value.read())
    try:
        json.dumps(given, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Refusal(400, "Bad Request: strings must be encoded in UTF-8") from None
    return given, uploads


def _chat_id(raw: Shape) -> int | None:
    try:
        return int(str(raw.get("chat_id")))
    except ValueError:
        return None


def _refused(refusal: Refusal) -> JSONResponse:
    body: Shape = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    headers = {}
    if refusal.retry_after is not None:
        body["parameters"] = {"retry_after": refusal.retry_after}
        headers["Retry-After"] = str(refusal.retry_after)
    return JSONResponse(body, refusal.status, headers)


async def _not_found(request: Request, error: Exception) -> Response:
    return _refused(Refusal(404, "Not Found"))


_FILES = {
    "/": "page.html",
    "/page.css": "page.css",
    "/page.js": "page.js",
    "/phone.js": "phone.js",
    "/media.js": "media.js",
    "/formatting.js": "formatting.js",
}


def _file_route(path: str, name: str) -> Route:
    async def endpoint(request: Request) -> Response:
        headers = {"Content-Security-Policy": _PAGE_POLICY, "Cache-Control": "no-store"}
        return FileResponse(_HERE / name, headers=headers)

    return Route(path, endpoint)
