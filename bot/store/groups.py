"""The part of the contract about groups: whose one is."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Groups(Protocol):
    """The part of a transaction about groups. A chat is one conversation's at most; its id is Telegram's."""

    async def people_in_group(self, chat: int) -> list[int]:
        """The people of the conversation whose group this is, by id; nobody where it is none's."""
        ...

    async def knows_group(self, chat: int) -> bool:
        """Whether a chat is somebody's group, or was, or heard that it cannot be."""
        ...

    async def bind_group(self, chat: int, conversation: str, at: datetime) -> None:
        """Note whose group a chat is from here on."""
        ...

    async def tell_group(self, chat: int, at: datetime) -> bool:
        """Note that in a chat it is said that the coach is for two alone; False where that was said before."""
        ...

    async def move_group(self, chat: int, now: int) -> None:
        """A group has another id, and what waits for it goes there."""
        ...

    async def free_group(self, chat: int, at: datetime, *, silent: bool) -> None:
        """A chat is nobody's group any more: forget all that was said in it or waits for it. `silent`: nothing is to be
        said there of whom the coach is for, either; it would tell that this has ended."""
        ...
