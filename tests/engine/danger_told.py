"""Texts with danger in them, and every way in which somebody may send one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from typing import Final

import yaml

from bot.model import inputs
from tests.engine.driver import HERE, LIBRARY, Stage

HELP, CHECK = "help_now", "are_you_safe"
UNSAID = frozenset(name for name, dialog in LIBRARY.dialogs.items() if dialog.unsaid)
"""The dialogs of the help, and those that would destroy something: they end when they are left."""
DATA = yaml.safe_load((HERE / "danger.yaml").read_text(encoding="utf-8"))
CANARY: Final = "canary17x"


@dataclass(frozen=True, slots=True)
class Written:
    """A text with the canary in it. `kind`: danger, unsure or safe words."""

    kind: str
    text: str
    category: str | None

    def __str__(self) -> str:
        return self.text


TEXTS = {
    kind: tuple(Written(kind, t["words"].replace("CANARY", CANARY), t.get("category")) for t in texts)
    for kind, texts in DATA["written"].items()
}
EVERY_TEXT = [written for texts in TEXTS.values() for written in texts]
DANGER = TEXTS["danger"]
FOR_LENGTH = 60
"""So many times over, a text is longer than any question takes."""


def branch(stage: Stage) -> Stage:
    """The same moment once more, to try something in it."""
    twin = copy(stage)
    twin.conversations = list(stage.conversations)  # no turn changes the one it was given
    twin.nudges, twin.tokens = dict(stage.nudges), dict(stage.tokens)
    twin.fired, twin.memory, twin.requests = list(stage.fired), list(stage.memory), list(stage.requests)
    twin.happened = list(stage.happened)
    twin.items = {who: dict(items) for who, items in stage.items.items()}
    twin.invitations = {key: replace(link) for key, link in stage.invitations.items()}
    twin.phones = {
        who: replace(
            phone,
            shown=list(phone.shown),
            flight=list(phone.flight),
            carried={ask: [replace(row) for row in rows] for ask, rows in phone.carried.items()},
            answered=dict(phone.answered),
            alive=dict(phone.alive),
        )
        for who, phone in stage.phones.items()
    }
    return twin


# ── every kind of message ──


def _said(stage: Stage, words: str) -> inputs.Said:
    return inputs.Said(words, at=stage.now)


def _passed_on(stage: Stage, words: str) -> inputs.Said:
    return inputs.Said(others=words, at=stage.now)


def _asked(stage: Stage, who: int) -> list[str]:
    """The ids of the questions that a phone has shown, oldest first."""
    return [m.say.question.ask for m in stage.phones[who].shown if m.say.question]


def _type_with(stage: Stage, who: int, text: str, said: inputs.Said) -> None:
    phone = stage.phones[who]
    phone.last += 10
    stage.play(who, inputs.Text(who, text, phone.last, phone.reach(), said=said))


def _perhaps_unseen(stage: Stage, who: int, words: str) -> None:
    """Nobody knows whether the open question had reached its reader."""
    phone = stage.phones[who]
    phone.last += 10
    reach = {ask: inputs.Reach(covered=0) for ask in _asked(stage, who)}
    stage.play(who, inputs.Text(who, words, phone.last, reach, True, said=_said(stage, words)))


def _reply(at: int) -> Callable[[Stage, int, str], None]:
    def reply(stage: Stage, who: int, words: str) -> None:
        asked = _asked(stage, who)
        stage.type(who, words, reply=asked[at] if asked else "nothing")

    return reply


def _command(stage: Stage, who: int, words: str) -> None:
    name = COMMANDS[stage.turns % len(COMMANDS)]
    stage.play(who, inputs.Command(who, name, said=_said(stage, f"/{name} {words}")))


COMMANDS = (
    *("menu", "stop", "skip", "undo", "later", "repeat", "help", "start", "help_now", "misread", "resume", "hide_now"),
    *("checkin", "leave", "forget", "unlink", "mine", "no_such"),
)
WAYS: Mapping[str, Callable[[Stage, int, str], None]] = {
    "a text": lambda stage, who, words: stage.type(who, words),
    "a very long text": lambda stage, who, words: stage.type(who, f"{words}. " * FOR_LENGTH),
    "a text that came early": lambda stage, who, words: stage.type(who, words, early=True),
    "a text beneath something unread": _perhaps_unseen,
    "a reply to the last question": _reply(-1),
    "a reply to the first question": _reply(0),
    "a changed message": lambda stage, who, words: stage.play(who, inputs.Edited(who, _said(stage, words))),
    "a caption": lambda stage, who, words: stage.play(who, inputs.Unreadable(who, _said(stage, words))),
    "a command": _command,
    "words passed on": lambda stage, who, words: _type_with(stage, who, words, _passed_on(stage, words)),
    "a picture passed on": lambda stage, who, words: stage.play(who, inputs.Unreadable(who, _passed_on(stage, words))),
    "words quoted": lambda stage, who, words: _type_with(stage, who, "this", inputs.Said("this", words, at=stage.now)),
}
SHORT = [name for name in WAYS if name not in ("a command", "a very long text")]
"""A safe word asks for help only where it nearly stands alone."""
