"""The proxy of the environment, on the way to the Bot API server."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from bot.errors import SettingsError

UNUSABLE: Final = (
    "HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names a proxy that cannot be used: "
    "it must be an address that begins with http:// or https://, such as http://127.0.0.1:3128."
)


def proxy_for(url: str) -> str | None:
    """The address of the proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names for a web address, or else the system's;
    None where there is none, or NO_PROXY spares the address. Raises `SettingsError`, which quotes no password."""
    parts, proxies = urlsplit(url), getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.netloc) or proxy_bypass(parts.hostname or ""):
        return None
    address = proxy if "://" in proxy else f"http://{proxy}"
    try:
        usable = urlsplit(address).scheme in ("http", "https") and bool(urlsplit(address).hostname)
        usable = usable and urlsplit(address).port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(UNUSABLE)
    return address
