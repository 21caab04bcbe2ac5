"""Telegram's limits on sending: sliding windows for all chats and for groups, and a bucket for each person. Within the
window for all, what nobody asked for has a smaller one of its own.

It is pure: the caller gives the time, in seconds of a clock that only goes forward.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """At most `most` in any `seconds`."""

    most: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """Holds `size` messages, and one more fits each `seconds`: short bursts, but no more than that on average."""

    size: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Allowance:
    """What Telegram lets a bot send, and how much of it nudges may take (`unasked`): twenty a second, and few at once,
    so that they are spread over it. None lifts a limit."""

    overall: Window | None = Window(30, 1.0)
    private: Bucket | None = Bucket(3, 1.0)
    group: Window | None = Window(20, 60.0)
    unasked: Window | None = Window(4, 0.2)


UNLIMITED = Allowance(None, None, None, None)
"""For tests, which have no time to wait."""

_PLENTY = 1 << 30
"""More than anything asks for: the room where there is no limit."""

_SPARE = 6
"""One in so many of what may go to all is never used by nudges: a reply that comes now finds room."""

_MANY_AT_ONCE = 3
"""So many chats told to wait at the same time means that the whole bot sends too much, not one chat."""


@dataclass(frozen=True, slots=True)
class Held:
    """The chats that nothing may go to (`resting`), those that only edits may go to (`full`), and the seconds until the
    first of them is free, or there is room again for more to go to all; None where nothing is held."""

    resting: frozenset[int]
    full: frozenset[int]
    seconds: float | None


class Limits:
    """Says how long a message must wait, and counts those that went out.

    What an earlier process sent is not known. So, from `start` on, everything waits as if all had just been used up: a
    restart never bursts above the limits. Only a group's long window is taken as evenly used, so a group waits three
    seconds and not a minute.
    """

    def __init__(self, allowance: Allowance, start: float) -> None:
        self._allowance = allowance
        self._start = start
        self._overall = _Log(allowance.overall, full_since=start)
        self._unasked = _Log(allowance.unasked, full_since=start)
        self._spare = allowance.overall.most // _SPARE if allowance.overall is not None else 0
        self._chats: dict[int, _Log | _Level] = {}
        self._paused: dict[int, float] = {}
        self._all_paused = start
        self._resting: dict[int, float] = {}
        self._all_resting = start

    def wait(self, chat: int, *, edit: bool, now: float) -> float:
        """Seconds until a message (or an edit of one) may go to a chat; 0 when it may go now."""
        until = max(self._all_paused, self._all_resting, self._overall.free(now))
        until = max(until, self._paused.get(chat, self._start), self._resting.get(chat, self._start))
        if not edit:
            # An edit adds no message to the chat.
            until = max(until, self._log(chat).free(now))
        return max(0.0, until - now)

    def room(self, now: float, *, unasked: bool = False) -> int:
        """How many messages may go now to all chats together; how many nudges, where it is asked for those."""
        if max(self._all_paused, self._all_resting) > now:
            return 0
        overall = self._overall.room(now)
        return min(self._unasked.room(now), max(0, overall - self._spare)) if unasked else overall

    def held(self, now: float) -> Held:
        """What has to wait now, of the chats that something went to lately."""
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        self._resting = {chat: until for chat, until in self._resting.items() if until > now}
        self._forget(now)
        full = {chat: until for chat, log in self._chats.items() if (until := log.free(now)) > now}
        free = [*self._paused.values(), *self._resting.values(), *full.values(), self._all_paused, self._all_resting]
        free += [self._overall.free(now), self._overall.free(now, self._spare), self._unasked.free(now)]
        later = [until - now for until in free if until > now]
        return Held(frozenset(self._paused | self._resting), frozenset(full), min(later) if later else None)

    def take(self, chat: int, *, edit: bool, now: float, unasked: bool = False) -> None:
        """Count a message that goes out now; `unasked`, if it is a nudge."""
        self._overall.add(now)
        if unasked:
            self._unasked.add(now)
        if not edit:
            self._log(chat).add(now)
        if len(self._chats) > 1000:
            self._forget(now)

    def pause(self, chat: int, seconds: float, now: float) -> None:
        """Telegram said that this was too much: leave the chat alone, and all chats if it says so to several.

        Nothing goes there before the seconds are over. A person's bucket is empty until then: what has piled up
        meanwhile goes one by one.
        """
        until = now + seconds
        self._paused = {c: t for c, t in self._paused.items() if t > now}
        self._paused[chat] = max(until, self._paused.get(chat, until))
        empty = [chat]
        if len(self._paused) >= _MANY_AT_ONCE:
            self._all_paused = max(self._all_paused, until)
            empty = list(self._chats)
        for one in empty:
            log = self._log(one)
            if isinstance(log, _Level):
                log.use_up(until)

    def rest(self, chat: int, seconds: float, now: float) -> None:
        """A call for a chat failed: leave the chat alone for so long. What piles up meanwhile may go at once."""
        self._resting[chat] = max(now + seconds, self._resting.get(chat, now))

    def rest_all(self, seconds: float, now: float) -> None:
        """Telegram cannot be reached: leave all chats alone for so long."""
        self._all_resting = max(self._all_resting, now + seconds)

    def _log(self, chat: int) -> _Log | _Level:
        log = self._chats.get(chat)
        if log is None:
            # Groups have negative ids.
            group = chat < 0
            log = _Log(self._allowance.group, spread_since=self._start) if group else self._bucket()
            self._chats[chat] = log
        return log

    def _bucket(self) -> _Level:
        level = _Level(self._allowance.private)
        if self._allowance.private is not None:
            level.use_up(max(self._start + self._allowance.private.seconds, self._all_paused))
        return level

    def _forget(self, now: float) -> None:
        self._chats = {chat: log for chat, log in self._chats.items() if not log.empty(now)}


class _Level:
    """How full a bucket is, told by when it will be full again."""

    def __init__(self, bucket: Bucket | None) -> None:
        self._bucket = bucket
        self._full_at = float("-inf")

    def free(self, now: float) -> float:
        """The first time from `now` on at which one more may go."""
        if self._bucket is None:
            return now
        return max(now, self._full_at - (self._bucket.size - 1) * self._bucket.seconds)

    def add(self, now: float) -> None:
        if self._bucket is not None:
            self._full_at = max(self._full_at, now) + self._bucket.seconds

    def use_up(self, until: float) -> None:
        """Leave nothing in it before `until`, and one message then."""
        if self._bucket is not None:
            self._full_at = max(self._full_at, until + (self._bucket.size - 1) * self._bucket.seconds)

    def empty(self, now: float) -> bool:
        """Whether there is nothing left to be remembered of it."""
        return self._full_at <= now


class _Log:
    """When the last messages of one window went out."""

    def __init__(
        self, window: Window | None, *, full_since: float | None = None, spread_since: float | None = None
    ) -> None:
        self._window = window
        self._times: deque[float] = deque(maxlen=window.most if window else 0)
        if window is not None and full_since is not None:
            self._times.extend([full_since] * window.most)
        if window is not None and spread_since is not None:
            step = window.seconds / window.most
            self._times.extend(spread_since - window.seconds + step * (n + 1) for n in range(window.most))

    def free(self, now: float, spare: int = 0) -> float:
        """The first time from `now` on at which one more fits, besides so many that are spared."""
        if self._window is None or len(self._times) < self._window.most - spare:
            return now
        return self._times[len(self._times) - (self._window.most - spare)] + self._window.seconds

    def room(self, now: float) -> int:
        """How many more fit now."""
        if self._window is None:
            return _PLENTY
        return self._window.most - sum(at + self._window.seconds > now for at in self._times)

    def add(self, now: float) -> None:
        self._times.append(now)

    def empty(self, now: float) -> bool:
        return not self._times or self._window is None or self._times[-1] + self._window.seconds <= now
