"""Yes and no: "yep", "sure", "qué va", "va a ser que no" -> True, False, or None for anything in between."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.understand.words import fold, set_of

_YES = """
    yes | yeah | yea | yep | yup | yess | yeh | ya | aye | y | sure | surely | sure thing | of course | ofc |
    definitely | absolutely | certainly | totally | indeed | exactly | correct | right | thats right | true | ok
    | okay | okey | k | kk | alright | all right | fine | sounds good | good idea | gladly | with pleasure | go
    ahead | go on | please do | why not | no doubt | without a doubt | you bet | for sure | by all means | i do
    | i did | i am | i will | i have | i can | i would | we do | we did | we are | we will | we have | we can |
    we would | it is | it was | it did | lets do it | lets go | lets | uh huh | mhm | id love to | love to |
    obviously | always | very much | si | sii | sip | sep | sipi | s | claro | claro que si | clarisimo | por
    supuesto | por supuesto que si | desde luego | desde luego que si | vale | dale | venga | venga va | va | de
    acuerdo | esta bien | bien | exacto | exactamente | correcto | cierto | asi es | eso es | eso |
    efectivamente | seguro | sin duda | sin dudarlo | como no | por que no | porque no | obvio | obviamente | ya
    lo creo | me encantaria | con gusto | encantado | encantada | adelante | perfecto | genial | va bien | hecho
    | siempre | creo que si | me parece bien | i think so | i guess so | i suppose so | supongo que si | simon |
    orale | cabal
"""
_NO = """
    no | nope | nop | nah | na | n | noo | no way | not at all | not really | not now | not today | not yet |
    not this time | of course not | certainly not | definitely not | absolutely not | no thanks | no thank you |
    never | not | nay | negative | not a chance | no chance | im good | i dont | i didnt | i wont | i cant | i
    havent | i wouldnt | im not | we dont | we didnt | we wont | we cant | we havent | were not | dont | didnt |
    it wasnt | it isnt | hardly | hell no | rather not | id rather not | i dont think so | neither | wrong |
    false | i think not | que va | va a ser que no | para nada | ni hablar | ni de broma | ni loco | ni loca |
    ni en suenos | de eso nada | nada | nada de eso | claro que no | por supuesto que no | desde luego que no |
    nunca | jamas | tampoco | todavia no | aun no | ahora no | hoy no | esta vez no | mejor no | prefiero que no
    | creo que no | me parece que no | nanay | nel | negativo | falso | en absoluto | no gracias | que no | pues
    no | no creo | no lo creo | supongo que no | de ninguna manera | ni modo que si | casi no | apenas | ya no
"""
_HEDGES = """
    maybe | perhaps | possibly | probably | probably not | depends | it depends | not sure | im not sure |
    unsure | dunno | idk | i dont know | dont know | no idea | kind of | kinda | sort of | sorta | in a way |
    yes and no | ish | hmm | so so | if | unless | but | not exactly | not always | not entirely | not quite |
    cant say | hard to say | we will see | well see | or | either | both | sometimes | might | could be | later
    | i guess | who knows | no clue | quiza | quizas | tal vez | talvez | a lo mejor | puede | puede ser | puede
    que si | puede que no | igual | depende | segun | no se | ni idea | no lo se | no estoy seguro | no estoy
    segura | no lo tengo claro | mas o menos | regular | si y no | ni si ni no | pero | o | a veces | a medias |
    ya veremos | ya vere | quien sabe | no sabria | no del todo | no siempre | probablemente | posiblemente |
    seguramente | luego | aunque | salvo | si quieres | si quiere | si puedo | si puede | si podemos | si hay |
    si no | si ella | si el | excepto | except | although | though | a bit | a little | un poco | un poquito
"""
_FILLERS = set_of(
    """well oh um uh er so then thanks thank you thx please pls plz por favor porfa gracias pues bueno ah ay eh hombre
    mujer tio tia the a i think its just really very mucho muy much that is it was we me my to do be with todo all too
    also y and que es lo la el haha jaja lol honestly la verdad mira oye dear darling love amor carino cielo"""
)
_SIGNS = {"👍": " yes ", "✅": " yes ", "✔": " yes ", "👌": " yes ", "👎": " no ", "❌": " no ", "🚫": " no "}
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 5
_MOST_WORDS = 40


def _table() -> dict[tuple[str, ...], bool | None]:
    def phrases(text: str) -> Iterable[tuple[str, ...]]:
        return (tuple(phrase.split()) for phrase in text.split("|"))

    return {
        **dict.fromkeys(phrases(_YES), True),
        **dict.fromkeys(phrases(_NO), False),
        **dict.fromkeys(phrases(_HEDGES), None),
    }


_MEANINGS = _table()


def read_yes_no(text: str, language: str) -> bool | None:
    """Return True for a yes, False for a no, and None for a hedge, both, neither, or a long story.

    Both languages are understood whatever `language` is. A yes or no may be followed by its reasons; if these hold
    the contrary or a "but", it is none of both.
    """
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    words = _WORD.findall(fold(text))
    return _meaning(words, reasons=True)


def says_plainly(text: str) -> bool | None:
    """Return True for a yes, False for a no, in words and with nothing else said; None for anything more or less."""
    return _meaning(_WORD.findall(fold(text)), reasons=False)


def _meaning(words: list[str], *, reasons: bool) -> bool | None:
    said: set[bool | None] = set()
    at = 0
    if len(words) > _MOST_WORDS:
        return None
    while at < len(words):
        length = next((n for n in range(_LONGEST, 0, -1) if tuple(words[at : at + n]) in _MEANINGS), 0)
        if length:
            said.add(_MEANINGS[tuple(words[at : at + length])])
        elif words[at] not in _FILLERS and not (said and reasons):
            # What does not begin with an answer tells a story.
            return None
        at += length or 1
    return said.pop() if len(said) == 1 else None
