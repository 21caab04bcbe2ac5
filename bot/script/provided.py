"""What the engine says by itself: the one table of it, kept beside the engine by hand. What its prompts are given
stands in `samples`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.coach.middle import PLANS
from bot.coach.nudging import MORE_VARIANTS, VARIANTS
from bot.coach.seasons import WORDING
from bot.engine.kinds.kind import FULL
from bot.script.samples import KEEPING, TALKED

ACTIONS_REMEMBER = ("stay_out", "move_plan", "date_plan", "agree", "each_day", "write_then")
"""Actions after which `until` is known as well."""

_PICTURE = ("title", "away", "breather", "home")

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
            "common.group_refused",
            "common.not_for_you",
            "common.stale",
            "common.doubled",
            f"common.{FULL}",
            "hide.hidden",
            "forget.forgotten",
            "welcome.too_young",
        ),
        *("common.stale", "common.doubled"),
        *("common.bot_description", "common.bot_about"),
        *(f"export.{name}" for name in EXPORT),
        *(f"guilt_after.picture_{name}" for name in ("title", "before", "after")),
        *(f"check_in.picture_{name}" for name in ("title", "mine", "partner")),
        *(f"look_back.picture_{name}" for name in _PICTURE),
    }
)
"""Prompts that are said outside every conversation: they have these values and no others."""

ANSWERS = ("stale", "doubled", "not_for_you", "theirs_to_answer", "noted", "group_others", FULL)
"""Prompts of `common` that answer a press: they are seen for a moment, over the chat."""

ACTIONS_SAY: Mapping[str, tuple[str, ...]] = {
    "make_invitation": ("make_invitation",),
    "come_home": ("came_home",),
    "agree": ("agree",),
    "move_for_both": ("move_for_both", "time_stays"),
    "hear_of_ended": ("hear_of_ended",),
    "say_what_holds": ("say_what_holds",),
    "look_back": ("done", "kept"),
}
"""Actions that say something in the dialog they stand in."""

ACTIONS_WORD = ("as_words",)
"""Actions that put the wording of an option, its prompt, in place of the option."""

ACTIONS_KEEP = ("close_item",)
"""Actions that keep an answer with what is remembered."""


ACTIONS_NAME: Mapping[str, tuple[str, ...]] = {"agree": ("sort", "terms", "look_on"), "each_day": ("terms", "begins")}
"""Actions that remember something by themselves, with the short names of what they keep."""


def variants(name: str, *, again: bool = False) -> tuple[str, ...]:
    """The blocks of a nudge's prompt: "go" -> "go_1" and so on; more for one that comes again and again. No two of them
    may say the same."""
    return tuple(f"{name}_{n}" for n in range(1, (MORE_VARIANTS if again else VARIANTS) + 1))


NUDGES: Mapping[str, tuple[str, ...]] = {"common": ("remind", "way_back"), "look_back": (WORDING,)}
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
        *("rests", "asked_already", "here_again", "program", "misfit_gate"),
        *("too_long", "unsure", "added", "send_too", "sent_on", "kept_words", "words_from_other", "words_instead"),
        *("stale", "doubled", FULL, "unreadable", "edited", "lost", "unknown_command"),
        *("reading_all", "too_many", "notes_full", "somebody_near", "set_aside"),
        *("menu", "help", "nothing_open", "nothing_to_undo", "no_skip", "stopped", "later", "resume_offer", "left_it"),
        *(
            "joined_waiting",
            "needs_partner",
            "consent_first",
            "offer_dialog",
            "fine",
            "nothing_more",
            "gone_script",
            "went_round",
        ),
        *(
            "plans",
            "plan_item",
            "plan_cancelled",
            "out_of_calendar",
            "mine",
            "mine_kind",
            "item_removed",
            "answer_removed",
        ),
        *("held_item", "held_dropped", "held_quiet", "held_again", "calendar_anew"),
        *("also_outings", "shared_removed", "open_item", "invitation_item", "reminder_item"),
        *("mine_settings", "settings_reset"),
        *("shared_item", "shared_later"),
        "trouble",
        *("group_hello", "group_help", "group_languages", "group_language_set", "group_refused", "group_words"),
        *("turn_of", "theirs_to_answer", "noted", "not_for_you", "goes_on_here", "goes_on_there"),
        *("mark_group", "mark_group_reply"),
        *("group_none", "group_there", "group_offer", "group_chosen", "group_taken_back", "group_went"),
        *("sent_on_group", "words_there", "group_others"),
        *("bot_description", "bot_about"),
        *("news", "no_more_news"),
        *("skipped", "one_back", "nothing_before", "stop_or_answer", "skip_or_answer", "or_answer"),
        *("dont_know_leads", "misfit_leads", "misfit_strict", "misfit_strict_again"),
        *("changed_answer", "edited_answer", "edited_late", "edited_too_long"),
        *("caption_read", "tap_to_send", "what_to_end", "near_command", "offer_two", "nothing_fits"),
        *("groups", "menu_group", "talk_hello_here", *(f"talk_{talk}" for talk in TALKED)),
    ),
    "invite": ("cancelled", "run_out"),
    "invited": ("waiting", "gone", "own_link", "linked_already", "lapsed", "linked"),
    "confirm_partner": ("failed",),
    "unlink": ("unlinked", "ended"),
    "guilt_after": ("picture_title", "picture_before", "picture_after"),
    "check_in": ("picture_title", "picture_mine", "picture_partner"),
    "needs": ("both_maps",),
    "compromise": PLANS,
    "space": ("knock_sent", "knocks"),
    "look_back": tuple(f"picture_{name}" for name in _PICTURE),
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
        *("pick_preview", "fixed_preview", "new_preview", "label_preview", "label_pick", "label_all", "label_keep_old"),
        *("label_send_this", "meant_offer"),
    ),
    "gate": ("meant_gate",),
    "turns": ("turns_other", "turns_early"),
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
    *("mine_item", "mine_one", "mine_which"),
    *("offer_plans", "offer_mine", "offer_help"),
)
"""Blocks of `common` that are used where the dialogs lead there, and may be there before."""

TELLING = frozenset({"accept_invitation", "confirm_link", "unlink", "forget", "forget_minor", "set_name"})
"""Actions that the other learns of: the mark of the question that leads to one says so."""
