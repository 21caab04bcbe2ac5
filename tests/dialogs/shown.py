"""What stands on a phone, as a transcript writes it."""

from __future__ import annotations

import re

from bot.playground.state import Message

_LINK = re.compile(r"https://t\.me/\w+\?start(?:group)?=([A-Za-z0-9_-]{32})")
_PASTED = re.compile(r"<(?:link|token|query) \d+>")
_SIGNS = {"bold": "*", "spoiler": "‖"}

SILENTLY = ", silently"
"""Of a message that makes no sound where it arrives."""


class Named:
    """The links and the queries of a transcript, numbered as they come: what they hold is chance."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self.queries: list[str] = []

    def note(self, text: str) -> None:
        """Number the links in a text that are new."""
        self.links += [token[0] for token in _LINK.finditer(text) if token[0] not in self.links]

    def asked(self, query: str) -> str:
        """Number a query that a button writes, if it is new, and name it."""
        if query not in self.queries:
            self.queries.append(query)
        return f"<query {self.queries.index(query) + 1}>"

    def pasted(self, text: str) -> str:
        """A text as its writer pastes it: `<link 1>` is a whole link, `<token 1>` what stands at its end."""
        if _PASTED.search(text):
            for number, link in enumerate(self.links, 1):
                text = text.replace(f"<link {number}>", link).replace(f"<token {number}>", link.rpartition("=")[2])
            for number, query in enumerate(self.queries, 1):
                text = text.replace(f"<query {number}>", query)
        return text

    def pastes(self, text: str) -> bool:
        """Whether something is pasted into a text."""
        return _PASTED.search(text) is not None

    def named(self, text: str) -> str:
        """A text with the names of the links in it."""
        for number, link in enumerate(self.links, 1):
            text = text.replace(link, f"<link {number}>").replace(_quoted(link), f"<link {number}>")
        return text

    def lines(self, message: Message) -> list[str]:
        """A message, line by line, with its buttons row by row."""
        shown = self.named(_signed(message)).split("\n") if message.text else []
        if message.media is not None:
            shown = [_file(message), *shown]
        shown += [" ".join(f"[{button.get('text')}]" for button in row) for row in message.buttons]
        return [f"  | {line}".rstrip() for line in shown]


def opening(text: str) -> str:
    """How a message begins."""
    line = text.split("\n")[0]
    return f"“{line}”" if len(line) <= 32 else f"“{line[:30].rstrip()} …”"


def row_of_all(message: Message) -> str:
    """All buttons of a message in one row."""
    return " ".join(f"[{button.get('text')}]" for row in message.buttons for button in row)


def shown_to(name: str) -> tuple[str, ...]:
    """How the lines begin that tell of something new for somebody, or in a group."""
    starts = [f"coach to {name}:", f"coach to {name}{SILENTLY}:", f"the coach leaves {name}"]
    starts += [f"{name}{what} " for what in (", under", ", where", " sees", " to")]
    return tuple(f"  {start}" for start in [*starts, f"{name} is offered"])


def _file(message: Message) -> str:
    kind, what = next(iter((message.media or {}).items()))
    name = what.get("file_name") if isinstance(what, dict) else None
    return f"({name or kind})"


def _quoted(link: str) -> str:
    return link.replace(":", "%3A").replace("/", "%2F").replace("?", "%3F").replace("=", "%3D")


def _signed(message: Message) -> str:
    """The text with bold words between asterisks and hidden ones between double bars."""
    units = message.text.encode("utf-16-le")
    marks: dict[int, str] = {}
    for entity in message.entities:
        if sign := _SIGNS.get(entity.type):
            marks[entity.offset] = marks.get(entity.offset, "") + sign
            marks[entity.end] = sign + marks.get(entity.end, "")
    parts, last = [], 0
    for offset, sign in sorted(marks.items()):
        parts += [units[2 * last : 2 * offset].decode("utf-16-le"), sign]
        last = offset
    signed = "".join([*parts, units[2 * last :].decode("utf-16-le")])
    return signed.replace("‖‖", "")
