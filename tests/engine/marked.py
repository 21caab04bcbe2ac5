"""Stories in which each word that is typed as `*` is a mark that its writer alone knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.engine.script import Library
from tests.engine.driver import LIBRARY
from tests.engine.grouped import play_with_group
from tests.engine.leaks import BEN, Couple
from tests.engine.story import Line, play_line


def stricter(library: Library, now: Mapping[str, str]) -> Library:
    """The dialogs with other visibilities for some questions."""
    dialogs = dict(library.dialogs)
    for place, visibility in now.items():
        dialog, _, step = place.partition(".")
        steps = dialogs[dialog].steps
        dialogs[dialog] = replace(dialogs[dialog], steps={**steps, step: steps[step].with_(visibility=visibility)})
    return replace(library, dialogs=dialogs)


def tell(story: Iterable[Line], languages: tuple[str, str] = ("en", "es")) -> Couple:
    """Play a story under the eyes of the property. Raises LeakError."""
    stage = Couple(languages, library=LIBRARY)
    for line in story:
        play_marked(stage, line)
    return stage


def play_marked(stage: Couple, line: Line) -> None:
    """Play one line under the eyes of the property. Raises LeakError."""
    ((head, value),) = line.items()
    name, _, verb = head.partition(" ")
    if head == "now":
        assert isinstance(value, dict)
        stage.library = stricter(stage.library, value)
    elif verb == "presses as anna would":
        question = stage.question(3 - BEN)
        stage.press(BEN, f"a:{question.ask}:{value}.{question.preview}")
    elif verb in ("types", "answers"):
        for each in value if isinstance(value, list) else [value]:
            said = stage.words(stage.ids[name]) if each == "*" else each
            play_line(stage, {head: said if verb == "types" else [said]})
    elif verb.startswith("replies there"):
        assert isinstance(value, dict)
        marked = {step: stage.words(stage.ids[name]) if said == "*" else said for step, said in value.items()}
        play_with_group(stage, {head: marked})
    else:
        play_with_group(stage, line)
