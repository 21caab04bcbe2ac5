"""What stands between the coach and its Bot API server, and can be shut."""

from __future__ import annotations

import asyncio
from contextlib import suppress

_CHUNK = 1 << 16


class Door:
    """Leads connections to a server; while it is shut, they are refused, and those that were open are cut."""

    def __init__(self, port: int) -> None:
        self._behind = port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._at_work: set[asyncio.Task[None]] = set()
        self.port = 0

    async def open(self) -> None:
        """Let connections through, always at the same port."""
        self._server = await asyncio.start_server(self._lead, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def shut(self) -> None:
        """Cut what is open, and refuse what comes."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._open:
            writer.transport.abort()

    async def close(self) -> None:
        """For good."""
        self.shut()
        for task in self._at_work:
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._at_work.add(task)
        behind = None
        try:
            there, behind = await asyncio.open_connection("127.0.0.1", self._behind)
            self._open |= {writer, behind}
            await asyncio.gather(_copy(reader, behind), _copy(there, writer))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for each in (writer, behind):
                if each is not None:
                    self._open.discard(each)
                    each.transport.abort()
            self._at_work.discard(task)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
    # One side's end is the end of both: nothing here is half open.
    writer.close()
