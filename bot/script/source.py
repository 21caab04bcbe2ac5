"""YAML with the line of every key and entry, so that a mistake can be pointed at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.script.findings import Finding

Data = str | int | bool | None | list["Data"] | dict[str, "Data"]
Place = tuple[str | int, ...]
"""The way to a value from the top: keys and positions."""

_NUMBER = re.compile(r"[-+]?\d+\Z")


@dataclass(frozen=True, slots=True)
class Source:
    """One file as plain data, with the line of each place in it."""

    file: str
    data: Data
    lines: Mapping[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_source(path: Path, file: str, findings: list[Finding]) -> Source | None:
    """Read one YAML file; `file` is its name in findings. What is not YAML is found, and gives None."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        findings.append(Finding(file, mark.line + 1 if mark else 1, f"not YAML: {error.problem or error.context}"))
        return None
    except (yaml.YAMLError, UnicodeDecodeError):
        findings.append(Finding(file, 1, "not YAML: a character that does not belong in a text"))
        return None
    if node is None:
        findings.append(Finding(file, 1, "the file is empty"))
        return None
    return _Reader(file, findings).source(node)


class _Reader:
    def __init__(self, file: str, findings: list[Finding]) -> None:
        self.file = file
        self.findings = findings
        self.lines: dict[Place, int] = {}
        self.open: list[yaml.Node] = []

    def source(self, node: yaml.Node) -> Source:
        return Source(self.file, self.read(node, ()), self.lines)

    def read(self, node: yaml.Node, place: Place) -> Data:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if node in self.open:
            self.findings.append(Finding(self.file, node.start_mark.line + 1, "this part refers to itself"))
            return None
        self.open.append(node)
        data: Data
        if isinstance(node, yaml.MappingNode):
            data = self.mapping(node, place)
        else:
            data = [self.read(entry, (*place, n)) for n, entry in enumerate(node.value)]
        self.open.pop()
        return data

    def mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Data]:
        data: dict[str, Data] = {}
        for key_node, value in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.findings.append(Finding(self.file, line, "a key should be one word"))
                continue
            if key in data:
                self.findings.append(Finding(self.file, line, f'key "{key}" is here twice'))
            self.lines[(*place, key)] = line
            data[key] = self.read(value, (*place, key))
        return data


def _scalar(node: yaml.ScalarNode) -> str | int | bool | None:
    # YAML 1.1 would make truth of the words yes, no, on and off, which are honest names of options.
    text = str(node.value)
    if node.style:
        return text
    if _NUMBER.match(text):
        return int(text)
    return {"true": True, "false": False, "": None, "~": None, "null": None}.get(text, text)
