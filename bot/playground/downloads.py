"""Where files are fetched: by the bot with its token, as from Telegram, and by the page."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground.state import File
from bot.playground.world import World

# What somebody sent must never act in the name of the page, not even when it is opened by itself.
_HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def download_routes(world: World, token: str) -> list[Route]:
    """Return ``/file/bot<token>/<file_path>`` and ``/_play/files/<number>``; 404 for a file that is not kept."""

    async def for_bot(request: Request) -> Response:
        if request.path_params["token"] != token:
            raise HTTPException(404)
        data = _data(world, world.files.at(request.path_params["path"]))
        return Response(data, media_type="application/octet-stream")

    async def for_page(request: Request) -> Response:
        file = world.state.files.get(request.path_params["number"])
        data = _data(world, file)
        shown = file is not None and file.kind == "photo"
        headers = _HARMLESS | ({} if shown else {"Content-Disposition": "attachment"})
        return Response(data, media_type=file.mime if file and shown else "application/octet-stream", headers=headers)

    return [
        Route("/file/bot{token}/{path:path}", for_bot, methods=["GET"]),
        Route("/_play/files/{number:int}", for_page, methods=["GET"]),
    ]


def _data(world: World, file: File | None) -> bytes:
    data = world.files.data(file) if file is not None else None
    if data is None:
        raise HTTPException(404)
    return data
