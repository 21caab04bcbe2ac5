"""Writes a small database of an earlier version. It runs on the code of that time, and imports nothing newer:

    git worktree add --detach ../then COMMIT
    cd ../then && PYTHONPATH=. python ../now/tests/databases/versions/write.py ../now/tests/databases/versions/4 COMMIT

The commits are the first on whose code a version could be written; `left.json` beside each database names its own. On
the code of no commit alone is version 2 the newest: it was written by that of version 3, without the migration to it.

Ana was welcomed eight days ago and is in the middle of a check-in: one question is answered, the next one open. The
database has its key beside it, but for version 1, which had none; `telegram.json` is what Telegram knew then.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.stage import stage

KEY = "only-a-test-key--it-keeps-no-secret-it-says"
"""What locks these databases, in the form of COACH_KEY: everybody may know it."""

TABLES = ("person", "conversation", "inbox", "outbox", "memory", "nudge")


async def write(folder: Path, commit: str) -> None:
    """Tell the story to the coach of this checkout, and keep what it leaves."""
    with TemporaryDirectory() as made:
        database, key = Path(made) / "coach.db", Path(made) / "coach.db.key"
        key.write_text(KEY + "\n", "ascii")
        key.chmod(0o600)
        async with stage(Path(made)) as s:
            await s.welcome("Ana")
            s.world.clock.advance(timedelta(days=8))
            await s.send("Ana", "/checkin")
            await s.send("Ana", "too little")
            await s.coach.store.housekeeping(s.world.clock.now())
        with closing(sqlite3.connect(database)) as whole:
            whole.execute("VACUUM")
            [version] = whole.execute("PRAGMA user_version").fetchone()
            rows = {table: whole.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
        shutil.copyfile(database, folder / database.name)
        if version > 1:
            shutil.copyfile(key, folder / key.name)
    newest = next(message for message in reversed(s.phone("Ana").received) if message.buttons)
    buttons = [(button["text"], button.get("callback_data", "")) for row in newest.buttons for button in row]
    left = {
        "clock": s.world.clock.now().isoformat(),
        "commit": commit,
        "version": version,
        "rows": rows,
        "questions": [
            {"person": "Ana", "message": newest.message_id, "says": newest.text, "buttons": buttons},
        ],
        "memory": {},
    }
    (folder / "left.json").write_text(json.dumps(left, ensure_ascii=False, indent=1) + "\n", "utf-8")
    s.world.state.updates.clear()
    s.world.state.presses.clear()
    (folder / "telegram.json").write_text(
        s.world.state.model_dump_json(indent=1, exclude_defaults=True) + "\n", "utf-8"
    )
    print(version, rows, newest.text, buttons)


if __name__ == "__main__":
    target = Path(sys.argv[1]).resolve()
    target.mkdir()  # what was written is not written anew
    asyncio.run(write(target, sys.argv[2]))
