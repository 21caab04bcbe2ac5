"""Buttons and commands that are the engine's own: the one table of them, kept beside the engine by hand."""

from __future__ import annotations

from typing import get_args

from bot.engine.keeping import KEEPS
from bot.model.script import MenuGroup

LABELS = (
    *("back", "skip", "later", "shorten", "yes", "no", *KEEPS),
    *(
        "send",
        "keep",
        "copy",
        "as_oneself",
        "words_are_old",
        "withdraw",
        "older",
        "resume",
        "show_it",
        "yes_now",
        "where_you_were",
        "before_that",
        "leave_it",
        "no_thanks",
        "undo",
        "pass_on",
        "cancel_invite",
        "take_back",
        "new_link",
    ),
    *("menu", "help", "help_now", "plans", "mine", "move", "set_day", "tell_plan", "cancel_plan", "edit", "remove"),
    *("drop", "silence", "unsilence"),
    *("remove_one", "remove_all", "remove_only", "newer", "more", "fewer", "reset_settings", "settings"),
    *("my_answer", "answers_this", "stop_it", "stop_here", "skip_it", "it_was", "it_was_not"),
    *("go_on", "explain", "change_to", "no_news"),
    *("something_else", "all_groups", "end_chat", "end_us", "end_hurt"),
    *("group", "add_to_group", "other_group", "to_group", "not_to_group"),
    *(f"group_{group}" for group in get_args(MenuGroup)),
)
"""Buttons of the engine's own, all in `common`."""

COMMANDS = ("menu", "plans", "mine", "help", "stop", "skip", "repeat", "undo", "later", "group")
"""Commands that belong to no dialog and stand in Telegram's list."""

ABOUT = ("move_plan", "longer", "knock")
"""Commands that buttons send with what they are about after a dot."""

BUTTON_COMMANDS = (
    *COMMANDS,
    "cancel_invite",
    "no_thanks",
    "resume",
    "misread",
    "hide_now",
    "explain",
    "no_news",
    "both_maps",
    *ABOUT,
)
"""Commands that a button may send although no dialog has them."""
