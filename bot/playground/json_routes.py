"""Addresses that take and answer JSON."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.refusal import CannotDo
from bot.playground.state import Shape

Answer = Callable[[Request], Awaitable[object]]
"""What answers a request, with anything that is JSON; raises CannotDo or ValueError where it cannot be done."""


def json_route(method: str, path: str, answer: Answer) -> Route:
    """Return a route that answers JSON; 400 with ``{"error": …}`` when something cannot be done."""
    return Route(path, _answering(answer), methods=[method])


def _answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await answer(request))
        except ValidationError as error:
            fields = sorted({".".join(str(part) for part in problem["loc"]) for problem in error.errors()})
            return JSONResponse({"error": f"wrong or unknown: {', '.join(fields)}"}, 400)
        except (CannotDo, ValueError, OverflowError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return endpoint


async def body_of(request: Request) -> Shape:
    """Return the JSON object that came with a request; CannotDo when it is none."""
    raw = await request.body()
    value: object = json.loads(raw or b"{}")
    if not isinstance(value, dict):
        raise CannotDo("the body must be a JSON object")
    # A browser can write half a surrogate pair; Telegram's apps cannot send one.
    return {key: _whole(item) if isinstance(item, str) else item for key, item in value.items()}


def _whole(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
