"""`offer`: pick items of one's own, see exactly what would be sent, share it or keep it."""

from __future__ import annotations

from bot.engine.disclosure import permits
from bot.engine.runs import WAIT, clear_trails, start
from bot.engine.sharing import note
from bot.engine.steps.ask import open_ask, role_person
from bot.engine.turn import Turn
from bot.model.events import Prompt
from bot.model.script import AskStep, Dialog, OfferStep
from bot.model.state import Ask, Run
from bot.model.values import Option, Variable, Words


def candidates(dialog: Dialog, run: Run, who: int, step: OfferStep) -> tuple[str, ...]:
    """The answers of this person that there are to share, and that may be."""
    answers = ((item, run.answer(item, who)) for item in step.items)
    return tuple(i for i, a in answers if a is not None and a.value is not None and permits(dialog, a) != "private")


def enter(turn: Turn, run: Run, step: OfferStep) -> str | None:
    """Offer; with nothing to share it is passed over, and alone it becomes its form for one."""
    me = role_person(run, "me")
    assert me is not None
    if len(run.people) == 1:
        if step.alone_tell is not None:
            turn.say(me, Prompt(run.dialog, step.alone_tell), run=run)
        _came_home(turn, run, me)
        return step.next
    items = candidates(turn.dialog(run), run, me, step)
    if not items:
        return step.next
    ask = open_ask(turn, run, me, step)
    if len(items) == 1:
        ask.picked = list(items)
        build_preview(turn, run, me, step)
    return WAIT


def _came_home(turn: Turn, run: Run, who: int) -> None:
    """Something of the outings that are over was brought home, unless this run planned the next one."""
    if run.item is None:
        turn.person(who).unshared.clear()


def build_preview(turn: Turn, run: Run, who: int, step: OfferStep, words: str | None = None) -> None:
    """Render, in the partner's language, what would be sent: the picked items, or words typed under the preview."""
    ask, other = run.seats[who].ask, run.other(who)
    assert ask is not None
    assert other is not None
    values: dict[str, Variable] = turn.names(run, other)
    ask.draft = None
    if words is not None:
        prompt = Prompt("common", "words_from_other")
        values["words"] = Words(words)
        ask.picked, ask.typed = [], words
    else:
        prompt, ask.typed = Prompt(run.dialog, step.message), None
        for item in step.items:
            answer = run.answer(item, who)
            values[item] = answer.value if answer is not None and item in ask.picked else None
    preview = turn.world.render(prompt, values, turn.person(other))
    if preview != ask.preview:
        ask.preview, ask.previews = preview, ask.previews + 1


def drop_lapsed(turn: Turn, run: Run, who: int, step: OfferStep) -> bool:
    """Drop a preview that holds what may not be shared any more; whether there was one."""
    ask = run.seats[who].ask
    if ask is None or set(ask.picked) <= set(candidates(turn.dialog(run), run, who, step)):
        return False
    ask.preview, ask.picked = None, []
    return True


def answered(turn: Turn, run: Run, who: int, step: OfferStep, ask: Ask) -> None:
    """Share exactly what was previewed, or keep it; then the run goes on."""
    answer, other, picked = run.answer(step.id, who), run.other(who), ask.picked
    if answer is not None and answer.value == Option("share") and ask.preview is not None and other is not None:
        clear_trails(run)
        for item in picked:
            if (shared := run.answer(item, who)) is not None:
                shared.disclosed = True
        turn.say(other, Prompt(run.dialog, step.message), run=run, ready=ask.preview)
        if ask.typed is not None:
            note(turn, who, run.dialog, {"words": Words(ask.typed)})
        if step.start is not None:
            options = {item: _option_id(run, who, item) if item in picked else "" for item in _choices(turn, run, step)}
            start(turn, turn.world.library.dialogs[step.start], other, front=False, extra=options)
        _came_home(turn, run, who)
        turn.common(who, "sent_on")
    else:
        turn.say(who, Prompt(run.dialog, step.kept), run=run)
    run.at = step.next
    turn.set_going(run)


def _choices(turn: Turn, run: Run, step: OfferStep) -> list[str]:
    steps = turn.dialog(run).steps
    return [i for i in step.items if isinstance(ask := steps.get(i), AskStep) and ask.kind == "choice"]


def _option_id(run: Run, who: int, item: str) -> str:
    answer = run.answer(item, who)
    return answer.value.id if answer is not None and isinstance(answer.value, Option) else ""
