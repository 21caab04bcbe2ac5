"""What the engine brings to the wording by itself: the one table of it, kept beside the engine by hand.

Values are given by example, as long as they can get, so that the check can render every prompt once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import get_args

from bot.coach.nudging import VARIANTS
from bot.engine.kinds.city import LONG as CITY
from bot.engine.kinds.moment import LONG as MOMENT
from bot.model.danger import CATEGORIES
from bot.model.heard import TALKS
from bot.model.script import Keeping
from bot.model.values import Day, Number, Option, Own, Planned, TimeOfDay, Words

Samples = Mapping[str, object]

NAME = "W" * 40
_WORDS = Words("w" * 500)
_TITLE = "w" * 300
LONG_BEFORE = datetime(2025, 1, 1, tzinfo=UTC)
"""A now for which MOMENT is shown with its day and its year."""

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

UNTIL: Samples = {"until": MOMENT}
"""What a dialog's prompts have besides, once something was remembered."""

ACTIONS_REMEMBER = ("stay_out", "move_plan", "date_plan")
"""Actions after which `until` is known as well."""

MOMENT_S_DAY = Day(MOMENT.at.date())
_WEEKS = (
    *(Own(item, Words(", ".join(["w" * 11] * 8))) for item in ("own_time", "shared_time")),
    *(Own(item, Words(", ".join("5" * 8))) for item in ("closeness", "freedom")),
)
_COUNTED = tuple(Own(f"kind_{kind}", Number(999)) for kind in ("passion", "note"))

_SHOWN: Samples = {"kind": "shared", "dialog_label": Option("help_now"), "lines": (Own("word", _WORDS),) * 6}

TALKED = tuple(talk for talk in TALKS if talk not in ("home_again", "finish"))
"""The small talk that has an answer of its own; the rest leads somewhere."""

EXTRAS: Mapping[str, Samples] = {
    "common.too_long": {"length": 4096, "max": 500},
    "common.unsure": {"words": _WORDS},
    "common.added": {"words": _WORDS},
    "common.send_too": {"words": _WORDS},
    "common.changed_answer": {"words": _WORDS},
    "common.edited_answer": {"words": _WORDS},
    "common.edited_too_long": {"max": 500},
    "common.menu_group": {"group": Option("group_together")},
    "common.news": {"words": Words("w" * 3000)},
    "common.kept_words": {"words": _WORDS},
    "common.words_from_other": {"words": _WORDS},
    "common.words_instead": {"words": _WORDS},
    "common.too_many": {"count": 2},
    "common.notes_full": {"most": 2000},
    "export.export_parts": {"count": 2},
    "export.export_cut": {"count": 2},
    "common.menu": {"waiting": 2, "out_until": MOMENT},
    "common.offer_dialog": {"about_dialog": Option("help_now")},
    "common.trouble": {"reader": NAME},
    "common.rests": {"moment": MOMENT},
    "common.not_here": {"bot": "coach_bot"},
    "common.quiet_set": {"first": TimeOfDay(1350), "last": TimeOfDay(450)},
    "common.city_set": {"city": CITY, "clock": MOMENT},
    "common.shared_item": {**_SHOWN, "when": MOMENT},
    "common.shared_later": _SHOWN,
    "common.open_item": _SHOWN,
    "common.reminder_item": {"when": MOMENT},
    "common.mine_settings": {
        **{"username": "u" * 32, "city": NAME, "first": TimeOfDay(1350), "last": TimeOfDay(450)},
        **{"count": 3, "paused": True},
    },
    "common.plan_item": {"what": _TITLE, "when": MOMENT, "until": MOMENT},
    "invite.make_invitation": {"token": "t" * 32},
    "welcome.*": {"inviter": NAME},
    "invited.*": {"inviter": NAME},
    "invited.waiting": {"inviter": NAME},
    "confirm_partner.*": {"who": NAME},
    "guilt_after.curve": {
        **dict.fromkeys(("first_before", "first_after", "last_before", "last_after"), 10),
        "count": 100,
    },
    "check_in.last_weeks": {
        "weeks": 8,
        "first_day": MOMENT_S_DAY,
        "last_day": MOMENT_S_DAY,
        "mine": _WEEKS,
        "theirs": _WEEKS,
    },
}
"""Values beyond those, by `dialog.prompt`; `dialog.*` is for what the steps of that dialog say. Beside these, a reveal
and both ends of a `together` have `items`: `label`, and `mine` and `theirs` or `value`; and a list of plans has `items`
of `label` and `at`."""

_ITEMS = tuple(Planned(_TITLE, MOMENT.at) for _ in range(10))

KEEPING = get_args(Keeping)

CASES: Mapping[str, Sequence[Samples]] = {
    **{f"common.mark_{how}": [{"offered": True}, {"offered": False}] for how in KEEPING},
    "common.talk_hello_here": [{"waiting": False}],
    "common.talk_hello": [{"waiting": True}, {"waiting": False}],
    **{f"common.talk_{talk}": [{"waiting": False}] for talk in TALKED if talk != "hello"},
    "common.plan_item": [{}, {"when": None, "until": None}],
    "common.city_set": [{"items": _ITEMS[:3]}, {"items": ()}],
    "privacy.shared_list": [{"shared": True}, {"shared": False}],
    "common.plans": [{"items": (*_ITEMS[1:], Planned(_TITLE, None))}, {"items": ()}],
    "common.mine": [{"items": _COUNTED * 4}, {"items": ()}],
    "common.mine_kind": [{"kind": "passion", "heading": _COUNTED[:1], "items": _ITEMS, "start": 9990}],
    "common.also_outings": [{"count": 1}, {"count": 99}],
    "common.invitation_item": [{"when": MOMENT, "until": MOMENT}, {"when": MOMENT, "until": None}],
    "check_in.last_weeks": [{}, {"theirs": ()}, {"weeks": 0, "mine": (), "theirs": ()}],
    "welcome.*": [{}, {"inviter": ""}],
    "help_now.*": [{"category": category} for category in ("none", *CATEGORIES)],
    "help_now.help_again": [{"category": category} for category in CATEGORIES],
    "receive.*": [{"brought": brought} for brought in ("insight", "question", "aha", "just_tired", "")],
}
"""Values that differ so much that a prompt must be seen with each of them; keys as in EXTRAS."""

EXPORT = (
    *("export_title", "export_intro", "export_made", "export_name", "export_username", "export_spoken"),
    *("export_country", "export_zone", "export_person", "export_settings", "export_couple", "export_outings"),
    *("export_invitations", "export_nudges", "export_runs", "export_linked_since", "export_not_linked"),
    *("export_skipped", "export_empty"),
    *(f"export_{tap}{part}" for tap in ("of_age", "agreed", "refused") for part in ("", "_version")),
)
"""Words of the file in which people read what is kept of them."""

NOTHING_ELSE = frozenset(
    {
        *(
            "common.trouble",
            "common.not_here",
            "common.stale",
            "common.doubled",
            "hide.hidden",
            "forget.forgotten",
            "welcome.too_young",
        ),
        *("common.stale", "common.doubled"),
        *("common.bot_description", "common.bot_about"),
        *(f"export.{name}" for name in EXPORT),
        *(f"guilt_after.picture_{name}" for name in ("title", "before", "after")),
        *(f"check_in.picture_{name}" for name in ("title", "mine", "partner")),
    }
)
"""Prompts that are said outside every conversation: they have these values and no others."""

ANSWERS = ("stale", "doubled", "not_here")
"""Prompts of `common` that answer a press: they are seen for a moment, over the chat."""

ACTIONS_SAY: Mapping[str, tuple[str, ...]] = {
    "make_invitation": ("make_invitation",),
    "come_home": ("came_home",),
}
"""Actions that say something in the dialog they stand in."""


def variants(name: str) -> tuple[str, ...]:
    """The blocks of a nudge's prompt: "go" -> "go_1" and so on. No two of them may say the same."""
    return tuple(f"{name}_{n}" for n in range(1, VARIANTS + 1))


NUDGES: Mapping[str, tuple[str, ...]] = {"common": ("remind", "way_back")}
"""Nudges that the engine sends without a step."""

LOCK_SCREENS = ("invite.run_out", "invited.lapsed")
"""What else comes unasked, and stands on a lock screen as nudges do."""

PROMPTS: Mapping[str, tuple[str, ...]] = {
    "common": (
        *(
            "mark_private",
            "mark_blind",
            "mark_shared",
            "mark_offered",
            "mark_gate",
            *(f"mark_{how}" for how in KEEPING),
        ),
        *("let_go", "kept_here"),
        *("rests", "here_again", "program", "misfit_gate"),
        *("too_long", "unsure", "added", "send_too", "sent_on", "kept_words", "words_from_other", "words_instead"),
        *("stale", "doubled", "unreadable", "edited", "lost", "unknown_command"),
        *("reading_all", "too_many", "notes_full", "somebody_near", "set_aside"),
        *("menu", "help", "nothing_open", "nothing_to_undo", "no_skip", "stopped", "later", "resume_offer", "left_it"),
        *("joined_waiting", "needs_partner", "consent_first", "offer_dialog", "fine", "gone_script", "went_round"),
        *("plans", "plan_item", "plan_cancelled", "mine", "mine_kind", "item_removed", "answer_removed"),
        *("also_outings", "shared_removed", "open_item", "invitation_item", "reminder_item"),
        *("mine_settings", "settings_reset"),
        *("shared_item", "shared_later"),
        *("trouble", "not_here"),
        *("bot_description", "bot_about"),
        *("news", "no_more_news"),
        *("skipped", "one_back", "nothing_before", "stop_or_answer", "skip_or_answer", "or_answer"),
        *("dont_know_leads", "misfit_leads", "misfit_strict", "misfit_strict_again"),
        *("changed_answer", "edited_answer", "edited_late", "edited_too_long"),
        *("caption_read", "tap_to_send", "what_to_end", "doubts", "near_command", "offer_two", "not_built"),
        *("groups", "menu_group", "talk_hello_here", *(f"talk_{talk}" for talk in TALKED)),
    ),
    "invite": ("cancelled", "run_out"),
    "invited": ("waiting", "gone", "own_link", "linked_already", "lapsed", "linked"),
    "confirm_partner": ("failed",),
    "unlink": ("unlinked", "ended"),
    "guilt_after": ("picture_title", "picture_before", "picture_after"),
    "check_in": ("picture_title", "picture_mine", "picture_partner"),
    "privacy": ("shared_list", "withdrawn"),
    "hide": ("hidden",),
    "forget": ("forgotten",),
    "help_now": ("help_again", "help_fleeting", "after_help", "misread"),
    "welcome": ("too_young",),
    "export": (*EXPORT, "export_parts", "export_cut"),
}
"""Prompts that are said, or stand in a file, without a step."""

SPARE: Mapping[str, tuple[str, ...]] = {
    "offer": (
        *("pick_preview", "new_preview", "label_preview", "label_pick", "label_all", "label_keep_old"),
        *("label_send_this", "meant_offer"),
    ),
    "gate": ("meant_gate",),
    "turns": ("turns_other",),
    "city": ("city_set",),
    "name": ("name_set",),
    "hour": ("quiet_set",),
    "opens": ("label_need_longer",),
}
"""Blocks of `common` that are needed once a dialog has such a step or question, and may be there before. `opens` is a
nudge at the end of an outing that opens a dialog."""

KEPT_BESIDE = ("still_open", "invitations", "reminders", "other")
"""What /mine shows beside the kinds of memory items."""

MAY_BE = (
    *("label_share", "label_keep", "label_gate_yes", "label_gate_no"),
    *("mine_item", "mine_one"),
)
"""Blocks of `common` that are used where the dialogs lead there, and may be there before."""

TELLING = frozenset({"accept_invitation", "confirm_link", "unlink", "forget", "forget_minor", "set_name"})
"""Actions that the other learns of: the mark of the question that leads to one says so."""
