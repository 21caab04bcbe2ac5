"""What a step says in its place where there is no partner, as it is looked up and read aloud."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.aloud import Says
from bot.engine.step import Alone, Line


def lines_alone(alone: Alone) -> Iterator[Line]:
    """Its prompts: what is told, and what is copied by a tap."""
    yield Line(alone.tell)
    if alone.copied is not None:
        yield Line(alone.copied, "copy")


def aloud_alone(alone: Alone, buttons: tuple[str, ...] = ()) -> Iterator[Says]:
    """What is told, with `buttons` beneath it where nothing is copied."""
    yield Says(alone.tell, only="solo", buttons=("copy",) if alone.copied is not None else buttons)
    if alone.copied is not None:
        yield Says(alone.copied, lead="This is copied by a tap:", only="solo")
