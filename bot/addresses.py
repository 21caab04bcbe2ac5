"""Addresses as an operator writes them: which can be used, and how far off they are."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit

_LABEL: Final = re.compile(r"[a-z][a-z0-9_-]*", re.IGNORECASE | re.ASCII)
"""A host's name without a domain, as on a network of one's own. One of digits alone would be an address anywhere."""
_ADDRESS: Final = re.compile(r"(?:\[(?P<ipv6>[0-9a-f:.]+)\]|(?P<host>[^\[\]:]+)):(?P<port>[0-9]{1,5})", re.I | re.ASCII)
_LAST_PORT: Final = 65_535
_OWN_NETWORKS: Final = [
    ip_network(each)
    for each in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("::1/128", "fc00::/7", "fe80::/10"),
    )
]


def web_address(url: str) -> SplitResult | None:
    """The parts of an http or https address that can be used as it stands, else nothing."""
    if not url.isprintable() or any(character in url for character in " \\?#@"):
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def host_and_port(address: str) -> tuple[str, int] | None:
    """The IP address, or localhost, and the port that stand in `127.0.0.1:9464` or `[::1]:9464`; else nothing."""
    found = _ADDRESS.fullmatch(address)
    if found is None or not 0 < int(found["port"]) <= _LAST_PORT:
        return None
    host = found["ipv6"] or found["host"]
    try:
        return host if host == "localhost" else ip_address(host).compressed, int(found["port"])
    except ValueError:
        return None


def shown(host: str, port: int) -> str:
    """An address as it stands in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def is_near(host: str) -> bool:
    """Whether what is sent to a host stays on this machine or a network of one's own."""
    try:
        address = ip_address(host)
    except ValueError:
        return bool(_LABEL.fullmatch(host))
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return any(address in network for network in _OWN_NETWORKS)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
