"""Everybody and nobody in SQLite."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from bot.errors import DamagedError
from bot.store.codec import HOUSE
from bot.store.house import REFERRALS, Referred, one_more, pack_referrals, unpack_referrals
from bot.store.sqlite.session import Session, house_row

_log = logging.getLogger(__name__)


class SqliteHouse(Session):
    """Fulfils `House`; the contract says what each method promises.

    The count is sealed anew with every turn, and stands under a name that tells nothing: who sees the file before and
    after a turn, or its journal, does not see whose brought help lines.
    """

    async def everybody(self, after: int, most: int) -> list[int]:
        """See the contract."""
        return [row["id"] for row in await self._rows("everybody", after=after, most=most)]

    async def count_referral(self, year: int, *, first: bool) -> None:
        """See the contract."""
        await self._save_referrals(one_more(await self.referrals(), year, first=first))

    async def referrals(self) -> Mapping[int, Referred]:
        """See the contract."""
        row = await self._row("house", name=house_row(await self._sound_key(HOUSE), REFERRALS))
        if row is None:
            return {}
        try:
            return unpack_referrals(await self._open("house", HOUSE, row["body"], REFERRALS))
        except DamagedError:
            # Nobody who is shown help may wait for a number: the count begins anew.
            _log.error("the count of referrals cannot be opened, and begins anew")
            return {}

    async def settle(self) -> None:
        """See `Session`."""
        if self.had_turn:
            await self._save_referrals(await self.referrals())
        await super().settle()

    async def _save_referrals(self, counts: Mapping[int, Referred]) -> None:
        name = house_row(await self._sound_key(HOUSE), REFERRALS)
        body = await self._seal("house", HOUSE, pack_referrals(counts), REFERRALS)
        await self._rows("save_house", name=name, body=body)
