"""The clock that somebody else moves, and the tick."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import httpx
import pytest

from bot.clock import RemoteClock, Ticker
from bot.errors import SettingsError

SIX = datetime(2026, 11, 22, 18, tzinfo=UTC)


class Remote:
    """Answers with its answers in turn, and passes ten of this machine's seconds at each."""

    def __init__(self, *answers: httpx.Response) -> None:
        self._answers = list(answers)
        self.seconds = 0.0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seconds += 10
        if not self._answers:
            raise httpx.ConnectError("nobody there")
        return self._answers.pop(0)


def at(text: str) -> httpx.Response:
    return httpx.Response(200, json={"now": text})


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param([at("2026-11-22T18:00:00Z")], [SIX], id="a time"),
        pytest.param([at("2026-11-22T19:00:00.500+01:00")], [SIX.replace(microsecond=500_000)], id="another zone"),
        pytest.param(
            [at("2026-11-22T18:00:00Z"), at("2027-01-01T00:00:00Z")],
            [SIX, datetime(2027, 1, 1, tzinfo=UTC)],
            id="moved",
        ),
        pytest.param(
            [at("2026-11-22T18:00:00Z"), httpx.Response(500)],
            [SIX, SIX.replace(second=10), SIX.replace(second=20)],
            id="fallen silent",
        ),
        *(
            pytest.param([at("2026-11-22T18:00:00Z"), wrong], [SIX, SIX.replace(second=10)], id=f"wrong {number}")
            for number, wrong in enumerate(
                [
                    at("2026-11-22T18:00:00"),
                    at("teatime"),
                    httpx.Response(200, json={"now": 7}),
                    httpx.Response(200, json=[]),
                    httpx.Response(200, text="hello"),
                ]
            )
        ),
    ],
)
async def test_the_time_is_the_others_or_goes_on_from_it(
    answers: list[httpx.Response], expected: list[datetime]
) -> None:
    remote = Remote(*answers)
    async with httpx.AsyncClient(transport=httpx.MockTransport(remote)) as client:
        clock = RemoteClock("http://127.0.0.1/now", client, lambda: remote.seconds)
        assert [await clock.now() for _ in expected] == expected


async def test_a_clock_that_never_answered_is_the_operators_to_mend() -> None:
    async with httpx.AsyncClient(transport=httpx.MockTransport(Remote())) as client:
        with pytest.raises(SettingsError, match="COACH_CLOCK_URL"):
            await RemoteClock("http://127.0.0.1/now", client).now()


async def test_a_tick_that_fails_is_logged_and_the_next_one_comes(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.clock._EVERY", 0.01)
    twice = asyncio.Event()
    count = 0

    async def tick() -> None:
        nonlocal count
        count += 1
        if count == 2:
            twice.set()
        raise ZeroDivisionError

    ticker = Ticker(tick)
    with caplog.at_level(logging.INFO):
        ticker.start()
        await twice.wait()
        ticker.stop()
        ticker.stop()
    assert "ZeroDivisionError" in caplog.text
    assert "apscheduler" not in {record.name.partition(".")[0] for record in caplog.records}
