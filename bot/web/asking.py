"""What somebody on this machine hears who asks a coach how it is."""

from __future__ import annotations

from typing import Final

import httpx

from bot.addresses import shown

_PATIENCE: Final = 10.0
_EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""Where to ask on this machine what listens at every address of it."""


async def ask(host: str, port: int) -> dict[str, str] | None:
    """The parts that keep the coach at an address from being ready, each with why; nothing in it when it is ready.
    None where nothing answers, or something that is no coach."""
    url = f"http://{shown(_EVERYWHERE.get(host, host), port)}/healthz/ready"
    try:
        # This machine's own, whatever proxy leads out of it.
        async with httpx.AsyncClient(timeout=_PATIENCE, trust_env=False) as client:
            said = (await client.get(url)).json()
    except (httpx.HTTPError, ValueError):
        return None
    if not isinstance(said, dict) or not isinstance(said.pop("ready", None), bool):
        return None
    return {str(part): str(why) for part, why in said.items()}
