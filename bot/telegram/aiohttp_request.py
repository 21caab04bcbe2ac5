"""python-telegram-bot's requests over aiohttp: a quarter of the CPU time that they take over httpx."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ssl import SSLContext
from typing import Final, TypeVar

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    InvalidURL,
    NonHttpUrlClientError,
    Payload,
    ServerFingerprintMismatch,
    TCPConnector,
)
from aiohttp.abc import AbstractStreamWriter
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_PIECE: Final = 2**16
"""So much of a body, in bytes, is handed over at once: what a socket's buffer takes without waiting."""
_FORM: Final = "application/x-www-form-urlencoded"

_T = TypeVar("_T")


class PoolTimeout(TimeoutError):
    """All connections were in use for too long."""


class WriteTimeout(TimeoutError):
    """The server did not take a piece of the request in time."""


NEVER_LEFT: Final = (
    PoolTimeout,
    ConnectionTimeoutError,
    ClientConnectorError,
    ClientHttpProxyError,
    ServerFingerprintMismatch,
    InvalidURL,
    NonHttpUrlClientError,
)
"""What is raised before a byte of the request itself goes out: no name or address, nobody listening, no TLS, a proxy
that refuses. aiohttp's other errors can come after the server has taken it. That a kept connection was closed is one of
them: whether before or after, nobody can tell."""


class AiohttpRequest(BaseRequest):
    """PTB's contract as its own HTTPXRequest keeps it: the same arguments, and `TimedOut` and `NetworkError` raised
    from their causes, of which `NEVER_LEFT` are those that nothing was sent before.

    All times are in seconds, and None waits for ever: `pool_timeout` for one of the connections, `connect_timeout`
    until there is one to the server, `write_timeout` for a piece of the request to be taken (`media_write_timeout`
    where files go with it), `read_timeout` for the next of the answer. Without `initialize` the first request opens the
    session; after `shutdown` only `initialize` does. Its errors' text never holds the address, with the token in it.
    """

    def __init__(
        self,
        connection_pool_size: int = 256,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        proxy: str | None = None,
        media_write_timeout: float | None = 20.0,
        ssl_context: SSLContext | None = None,
    ) -> None:
        self._connections = connection_pool_size
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._proxy = proxy
        self._media_write_timeout = media_write_timeout
        self._trusted: SSLContext | bool = True if ssl_context is None else ssl_context
        self._free = asyncio.Semaphore(connection_pool_size)
        self._session: ClientSession | None = None
        self._is_shut = False

    @property
    def read_timeout(self) -> float | None:
        """How long the answer may be waited for where a request does not say."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session, also anew. One that is open stays."""
        self._is_shut = False
        self._open()

    async def shutdown(self) -> None:
        """Close the session with all its connections; until `initialize`, requests are refused."""
        self._is_shut = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body of the answer, whatever they are. A redirection is not followed.

        Raises `TimedOut` and `NetworkError`, and RuntimeError after `shutdown`.
        """
        if self._is_shut:
            raise RuntimeError("This AiohttpRequest is shut down: initialize it first.")
        files = bool(request_data and request_data.contains_files)
        writing = _or(write_timeout, self._media_write_timeout if files else self._write_timeout)
        limits = ClientTimeout(
            connect=_or(connect_timeout, self._connect_timeout), sock_read=_or(read_timeout, self._read_timeout)
        )
        try:
            body = await _body(request_data, writing)
            async with (
                self._connection(_or(pool_timeout, self._pool_timeout)),
                self._open().request(
                    method, url, data=body, timeout=limits, proxy=self._proxy, allow_redirects=False
                ) as answer,
            ):
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError, ValueError) as error:
            # Some of aiohttp's errors quote the address.
            raise NetworkError(f"aiohttp: {type(error).__name__}") from error

    def _open(self) -> ClientSession:
        if self._session is None:
            # How many there are is `_connection`'s to say: aiohttp knows no time limit for that wait alone.
            connector = TCPConnector(limit=0, ssl=self._trusted)
            self._session = ClientSession(
                connector=connector, cookie_jar=DummyCookieJar(), headers={"User-Agent": self.USER_AGENT}
            )
        return self._session

    @asynccontextmanager
    async def _connection(self, seconds: float | None) -> AsyncIterator[None]:
        """The right to one of the connections, until the whole answer is there."""
        try:
            async with asyncio.timeout(seconds):
                await self._free.acquire()
        except TimeoutError:
            raise PoolTimeout from None
        try:
            # Twice round the loop: a kept connection that the server has closed meanwhile is seen to be closed.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            yield
        finally:
            self._free.release()


class _Body(Payload):
    """A request's body. aiohttp counts no time while it writes: here each piece must be taken within `seconds`."""

    def __init__(self, content: bytes, content_type: str, seconds: float | None) -> None:
        super().__init__(content, content_type=content_type)
        self._size = len(content)
        self._content = content
        self._seconds = seconds

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return self._content.decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        for start in range(0, len(self._content), _PIECE):
            try:
                async with asyncio.timeout(self._seconds):
                    await writer.write(self._content[start : start + _PIECE])
                    await writer.drain()
            except TimeoutError:
                raise WriteTimeout from None


async def _body(data: RequestData | None, seconds: float | None) -> _Body | None:
    if data is None or (not data.parameters and not data.contains_files):
        return None
    if not data.contains_files:
        return _Body(data.url_encoded_parameters().encode(), _FORM, seconds)
    # Telegram reads names of files as they are, in UTF-8.
    form = FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in data.multipart_data.items():
        # aiohttp warns of long bytes, for they would go out at once.
        file = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, file, filename=filename, content_type=content_type)
    parts = form()
    return _Body(await parts.as_bytes(), parts.content_type, seconds)


def _or(given: ODVInput[_T], default: _T | None) -> _T | None:
    """What a request says, if it says anything; None is something said."""
    return default if isinstance(given, DefaultValue) else given
