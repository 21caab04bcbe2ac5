"""The values that the engine brings to the wording, by example, as long as they can get: the check renders every prompt
with them once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, get_args

from bot.coach.looking_back import LONGEST, QUOTED
from bot.engine.kinds.city import LONG as CITY
from bot.engine.kinds.duration import LONG
from bot.engine.kinds.moment import LONG as MOMENT
from bot.model.danger import CATEGORIES
from bot.model.heard import TALKS
from bot.model.script import Keeping
from bot.model.seasons import DayPart
from bot.model.values import Day, Duration, Number, Option, Own, Pair, Planned, TimeOfDay, Words

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

OF_ONE_READER: Final = frozenset({"reader", "other", "country", "inviter"})
"""What a prompt for both at once does not have: there is no one reader."""


def in_group(values: Samples, *, asked: bool) -> dict[str, object]:
    """The same as far as a prompt for both has them; in what one of them is `asked`, there is a reader."""
    gone = OF_ONE_READER - {"reader", "other"} if asked else OF_ONE_READER
    return {name: value for name, value in values.items() if name not in gone}


UNTIL: Samples = {"until": MOMENT}
"""What a dialog's prompts have besides, once something was remembered."""

MOMENT_S_DAY = Day(MOMENT.at.date())
_WEEKS = (
    *(Own(item, Words(", ".join(["w" * 11] * 8))) for item in ("own_time", "shared_time")),
    *(Own(item, Words(", ".join("5" * 8))) for item in ("closeness", "freedom")),
)
_COUNTED = tuple(Own(f"kind_{kind}", Number(999)) for kind in ("passion", "note"))

_BALANCE: Samples = {
    **{"weeks": 8, "first_day": MOMENT_S_DAY, "last_day": MOMENT_S_DAY, "mine": _WEEKS, "theirs": _WEEKS},
    "kind": "check_in",
}
_QUOTED = (Planned("w" * LONGEST, None),) * QUOTED

_SHOWN: Samples = {"kind": "shared", "dialog_label": Option("help_now"), "lines": (Own("word", _WORDS),) * 6}

OF_ANY: Samples = {"kind": "passion", "heading": _COUNTED[:1], "lines": (Own("word", _WORDS),) * 3}
"""What prompts have of the memory item that their dialog is about, where it may be of any kind."""
_LINE = Words("w" * 200)
_LINES = ("on_my_own", "together_is", "most_loved", "support_is", "stress_near", "stress_far")

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
    "common.words_there": {"words": _WORDS},
    "common.too_many": {"count": 2},
    "common.notes_full": {"most": 2000},
    "export.export_parts": {"count": 2},
    "export.export_cut": {"count": 2},
    "common.menu": {"waiting": 2, "out_until": MOMENT},
    "common.offer_dialog": {"about_dialog": Option("help_now")},
    "common.trouble": {"reader": NAME},
    "common.rests": {"moment": MOMENT},
    "common.group_refused": {"bot": "coach_bot"},
    "common.quiet_set": {"first": TimeOfDay(1350), "last": TimeOfDay(450)},
    "common.city_set": {"city": CITY, "clock": MOMENT},
    "common.shared_item": {**_SHOWN, "when": MOMENT},
    "common.shared_later": _SHOWN,
    "common.open_item": _SHOWN,
    "common.reminder_item": {"when": MOMENT},
    "common.mine_settings": {
        **{"username": "u" * 32, "city": NAME, "first": TimeOfDay(1350), "last": TimeOfDay(450)},
        **{"count": 3, "paused": True, "part": "evening", "over": True},
    },
    "common.plan_cancelled": {"filed": True},
    "common.plan_item": {"what": _TITLE, "when": MOMENT, "until": MOMENT, "ours": True},
    "another_time.move_for_both": {"moved_to": MOMENT},
    "invite.make_invitation": {"token": "t" * 32},
    "welcome.*": {"inviter": NAME},
    "invited.*": {"inviter": NAME},
    "invited.waiting": {"inviter": NAME},
    "confirm_partner.*": {"who": NAME},
    "celebrate.your_card": {"drawn": True},
    "celebrate.card_to_give": {"drawn": True},
    "stay_close.agree": {"words": _WORDS, "mine": True, "look_on": Day(MOMENT.at.date())},
    "proposal.agree": {"words": _WORDS, "mine": True, "look_on": Day(MOMENT.at.date())},
    "guilt_after.curve": {
        **dict.fromkeys(("first_before", "first_after", "last_before", "last_after"), 10),
        "count": 100,
    },
    "needs.*": {"so_far": "w" * 200},
    "needs.both_maps": {
        **{"listen": True, "items": tuple(Pair(line, _LINE, _LINE) for line in _LINES)},
        **{"mine": (), "theirs": ()},
    },
    "compromise.agree": {"words": _WORDS, "mine": True, "look_on": Day(MOMENT.at.date())},
    "compromise.plan_hours": {"alone_for": Duration(LONG), "together_for": Duration(LONG)},
    **{plan: {"thing": Words("w" * 80)} for plan in ("compromise.plan_half", "compromise.plan_about")},
    "compromise.plan_each": {"for_me": Words("w" * 80), "for_them": Words("w" * 80)},
    "check_in.last_weeks": _BALANCE,
    "look_back.weeks_back": _BALANCE,
    "look_back.done": {
        **{"first_day": MOMENT_S_DAY, "last_day": MOMENT_S_DAY, "away": 99, "breathers": 99, "home": 99},
        **{"places": _QUOTED, "brought": _QUOTED, "days": ()},
    },
    "look_back.kept": {
        **{"items": _COUNTED, "words": _QUOTED, "said": 99, "kind": "", "kept": 99, "kept_words": _QUOTED},
    },
}
"""Values beyond those, by `dialog.prompt`; `dialog.*` is for what the steps of that dialog say. Beside these, a reveal
and both ends of a `together` have `items`: `label`, and `mine` and `theirs` or `value`; and a list of plans has `items`
of `label` and `at`."""

_ITEMS = tuple(Planned(_TITLE, MOMENT.at) for _ in range(10))

_HOLDS = (*_ITEMS[:1], Planned(_TITLE, None), Planned(_TITLE, None, (Own("word", MOMENT_S_DAY),)))

KEEPING = get_args(Keeping)

CASES: Mapping[str, Sequence[Samples]] = {
    **{f"common.mark_{how}": [{"offered": True}, {"offered": False}] for how in KEEPING},
    "common.talk_hello_here": [{"waiting": False}],
    "common.talk_hello": [{"waiting": True}, {"waiting": False}],
    **{f"common.talk_{talk}": [{"waiting": False}] for talk in TALKED if talk != "hello"},
    "common.plan_item": [{}, {"when": None, "until": None, "ours": False}],
    "common.city_set": [{"items": _ITEMS[:3]}, {"items": ()}],
    "privacy.shared_list": [{"shared": True}, {"shared": False}],
    "common.plans": [
        {"items": (*_ITEMS[:3], Planned(_TITLE, None)), "holds": (), "start": 0, "kind": ""},
        {"items": _ITEMS[:2], "holds": _HOLDS, "start": 6, "kind": ""},
        {"items": (), "holds": (), "start": 0, "kind": ""},
    ],
    "common.held_item": [
        {**OF_ANY, "silenced": silenced, "ours": ours} for silenced in (True, False) for ours in (True, False)
    ],
    "review.hear_of_ended": [{"items": _HOLDS, "kind": ""}],
    "review.say_what_holds": [{"items": _HOLDS * 3, "kind": ""}, {"items": (), "kind": ""}],
    "common.mine": [{"items": _COUNTED * 4}, {"items": ()}],
    "common.mine_kind": [{"kind": "passion", "heading": _COUNTED[:1], "items": _ITEMS, "start": 9990}],
    "common.mine_settings": [{"part": part, "over": part == "any"} for part in get_args(DayPart)],
    "common.also_outings": [{"count": 1}, {"count": 99}],
    "common.invitation_item": [{"when": MOMENT, "until": MOMENT}, {"when": MOMENT, "until": None}],
    **{
        name: [{}, {"theirs": ()}, {"weeks": 0, "mine": (), "theirs": ()}]
        for name in ("check_in.last_weeks", "look_back.weeks_back")
    },
    "look_back.done": [
        {},
        {"away": 1, "breathers": 0, "home": 2, "brought": ()},
        {"away": 0, "places": (), "breathers": 1, "home": 0, "brought": ()},
    ],
    "look_back.kept": [
        {},
        {"kept": 0, "items": ()},
        {"kept": 1, "said": 0},
        {"kept_words": (), "words": (), "said": 1},
    ],
    "compromise.plan_hours": [{}, {"alone_for": None}, {"together_for": None}],
    "needs.*": [{}, {"so_far": ""}],
    "needs.both_maps": [
        {"so_far": ""},
        {"so_far": "", "items": (), "mine": (Own("on_my_own", _LINE),), "theirs": (Own("most_loved", _LINE),)},
        {"so_far": "", "listen": False},
    ],
    "check_in.last_weeks": [{}, {"theirs": ()}, {"weeks": 0, "mine": (), "theirs": ()}],
    "welcome.*": [{}, {"inviter": ""}],
    "help_now.*": [{"category": category} for category in ("none", *CATEGORIES)],
    "help_now.help_again": [{"category": category} for category in CATEGORIES],
    **{f"celebrate.{name}": [{}, {"drawn": False}] for name in ("your_card", "card_to_give")},
    "receive.*": [{"brought": brought} for brought in ("insight", "question", "aha", "just_tired", "")],
}
"""Values that differ so much that a prompt must be seen with each of them; keys as in EXTRAS."""
