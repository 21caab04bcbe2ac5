"""The Bot API over HTTP: requests in any of Telegram's forms, answers in its one, and the faults on order."""

from __future__ import annotations

import asyncio
import json

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.playground.faults import UNKNOWN, Fault
from bot.playground.files import Upload
from bot.playground.methods import call
from bot.playground.refusal import Refusal, too_many_requests
from bot.playground.state import Shape
from bot.playground.world import World

Connections = dict[tuple[str, int], asyncio.Transport]
"""The open connections by the client's address, so that a fault can cut one."""


class BotApi:
    """Turns HTTP into calls of the Bot API and back, with the faults on order."""

    def __init__(self, world: World, token: str, connections: Connections) -> None:
        self._world = world
        self._token = token
        self._connections = connections

    async def answer(self, request: Request) -> Response:
        """Answer one call as Telegram does."""
        if request.path_params["token"] != self._token:
            return refused(Refusal(401, "Unauthorized"))
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
            return refused(refusal)
        except ClientDisconnect:
            return refused(Refusal(400, "Bad Request: the request ended before its end"))
        if fault is not None and fault.kind in UNKNOWN:
            return await self._after(fault, request)
        return JSONResponse({"ok": True, "result": result})

    async def _after(self, fault: Fault, request: Request) -> Response:
        """Answer a call that was carried out so that its caller cannot know."""
        if fault.kind == "drop_after":
            await self._cut(request)
        if fault.kind == "garbage":
            return HTMLResponse("<html><body>It works!</body></html>")
        return refused(Refusal(500, "Internal Server Error"))

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


def refused(refusal: Refusal) -> JSONResponse:
    """Answer with a refusal as Telegram writes it."""
    body: Shape = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    headers = {}
    if refusal.retry_after is not None:
        body["parameters"] = {"retry_after": refusal.retry_after}
        headers["Retry-After"] = str(refusal.retry_after)
    if refusal.migrate_to is not None:
        body["parameters"] = {"migrate_to_chat_id": refusal.migrate_to}
    return JSONResponse(body, refusal.status, headers)
