"""Telegram's limits as tables. Times are seconds after the start; a minus sign means a group."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.limits import UNLIMITED, Allowance, Bucket, Limits, Window

ALLOWED = Allowance(overall=Window(5, 1.0), private=Bucket(3, 1.0), group=Window(4, 60.0))
LATER = 1000.0
"""Long after the start, when nothing an earlier process sent matters."""


@pytest.mark.parametrize(
    ("sent", "asks", "waits"),
    [
        pytest.param([], (1, False, 0.0), 0.0, id="nothing sent yet"),
        pytest.param([(1, False, 0.0)] * 2, (1, False, 0.0), 0.0, id="three at once to a person"),
        pytest.param([(1, False, 0.0)] * 3, (1, False, 0.25), 0.75, id="not four"),
        pytest.param([(1, False, 0.0)] * 3, (1, False, 1.0), 0.0, id="one more a second later"),
        pytest.param([(1, False, t) for t in (0.0, 0.0, 0.0, 1.0)], (1, False, 1.5), 0.5, id="but only one"),
        pytest.param([(1, False, t) for t in (0.0, 0.0, 0.0, 3.0, 3.0)], (1, False, 3.0), 0.0, id="full again"),
        pytest.param([(1, False, t) for t in (0.0, 9.0, 9.0, 9.0)], (1, False, 9.0), 1.0, id="never more than full"),
        pytest.param([(1, False, 0.0)], (2, False, 0.0), 0.0, id="somebody else"),
        pytest.param([(1, False, 0.0)], (1, True, 0.0), 0.0, id="an edit is no message"),
        pytest.param([(1, True, 0.0)], (1, False, 0.0), 0.0, id="a message after an edit"),
        pytest.param([(n, False, 0.0) for n in (1, 2, 3, 4, 5)], (6, False, 0.5), 0.5, id="a second in all"),
        pytest.param([(1, True, 0.0)] * 5, (4, True, 0.5), 0.5, id="edits count in all"),
        pytest.param([(-1, False, float(n)) for n in range(4)], (-1, False, 5.0), 55.0, id="a minute to a group"),
        pytest.param([(-1, False, 0.0)], (-1, False, 0.5), 0.0, id="a group may have two at once"),
    ],
)
def test_how_long_a_message_waits(
    sent: list[tuple[int, bool, float]], asks: tuple[int, bool, float], waits: float
) -> None:
    limits = Limits(ALLOWED, start=0.0)
    for chat, edit, now in sent:
        limits.take(chat, edit=edit, now=LATER + now)
    chat, edit, now = asks
    assert limits.wait(chat, edit=edit, now=LATER + now) == pytest.approx(waits)


@pytest.mark.parametrize(
    ("paused", "chat", "waits"),
    [
        pytest.param([1], 1, 7.0, id="the chat itself"),
        pytest.param([1], 2, 0.0, id="another chat"),
        pytest.param([1, 2], 3, 0.0, id="two chats: their own affair"),
        pytest.param([1, 2, 3], 4, 7.0, id="several chats: the whole bot is too fast"),
        pytest.param([1, 1, 1], 2, 0.0, id="the same chat again and again"),
    ],
)
def test_too_many_requests(paused: list[int], chat: int, waits: float) -> None:
    limits = Limits(UNLIMITED, start=0.0)
    for one in paused:
        limits.pause(one, 7.0, LATER)
    assert limits.wait(chat, edit=True, now=LATER) == waits
    assert limits.wait(chat, edit=False, now=LATER + 7.0) == 0.0


@pytest.mark.parametrize(
    ("paused", "chat"),
    [
        pytest.param([1], 1, id="the chat itself"),
        pytest.param([1, 2, 3], 4, id="another, when the whole bot is too fast"),
        pytest.param([1, 2, 3], 5, id="one that nothing was sent to before"),
    ],
)
def test_after_too_many_requests_a_bucket_is_empty(paused: list[int], chat: int) -> None:
    limits = Limits(ALLOWED, start=0.0)
    limits.take(4, edit=False, now=LATER)
    for one in paused:
        limits.pause(one, 7.0, LATER)
    now, went = LATER, list[float]()
    while len(went) < 5:
        now += limits.wait(chat, edit=False, now=now)
        limits.take(chat, edit=False, now=now)
        went.append(now - LATER)
    assert went == [7.0, 8.0, 9.0, 10.0, 11.0]


def test_a_shorter_wait_told_later_ends_none_that_was_told_before() -> None:
    limits = Limits(ALLOWED, start=0.0)
    limits.pause(1, 30.0, LATER)
    limits.pause(1, 2.0, LATER + 1.0)
    assert limits.wait(1, edit=True, now=LATER + 29.0) == 1.0


@pytest.mark.parametrize(("chat", "waits"), [(1, [1.0, 1.0]), (-1, [15.0, 15.0])])
def test_a_restart_waits_for_what_the_process_before_may_have_sent(chat: int, waits: list[float]) -> None:
    limits = Limits(ALLOWED, start=5.0)
    now, waited = 5.0, []
    for _ in waits:
        waited.append(limits.wait(chat, edit=False, now=now))
        now += waited[-1]
        limits.take(chat, edit=False, now=now)
    assert waited == waits


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, -1]), st.booleans(), st.floats(0, 3)), max_size=60))
def test_no_window_and_no_bucket_ever_gives_more_than_allowed(asked: list[tuple[int, bool, float]]) -> None:
    limits = Limits(ALLOWED, start=0.0)
    now, went = 0.0, []
    for chat, edit, pause in asked:
        now += pause
        now += limits.wait(chat, edit=edit, now=now)
        limits.take(chat, edit=edit, now=now)
        went.append((chat, edit, now))

    def most(times: list[float], window: Window) -> bool:
        return all(
            last - first >= window.seconds - 1e-6 for first, last in zip(times, times[window.most :], strict=False)
        )

    assert most([t for _, _, t in went], Window(5, 1.0))
    assert most([t for c, e, t in went if c == -1 and not e], Window(4, 60.0))
    for person in (1, 2, 3):
        sent = [t for c, e, t in went if c == person and not e]
        assert all(most(sent, Window(3 + seconds, 1.0 + seconds)) for seconds in range(10))


def test_chats_that_fell_silent_are_forgotten() -> None:
    limits = Limits(ALLOWED, start=0.0)
    for chat, now in zip(range(1, 5000), itertools.count(LATER), strict=False):
        limits.take(chat, edit=False, now=now)
    assert len(limits._chats) <= 1001
