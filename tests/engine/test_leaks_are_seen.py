"""The property that nothing leaks is worth something: with any look of the engine's taken out, it goes red."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import FunctionType
from typing import Any

import pytest
import yaml

from bot.model import values
from tests.engine.driver import HERE
from tests.engine.leaks import LeakError
from tests.engine.marked import tell

OURS, THERE = (yaml.safe_load((HERE / f).read_text(encoding="utf-8")) for f in ("leaks.yaml", "leaks_there.yaml"))
CASES: list[dict[str, Any]] = [*OURS, *THERE]
BOTH = pytest.mark.parametrize("case", CASES, ids=lambda case: case["taken out"])


def found(name: str) -> FunctionType:
    """A function, method or property by its dotted name."""
    parts = name.split(".")
    module = next(n for n in range(len(parts) - 1, 0, -1) if parts[n - 1].islower() and parts[n - 1][:1] != "_")
    thing: Any = import_module(".".join(parts[:module]))
    for part in parts[module:]:
        thing = getattr(thing, part)
    thing = thing.fget if isinstance(thing, property) else thing
    assert isinstance(thing, FunctionType)
    return thing


@contextmanager
def without(case: Mapping[str, str]) -> Iterator[None]:
    """A look of the engine's is taken out, wherever its function is used."""
    function = found(case["of"])
    source = textwrap.dedent(inspect.getsource(function)).removeprefix("@property\n")
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


@BOTH
@pytest.mark.parametrize("languages", [("en", "es"), ("es", "en")], ids="-".join)
def test_nothing_leaks_in_it(case: Mapping[str, Any], languages: tuple[str, str]) -> None:
    stage = tell(case["story"], languages)
    assert stage.lookout.writers or case in THERE


@BOTH
def test_without_the_look_it_is_seen(case: Mapping[str, Any]) -> None:
    with without(case), pytest.raises(LeakError):
        tell(case["story"])
