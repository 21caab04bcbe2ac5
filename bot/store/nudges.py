"""A nudge's private part as one body: what it is about must not be readable beside its due time."""

from __future__ import annotations

import json
from datetime import datetime

from bot.model.events import Prompt
from bot.store.rows import NudgeRow


def pack(nudge: NudgeRow) -> bytes:
    """Everything of a nudge but its person and due time."""
    return json.dumps(
        {
            "id": nudge.id,
            "reason": nudge.reason,
            "subject": nudge.subject,
            "revision": nudge.revision,
            "prompt": [nudge.prompt.dialog, nudge.prompt.name] if nudge.prompt else None,
            "policy": nudge.policy,
            "opens": nudge.opens,
            "expires": nudge.expires.isoformat() if nudge.expires else None,
        }
    ).encode()


def unpack(row: str, person: int, due: datetime, body: bytes) -> NudgeRow:
    """The nudge that `pack` was given, which stands in this row."""
    inner = json.loads(body)
    return NudgeRow(
        id=inner["id"],
        person=person,
        due=due,
        reason=inner["reason"],
        subject=inner["subject"],
        revision=inner["revision"],
        prompt=Prompt(*inner["prompt"]) if inner["prompt"] else None,
        policy=inner["policy"],
        opens=inner.get("opens"),
        expires=datetime.fromisoformat(inner["expires"]) if inner["expires"] else None,
        row=row,
    )
