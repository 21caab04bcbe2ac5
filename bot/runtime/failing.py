"""What becomes of a turn that fails, and of what cannot be opened."""

from __future__ import annotations

from datetime import datetime

from bot.errors import DamagedError
from bot.model import events
from bot.model.state import Person
from bot.runtime import conversations
from bot.runtime.ports import OutMessage
from bot.runtime.updates import Profile, Update
from bot.runtime.watching import Tally
from bot.script.wording import Wording
from bot.store.contract import Store, Transaction
from bot.store.rows import Outgoing


class Failed(Exception):
    """A turn that could not be taken; its transaction is rolled back. `what` names it for the log."""

    def __init__(
        self,
        what: str,
        error: Exception,
        *,
        seq: int | None = None,
        update: Update | None = None,
        nudge: str | None = None,
    ) -> None:
        super().__init__(what)
        self.what, self.error, self.seq, self.update, self.nudge = what, error, seq, update, nudge


class Failing:
    """Takes what failed out of the way, each in a transaction of its own, and counts what cannot be opened."""

    def __init__(self, store: Store, wording: Wording, tally: Tally) -> None:
        self._store = store
        self._wording = wording
        self._tally = tally

    async def set_aside(self, failed: Failed, now: datetime) -> None:
        """Never try it again; whoever wrote is told that something went wrong."""
        async with self._store.transaction() as tx:
            if failed.nudge is not None:
                await tx.close_nudge(failed.nudge, "dropped")
            if failed.seq is not None:
                await tx.set_aside_input(failed.seq, type(failed.error).__name__, now)
            profile = failed.update.profile if failed.update is not None else None
            if profile is not None and failed.update is not None and failed.update.chat == profile.id:
                person = await conversations.as_known(tx, profile, self._wording.language_of(profile.language))
                await self._tell(tx, person, "trouble", now)

    async def put_away(self, damaged: DamagedError, now: datetime, *, unheard: bool) -> bool:
        """Set aside what cannot be opened; whether there was anything. Whose words were `unheard` because of that is
        told at once; everybody else with the next answer."""
        async with self._store.transaction() as tx:
            found = await tx.set_aside(damaged, now)
            if found and unheard and damaged.kind == "inbox":
                who = int(damaged.owner.partition(":")[2])
                unknown = Profile(who, "", None, None)
                person = await conversations.as_known(tx, unknown, self._wording.language_of(None))
                await self._tell(tx, person, "set_aside", now)
                await tx.tell_set_aside(who)
        if found:
            self._tally.failed("damaged")
        return found

    async def _tell(self, tx: Transaction, person: Person, prompt: str, now: datetime) -> None:
        text = self._wording.text(events.Prompt("common", prompt), {"reader": person.name}, person)
        await tx.add_message(Outgoing(person.id, "send", "reply", OutMessage(text).to_json(), now))
