"""The forms of the files of words about time in `tongues/<tag>/`: clock.yaml, day.yaml, duration.yaml."""

from __future__ import annotations

from bot.script.forms import Form
from bot.understand.word_lists import Pattern, Words


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
