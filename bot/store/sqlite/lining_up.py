"""Who waits and which numbers come next stand open in the file: at each start they are made sure of.

A single row of those that was lost or changed would else keep everybody from their turn, at every start.
"""

from __future__ import annotations

import logging

import aiosqlite

from bot.store.sqlite.queries import SQL

_log = logging.getLogger(__name__)


async def line_up(connection: aiosqlite.Connection) -> None:
    """Let everybody stand in line whose input waits, and nobody else, and let numbers go on."""
    await connection.execute_fetchall(SQL["mend_numbers"])
    [line] = await connection.execute_fetchall(SQL["line_is_wrong"])
    if not line["wrong"]:
        return
    _log.error("who waits for a turn is not as it was left, and is made out anew")
    try:
        await connection.execute_fetchall("BEGIN IMMEDIATE")
        await connection.execute_fetchall(SQL["empty_line"])
        await connection.execute_fetchall(SQL["line_up"])
        await connection.execute_fetchall("COMMIT")
    except BaseException:
        await connection.rollback()
        raise
