"""What can happen in a transcript, one kind of line each; README.md beside this file shows them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

_NAME = r"[^\W\d_]+"
_WHO = rf"(?P<who>{_NAME})"
_GROUP = r"the group(?: “[^”]+”)?"
_PLACE = rf"(?P<place>{_GROUP}|the chat with {_NAME})"
_THERE = rf"(?P<place>{_GROUP})"
_SOMEBODY = rf"{_WHO}(?: in {_PLACE})?"
_OTHERS = rf"(?P<others>nobody else|{_NAME}(?:(?:, {_NAME})* and {_NAME})?)"
_LABEL = r"\[(?P<label>[^\]]+)\]"
_UNDER = r"(?: under “(?P<under>[^”]+)”)?"
_COUNT = r"(?P<count>\d+)"
_SAYING = r"saying “(?P<text>[^”]+)”"

KINDS: dict[str, re.Pattern[str]] = {
    "speaks": re.compile(rf"{_WHO}'s Telegram speaks (?P<tag>[\w-]+)\."),
    "username": re.compile(rf"{_WHO} is @(?P<username>\w+) on Telegram\."),
    "here": re.compile(rf"{_WHO} is here\."),
    "older": re.compile(rf"{_WHO} has agreed to older words\."),
    "linked": re.compile(rf"{_WHO} and (?P<other>[^\W\d_]+) are linked\."),
    "inline_mode": re.compile(r"BotFather switches inline mode on\."),
    "privacy_off": re.compile(r"BotFather switches privacy mode off\."),
    "pass": re.compile(rf"{_COUNT} (?P<unit>minute|hour|day)s? pass(?:es)?\."),
    "tap": re.compile(rf"{_SOMEBODY} taps {_LABEL}{_UNDER}\."),
    "tap_old": re.compile(rf"{_SOMEBODY} taps the old {_LABEL}{_UNDER}\."),
    "open": re.compile(rf"{_WHO} opens link {_COUNT}\."),
    "open_unknown": re.compile(rf"{_WHO} opens a link that nobody made\."),
    "reply": re.compile(rf"{_SOMEBODY} replies to “(?P<under>[^”]+)”: (?P<text>.+)"),
    "change": re.compile(rf"{_SOMEBODY} changes “(?P<under>[^”]+)” to “(?P<text>[^”]+)”\."),
    "album": re.compile(rf"{_SOMEBODY} sends an album of {_COUNT} photos(?:, number (?P<number>\d+) {_SAYING})?\."),
    "captioned": re.compile(rf"{_SOMEBODY} sends a photo {_SAYING}\."),
    "media": re.compile(rf"{_SOMEBODY} sends a (?P<media>photo|voice|sticker|location|poll|contact|document)\."),
    "many": re.compile(rf"{_SOMEBODY} writes “(?P<text>[^”]+)” {_COUNT} times over\."),
    "block": re.compile(rf"{_WHO} blocks the coach\."),
    "unblock": re.compile(rf"{_WHO} unblocks the coach\."),
    "delete_account": re.compile(rf"{_WHO} deletes the account\."),
    "make_group": re.compile(rf"{_WHO} adds the coach to a group(?: “(?P<title>[^”]+)”)? with {_OTHERS}\."),
    "add": re.compile(rf"{_WHO} adds (?P<whom>the coach|{_NAME}) to {_THERE}\."),
    "remove": re.compile(rf"{_WHO} removes (?P<whom>the coach|{_NAME}) from {_THERE}\."),
    "removed": re.compile(rf"[Tt]he coach is removed from {_THERE}\."),
    "join": re.compile(rf"{_WHO} joins {_THERE}\."),
    "leave": re.compile(rf"{_WHO} leaves {_THERE}\."),
    "upgrade": re.compile(r"(?P<place>[Tt]he group(?: “[^”]+”)?) becomes a supergroup\."),
    "topics": re.compile(r"(?P<place>[Tt]he group(?: “[^”]+”)?) gets topics\."),
    "promote": re.compile(rf"[Tt]he coach becomes an administrator of {_THERE}\."),
    "anonymous": re.compile(rf"{_WHO} becomes anonymous in {_THERE}\."),
    "type": re.compile(rf"{_SOMEBODY} types “@coach(?: (?P<text>[^”]+))?”\."),
    "choose": re.compile(rf"{_WHO} chooses (?P<place>{_GROUP}|the chat with {_NAME})\."),
    "pick": re.compile(rf"{_WHO} picks “(?P<title>[^”]+)”\."),
    "restart": re.compile(r"[Tt]he coach restarts\."),
    "announce": re.compile(r"It is announced: (?P<text>.+)"),
    "say_as": re.compile(rf"{_SOMEBODY}, (?P<how>as a channel|in a topic): (?P<text>.+)"),
    "say": re.compile(rf"{_SOMEBODY}: (?P<text>.+)"),
}
"""Each kind of act with how it is written. The first that fits the whole line counts."""

SETTING = frozenset({"speaks", "username", "here", "older", "linked", "inline_mode", "privacy_off"})
"""Acts that only set the stage: what the coach says to them is not part of the transcript."""

TOGETHER = frozenset(
    {
        *("make_group", "add", "remove", "removed", "join", "leave", "upgrade", "topics", "promote", "anonymous"),
        *("type", "choose", "pick", "say_as"),
    }
)
"""Acts with groups, and with what is written through the coach."""

UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}

AT_ONCE = "+ "
"""Before an act: it happens before the coach could answer the act above."""

GAP = re.compile(r"(?P<seconds>\d+(?:\.\d+)?) s later, (?P<act>.+)")
"""Before an act, behind the plus if there is one: so soon after the act above it happens."""

ACT_SECONDS = 5.0
"""How long people take for an act when no line says otherwise."""


class TranscriptError(Exception):
    """A line of a transcript cannot be read or done."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its kind, its words by name, the line as written (without the plus), and how many seconds pass before
    it, where that is written."""

    kind: str
    words: dict[str, str]
    line: str
    gap: float | None = None

    @property
    def who(self) -> str:
        return self.words.get("who", "")

    @property
    def place(self) -> str:
        """Where it is done: `the group`, `the group “Home”`, `the chat with Ben`; empty in the chat with the coach."""
        return self.words.get("place", "").replace("The group", "the group")

    @property
    def count(self) -> int:
        return int(self.words["count"])


@dataclass(frozen=True, slots=True)
class Moment:
    """Acts that happen before the coach can answer any of them; usually one. `notes` are the comments above."""

    notes: tuple[str, ...]
    acts: tuple[Act, ...]


def moments(text: str) -> Iterator[Moment]:
    """The moments of a transcript, in order; what phones showed is passed over, since it is made anew.

    Comments at the very end come as a moment without acts. Raises TranscriptError with the number of a line that is
    not understood.
    """
    notes: list[str] = []
    acts: list[Act] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith(" "):
            continue
        if line.startswith(AT_ONCE) and acts:
            acts.append(_act(line.removeprefix(AT_ONCE), number))
            continue
        if acts:
            yield Moment(tuple(notes), tuple(acts))
            notes, acts = [], []
        if line.startswith("#"):
            notes.append(line.rstrip())
        else:
            acts.append(_act(line, number))
    if notes or acts:
        yield Moment(tuple(notes), tuple(acts))


def _act(line: str, number: int) -> Act:
    soon = GAP.fullmatch(line.rstrip())
    done = soon["act"] if soon else line.rstrip()
    for kind, pattern in KINDS.items():
        if match := pattern.fullmatch(done):
            words = {name: value for name, value in match.groupdict().items() if value is not None}
            return Act(kind, words, line, float(soon["seconds"]) if soon else None)
    raise TranscriptError(f"line {number} is no act: {line}")
