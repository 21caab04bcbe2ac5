"""How typed words are read as the answer to a question: the engine's port to `bot.understand`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from bot.engine.step import Question, Step
from bot.engine.steps.offer import OfferStep
from bot.engine.world import Read
from bot.model.state import Person
from bot.model.values import City, Day, Duration, Instant, Number, Option, TimeOfDay, Unclear, Value, Words
from bot.runtime.reading_lists import read_pick, read_several
from bot.runtime.typed import Typed as Typed
from bot.script.wording import Wording
from bot.understand.blame import read_blame
from bot.understand.choice import read_choice, read_exactly
from bot.understand.city import read_city
from bot.understand.city_areas import Which
from bot.understand.day_alone import read_day
from bot.understand.folding import fold
from bot.understand.hour_alone import read_hour
from bot.understand.languages import vocabulary
from bot.understand.length import MOST_LENGTHS, Lengths, read_length
from bot.understand.moment import Moment, read_moment
from bot.understand.name import is_refused, read_name
from bot.understand.number import read_number
from bot.understand.quiet_hours import read_quiet
from bot.understand.scale import read_scale, read_which
from bot.understand.steering import steers, steers_outright
from bot.understand.undecided import is_undecided
from bot.understand.visible import is_visible
from bot.understand.yes_no import read_yes_no, says_plainly

_SHORT_NO = 3
_BESIDES = 1
"""Where a sentence may stand in place of an option, so many words beside an option's own make one."""
_BESIDES_YES = 3
"""Beside a yes or no in other words more would be a story."""
_WHICH_DAY = ("past", "which_day", "no_day", "no_such_day")


Reader = Callable[[Typed], Value | Unclear | None]
"""How words are read for one kind of question: the value they mean, what to ask back, or None."""


def reader(wording: Wording) -> Read:
    """The function that reads words for a question, in the language and the time zone of whoever typed them."""

    def read(
        dialog: str, step: Question, text: str, writer: Person, now: datetime, day: date | None = None
    ) -> Value | Unclear | None:
        labels = wording.read_labels(dialog, step.id, writer)
        if step.of is not None:
            labels = {option: label for option, label in labels.items() if option in step.options}
        if isinstance(step, OfferStep):
            return _to_share(text, labels, writer.language)
        ways = {option: wording.ways_of(dialog, option, writer) for option in labels}
        return READERS[step.kind](Typed(text, step, labels, writer, now, day, ways))

    return read


def _to_share(text: str, labels: Mapping[str, str], language: str) -> Option | None:
    """What a button says, in its very words, and a short no: anything else may be words that want to be sent."""
    said = read_exactly(text, labels, {})
    if said is not None:
        return Option(said)
    return Option("keep") if len(text.split()) <= _SHORT_NO and read_yes_no(text, language) is False else None


def _choice(typed: Typed) -> Option | None:
    """An option by its label, or by what people say for it; where taps count, by nothing that only sounds like it."""
    if typed.step.strict:
        return _exactly(typed)
    besides = _BESIDES if typed.step.sentence is not None else None
    option = read_choice(typed.text, typed.labels, typed.ways, besides=besides)
    option = option or _agreed(typed.text, typed.labels, typed.language)
    return Option(option) if option is not None else None


def _exactly(typed: Typed) -> Option | None:
    option = read_exactly(typed.text, typed.labels, typed.ways)
    return Option(option) if option is not None else None


def _yes_no(typed: Typed) -> Option | None:
    """By what people say at this question, then by any yes or no; "yes but" is none of both."""
    exact = _exactly(typed)
    if exact is not None or typed.step.strict:
        return exact
    said = read_yes_no(typed.text, typed.language)
    if said is not None:
        return Option("yes" if said else "no")
    hedges = vocabulary().yes_no.hedges
    option = read_choice(typed.text, typed.labels, typed.ways, besides=_BESIDES_YES, doubts=hedges)
    if option == "yes" and typed.step.hurts:
        # What hurts is not waved through: "estoy bien" says that all is well, "estoy bien mal" the contrary.
        option = read_choice(typed.text, typed.labels, typed.ways, besides=0, doubts=hedges)
    return Option(option) if option is not None else None


def _scale(typed: Typed) -> Number | Unclear | None:
    point = read_scale(typed.text, typed.step.low, typed.step.high)
    return Number(point) if point is not None else _which(typed)


def _number(typed: Typed) -> Number | Unclear | None:
    number = read_number(typed.text, typed.step.low, typed.step.high, typed.language)
    return Number(number) if number is not None else _which(typed)


def _which(typed: Typed) -> Unclear | None:
    """Two numbers, or what lies between them, are asked back."""
    numbers = read_which(typed.text, typed.step.low, typed.step.high, typed.language)
    return Unclear("which_number", numbers=numbers) if numbers else None


def _duration(typed: Typed) -> Duration | Option | Unclear | None:
    """A length of time, or an end; else an option, and else the lengths or ends that may be meant."""
    found = read_length(typed.text, typed.tag, typed.here)
    if not isinstance(found, int) and (option := _choice(typed)) is not None:
        return option
    return fitting(found, typed.step, typed.now)


def fitting(found: int | Lengths | None, step: Question, since: datetime) -> Duration | Unclear | None:
    """A length that was read, seen from a moment, as an answer to a question that has its bounds: what is out of them
    is asked back with the nearest that fits, and what is vague with its presets."""
    if found is None:
        return None
    low, high = step.low, step.high
    if isinstance(found, int):
        if low <= found <= high:
            return Duration(found)
        return Unclear("too_long", lengths=(high,)) if found > high else Unclear("too_short", lengths=(low,))
    ends = tuple(at for at in found.ends if low <= (at - since).total_seconds() // 60 <= high)
    if ends:
        return Unclear(found.reason, ends, since=since)
    lengths = tuple(minutes for minutes in found.minutes if low <= minutes <= high)
    if lengths or not (found.minutes or found.ends):
        return Unclear(found.reason, lengths=lengths or step.presets[:MOST_LENGTHS])
    longest = max([*found.minutes, *((at - since).total_seconds() // 60 for at in found.ends)])
    return Unclear("too_long", lengths=(high,)) if longest > high else Unclear("too_short", lengths=(low,))


def _hour(typed: Typed) -> TimeOfDay | None:
    if typed.step.edge:
        starts, ends = read_quiet(typed.text, typed.language)
        minutes = starts if typed.step.edge == "start" else ends
    else:
        minutes = read_hour(typed.text, typed.language, typed.step.presets)
    return TimeOfDay(minutes) if minutes is not None else None


def _agreed(text: str, labels: Mapping[str, str], language: str) -> str | None:
    """The option whose label says yes or no, for a text that says the same in other words."""
    said = says_plainly(text)
    if said is None:
        return None
    fitting = [option for option, label in labels.items() if _says(label, language) is said]
    return fitting[0] if len(fitting) == 1 else None


def _says(label: str, language: str) -> bool | None:
    """A yes must stand first: "right" and "fine" are answers of their own, too."""
    match fold(label).replace(",", " ").split():
        case ["yes" | "si", *_]:
            return True
        case ["no" | "not", *_]:
            return False
    return False if read_yes_no(label, language) is False else None


def _day(typed: Typed) -> Day | Unclear | None:
    day = read_day(typed.text, typed.tag, typed.here.date())
    if day is not None:
        return Day(day)
    found = read_moment(typed.text, typed.tag, typed.here)
    if found is None or isinstance(found, Moment) or found.reason not in _WHICH_DAY:
        return None
    return Unclear(found.reason, days=found.days)


def _moment(typed: Typed) -> Instant | Option | Unclear | None:
    """A moment; or its option, where that is not decided yet."""
    undecided = option_undecided(typed.step, typed.text)
    if undecided is not None:
        return Option(undecided)
    found = read_moment(typed.text, typed.tag, typed.here, typed.day)
    if isinstance(found, Moment):
        return Instant(found.at)
    return Unclear(found.reason, found.options, found.days) if found is not None else None


def _city(typed: Typed) -> City | Unclear | None:
    """The first call in a process takes seconds."""
    found = read_city(typed.text, typed.language, typed.writer.country)
    return Unclear("which_city", cities=found.cities, place=found.place) if isinstance(found, Which) else found


def _words(typed: Typed) -> Value | None:
    """Words are words, but for those that are an option's own."""
    option = _exactly(typed)
    if option is not None:
        return option
    return Words(typed.text.strip()) if is_visible(typed.text) else None


def _name(typed: Typed) -> Value | None:
    """The name in a text. Whoever would rather give none keeps what the only option stands for."""
    option = _exactly(typed)
    if option is not None:
        return option
    name = read_name(typed.text)
    if name is not None:
        return Words(name)
    return Option(typed.step.options[0]) if len(typed.step.options) == 1 and is_refused(typed.text) else None


def option_undecided(step: Step, text: str) -> str | None:
    """The option of a question for a moment that words such as "not sure yet" come to; None where it has none."""
    if not isinstance(step, Question) or step.kind != "moment" or not step.options or not is_undecided(text):
        return None
    return step.options[0]


def blames(text: str, writer: Person) -> str | None:
    """The kind of blame in words that somebody is about to say to the other; their own language is read first."""
    return read_blame(text, writer.language)


READERS: Mapping[str, Reader] = {
    "choice": _choice,
    "text": _words,
    "scale": _scale,
    "duration": _duration,
    "number": _number,
    "many": read_several,
    "yes_no": _yes_no,
    "day": _day,
    "moment": _moment,
    "city": _city,
    "hour": _hour,
    "name": _name,
    "pick": read_pick,
}
"""How words are read, for each kind of question."""


def steered(text: str, writer: Person, /, *, outright: bool = False) -> bool:
    """Whether words tell the other how to live; the writer's own language is read first. `outright`, where they speak
    of the other anyway."""
    return steers_outright(text, writer.language) if outright else steers(text, writer.language)
