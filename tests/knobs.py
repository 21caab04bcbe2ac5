"""How much of what could go on for ever is tried: a share at every change, more at night (`make nightly`)."""

from __future__ import annotations

import os


def knob(name: str, share: int) -> int:
    """The number in the environment variable `name`; without it the share that `make test` tries."""
    return int(os.environ.get(name, share))
