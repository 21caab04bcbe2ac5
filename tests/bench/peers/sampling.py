"""Where the coach's time goes: each millisecond, which part of it the main thread is in."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Final

_EVERY: Final = 0.001
_PARTS: Final = (
    (
        "sealing",
        ("/bot/store/codec", "/bot/store/keyring", "/bot/store/padding", "/bot/store/ledger", "/cryptography/"),
    ),
    ("SQL", ("/bot/store/", "/aiosqlite/", "/sqlite3/")),
    ("rendering", ("/bot/script/", "/jinja2/", "<template>", "/babel/", "/markupsafe/")),
    ("understanding", ("/bot/understand/", "/rapidfuzz/", "/snowballstemmer/")),
    ("engine", ("/bot/engine/", "/bot/coach/", "/bot/model/")),
    ("HTTP", ("/bot/telegram/", "/telegram/", "/httpx/", "/httpcore/", "/h11/", "/anyio/", "/aiohttp/", "/yarl/")),
    ("runtime", ("/bot/runtime/", "/pydantic/")),
)
"""Each part with the files that are its own. Of a stack, the innermost file that is anybody's says whose time it is."""
_LOOP: Final = ("/asyncio/", "/selectors.py")


def part_of(frame: FrameType | None) -> str:
    """Whose time it is. The event loop's own is what is nobody else's."""
    if frame is not None and frame.f_code.co_name == "select" and frame.f_code.co_filename.endswith("/selectors.py"):
        return "waiting"
    loop = False
    while frame is not None:
        file = frame.f_code.co_filename
        for part, files in _PARTS:
            if any(one in file for one in files):
                return part
        loop = loop or any(one in file for one in _LOOP)
        frame = frame.f_back
    return "event loop" if loop else "other"


class Sampled:
    """How many milliseconds each part had since `begin`."""

    def __init__(self) -> None:
        self._samples: Counter[str] = Counter()
        self._main = self._all = 0.0

    def begin(self) -> None:
        """Look from now on. Call it in the main thread."""
        self._samples.clear()
        self._main, self._all = time.thread_time(), time.process_time()
        signal.setitimer(signal.ITIMER_REAL, _EVERY, _EVERY)

    def look(self, number: int, frame: FrameType | None) -> None:
        """One look at the main thread."""
        self._samples[part_of(frame)] += 1

    def result(self) -> Mapping[str, float]:
        """Of the CPU seconds since `begin`, those of each part, and of all threads beside the main one."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        main, everything = time.thread_time() - self._main, time.process_time() - self._all
        busy = {part: n for part, n in self._samples.items() if part != "waiting"}
        looks = max(1, sum(busy.values()))
        return {part: main * n / looks for part, n in busy.items()} | {"other threads": everything - main}


@contextmanager
def sampled() -> Iterator[Sampled]:
    """Within it, a look can be had."""
    sampled = Sampled()
    before = signal.signal(signal.SIGALRM, sampled.look)
    try:
        yield sampled
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
