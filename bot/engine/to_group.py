"""What a product does about the group of two: the part of it that the machine calls there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.model.events import Prompt
from bot.model.state import Run
from bot.model.values import Values

if TYPE_CHECKING:
    # For annotations alone: a turn holds its world, and with it the product.
    from bot.engine.turn import Turn


class ToGroup(Protocol):
    """What to do when two have a group, and when something could be said in it."""

    def came_to_group(self, turn: Turn, chat: int, /) -> None:
        """The two have a group, or another one: say there what the coach does in it."""
        ...

    def offer_to_group(self, turn: Turn, run: Run, prompt: Prompt, values: Values, /) -> None:
        """What has just been shown to both may go to their group as well, if both choose so."""
        ...

    def shared_on(self, turn: Turn, run: Run, who: int, prompt: Prompt, values: Values, /) -> None:
        """Say that what somebody has just shared is on its way; it may go to their group as well, if they choose so."""
        ...
