"""The named actions of `act`: what a dialog changes beyond its own run, or asks the house for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.coach.actions.agreeing import agree, each_day, let_rest
from bot.coach.actions.deck import shuffle
from bot.coach.actions.fitting import offer_fitting
from bot.coach.actions.freedom import heed_freedom
from bot.coach.actions.in_force import (
    close_item,
    drop_item,
    hear_of_ended,
    in_its_words,
    look_again,
    next_in_force,
    say_what_holds,
)
from bot.coach.actions.keeping import (
    drop_moment,
    edit_answers,
    edit_item,
    export,
    forget,
    forget_minor,
    hide,
    remove_item,
    show_shared,
)
from bot.coach.actions.linking import (
    accept_invitation,
    confirm_link,
    decline_invitation,
    make_invitation,
    refuse_link,
    take_back,
    unlink,
)
from bot.coach.actions.meeting import find_middles
from bot.coach.actions.of_two import move_for_both
from bot.coach.actions.outings import come_home, date_plan, move_plan, retell, stay_out
from bot.coach.actions.recalling import recall
from bot.coach.actions.recurring import write_then
from bot.coach.actions.saying import as_words, in_their_words
from bot.coach.actions.settings import (
    hold_theirs,
    pause,
    resume_nudges,
    set_city,
    set_country,
    set_day_part,
    set_name,
    set_nudges,
    set_quiet,
    set_quiet_end,
    switch_language,
)
from bot.coach.actions.welcome import consent, go_on, help_me, help_unseen, of_age, refuse
from bot.coach.announcements import toggle_news
from bot.coach.beside import show_both
from bot.coach.guard import ask_to_show
from bot.coach.looking_back import look_back
from bot.coach.seasons import end_season, next_season
from bot.engine.turn import Turn
from bot.model.state import Run

ACTIONS: Mapping[str, Callable[[Turn, Run, str | None], None]] = {
    f.__name__: f
    for f in (
        of_age,
        consent,
        refuse,
        switch_language,
        set_name,
        set_country,
        come_home,
        make_invitation,
        accept_invitation,
        decline_invitation,
        confirm_link,
        refuse_link,
        take_back,
        unlink,
        pause,
        hold_theirs,
        resume_nudges,
        move_plan,
        date_plan,
        retell,
        set_city,
        set_quiet,
        set_quiet_end,
        set_nudges,
        set_day_part,
        show_shared,
        edit_item,
        drop_moment,
        edit_answers,
        remove_item,
        stay_out,
        ask_to_show,
        export,
        hide,
        forget,
        forget_minor,
        heed_freedom,
        offer_fitting,
        toggle_news,
        go_on,
        help_me,
        shuffle,
        recall,
        show_both,
        as_words,
        in_their_words,
        help_unseen,
        next_in_force,
        in_its_words,
        drop_item,
        move_for_both,
        close_item,
        hear_of_ended,
        say_what_holds,
        look_again,
        let_rest,
        agree,
        each_day,
        write_then,
        find_middles,
        look_back,
        next_season,
        end_season,
    )
}
