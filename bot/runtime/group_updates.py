"""What an update from a group says, in our words: what is said to the coach there, and who comes and goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Happens = Literal["said", "added", "joined", "left", "gone", "moved", "noted"]
"""said: a command, a press, words; added: the coach itself is there now; joined, left: somebody is there, or no more;
gone: the coach is not; moved: the group has another id; noted: whatever else Telegram tells of a group."""


@dataclass(frozen=True, slots=True)
class InAGroup:
    """Where something happened in a group. `who` has come or gone; `now` is the new id of one that has moved.
    `nameless`: its writer cannot be told from another, an anonymous admin or a channel; `forum`: it has topics.
    `named`: a command that names the coach."""

    what: Happens
    who: tuple[int, ...] = ()
    now: int = 0
    nameless: bool = False
    forum: bool = False
    named: bool = False


Json = Mapping[str, object]


def of_message(message: Json, *, brought: bool) -> InAGroup:
    """What a message in a group is: something that somebody `brought`, or Telegram's own note."""
    nameless = isinstance(message.get("sender_chat"), dict)
    forum = _dict(message.get("chat")).get("is_forum") is True
    if isinstance(now := message.get("migrate_to_chat_id"), int):
        return InAGroup("moved", now=now)
    if isinstance(joined := message.get("new_chat_members"), list):
        return InAGroup("joined", _ids(joined), forum=forum)
    if isinstance(left := message.get("left_chat_member"), dict):
        return InAGroup("left", _ids([left]), forum=forum)
    return InAGroup("said" if brought else "noted", nameless=nameless and brought, forum=forum)


def of_member(member: Json) -> InAGroup:
    """What has become of the coach in a group."""
    status = _dict(member.get("new_chat_member")).get("status")
    forum = _dict(member.get("chat")).get("is_forum") is True
    return InAGroup("added" if status in ("member", "administrator") else "gone", forum=forum)


def _ids(users: Sequence[object]) -> tuple[int, ...]:
    return tuple(int(str(user["id"])) for user in users if isinstance(user, dict) and "id" in user)


def _dict(value: object) -> Json:
    return value if isinstance(value, dict) else {}
