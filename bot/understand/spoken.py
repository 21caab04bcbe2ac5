"""The forms of the files of words that are said instead of an answer: control words, small talk, words to an offer."""

from __future__ import annotations

from bot.script.forms import Form
from bot.understand.word_lists import Words


class SpellingWords(Form):
    """spelling.yaml."""

    short: dict[str, str]
    real: Words


class ControlWords(Form):
    """control.yaml."""

    skip: Words
    back: Words
    stop: Words
    later: Words
    menu: Words
    help: Words
    repeat: Words
    dont_know: Words
    explain: Words
    sets: dict[str, Words]
    fillers: Words
    openers: Words
    closers: Words
    because: Words
    reasons: Words


class SmallTalkWords(Form):
    """small_talk.yaml."""

    hello: Words
    thanks: Words
    bye: Words
    fine: Words
    how_are_you: Words
    program: Words
    human: Words
    praise: Words
    scorn: Words
    sorry: Words
    laugh: Words
    home_again: Words
    longer: Words
    finish: Words
    fillers: Words


class OfferWords(Form):
    """offer.yaml."""

    yes: Words
    no: Words
    another_time: Words
    send: Words
    affirm: Words
    keep: Words
    all: Words
    sets: dict[str, Words]
    fillers: Words
    around_sending: Words
    send_openers: Words
    because: Words
