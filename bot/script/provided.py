"""What the engine brings to the wording by itself: the one table of it, kept beside the engine by hand.

Values are given by example, as long as they can get, so that the check can render every prompt once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.model.values import Duration, Instant, Option, Words

Samples = Mapping[str, object]

NAME = "W" * 40
_WORDS = Words("w" * 500)
_MOMENT = Instant(datetime(2026, 11, 22, 18, 0, tzinfo=UTC))

EVERYWHERE: Samples = {
    "reader": NAME,
    "other": NAME,
    "me": NAME,
    "partner": NAME,
    "linked": True,
    "country": "US",
}
"""What every prompt may use."""

ALONE: Samples = {"other": "", "partner": "", "linked": False, "country": None}
"""The same where nobody is linked and the country is not known."""

UNTIL: Samples = {"until": _MOMENT}
"""What a dialog's prompts have besides, once something was remembered."""

LONGEST_DURATION = Duration(1439)

EXTRAS: Mapping[str, Samples] = {
    "common.misfit_choice": {"low": 1, "high": 5},
    "common.misfit_scale": {"low": 1, "high": 5},
    "common.misfit_duration": {"low": 1, "high": 1440},
    "common.misfit_text": {"low": 1, "high": 5},
    "common.too_long": {"length": 4096, "max": 500},
    "common.unsure": {"words": _WORDS},
    "common.added": {"words": _WORDS},
    "common.send_too": {"words": _WORDS},
    "common.kept_words": {"words": _WORDS},
    "common.words_from_other": {"words": _WORDS},
    "common.menu": {"waiting": (Option("menu"), Option("help_now")), "out_until": _MOMENT},
    "common.resume_offer": {"dialog_label": Option("help_now")},
    "common.offer_dialog": {"about_dialog": Option("help_now")},
    "common.trouble": {"reader": NAME},
    "common.not_here": {"bot": "coach_bot"},
    "invite.make_invitation": {"token": "t" * 32},
    "invited.*": {"inviter": NAME},
    "invited.waiting": {"inviter": NAME},
    "confirm_partner.*": {"who": NAME, "username": "u" * 32},
}
"""Values beyond those, by `dialog.prompt`; `dialog.*` is for what the steps of that dialog say. Beside these, a reveal
and both ends of a `together` have `items`: `label`, and `mine` and `theirs` or `value`."""

NOTHING_ELSE = frozenset({"common.trouble", "common.not_here"})
"""Prompts that are said outside every conversation: they have these values and no others."""

ACTIONS_SAY: Mapping[str, tuple[str, ...]] = {
    "make_invitation": ("make_invitation",),
    "come_home": ("came_home",),
}
"""Actions that say something in the dialog they stand in."""

PROMPTS: Mapping[str, tuple[str, ...]] = {
    "common": (
        *("mark_private", "mark_blind", "mark_shared", "mark_offered"),
        *("misfit_choice", "misfit_scale", "misfit_duration", "misfit_text"),
        *("too_long", "unsure", "added", "send_too", "sent_on", "kept_words", "words_from_other"),
        *("stale", "unreadable", "edited", "lost", "unknown_command"),
        *("menu", "help", "nothing_open", "nothing_to_undo", "no_skip", "stopped", "later", "resume_offer", "left_it"),
        *("joined_waiting", "needs_partner", "consent_first", "offer_dialog", "fine", "gone_script", "remind"),
        *("trouble", "not_here"),
    ),
    "invite": ("cancelled", "run_out"),
    "invited": ("waiting", "gone", "own_link", "linked_already", "lapsed", "linked"),
    "confirm_partner": ("failed",),
    "unlink": ("unlinked", "ended"),
}
"""Prompts that the engine says without a step."""

SPARE: Mapping[str, tuple[str, ...]] = {"offer": ("pick_preview", "label_preview"), "turns": ("turns_other",)}
"""Blocks of `common` that are needed once a dialog has such a step, and may be there before."""

SPARE_LABELS = ("label_share", "label_keep", "label_gate_yes", "label_gate_no")
"""Labels of `common` for the fixed options of an offer and a gate."""

LABELS = (
    *("back", "skip", "later", "shorten", "yes", "no"),
    *("send", "keep", "copy", "resume", "leave_it", "no_thanks", "undo", "pass_on", "cancel_invite", "new_link"),
    *("menu", "help", "help_now"),
)
"""Buttons of the engine's own, all in `common`."""

COMMANDS = ("menu", "help", "stop", "skip", "repeat", "undo", "later")
"""Commands that belong to no dialog and stand in Telegram's list."""

BUTTON_COMMANDS = (*COMMANDS, "cancel_invite", "no_thanks")
"""Commands that a button may send although no dialog has them."""
