"""Everybody and nobody in SQLite."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from bot.errors import DamagedError
from bot.store.codec import HOUSE
from bot.store.house import REFERRALS, Referred, one_more, pack_referrals, unpack_referrals
from bot.store.sqlite.session import Session

_log = logging.getLogger(__name__)


class SqliteHouse(Session):
    """Fulfils `House`; the contract says what each method promises."""

    async def everybody(self, after: int, most: int) -> list[int]:
        """See the contract."""
        return [row["id"] for row in await self._rows("everybody", after=after, most=most)]

    async def count_referral(self, year: int, *, first: bool) -> None:
        """See the contract."""
        body = pack_referrals(one_more(await self.referrals(), year, first=first))
        await self._rows("save_house", name=REFERRALS, body=await self._seal("house", HOUSE, body, REFERRALS))

    async def referrals(self) -> Mapping[int, Referred]:
        """See the contract."""
        row = await self._row("house", name=REFERRALS)
        if row is None:
            return {}
        try:
            return unpack_referrals(await self._open("house", HOUSE, row["body"], REFERRALS))
        except DamagedError:
            # Nobody who is shown help may wait for a number: the count begins anew.
            _log.error("the count of referrals cannot be opened, and begins anew")
            return {}
