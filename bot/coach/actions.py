"""The named actions of `act`: what a dialog changes beyond its own run, or asks the house for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.coach import age, dated, safety, sharing
from bot.coach.due import set_anew
from bot.coach.outings import come_back
from bot.coach.travel import go_by
from bot.engine.quiet import outside_quiet
from bot.engine.runs import clear_trails, end
from bot.engine.turn import Turn
from bot.model.events import (
    AcceptInvitation,
    ConfirmLink,
    Export,
    Forget,
    Hide,
    LinkButton,
    MakeInvitation,
    Prompt,
    RefuseLink,
    Remember,
    SetNudge,
    Unlink,
)
from bot.model.script import Button
from bot.model.state import Item, Run
from bot.model.values import City, Duration, Instant, Option, TimeOfDay, Words

INVITATION_LASTS = timedelta(hours=48)
LANGUAGES = ("en", "es")


def consent(turn: Turn, run: Run, source: str | None) -> None:
    """The person is of age and agrees to use this."""
    clear_trails(run)
    turn.person(run.starter).consented = True


def switch_language(turn: Turn, run: Run, source: str | None) -> None:
    """The other of the two languages from here on."""
    clear_trails(run)
    person = turn.person(run.starter)
    person.language = next(tag for tag in LANGUAGES if tag != person.language)


def set_name(turn: Turn, run: Run, source: str | None) -> None:
    """The name they typed; keeping or skipping leaves it."""
    answer = run.answer(source or "", run.starter)
    if answer is not None and isinstance(answer.value, Words):
        turn.person(run.starter).name = " ".join(answer.value.text.split())


def set_country(turn: Turn, run: Run, source: str | None) -> None:
    """The country they picked; elsewhere stands for the international lines."""
    answer = run.answer(source or "", run.starter)
    if answer is not None and isinstance(answer.value, Option):
        turn.person(run.starter).country = "ZZ" if answer.value.id == "elsewhere" else answer.value.id


def come_home(turn: Turn, run: Run, source: str | None) -> None:
    """Back before the time that was said."""
    clear_trails(run)
    turn.say(run.starter, Prompt(run.dialog, "came_home"), run=run)
    come_back(turn, run.starter)


def make_invitation(turn: Turn, run: Run, source: str | None) -> None:
    """A new link; its secret is in this one message and stored nowhere but as a hash."""
    me = run.starter
    token, invitation = turn.world.fresh.token(), turn.world.fresh.id()
    expires = turn.world.now + INVITATION_LASTS
    turn.emit(MakeInvitation(me, invitation, token_hash(token), expires))
    buttons = (LinkButton(token), Button("cancel_invite", "cancel_invite"))
    turn.say(me, Prompt(run.dialog, "make_invitation"), run=run, values={"token": token}, buttons=buttons, once=True)
    due = outside_quiet(expires, [turn.person(me)])
    turn.emit(SetNudge(turn.world.fresh.id(), me, "invitation", due, invitation, prompt=Prompt("invite", "run_out")))


def token_hash(token: str) -> bytes:
    """What is stored of an invitation's secret: its SHA-256, 32 bytes."""
    return hashlib.sha256(token.encode()).digest()


def accept_invitation(turn: Turn, run: Run, source: str | None) -> None:
    """The invited person agrees; whether they are the first to, the house answers."""
    clear_trails(run)
    person = turn.person(run.starter)
    if person.invited is not None:
        turn.emit(AcceptInvitation(person.id, person.invited.id))
        run.extra["inviter"] = person.invited.name


def decline_invitation(turn: Turn, run: Run, source: str | None) -> None:
    """A no changes nothing that the inviter could see; the link stays as it is until it runs out."""
    person = turn.person(run.starter)
    if person.invited is not None:
        run.extra["inviter"] = person.invited.name
        person.invited = None


def confirm_link(turn: Turn, run: Run, source: str | None) -> None:
    """The inviter knows who it is."""
    clear_trails(run)
    if run.invitation is not None:
        turn.emit(ConfirmLink(run.starter, run.invitation))


def refuse_link(turn: Turn, run: Run, source: str | None) -> None:
    """The inviter does not know them: the link is used up."""
    clear_trails(run)
    if run.invitation is not None:
        turn.emit(RefuseLink(run.starter, run.invitation))


def unlink(turn: Turn, run: Run, source: str | None) -> None:
    """End the link at once. What the two had open between them ends; the other learns only that it has ended."""
    me = run.starter
    other = turn.conversation.partner(me)
    if other is None:
        return
    turn.conversation.couple = None
    for shared in [r for r in turn.conversation.runs.values() if len(r.people) > 1]:
        caller = turn.run(shared.parent)
        if caller is not None and len(caller.people) > 1:
            shared.parent = None
        end(turn, shared)
    turn.say(me, Prompt("unlink", "unlinked"), run=run)
    turn.say(other, Prompt("unlink", "ended"))
    for who in (me, other):
        person = turn.person(who)
        person.extras.clear()
        sharing.forget_all(turn, who)
        person.last_words = None
        person.held = [h for h in person.held if h.say.prompt == Prompt("unlink", "ended")]
    turn.emit(Unlink(me))


def pause(turn: Turn, run: Run, source: str | None) -> None:
    """No nudge for a day, for a week, or until the person says otherwise, but at times that they pick from now on."""
    answer = run.answer(source or "", run.starter)
    chosen = answer.value.id if answer is not None and isinstance(answer.value, Option) else "until_i_say"
    days = {"a_day": 1, "a_week": 7}.get(chosen)
    clear_trails(run)
    until = turn.world.now + timedelta(days=days) if days is not None else FOR_EVER
    person = turn.person(run.starter)
    person.paused_until = until
    for outing in (*person.planned, *([person.outing] if person.outing is not None else [])):
        outing.hushed = True
    turn.hushed.add(person.id)  # nobody who asks for quiet is asked at once if they would like to go on


def resume_nudges(turn: Turn, run: Run, source: str | None) -> None:
    """The pause is over."""
    clear_trails(run)
    turn.person(run.starter).paused_until = None
    safety.go_on_together(turn.person(run.starter))


def move_plan(turn: Turn, run: Run, source: str | None) -> None:
    """Another time for a plan: its nudges are set anew, and those set before do nothing."""
    who, answer = run.starter, run.answer(source or "", run.starter)
    person = turn.person(who)
    plan = next((o for o in person.planned if o.id == run.extra.get("item")), None)
    clear_trails(run)
    to = answer.value.at if answer is not None and isinstance(answer.value, Instant) else None
    if plan is None and to is not None and dated.move(turn, who, run.extra.get("item", ""), to):
        return
    if plan is None or answer is None or not isinstance(answer.value, Instant):
        _gone(turn, run)
        return
    plan.until = answer.value.at + (plan.until - plan.started)
    plan.started, plan.revision, plan.hushed = answer.value.at, plan.revision + 1, False
    person.planned.sort(key=lambda o: o.started)
    run.item = Item(plan.id, "outing", plan.revision, plan.until, plan.started)
    known = turn.world.memory.item(who, plan.id)
    values = dict(known.values) if known is not None else {}
    values |= {name: answer.value for name in ("when",) if name in values}
    values |= {"started": Instant(plan.started), "until": Instant(plan.until)}
    turn.emit(Remember(plan.id, who, "outing", plan.revision, values))
    set_anew(turn, who, plan.dialog, run.item, ("eve", "start", "until", "next_evening"))


def _gone(turn: Turn, run: Run) -> None:
    """What the question was about is there no more: nothing is changed, and nothing said to be."""
    turn.common(run.starter, "stale", buttons=(Button("menu", "menu"),))
    end(turn, run)


def edit_item(turn: Turn, run: Run, source: str | None) -> None:
    """Other words for what is remembered."""
    who, answer = run.starter, run.answer(source or "", run.starter)
    item = turn.world.memory.item(who, run.extra.get("item", ""))
    clear_trails(run)
    if item is None or not item.title or answer is None or not isinstance(answer.value, Words):
        _gone(turn, run)
        return
    name = next(name for name, value in item.values.items() if isinstance(value, Words))
    turn.emit(Remember(item.id, who, item.kind, item.revision + 1, {**item.values, name: answer.value}))


def stay_out(turn: Turn, run: Run, source: str | None) -> None:
    """Longer away: the outing goes on from now, and its way back is set anew."""
    who, answer = run.starter, run.answer(source or "", run.starter)
    person = turn.person(who)
    clear_trails(run)
    outing = next((o for o in person.unshared if o.id == run.extra.get("item")), None)
    if outing is None or answer is None or not isinstance(answer.value, Duration):
        _gone(turn, run)
        return
    person.unshared.remove(outing)
    until = turn.world.now + timedelta(minutes=answer.value.minutes)
    person.outing = replace(outing, revision=outing.revision + 1, until=until, hushed=False)
    run.item = Item(outing.id, "outing", outing.revision + 1, until, outing.started)
    known = turn.world.memory.item(who, outing.id)
    values = dict(known.values) if known is not None else {}
    turn.emit(Remember(outing.id, who, "outing", run.item.revision, values | {"until": Instant(until)}))
    set_anew(turn, who, outing.dialog, run.item, ("until", "next_evening"))


def set_city(turn: Turn, run: Run, source: str | None) -> None:
    """The clock of the city they named; skipping leaves the one they have. Where no question comes after it, that
    would have a way to change it, there is a button for it."""
    answer = run.answer(source or "", run.starter)
    if answer is None or not isinstance(answer.value, City):
        return
    last = run.at is None or turn.dialog(run).steps[run.at].next is None
    go_by(turn, run.starter, answer.value, buttons=(Button("city", "other_city"),) if last else ())


def set_quiet(turn: Turn, run: Run, source: str | None) -> None:
    """The hour their quiet hours begin."""
    turn.person(run.starter).quiet_from = _hour(run, source, turn.person(run.starter).quiet_from)


def set_quiet_end(turn: Turn, run: Run, source: str | None) -> None:
    """The hour their quiet hours end."""
    turn.person(run.starter).quiet_to = _hour(run, source, turn.person(run.starter).quiet_to)


def _hour(run: Run, source: str | None, kept: int) -> int:
    answer = run.answer(source or "", run.starter)
    clear_trails(run)
    return answer.value.minutes if answer is not None and isinstance(answer.value, TimeOfDay) else kept


def set_nudges(turn: Turn, run: Run, source: str | None) -> None:
    """How many offered nudges a day."""
    answer = run.answer(source or "", run.starter)
    clear_trails(run)
    if answer is not None and isinstance(answer.value, Option):
        turn.person(run.starter).nudges_a_day = ("none", "one", "two", "three").index(answer.value.id)


def show_shared(turn: Turn, run: Run, source: str | None) -> None:
    """What the partner can see: the name, what was shown, and what will be shown once both have answered."""
    clear_trails(run)
    sharing.show(turn, run.starter)


def export(turn: Turn, run: Run, source: str | None) -> None:
    """Everything kept of the person, as files."""
    clear_trails(run)
    turn.emit(Export(run.starter))


def hide(turn: Turn, run: Run, source: str | None) -> None:
    """Both sides' latest messages go from the chat."""
    clear_trails(run)
    turn.emit(Hide(run.starter))


def forget(turn: Turn, run: Run, source: str | None) -> None:
    """Everything goes, now; the link with a partner first."""
    unlink(turn, run, source)
    turn.emit(Forget(run.starter))


def forget_minor(turn: Turn, run: Run, source: str | None) -> None:
    """They have confirmed that they are under 18: everything goes, and they hear whom they can talk to."""
    unlink(turn, run, source)
    age.too_young(turn, run.starter)


def go_on(turn: Turn, run: Run, source: str | None) -> None:
    """They go on where they were; words that were doubted are taken as they were meant."""
    clear_trails(run)
    safety.cleared(turn, run.starter)


def help_me(turn: Turn, run: Run, source: str | None) -> None:
    """They are not safe, or not sure: the help lines for what they wrote."""
    clear_trails(run)
    doubt = turn.person(run.starter).doubt
    if doubt is None:
        safety.show_help(turn, run.starter)
    else:
        safety.help_with(turn, run.starter, doubt.category, anew=True)


FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Until the person says otherwise."""

ACTIONS: Mapping[str, Callable[[Turn, Run, str | None], None]] = {
    f.__name__: f
    for f in (
        consent,
        switch_language,
        set_name,
        set_country,
        come_home,
        make_invitation,
        accept_invitation,
        decline_invitation,
        confirm_link,
        refuse_link,
        unlink,
        pause,
        resume_nudges,
        move_plan,
        set_city,
        set_quiet,
        set_quiet_end,
        set_nudges,
        show_shared,
        edit_item,
        stay_out,
        export,
        hide,
        forget,
        forget_minor,
        go_on,
        help_me,
    )
}
