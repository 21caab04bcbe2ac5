"""What must be true of every turn in which words were listened to: judged from outside, without the engine's help."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.engine.engine import Outcome
from bot.engine.step import Question
from bot.model import events, inputs
from bot.model.asks import Ask
from bot.model.events import Say
from bot.model.heard import CONTROLS, TO_SOMEBODY, Control, Talk
from bot.model.state import Conversation, Person, Run
from bot.model.values import Words
from tests.engine import ports
from tests.engine.driver import LIBRARY
from tests.engine.invariants import words_said

CANARY = re.compile(r"canary[a-j]+x")
HEARD = re.compile("(?:" + "|".join([*(f"~{c}" for c in CONTROLS), *(f"!{t}" for t in sorted(TO_SOMEBODY))]) + r")\d")
"""What is nobody's answer to a question for words ("sorry" and the like may be), and who said it."""


class Signed(ports.Hearing):
    """Hears what other stories hear, with the number of whoever says it after it."""

    def control(self, text: str, writer: Person) -> Control | None:
        return super().control(text.removesuffix(str(writer.id)), writer)

    def talk(self, text: str, writer: Person) -> Talk | None:
        return super().talk(text.removesuffix(str(writer.id)), writer)


class Deaf(Signed):
    """Hears no control word: every text is an answer."""

    def control(self, text: str, writer: Person) -> Control | None:
        return None


TO_A_PREVIEW = ("share", "keep", "ok", "all", "yes", "no")
NOT_FITTING = re.compile(
    r"misfit_\w+|which_\w+|past|no_day|no_such_day|turns_other|turns_early|lost|offer_dialog|offer_two|nothing_fits|consent_first|"
    r"edited|edited_late|edited_too_long|after_help|near_command|notes_full"
)
"""What says to somebody that their words were not taken."""


def front(c: Conversation, who: int) -> tuple[Run, Ask] | None:
    """The question before a person, and its run."""
    run = c.runs.get(c.people[who].foreground or "")
    ask = run.seats[who].ask if run is not None and who in run.seats else None
    return (run, ask) if run is not None and ask is not None else None


def asked(c: Conversation, who: int, happened: inputs.Text) -> tuple[Run, Ask] | None:
    """The question that words were typed at: the one they reply to, else the one in front."""
    for run in c.runs.values():
        ask = run.seats[who].ask if who in run.seats else None
        if ask is not None and ask.id == happened.reply:
            return run, ask
    return front(c, who) if happened.reply is None else None


def places(c: Conversation, who: int) -> dict[str, str]:
    """Where words of a person may be in the state, and all of them that are there."""
    person = c.people[who]
    found = {"extra": "\n".join(e.text for e in person.extras), "doubt": person.doubt.text if person.doubt else ""}
    for run in c.runs.values():
        mine = [a.value.text for a in run.answers if a.person == who and isinstance(a.value, Words)]
        found["answer"] = "\n".join([found.get("answer", ""), *mine])
        ask = run.seats[who].ask if who in run.seats else None
        if ask is not None:
            found["unsure"] = f"{found.get('unsure', '')}\n{ask.unsure or ''}"
            found["draft"] = f"{found.get('draft', '')}\n{ask.draft or ''}"
            kept = (ask.typed or "", ask.before.typed or "" if ask.before else "")
            found["preview"] = "\n".join((found.get("preview", ""), *kept))
    one = person.misheard
    if one is not None:
        answers = [*(one.ended.answers if one.ended else ()), *([one.answer] if one.answer else ())]
        old = [a.value.text for a in answers if isinstance(a.value, Words)]
        found["misheard"] = "\n".join((one.text, *old))
    return found


def noted(outcome: Outcome, who: int) -> str:
    """What a turn put among a person's notes."""
    kept = [e.values.get("words") for e in outcome.events if isinstance(e, events.Remember) and e.person == who]
    return "\n".join(words.text for words in kept if isinstance(words, Words))


def reached(before: Conversation, outcome: Outcome, who: int) -> Iterator[Say]:
    """What came to somebody in a turn, or was put by for them."""
    old = list(before.people[who].held) if who in before.people else []
    now = outcome.conversation.people.get(who)
    yield from (e for e in outcome.events if isinstance(e, Say) and e.to == who)
    yield from (h.say for h in (now.held if now is not None else ()) if h not in old)


def all_words(says: Iterator[Say]) -> str:
    """All words of people in messages."""
    return "\n".join(text for say in says for text in words_said(say))


def let_through(before: Conversation, happened: inputs.Input) -> str:
    """Words that their writer says are meant: as the answer, or as what they saw before their eyes is to be sent."""
    if not isinstance(happened, inputs.Press | inputs.Text):
        return ""
    who = happened.person
    data = happened.data if isinstance(happened, inputs.Press) else happened.text
    person, found = before.people[who], []
    if person.misheard is not None and (data.startswith("c:meant.") or data in ("[my_answer]", "[answers_this]")):
        found.append(person.misheard.text)
    if data.startswith("c:send_too.") or data in ("share", "[send]"):
        found += [e.text for e in person.extras]
    for run in before.runs.values():
        ask = run.seats[who].ask if who in run.seats else None
        if ask is None:
            continue
        doubted = data in ("yes", "no", "[my_answer]", "[yes]") or data.endswith((":!my_answer", ":!no", ":!yes"))
        if ask.unsure is not None and doubted:
            found.append(ask.unsure)
        if ask.preview is not None and (data == "share" or ":share." in data):
            found.append(ask.preview)
    return "\n".join(found)


def nothing_heard_is_shown(before: Conversation, happened: inputs.Input, outcome: Outcome, meant: str) -> None:
    """No control word and no small talk reaches the other, but what its writer said was meant so."""
    for who in before.people:
        seen = list(reached(before, outcome, who))
        for word in HEARD.findall(all_words(iter(seen))):
            assert word.endswith(str(who)) or word in meant, (
                f"{word} reaches the other's phone in {[s.prompt for s in seen]}: {happened}"
            )


def control_is_ones_own(before: Conversation, happened: inputs.Input, outcome: Outcome) -> None:
    """A control word is nothing that the other's phone shows; what two are doing is stopped and passed over only when
    that was asked."""
    if not isinstance(happened, inputs.Text) or happened.text[1:-1] not in CONTROLS or happened.text[0] != "~":
        return
    who, control, after = happened.person, happened.text[1:-1], outcome.conversation
    found = asked(before, who, happened)
    if found is None:
        return
    run, ask = found
    step = LIBRARY.dialogs[run.dialog].steps[ask.step]
    assert isinstance(step, Question)
    in_two = len(run.people) > 1 and (run.block is not None or step.visibility == "shared")
    confirmed = ask.wanted == control
    others = [p for p in before.people if p != who]
    if len(run.people) == 1 or (not confirmed and (in_two or control not in ("skip", "stop", "dont_know"))):
        for other in others:
            faded = (e for e in outcome.events if isinstance(e, events.Settle | events.Fade) and e.to == other)
            heard = [*reached(before, outcome, other), *faded]
            assert not heard, f"~{control} at {run.dialog}.{ask.step} changes the other's phone: {heard}"
    if in_two and not confirmed and control in ("skip", "stop"):
        now = after.runs[run.id]
        assert now.answers == run.answers, f"~{control} answered {run.dialog}.{ask.step} without being asked about"
        still = now.seats[who].ask
        assert still is not None, f"~{control} left {run.dialog}.{ask.step} without being asked about"
        assert still.id == ask.id
        assert step.only_taps or still.wanted == control


def only_share_sends(before: Conversation, happened: inputs.Input, outcome: Outcome) -> None:
    """Words at a preview send nothing but where they say to; and what was said to a preview is no words for it."""
    if not isinstance(happened, inputs.Text):
        return
    for who in before.people:
        sent = [s for s in reached(before, outcome, who) if s.ready is not None and s.question is None]
        assert not sent or (happened.text == "share" and happened.person != who), f"sent by {happened.text}"
    for run in outcome.conversation.runs.values():
        for seat in run.seats.values():
            assert seat.ask is None or seat.ask.typed not in TO_A_PREVIEW, "a word to a preview is in it"


def words_are_somewhere(before: Conversation, happened: inputs.Input, outcome: Outcome) -> None:
    """What somebody typed is an answer, a note, an extra, a draft, a doubt or a preview; or they heard it did not
    fit."""
    words = happened.now if isinstance(happened, inputs.Edited) else happened
    words = words.caption if isinstance(words, inputs.Unreadable) else words
    if not isinstance(words, inputs.Text) or not CANARY.search(words.text):
        return
    who, after = words.person, outcome.conversation
    kept = "\n".join((*places(after, who).values(), noted(outcome, who)))
    kept += "".join(all_words(reached(before, outcome, other)) for other in before.people if other != who)
    told = [s.prompt.name for s in reached(before, outcome, who) if s.prompt.dialog == "common"]
    fits_not = any(NOT_FITTING.fullmatch(name) for name in told)
    ended = any(r not in after.runs for r in before.runs)  # its answers went where its dialog takes them
    missing = [c for c in CANARY.findall(words.text) if c not in kept]
    assert not missing or fits_not or ended or _same_edit(happened, outcome), f"{missing} lost; said was {told}"


def _same_edit(happened: inputs.Input, outcome: Outcome) -> bool:
    return isinstance(happened, inputs.Edited) and any(isinstance(e, events.Nothing) for e in outcome.events)


def nothing_goes_unseen(before: Conversation, happened: inputs.Input, outcome: Outcome) -> None:
    """Words that wait for their writer do not vanish; answers go when their writer or the end of their run says so."""
    after = outcome.conversation
    if any(isinstance(e, events.Unlink) for e in outcome.events):
        return
    for who in before.people:
        if who not in after.people:
            continue
        old, new = places(before, who), places(after, who)
        shown = "".join(all_words(reached(before, outcome, other)) for other in before.people if other != who)
        now = "\n".join((*new.values(), noted(outcome, who), shown))
        for place in ("extra", "unsure"):
            lost = [c for c in CANARY.findall(old.get(place, "")) if c not in now]
            assert not lost, f"{lost} was {place}, and is gone after {happened}"
        if getattr(happened, "person", None) != who and set(before.runs) <= set(after.runs):
            lost = [c for c in CANARY.findall(old.get("answer", "")) if c not in now]
            assert not lost, f"{lost} was an answer, and is gone after {happened}"
