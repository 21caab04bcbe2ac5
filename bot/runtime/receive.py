"""Reading just enough of a raw update to store it: whose it is, and where it happened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Final

from bot.coach.safety import HELP_COMMAND
from bot.runtime import updates
from bot.script.keyboard import command_data
from bot.store.rows import Incoming
from bot.understand.danger import notice

_BIGGEST: Final = 2**63 - 1
_SPEAKS: Final = frozenset({"message", "edited_message", "callback_query"})


def read_update(update: object) -> Incoming:
    """One element of what `getUpdates` returned, or a webhook's body, made ready for the inbox.

    It never raises: what no turn could use (no id, nobody's, not an object) comes back with an `error`. The update
    itself is kept as it came, with fields and kinds that nobody knows yet.
    """
    body = json.dumps(update, ensure_ascii=True, separators=(",", ":")).encode()
    fields = _object(update)
    id = _integer(fields, "update_id")
    if id is None or id < 0:
        return Incoming(_made_up_id(body), body, error="no update id")
    kind = next((name for name, value in fields.items() if isinstance(value, dict)), None)
    if kind is None:
        return Incoming(id, body, error="nothing in it")
    event = _object(fields[kind])
    person = _integer(_object(event.get("from")), "id")
    # A button press happened in the chat of the message that carries the button.
    message = _object(event.get("message")) if kind == "callback_query" else event
    chat = _integer(_object(message.get("chat")), "id")
    spoke = person is not None and kind in _SPEAKS
    error = None if person is not None else "from nobody"
    return Incoming(id, body, person, chat, _integer(message, "message_id"), spoke, error)


def must_be_kept(update: Incoming) -> bool:
    """Whether an update of somebody who has more waiting than is taken is kept all the same: it asks for help, or
    there may be danger in its words. What cannot be read holds none that could be seen."""
    try:
        read = updates.read_update(update.body, "")
    except (ValueError, KeyError, TypeError):
        return False
    if read.kind in ("command", "press") and read.words in (HELP_COMMAND, command_data(HELP_COMMAND)):
        return True
    return notice(read.said.own, False) is not None or notice(read.said.others, True) is not None


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _integer(fields: Mapping[str, object], name: str) -> int | None:
    value = fields.get(name)
    usable = isinstance(value, int) and not isinstance(value, bool) and -_BIGGEST <= value <= _BIGGEST
    return value if usable and isinstance(value, int) else None


def _made_up_id(body: bytes) -> int:
    """The same for the same content, so that an update without an id is stored once however often it comes."""
    return -1 - int.from_bytes(blake2b(body, digest_size=7).digest(), "big")
