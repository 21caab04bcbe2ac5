"""Taking answers: stored with what they permit, taken back, passed over."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.engine.kinds import kind_of
from bot.engine.kinds.kind import FULL, ON_THE_WAY, Asked, Given
from bot.engine.lists import own_words
from bot.engine.notes import keep_unsure
from bot.engine.step import Question
from bot.engine.steps.ask import FILLED, open_ask
from bot.engine.turn import Turn
from bot.model.asks import Answer, Ask, Seat
from bot.model.events import Say, Settle
from bot.model.removals import Erase
from bot.model.script import Visibility
from bot.model.state import LastWords, Run
from bot.model.values import Instant, Picks, Unclear, Value, Words


def visibility(turn: Turn, run: Run, step: Question) -> Visibility:
    """What an answer to this question permits, in this run: alone, everything is private."""
    return "private" if len(run.people) == 1 else step.visibility


def as_asked(turn: Turn, who: int, step: Question, ask: Ask) -> Asked:
    """A question as it stands before the person now."""
    return Asked(step, ask, turn.world.now, ZoneInfo(turn.person(who).zone))


def open_question(turn: Turn, who: int, ask_id: str) -> tuple[Run, Seat, Ask] | None:
    """The person's own open question of that id, wherever it waits; nobody else's."""
    for run in turn.conversation.runs.values():
        seat = run.seats.get(who)
        if seat is not None and seat.ask is not None and seat.ask.id == ask_id and not run.stranded:
            return run, seat, seat.ask
    return None


def take(turn: Turn, run: Run, who: int, value: Value | None) -> None:
    """Store the answer to the person's open question in this run and take them on. None is a skip."""
    seat, dialog = run.seats[who], turn.dialog(run)
    ask = seat.ask
    assert ask is not None
    step = dialog.steps[ask.step]
    assert isinstance(step, Question)
    keep_unsure(turn, who, ask)
    aloud = ask.there is not None
    # The ids of messages in the group are none of the person's own chat.
    parts = [turn.words] if turn.words is not None and value is not None and not aloud else []
    if isinstance(value, Picks):
        parts = [part for part in ask.own if part.text and not aloud]
    answer = Answer(ask.id, step.id, who, value, visibility(turn, run, step), parts=parts)
    answer.keeping = ask.keeping if step.hurts else None
    answer.disclosed = aloud
    run.answers.append(answer)
    if ask.shown and not ask.bare:
        # What somebody answered at a gate, or what could hurt, is not to be seen in their chat either.
        chosen = value if not isinstance(value, Words) and not step.only_taps and answer.kept else None
        language = turn.person(who).language if not aloud else ""
        turn.emit(Settle(ask.there or who, ask.id, run.dialog, step.id, chosen, language))
    if answer.keeping == "gone":
        erase(turn, answer, ask.draft_in)
    seat.ask = None
    if not aloud:
        seat.trail.append(step.id)
    _say_back(turn, run, who, step, typed=bool(parts))
    told = run.other(who) if len(run.people) > 1 and step.visibility == "shared" else None
    at = turn.words_at if parts else None
    person = turn.person(who)
    last = LastWords(run.id, run.dialog, step.id, told, at, answer.keeping)
    person.last_words = last if isinstance(value, Words) and not aloud else None
    person.offer = None
    if parts:
        person.misheard = None
    step.went_on(turn, run, who, ask)


def take_heard(turn: Turn, run: Run, who: int, step: Question, ask: Ask, value: Value) -> None:
    """Take what words were read as: as the answer, or as something on the way to it."""
    message = turn.words.message if turn.words is not None else 0
    came_to = kind_of(step).heard(as_asked(turn, who, step, ask), value, message)
    if came_to == FULL:
        turn.common(who, FULL)
    elif came_to == ON_THE_WAY:
        ask.draft = None
        turn.person(who).offer = None
        turn.spoken_to.add(who)
    else:
        take(turn, run, who, came_to)


def too_long(step: Question, value: Value | Unclear | None) -> int | None:
    """How long the longest of somebody's own words are, where that is more than a question takes."""
    longest = max(map(utf16, own_words(value)), default=0)
    return longest if longest > kind_of(step).longest(step) else None


def erase(turn: Turn, answer: Answer, *more: int) -> None:
    """Take an answer out of its writer's chat, with its question; `more` are messages that it was typed in."""
    at = turn.words_at or turn.world.now
    messages = {part.message for part in answer.parts} | set(more) - {0}
    turn.emit(Erase(answer.person, answer.ask, tuple((message, at) for message in sorted(messages))))


def _say_back(turn: Turn, run: Run, who: int, step: Question, *, typed: bool) -> None:
    """Say how the answer that was given last is understood, where its kind does so."""
    *others, value = [a.value for a in run.answers if a.person == who]
    if value is None:
        return
    before = next((other for other in reversed(others) if type(other) is type(value)), None)
    said = kind_of(step).said_back(Given(value, typed, before, since(run, who)))
    if said is not None:
        turn.common(who, said[0], dict(said[1]))
        last = turn.events[-1] if turn.events else None
        if isinstance(last, Say) and last.to == who:
            turn.said_back.append((last, run.id))


def since(run: Run, who: int) -> datetime | None:
    """The moment that the person answered last in this run, from which what follows is seen; else the one that the run
    began with, in seconds since 1970."""
    moments = [a.value.at for a in run.answers if a.person == who and isinstance(a.value, Instant)]
    begins = run.extra.get("since")
    return moments[-1] if moments else datetime.fromtimestamp(int(begins), UTC) if begins is not None else None


def undo(turn: Turn, run: Run, who: int) -> bool:
    """Take the person's last answer back, unless something came of it; whether there was one to take back."""
    seat, dialog = run.seats.get(who), turn.dialog(run)
    if seat is None or not seat.trail:
        return False
    step = dialog.steps.get(seat.trail[-1])
    if not isinstance(step, Question):
        return False
    seat.trail.pop()
    if seat.ask is not None:
        keep_unsure(turn, who, seat.ask)
    if seat.ask is not None and seat.ask.shown:
        turn.emit(Settle(seat.ask.there or who, seat.ask.id, run.dialog, seat.ask.step, None))
    last = run.answer(step.id, who)
    if last is not None:
        run.answers.remove(last)
    if step.sentence is not None:
        # A sentence in its place answered the other questions.
        for name in step.sentence.answers:
            given = run.answer(name, who)
            if given is not None and given.ask == FILLED:
                run.answers.remove(given)
    turn.person(who).last_words = None
    block = turn.block(run)
    if block is not None and block.each_seat:
        seat.at = step.id
    elif not step.is_block:
        run.at = step.id
    ask = open_ask(turn, run, who, step)
    if last is not None:
        kind_of(step).taken_back(ask, last)
    return True


def utf16(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, most: int) -> str:
    """The beginning of a text, cut at a word, of at most so many UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")
    head, space, _ = units.rpartition(" ")
    return (head if space and len(head) > most // 2 else units).rstrip()
