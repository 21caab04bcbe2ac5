"""Forms: a YAML file read as a pydantic model, every mistake found with its file and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.script.findings import Finding, ScriptErrors
from bot.script.source import Data, Place, Source, read_source

_SAID: Final = {"missing": "is missing", "extra_forbidden": "is no key of this file"}
_NAMED: Final = 8
"""So many empty keys are named in one finding."""

F = TypeVar("F", bound=BaseModel)


class Form(BaseModel):
    """A file as it is written: every key known, nothing changed after it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_form(path: Path, file: str, form: type[F]) -> tuple[F, Source] | Finding:
    """Read a file; `file` is its name in findings. One that is only begun (missing, or with empty keys) gives what it
    lacks. Raises ScriptErrors, which name each mistake with its line.
    """
    findings: list[Finding] = []
    source = read_source(path, file, findings) if path.is_file() else None
    if findings:
        raise ScriptErrors(findings)
    if source is None:
        return Finding(file, 1, "is missing")
    if (lacking := _lacking(source)) is not None:
        return lacking
    try:
        return form.model_validate(source.data), source
    except ValidationError as error:
        raise ScriptErrors(
            [Finding(file, source.line(e["loc"]), _sentence(e["loc"], e["type"], e["msg"])) for e in error.errors()]
        ) from None


def _lacking(source: Source) -> Finding | None:
    empty = list(_empty(source.data, ()))
    if not empty:
        return None
    named = ", ".join(".".join(map(str, place)) for place in empty[:_NAMED])
    more = f" and {len(empty) - _NAMED} more" if len(empty) > _NAMED else ""
    return Finding(source.file, source.line(empty[0]), f"still to be written: {named}{more}")


def _empty(data: Data, place: Place) -> Iterator[Place]:
    if data is None:
        yield place
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _empty(value, (*place, key))


def _sentence(place: Place, kind: str, said: str) -> str:
    name = ".".join(map(str, place))
    return f'"{name}" {_SAID[kind]}' if kind in _SAID else f"{name}: {said}"
