"""The Bot API, the page and its control as one ASGI application, and the server on this machine's own address."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.playground.bot_api import BotApi, Connections, refused
from bot.playground.control import Control
from bot.playground.downloads import download_routes
from bot.playground.process import CoachProcess
from bot.playground.refusal import Refusal
from bot.playground.scripts import Scripts
from bot.playground.time_travel import TimeTravel
from bot.playground.world import World
from bot.web.server import Server, listen

TOKEN = "7000000000:playground-token-for-localhost-only"
"""The token of the playground's bot where nobody chose another."""

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
    listening = listen("127.0.0.1", port)
    travel = TimeTravel(world, coach)
    server = _server(application(world, Control(world, travel, coach, scripts), token, connections), connections)
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


def _server(app: ASGIApp, connections: Connections) -> Server:
    """A server of ``app`` that keeps account of its open ``connections``."""

    class Protocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            connections[transport.get_extra_info("peername")[:2]] = transport
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            connections.pop(self.transport.get_extra_info("peername")[:2], None)
            super().connection_lost(exc)

    return Server(
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


async def _not_found(request: Request, error: Exception) -> Response:
    return refused(Refusal(404, "Not Found"))


_FILES = {
    "/": "page.html",
    "/page.css": "page.css",
    "/page.js": "page.js",
    "/chat.js": "chat.js",
    "/phone.js": "phone.js",
    "/shared.js": "shared.js",
    "/inline.js": "inline.js",
    "/nodes.js": "nodes.js",
    "/media.js": "media.js",
    "/formatting.js": "formatting.js",
}


def _file_route(path: str, name: str) -> Route:
    async def endpoint(request: Request) -> Response:
        headers = {"Content-Security-Policy": _PAGE_POLICY, "Cache-Control": "no-store"}
        return FileResponse(_HERE / name, headers=headers)

    return Route(path, endpoint)
