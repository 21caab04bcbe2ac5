"""What is wrong with a script, said so that it can be found and put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import ScriptError


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong: the file as a person would name it, the line (from 1), and one sentence."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        """`dialogs/space.yaml:12: unknown key …`."""
        return f"{self.file}:{self.line}: {self.text}"


class ScriptErrors(ScriptError):
    """Dialogs or prompts are wrong: run `coach check`.

    `findings` has all of them, at least one; `str()` says the first in one line.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        more = f" (and {len(findings) - 1} more: run `coach check`)" if len(findings) > 1 else ""
        super().__init__(first.file, first.line, first.text + more)
        self.findings = tuple(findings)
