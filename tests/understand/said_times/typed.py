"""How words come off a phone: capitals, missing accents, slips of the thumb, and the chat around them."""

from __future__ import annotations

import re
from unicodedata import normalize

from tests.understand.said_times.saying import Draw, Seat

NAMES = {
    "en": re.compile(
        r"\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|"
        r"september|october|november|december|christmas|xmas|easter|thanksgiving|halloween)\b"
    ),
    "es": re.compile(r"\b(navidad|reyes|nochebuena|nochevieja)\b"),
}
LONG = re.compile(r"\b[^\W\d_]{7,}\b")
SLIPS = {
    "en": (("wednesday", "wensday"), ("wednesday", "wendesday"), ("saturday", "saterday"), ("tomorrow", "tommorrow")),
    "es": (("mañana", "mñna"), ("mañana", "mañna"), ("mañana", "mnñana"), ("sábado", "sabdo"), ("viernes", "vienres")),
}
SLIP_SHARE = 0.03

Around = tuple[tuple[float, str, tuple[str, ...]], ...]
"""The chat around a time: weight, words with {} for the time, and the places where people say so (all, if empty)."""

AROUND: dict[str, Around] = {
    "en": (
        (60, "{}", ()),
        *((5, "maybe {}?", ()), (2, "maybe {}", ()), (4, "i'd say {}", ()), (2, "probably {}", ()), (2, "prob {}", ())),
        *(
            (2, "let's say {}", ()),
            (2, "how about {}?", ()),
            (2, "hmm {}", ()),
            (2, "ok {}", ()),
            (2, "i think {}", ()),
        ),
        *((2, "{} if that works", ()), (1, "{} works for me", ()), (2, "{} if i can", ()), (2, "{} hopefully", ())),
        *((1, "let's do {}", ()), (1, "{} :)", ()), (1, "{} pls", ()), (1, "{} would be good", ()), (1, "{} 👍", ())),
        *((1, "i'm thinking {}", ()), (3, "{}?", ()), (1, "{}!", ()), (3, "{}.", ()), (1, "yeah {}", ())),
        *(
            (1, "shall we say {}?", ("GB", "IE", "AU")),
            (1, "{} i guess", ()),
            (1, "um {}", ()),
            (1, "i could go {}", ()),
        ),
        *((1, "i was thinking {}", ()), (1, "{} with my sister", ()), (1, "well, {}", ()), (1, "{} works 4 me", ())),
        *(
            (1, "{} I reckon", ("GB", "AU", "NZ")),
            (1, "{} mate", ("GB", "AU")),
            (1, "{} lol", ()),
            (1, "{} is fine", ()),
        ),
    ),
    "es": (
        (60, "{}", ()),
        *((4, "pues {}", ("ES", "MX")), (3, "yo diría {}", ()), (2, "yo diría que {}", ()), (3, "creo que {}", ())),
        *(
            (2, "a lo mejor {}", ()),
            (2, "quizás {}", ()),
            (2, "tal vez {}", ()),
            (3, "{}, si puedo", ()),
            (2, "{} si puedo", ()),
        ),
        *(
            (2, "{} si te parece", ()),
            (2, "¿qué tal {}?", ()),
            (1, "podría {}", ()),
            (2, "bueno, {}", ()),
            (2, "{} creo", ()),
        ),
        *((1, "{} porfa", ()), (2, "vale, {}", ("ES",)), (1, "venga, {}", ("ES",)), (3, "dale, {}", ("AR", "UY"))),
        *((2, "órale, {}", ("MX",)), (1, "{} va?", ("MX",)), (1, "{} está bien", ()), (1, "{} me va bien", ("ES",))),
        *((1, "{} me queda bien", ("MX", "CO", "AR", "CL")), (2, "en principio {}", ("ES",)), (1, "puede ser {}", ())),
        *(
            (1, "iría {}", ()),
            (1, "nos vemos {}", ()),
            (3, "{}?", ()),
            (1, "{} :)", ()),
            (1, "{} ok?", ()),
            (1, "mmm {}", ()),
        ),
        *((1, "digamos {}", ()), (1, "capaz {}", ("AR", "UY")), (1, "{} seguramente", ())),
        *(
            (3, "{}.", ()),
            (1, "{} 👍", ()),
            (1, "{} con mi hermana", ()),
            (1, "igual {}", ("ES",)),
            (1, "listo, {}", ("CO",)),
        ),
    ),
}
SHORT_AROUND: Around = ((12, "{}", ()), (2, "{}.", ()), (1, "ok {}", ()), (1, "mmm {}", ()), (1, "{} :(", ()))


def typed(draw: Draw, seat: Seat, text: str, chat: bool) -> tuple[str, bool]:
    """A phrase as it is typed, and whether a thumb slipped in it."""
    language, place = seat.locale[:2], seat.locale[3:]
    around = AROUND[language] if chat else SHORT_AROUND
    whole = draw.heavy([(weight, form) for weight, form, places in around if not places or place in places])
    text = re.sub(r"([.?!])[.?!]+$", r"\1", whole.format(text))
    text, slipped = slip(draw, language, text)
    apostrophe = draw.heavy(((6, "'"), (3, ""), (2, "’")))
    text = unaccented(draw, text) if language == "es" else text.replace("'", apostrophe)
    if draw.chance(0.03) and " " in text:
        text = text.replace(" ", "  ", 1)
    return cased(draw, language, text), slipped


def slip(draw: Draw, language: str, text: str) -> tuple[str, bool]:
    """At times a long word with one letter doubled, or with two swapped."""
    if not draw.chance(SLIP_SHARE):
        return text, False
    known = [(word, wrong) for word, wrong in SLIPS[language] if re.search(rf"\b{word}\b", text)]
    if known and draw.chance(0.6):
        word, wrong = draw.among(known)
        return re.sub(rf"\b{word}\b", wrong, text, count=1), True
    words = [match.span() for match in LONG.finditer(text)]
    if not words:
        return text, False
    start, end = draw.among(words)
    at = draw.number(start + 2, end - 3)
    doubled, first, second = draw.chance(0.5), text[at], text[at + 1]
    if first == second:
        return text, False
    return text[:at] + (first * 2 + second if doubled else second + first) + text[at + 2 :], True


def unaccented(draw: Draw, text: str) -> str:
    """Spanish without its accents and the mark that opens a question, as most people type; the ñ stays more often."""
    if draw.chance(0.75):
        text = text.replace("¿", "")
    if draw.chance(0.5):
        text = "".join(letter if letter in "ñº" else normalize("NFD", letter)[0] for letter in text)
        if draw.chance(0.12):
            text = text.replace("mañana", "manana")
    return text


def cased(draw: Draw, language: str, text: str) -> str:
    """Small letters, a capital at the start, names as the phone corrects them, or shouted."""
    style = draw.heavy(((50, "small"), (25, "first"), (24, "names"), (1, "shouted")))
    if style == "shouted":
        return text.upper()
    if style == "names":
        text = NAMES[language].sub(lambda found: found.group().capitalize(), text)
        text = re.sub(r"\bi\b(?=['’ ])", "I", text) if language == "en" else text
    return text[0].upper() + text[1:] if style != "small" else text
