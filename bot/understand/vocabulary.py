"""The forms of the files of words in `tongues/<tag>/`, one a subject; the English ones say what each key means."""

from __future__ import annotations

from bot.script.forms import Form
from bot.understand.spoken import ControlWords, OfferWords, SmallTalkWords, SpellingWords
from bot.understand.time_vocabulary import ClockWords, DayWords, DurationWords
from bot.understand.word_lists import Pattern, Words


class NumberWords(Form):
    """number.yaml."""

    ones: dict[int, Words]
    others: dict[int, Words]
    tens: dict[int, Words]
    links: tuple[str, ...]
    stems: dict[int, Words]
    ten_joints: Words
    hundreds: dict[int, Words]
    thousand: Words
    joints: Words
    articles: Words
    halves: Words
    quarters: Words
    pairs: Words
    of: Words
    not_numbers: Words
    nothing: Words
    mark_articles: Words
    mark_fillers: Words
    out_of: Words
    between: Words
    most: Words
    meanwhile: tuple[Pattern, ...]
    unsure: tuple[Pattern, ...]


class TalkWords(Form):
    """talk.yaml."""

    small_talk: Words
    afterthoughts: Words
    openers: Words
    doubts: Words
    phrases: tuple[Pattern, ...]


class YesNoWords(Form):
    """yes_no.yaml."""

    yes: Words
    no: Words
    hedges: Words
    no_to: Words
    in_the_way: Words
    only_alone: Words
    also_if: frozenset[str]
    after_yes: Words
    fillers: Words


class ChoiceWords(Form):
    """choice.yaml."""

    polite: Words
    numbered: Words
    articles: Words
    joints: Words
    around: Words
    negations: Words
    not_mended: Words


class CityWords(Form):
    """city.yaml."""

    nicknames: dict[str, str]
    countries: dict[str, str]
    regions: dict[str, str]
    joints: Words
    at_times: Words
    lives: tuple[Pattern, ...]
    leads: tuple[Pattern, ...]
    not_lived: Words
    fillers: Words
    particles: Words


class NameWords(Form):
    """name.yaml."""

    openers: Words
    leads: Words
    leads_anywhere: Words
    spelt: tuple[Pattern, ...]
    goes_on: Words
    closers: Words
    corrections: Words
    refused: tuple[Pattern, ...]
    asks: Words
    not_names: Words
    not_first: Words
    not_inside: Words
    of_what_one_is: Words
    also_names: Words


class QuietWords(Form):
    """quiet.yaml."""

    begins: tuple[Pattern, ...]
    ends: tuple[Pattern, ...]
    between: Words
    not_each_night: Words


class UndecidedWords(Form):
    """undecided.yaml."""

    says: tuple[Pattern, ...]
    around: Words


class AgeWords(Form):
    """age.yaml."""

    more_ages: dict[int, Words]
    goes_on: Words
    says: tuple[Pattern, ...]
    under_age: tuple[Pattern, ...]
    not_mine: tuple[Pattern, ...]


class BlameWords(Form):
    """blame.yaml."""

    insults: Words
    stems: Words
    not_blame: tuple[Pattern, ...]
    feel_that: tuple[Pattern, ...]
    sarcasm: tuple[Pattern, ...]
    name_calling: tuple[Pattern, ...]
    always_never: tuple[Pattern, ...]
    makes_me: tuple[Pattern, ...]
    mind_reading: tuple[Pattern, ...]


class Vocabulary(Form):
    """All words of one language, or of all of them together."""

    number: NumberWords
    duration: DurationWords
    talk: TalkWords
    clock: ClockWords
    day: DayWords
    yes_no: YesNoWords
    choice: ChoiceWords
    spelling: SpellingWords
    control: ControlWords
    small_talk: SmallTalkWords
    offer: OfferWords
    city: CityWords
    name: NameWords
    age: AgeWords
    quiet: QuietWords
    undecided: UndecidedWords
    blame: BlameWords
