"""The buttons of /mine beyond its first screen."""

from __future__ import annotations

from collections.abc import Mapping

from bot.coach import diary_beside as beside
from bot.coach import diary_item as one
from bot.coach.diary import SETTINGS, mine, mine_kind
from bot.engine.turn import Turn
from bot.engine.world import Command


def mine_or_kind(turn: Turn, who: int, kind: str) -> None:
    """The whole of it, or one kind."""
    if kind == SETTINGS:
        beside.show_settings(turn, who)
    elif kind:
        mine_kind(turn, who, kind)
    else:
        mine(turn, who)


DIARY: Mapping[str, Command] = {
    "item": Command(one.show_item),
    "drop_answer": Command(one.drop_answer),
    "remove_item": Command(one.remove_item),
    "remove_only": Command(one.remove_only),
    "remove_all": Command(one.remove_all),
    "edit_item": Command(one.edit_item),
    "open_item": Command(beside.show_open),
    "remove_open": Command(beside.remove_open),
    "invitation": Command(beside.show_invitation),
    "remove_invitation": Command(beside.remove_invitation),
    "reminder": Command(beside.show_reminder),
    "remove_reminder": Command(beside.remove_reminder),
    "reset_settings": Command(lambda turn, who, argument: beside.reset_settings(turn, who), bare=True),
}
