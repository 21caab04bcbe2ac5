"""What a text is after: the two likeliest practices, or nothing that an exercise would serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from bot.script.folders import prompts_folder
from bot.script.phrases import NOTHING, read_phrases
from bot.understand.languages import own_first
from bot.understand.routing import Likeness, Router

LEAST: Final = 0.25
"""Less than this for the likeliest, and nothing is offered."""

ABOVE_NOTHING: Final = 20.0
"""So many times likelier than small talk it must be. Both were chosen on texts of others than the phrases' writers."""

FEWEST_KNOWN: Final = 0.7
"""Less of a text's words known than this, and it is in another language, or about something else."""


@cache
def _routers() -> Mapping[str, Router]:
    folder = prompts_folder()
    tags = [path.name for path in sorted(folder.iterdir()) if path.is_dir()]
    phrases = {tag: read_phrases(folder, tag) for tag in tags}
    return {tag: Router(tag, said) for tag, said in phrases.items() if NOTHING in said}


def read_practices(text: str, language: str) -> Sequence[Likeness]:
    """Return the two practices that a text is likeliest after, the first of them first, or none.

    Read in the writer's own language, and in another one only where that knows the words better.
    """
    tags = [tag for tag in own_first(language) if tag in _routers()]
    if not tags:
        return ()
    known = {tag: _routers()[tag].known(text) for tag in tags}
    best = max(tags, key=lambda tag: known[tag])
    found = _routers()[best].read(text) if known[best] >= FEWEST_KNOWN else []
    nothing = next((each.score for each in found if each.practice == NOTHING), 0.0)
    likeliest = [each for each in found if each.practice != NOTHING][:2]
    if not likeliest or likeliest[0].score < max(LEAST, ABOVE_NOTHING * nothing):
        return ()
    return likeliest


def warm_up() -> None:
    """Read all phrases now: it takes a second or two."""
    _routers()
