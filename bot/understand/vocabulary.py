"""The forms of the files of words in `tongues/<tag>/`, one a subject; the English ones say what each key means."""

from __future__ import annotations

from bot.script.forms import Form
from bot.understand.spoken import ControlWords, OfferWords, SmallTalkWords, SpellingWords
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


class Units(Form):
    """The spellings of each unit of time."""

    second: Words
    minute: Words
    hour: Words
    day: Words
    week: Words
    fortnight: Words


class Stretches(Form):
    """The words for each stretch of time that ends by itself."""

    day: Words
    morning: Words
    afternoon: Words
    evening: Words
    night: Words
    weekend: Words


class DurationWords(Form):
    """duration.yaml."""

    units: Units
    plain_units: Words
    day_units: Words
    may_stand_for_one: Words
    adjectives: Words
    fillers: Words
    into: Words
    into_two: Words
    from_now: Words
    stretches: Stretches
    alone: Words
    nights: Words
    whole: Words
    this: Words
    half_days: tuple[Pattern, ...]
    some: Words
    vague: tuple[Pattern, ...]
    over: Words
    under: Words
    either: Words
    twice: Words
    months: Words
    years: Words
    late: Words
    ends: tuple[Pattern, ...]


class TalkWords(Form):
    """talk.yaml."""

    small_talk: Words
    afterthoughts: Words
    openers: Words
    doubts: Words
    phrases: tuple[Pattern, ...]


class Parts(Form):
    """The words for each part of the day."""

    early: Words
    morning: Words
    midday: Words
    afternoon: Words
    evening: Words
    night: Words


class ClockWords(Form):
    """clock.yaml."""

    leads: Words
    surely_at: Words
    unsure_leads: Words
    one_lead: Words
    one_oclock: Words
    one_alone: Words
    after_one: Words
    oclock: Words
    the: Words
    particles: Words
    part_leads: Words
    either: Words
    bounds: Words
    noon: Words
    midnight: Words
    of_noon: Words
    parts: Parts
    half_past: Words
    quarter: Words
    quarter_article: Words
    quarter_of: Words
    past: Words
    to: Words
    to_the: Words
    plus: Words
    minus: Words
    half_added: Words
    quarter_added: Words
    zero_minutes: Words
    minutes: Words
    hours: Words
    hour_signs: Words
    open_range: Words
    range: Words
    loose_range: Words
    between: Words
    between_and: Words
    amount_leads: Words
    wait_leads: Words
    only: tuple[Pattern, ...]
    until: tuple[Pattern, ...]


class Weekdays(Form):
    """The words for each day of the week."""

    monday: Words
    tuesday: Words
    wednesday: Words
    thursday: Words
    friday: Words
    saturday: Words
    sunday: Words


class Months(Form):
    """The words for each month."""

    january: Words
    february: Words
    march: Words
    april: Words
    may: Words
    june: Words
    july: Words
    august: Words
    september: Words
    october: Words
    november: Words
    december: Words


class Counted(Form):
    """The units of the calendar that are counted from a day."""

    day: Words
    week: Words
    fortnight: Words
    month: Words
    year: Words


class DayWords(Form):
    """day.yaml."""

    day_first: bool
    weekdays: Weekdays
    not_after: dict[str, Words]
    months: Months
    ordinals: dict[int, Words]
    today: Words
    tomorrow: Words
    tomorrow_or_morning: Words
    morning_after: Words
    after_tomorrow: Words
    after_tomorrow_first: Words
    yesterday: Words
    next: Words
    coming: Words
    now: Words
    this: Words
    day_parts: Words
    last: Words
    last_what: Words
    gone: Words
    gone_what: Words
    ago: Words
    ago_first: Words
    a_week_later: Words
    after_next: Words
    short_weekdays: Words
    nth: dict[int, Words]
    last_day: Words
    counted: Counted
    counted_in: Words
    counted_from: Words
    counted_before: Words
    lasting: Words
    day_after: Words
    day_before: Words
    in_eight_lead: Words
    in_eight: dict[int, Words]
    in_month: Words
    somewhere: Words
    some_days: Words
    others: Words
    zones: Words
    of: Words
    of_month: Words
    the: Words
    day_number: Words
    refusals: Words
    conditions: Words
    fillers: Words
    mended: Words
    mended_short: Words
    not_mended: Words
    phrases: tuple[tuple[Pattern, str], ...]


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
