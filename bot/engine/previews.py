"""Words at an offer: what is picked, and what is said to a preview. Nothing goes out but by words that say so."""

from __future__ import annotations

from bot.engine.answers import take, utf16
from bot.engine.listening import do_control
from bot.engine.steps.offer import OfferStep
from bot.engine.turn import Turn
from bot.model.asks import Ask, Previewed
from bot.model.heard import Control
from bot.model.state import Run
from bot.model.values import Option


def on_offer(turn: Turn, run: Run, who: int, step: OfferStep, ask: Ask, text: str, control: Control | None) -> bool:
    """Take words typed at an offer, or under its preview; whether they meant anything there."""
    step.drop_lapsed(turn, run, who)
    if ask.preview is None:
        return _at_picking(turn, run, who, step, ask, text, control)
    _at_preview(turn, run, who, step, ask, text, control)
    return True


def _at_picking(turn: Turn, run: Run, who: int, step: OfferStep, ask: Ask, text: str, control: Control | None) -> bool:
    person, hear = turn.person(who), turn.world.hear
    said = _said(turn, run, who, step, text)
    candidates = step.candidates(turn.dialog(run), run, who)
    if said == "all":
        pick_all(turn, run, who, step, ask)
    elif said in ("send", "affirm") and ask.picked:
        step.build_preview(turn, run, who)
        turn.spoken_to.add(who)
    elif said == "keep":
        take(turn, run, who, Option("keep"))
    elif control is not None:
        do_control(turn, run, who, ask, control, text)
    elif picks := hear.picks(run.dialog, candidates, text, person):
        ask.picked += [pick for pick in picks if pick not in ask.picked]
        turn.spoken_to.add(who)
    else:
        return False
    return True


def _at_preview(turn: Turn, run: Run, who: int, step: OfferStep, ask: Ask, text: str, control: Control | None) -> None:
    said = _said(turn, run, who, step, text)
    if said == "send":
        take(turn, run, who, Option("share"))
    elif said == "keep" and ask.before is not None:
        keep_old(turn, ask)
        turn.spoken_to.add(who)
    elif said == "keep":
        take(turn, run, who, Option("keep"))
    elif said == "all" and len(step.candidates(turn.dialog(run), run, who)) > len(ask.picked):
        pick_all(turn, run, who, step, ask)
    elif said in ("affirm", "all"):
        turn.common(who, "tap_to_send")
    elif control is not None:
        do_control(turn, run, who, ask, control, text)
    elif step.fixed:
        turn.common(who, "tap_to_send")
    elif utf16(text) > step.max:
        ask.draft = text
        turn.common(who, "too_long", {"length": utf16(text), "max": step.max})
    else:
        rewrite(turn, run, who, step, ask, text)


def _said(turn: Turn, run: Run, who: int, step: OfferStep, text: str) -> str | None:
    person = turn.person(who)
    option = turn.world.hear.option(run.dialog, step.id, text, person)
    return {"share": "send", "keep": "keep"}[option] if option is not None else turn.world.hear.sending(text, person)


def pick_all(turn: Turn, run: Run, who: int, step: OfferStep, ask: Ask) -> None:
    """All there is to pick, and its preview at once."""
    ask.picked, ask.before = list(step.candidates(turn.dialog(run), run, who)), None
    step.build_preview(turn, run, who)
    turn.spoken_to.add(who)


def rewrite(turn: Turn, run: Run, who: int, step: OfferStep, ask: Ask, text: str) -> None:
    """Show words in the preview's place; the one before is kept until it is clear which is meant."""
    assert ask.preview is not None
    before = ask.before or Previewed(ask.preview, ask.picked, ask.typed)
    step.build_preview(turn, run, who, words=text)
    ask.before = before
    turn.spoken_to.add(who)


def keep_old(turn: Turn, ask: Ask) -> None:
    """The preview before the new words."""
    assert ask.before is not None
    ask.preview, ask.picked, ask.typed = ask.before.text, ask.before.picked, ask.before.typed
    ask.previews += 1
    ask.before = None
