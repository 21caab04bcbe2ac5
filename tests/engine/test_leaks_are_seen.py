"""The property that nothing leaks is worth something: with any look of the engine's taken out, it goes red."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from types import FunctionType
from typing import Any

import pytest
import yaml

from bot.engine.script import Library
from bot.model import values
from tests.engine.driver import HERE, LIBRARY
from tests.engine.grouped import play_with_group
from tests.engine.leaks import BEN, Couple, LeakError
from tests.engine.story import Line, play_line

CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "leaks.yaml").read_text(encoding="utf-8"))
BOTH = pytest.mark.parametrize("case", CASES, ids=lambda case: case["taken out"])


def found(name: str) -> FunctionType:
    """A function or method by its dotted name."""
    parts = name.split(".")
    module = next(n for n in range(len(parts) - 1, 0, -1) if parts[n - 1].islower() and parts[n - 1][:1] != "_")
    thing: Any = import_module(".".join(parts[:module]))
    for part in parts[module:]:
        thing = getattr(thing, part)
    assert isinstance(thing, FunctionType)
    return thing


@contextmanager
def without(case: Mapping[str, str]) -> Iterator[None]:
    """A look of the engine's is taken out, wherever its function is used."""
    function = found(case["of"])
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(case["where"]) == 1, f"{case['of']} has no such place any more"
    changed = source.replace(case["where"], case["stands"])
    space: dict[str, Any] = dict(function.__globals__)
    exec(compile(changed, case["of"], "exec"), space)
    kept = function.__code__
    own = function.__globals__
    added = {name: value for name, value in vars(values).items() if name not in own}
    function.__code__ = space[function.__name__].__code__
    own.update(added)
    try:
        yield
    finally:
        function.__code__ = kept
        for name in added:
            del own[name]


def stricter(library: Library, now: Mapping[str, str]) -> Library:
    """The dialogs with other visibilities for some questions."""
    dialogs = dict(library.dialogs)
    for place, visibility in now.items():
        dialog, _, step = place.partition(".")
        steps = dialogs[dialog].steps
        dialogs[dialog] = replace(dialogs[dialog], steps={**steps, step: steps[step].with_(visibility=visibility)})
    return replace(library, dialogs=dialogs)


def tell(story: list[Line], languages: tuple[str, str] = ("en", "es")) -> Couple:
    """Play a story under the eyes of the property. Raises LeakError."""
    stage = Couple(languages, library=LIBRARY)
    for line in story:
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
                play_line(
                    stage,
                    {head: stage.words(stage.ids[name]) if each == "*" else each}
                    if verb == "types"
                    else {head: [stage.words(stage.ids[name]) if each == "*" else each]},
                )
        elif verb == "replies there":
            assert isinstance(value, dict)
            marked = {step: stage.words(stage.ids[name]) if said == "*" else said for step, said in value.items()}
            play_with_group(stage, {head: marked})
        else:
            play_with_group(stage, line)
    return stage


@BOTH
@pytest.mark.parametrize("languages", [("en", "es"), ("es", "en")], ids="-".join)
def test_nothing_leaks_in_it(case: Mapping[str, Any], languages: tuple[str, str]) -> None:
    assert tell(case["story"], languages).lookout.writers


@BOTH
def test_without_the_look_it_is_seen(case: Mapping[str, Any]) -> None:
    with without(case), pytest.raises(LeakError):
        tell(case["story"])
