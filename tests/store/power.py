"""A disk that loses its power: of files there is left what was made sure of (`fsync`), and chance's share of the rest.

It is told by a trace of a process' system calls (`strace`). That a file is there, and under which name, counts as sure:
SQLite makes sure of folders itself.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

CALLS: Final = "pwrite64,write,fsync,fdatasync,ftruncate,unlink"
COMMAND: Final = ("strace", "-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-o")
"""Traces a command, in full, into the file that is named next."""

_HEX: Final = r"((?:\\x[0-9a-f]{2})*)"
_PATTERNS: Final = {
    "write": re.compile(rf'pwrite64\(\d+<{_HEX}>, "{_HEX}", \d+, (\d+)\) += \d+'),
    "said": re.compile(rf'write\(1<{_HEX}>, "{_HEX}"'),
    "sync": re.compile(rf"f(?:data)?sync\(\d+<{_HEX}>\) += 0"),
    "cut": re.compile(rf"ftruncate\(\d+<{_HEX}>, (\d+)\) += 0"),
    "remove": re.compile(rf'unlink\("{_HEX}"\) += 0'),
}
_UNFINISHED: Final = " <unfinished ...>"
_RESUMED: Final = re.compile(r"<\.\.\. \w+ resumed>")

Kind = Literal["write", "said", "sync", "cut", "remove"]


@dataclass(frozen=True)
class Event:
    """One call that has ended: to which file, with which bytes, where in it (or to what length)."""

    kind: Kind
    path: str
    body: bytes = b""
    at: int = 0


def may_trace() -> bool:
    """Whether calls can be traced here."""
    try:
        return subprocess.run(["strace", "-f", "true"], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def events(trace: Path) -> Iterator[Event]:
    """What a trace tells, in the order in which the calls ended."""
    begun: dict[str, str] = {}
    with trace.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            thread, _, call = line.rstrip("\n").partition(" ")
            if call.endswith(_UNFINISHED):
                begun[thread] = call.removesuffix(_UNFINISHED)
                continue
            if (resumed := _RESUMED.match(call.lstrip())) is not None:
                call = begun.pop(thread, "") + call.lstrip()[resumed.end() :]
            if (event := _event(call.lstrip())) is not None:
                yield event


def _event(call: str) -> Event | None:
    for kind, pattern in _PATTERNS.items():
        if (found := pattern.match(call)) is not None:
            path, *rest = found.groups()
            name = _bytes(path).decode()
            match kind:
                case "write":
                    return Event("write", name, _bytes(rest[0]), int(rest[1]))
                case "said":
                    return Event("said", name, _bytes(rest[0]))
                case "cut":
                    return Event("cut", name, at=int(rest[0]))
                case "sync":
                    return Event("sync", name)
            return Event("remove", name)
    return None


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


@dataclass
class File:
    """A file: what is sure of it, and what has been done to it since."""

    sure: bytearray = field(default_factory=bytearray)
    since: list[Event] = field(default_factory=list)

    def sync(self) -> None:
        """All that has been done is sure."""
        for event in self.since:
            _do(self.sure, event)
        self.since.clear()

    def left(self, chance: random.Random, share: float) -> bytes:
        """What may be there after the power was gone: of what is not sure, a share, whichever."""
        found = bytearray(self.sure)
        for event in self.since:
            if chance.random() < share:
                _do(found, event)
        return bytes(found)


def files_after(told: Sequence[Event], folder: Path) -> dict[str, File]:
    """The files of a folder as these calls have left them, by name."""
    found: dict[str, File] = {}
    for event in told:
        path = Path(event.path)
        if event.kind == "said" or path.parent != folder:
            continue
        file = found.setdefault(path.name, File())
        match event.kind:
            case "sync":
                file.sync()
            case "remove":
                del found[path.name]
            case _:
                file.since.append(event)
    return found


def _do(content: bytearray, event: Event) -> None:
    if event.kind == "cut":
        del content[event.at :]
        return
    content.extend(bytes(max(0, event.at - len(content))))
    content[event.at : event.at + len(event.body)] = event.body
