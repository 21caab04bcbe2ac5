"""What an operator sees of the coach: whether it is well, how much it does, and nothing of anybody."""

from __future__ import annotations

import re
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from bot.app import SystemClock
from bot.model.events import Say
from bot.model.state import Person
from bot.playground.faults import Fault, FaultKind
from bot.runtime.ports import Blocked, Moved, Refused, Sent
from bot.script.folders import dialogs_folder
from bot.script.load import load_library
from bot.script.wording import Message
from bot.store.open import read_backlog
from bot.store.rows import Backlog, OutboxRow, Waiting
from bot.web.health import STANDS_STILL, Health
from bot.web.metrics import OUTCOMES, TONES, Metrics
from bot.web.watch import Watch
from tests.lively import NAMES, TYPED, lively
from tests.stage import MORNING, Stage, stage

LABELS = {
    "kind": {
        *("text", "command", "press", "unreadable", "edited", "blocked", "unblocked", "nothing", "nudge", "damaged"),
    },
    "result": {"taken", "set_aside"},
    "outcome": {"sent", "retry", "not_sent", "unknown", "refused", "blocked", "moved", "unfit"},
    "tone": {"reply", "relay", "nudge"},
    "le": {
        *("0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1.0", "2.0", "5.0", "10.0", "30.0"),
        *("60.0", "300.0", "900.0", "3600.0", "14400.0", "86400.0", "+Inf"),
    },
}
"""Every label that there is, with all that it may say: what is added here is added for good reason."""


@pytest.fixture
def watch() -> Watch:
    return Watch(lambda: datetime(2026, 11, 28, 11, 20, tzinfo=UTC))


@asynccontextmanager
async def visited(watch: Watch) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(watch.application())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:9464") as client:
        yield client


async def told(watch: Watch, path: str) -> tuple[int, dict[str, object]]:
    async with visited(watch) as client:
        answer = await client.get(path)
        return answer.status_code, answer.json()


async def scraped(watch: Watch) -> str:
    async with visited(watch) as client:
        answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return answer.text


def samples(text: str) -> Iterator[Sample]:
    for family in text_string_to_metric_families(text):
        yield from family.samples


def figures(text: str) -> dict[str, float]:
    """What is not nought, each with its labels behind it."""
    found = {" ".join([each.name, *each.labels.values()]): each.value for each in samples(text)}
    return {name: value for name, value in found.items() if value and not name.startswith("process_")}


@asynccontextmanager
async def watched_stage(folder: Path, watch: Watch) -> AsyncIterator[Stage]:
    async with stage(folder, observer=watch) as s:
        watch.at_work(partial(read_backlog, f"sqlite:///{folder / 'coach.db'}"), s.coach.clock)
        yield s


async def test_metrics_say_nothing_of_anybody(tmp_path: Path, watch: Watch) -> None:
    async with watched_stage(tmp_path, watch) as s:
        await lively(s)
        text = await scraped(watch)
        ids = {str(s.phone(name).user.id) for name in NAMES}
    for sample in samples(text):
        assert sample.name.startswith(("coach_", "process_"))
        assert sample.exemplar is None
        for label, value in sample.labels.items():
            assert value in LABELS[label], sample
    said = text.casefold()
    words = {*NAMES, *ids, *TYPED}
    assert {word for word in words if word.casefold() in said} == set()
    plain = set(re.findall(r"\w+", re.sub(r"^#.*\n", "", text, flags=re.M)))
    assert plain & {*load_library(dialogs_folder()).dialogs, "en", "es"} == set()


async def test_metrics_count_what_was_done(tmp_path: Path, watch: Watch) -> None:
    async with watched_stage(tmp_path, watch) as s:
        before = figures(await scraped(watch))
        assert before == {"coach_ready": 1}
        await s.welcome("ana")
        await s.send("ana", "/space")
        await s.press("ana", "15 min")
        await s.send("ana", "a text of no use")
        await s.move_clock(timedelta(minutes=15, seconds=40))
        found = figures(await scraped(watch))
    turns = {kind: found[f"coach_turns_total {kind} taken"] for kind in ("command", "press", "text", "nudge")}
    assert turns == {"command": 7, "press": 3, "text": 1, "nudge": 1}
    assert found["coach_updates_received_total"] == 11
    assert found["coach_turn_seconds_count"] == sum(turns.values())
    assert found["coach_reply_seconds_count"] == 11, "one a turn, however many messages it takes"
    assert "coach_nudge_late_seconds_bucket 30.0" not in found
    assert found["coach_nudge_late_seconds_sum"] == 40
    assert found["coach_sends_total sent"] >= len(s.phone("ana").received)
    assert not any(name.startswith(("coach_inbox", "coach_outbox", "coach_nudges")) for name in found)


async def test_metrics_tell_what_waits_and_for_how_long(tmp_path: Path, watch: Watch) -> None:
    async with watched_stage(tmp_path, watch) as s:
        await s.welcome("ana")
        await s.send("ana", "/space")
        await s.press("ana", "15 min")
        for _ in range(3):
            await s.phone("ana").send("/menu")
        await s.coach.intake.receive()
        s.world.clock.advance(timedelta(minutes=16))
        found = figures(await scraped(watch))
        assert found["coach_inbox_waiting"] == 3
        assert found["coach_inbox_oldest_seconds"] == 16 * 60
        assert found["coach_nudges_due_waiting"] == 1
        assert 0 < found["coach_nudges_due_oldest_seconds"] <= 60
        await s.coach.take_all()
        s.world.clock.advance(timedelta(minutes=6))
        found = figures(await scraped(watch))
        assert found["coach_outbox_waiting reply"] >= 3
        assert found["coach_outbox_oldest_seconds reply"] == 6 * 60
        assert "coach_inbox_waiting" not in found
        await s.settle()
        found = figures(await scraped(watch))
        # Three that came together have one answer, after 22 minutes by people's clock.
        assert found["coach_reply_seconds_bucket +Inf"] - found["coach_reply_seconds_bucket 300.0"] == 1
        assert found["coach_reply_seconds_sum"] == 22 * 60
        assert "coach_outbox_waiting reply" not in found


async def test_what_fails_is_counted_apart(tmp_path: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(say: Say, reader: Person, now: datetime | None = None) -> Message:
        raise ValueError

    async with watched_stage(tmp_path, watch) as s:
        await s.welcome("ana")
        monkeypatch.setattr(s.coach.wording, "message", broken)
        await s.send("ana", "/space")
        found = figures(await scraped(watch))
    assert found["coach_turns_total command set_aside"] == 1
    assert "coach_turns_total damaged set_aside" not in found


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [("429", "retry"), ("403", "blocked"), ("500", "unknown"), ("drop_after", "unknown")],
)
async def test_calls_are_counted_by_what_became_of_them(
    tmp_path: Path, watch: Watch, fault: FaultKind, outcome: str
) -> None:
    async with watched_stage(tmp_path, watch) as s:
        s.world.faults.add(Fault(kind=fault, method="sendMessage", seconds=0))
        await s.send("ana", "/start")
        assert figures(await scraped(watch))[f"coach_sends_total {outcome}"] == 1


def test_every_outcome_has_its_name() -> None:
    metrics = Metrics()
    row = OutboxRow(1, 7, "send", "reply", None, b"", 0, MORNING)
    for outcome in (Sent(1, MORNING), Refused("x"), Blocked("x"), Moved(8)):
        metrics.sent(row, outcome, MORNING)
    found = figures(metrics.text(None, MORNING, ready=True).decode())
    assert {name.split()[1] for name in found if name.startswith("coach_sends")} == {
        *("sent", "refused", "blocked", "moved"),
    }
    assert set(OUTCOMES.values()) == LABELS["outcome"]


class TestReady:
    async def test_first_it_starts(self, watch: Watch) -> None:
        status, parts = await told(watch, "/healthz/ready")
        assert (status, parts) == (503, {"ready": False, "starting": "since 2026-11-28T11:20:00Z"})
        assert figures(await scraped(watch)) == {}
        assert (await told(watch, "/healthz/live")) == (200, {"live": True})

    async def test_then_it_is_ready_until_it_stops(self, tmp_path: Path, watch: Watch) -> None:
        async with watched_stage(tmp_path, watch):
            for path in ("/healthz", "/healthz/ready"):
                assert (await told(watch, path)) == (200, {"ready": True})
            watch.health.stop()
            status, parts = await told(watch, "/healthz")
            assert (status, set(parts)) == (503, {"ready", "stopping"})

    async def test_not_while_telegram_is_away(self, tmp_path: Path, watch: Watch) -> None:
        async with watched_stage(tmp_path, watch):
            watch.reached("ConnectError")
            watch.reached("TimedOut")
            status, parts = await told(watch, "/healthz")
            assert (status, parts["telegram"]) == (503, "TimedOut since 2026-11-28T11:20:00Z")
            assert "coach_ready" not in figures(await scraped(watch))
            assert (await told(watch, "/healthz/live"))[0] == 200
            watch.reached("")
            assert (await told(watch, "/healthz"))[0] == 200

    async def test_not_while_the_database_does_not_answer(self, tmp_path: Path, watch: Watch) -> None:
        async with watched_stage(tmp_path, watch) as s:
            async with s.coach.store.transaction():
                assert (await told(watch, "/healthz"))[0] == 200, "a turn that takes long is none of its business"
            (tmp_path / "coach.db").rename(tmp_path / "gone.db")
            assert (await told(watch, "/healthz")) == (503, {"ready": False, "database": "does not answer"})
            text = await scraped(watch)
            assert "coach_inbox_waiting" not in text, "nothing is said of what is not known"
            assert "coach_turns_total" in text
            (tmp_path / "gone.db").rename(tmp_path / "coach.db")
            assert (await told(watch, "/healthz"))[0] == 200

    async def test_not_while_the_database_keeps_it_waiting(self, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.web.watch._PATIENCE", 0.01)
        answers = threading.Event()

        def waits(now: datetime) -> Backlog:
            answers.wait(20)
            return Backlog(Waiting(), dict.fromkeys(TONES, Waiting()), Waiting())

        watch.at_work(waits, SystemClock())
        assert (await told(watch, "/healthz"))[0] == 503
        answers.set()


def test_a_worker_that_gives_no_sign_is_not_live() -> None:
    seconds = 0.0
    health = Health(lambda: MORNING, lambda: seconds)
    seconds = 10_000.0
    assert health.not_live() == {}, "an upgrade of the database may take long"
    health.beat("turns")
    health.beat("delivery")
    seconds += STANDS_STILL
    assert health.not_live() == {}
    health.beat("delivery")
    seconds += 1
    assert health.not_live() == {"turns": "no sign for 301 s"}
    health.beat("turns")
    assert health.not_live() == {}


async def test_only_what_is_told_can_be_asked_for(watch: Watch) -> None:
    async with visited(watch) as client:
        assert [(await client.get(path)).status_code for path in ("/", "/healthz/", "/docs")] == [404, 307, 404]
        assert (await client.post("/metrics", content="x")).status_code == 405
