"""What cannot be opened costs its owner that and nothing more, and nobody else anything: through the whole coach."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.clock import MovableClock
from bot.playground.server import serve
from bot.playground.world import World
from tests.stage import MORNING, Stage, coach_in, stage
from tests.whole.aftermath import rows

CANARY = "kanarienvogel"
SAID = "I can't read some of what I'd kept for you any more"


def spoil(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "coach.db", isolation_level=None, timeout=10)) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement


def times_told(s: Stage, name: str) -> int:
    return len(lines(s, name))


def lines(s: Stage, name: str) -> set[tuple[str, int]]:
    return {(name, message.message_id) for message in s.phone(name).received if SAID in message.text}


async def at_home(s: Stage) -> int:
    """Two people who have nothing to do with each other; the id of one."""
    for name in (CANARY, "ben"):
        s.phone(name)
        await s.welcome(name)
        await s.send(name, "/checkin")
        for answer in ("too little", "/skip", "3", "4", CANARY, CANARY):
            await s.send(name, answer)
        await s.send(name, "/space")
        await s.press(name, "15 min")
    return s.phone(CANARY).user.id


HERS = "SELECT conversation FROM person WHERE id = {id}"
PLACES = {
    "a memory that is garbage": "UPDATE memory SET body = x'01' WHERE person = {id}",
    "a memory that is empty": "UPDATE memory SET body = x'' WHERE person = {id}",
    "a state that is garbage": "UPDATE conversation SET state = x'01' WHERE id = (" + HERS + ")",
    "a nudge that is garbage": "UPDATE nudge SET body = x'01' WHERE person = {id} AND state = 'waiting'",
    "an old update that is garbage": "UPDATE inbox SET body = x'01' WHERE person = {id}",
    "a broken key": "UPDATE data_key SET wrapped = x'01' WHERE owner = 'person:{id}'",
    "no key": "DELETE FROM data_key WHERE owner = 'person:{id}'",
    "a broken key of a state": "UPDATE data_key SET wrapped = x'01' WHERE owner = 'conversation:' || (" + HERS + ")",
    "no key of a state": "DELETE FROM data_key WHERE owner = 'conversation:' || (" + HERS + ")",
}


@pytest.mark.parametrize("statement", PLACES.values(), ids=PLACES)
async def test_after_a_start_one_hears_of_it_once_and_the_other_nothing(
    tmp_path: Path, statement: str, caplog: pytest.LogCaptureFixture
) -> None:
    world = World(MovableClock(MORNING, frozen=True))
    async with serve(world) as url:
        async with coach_in(world, url, tmp_path) as coach:
            s = Stage(world, coach)
            hers = await at_home(s)
        spoil(tmp_path, statement.format(id=hers))
        told: set[tuple[str, int]] = set()
        for _ in range(2):  # the second start meets nothing
            async with coach_in(world, url, tmp_path) as s.coach:
                await s.coach.keep_house()
                await s.move_clock(timedelta(minutes=20))
                assert "back" in s.screen("ben")
                for words in ("/hide", "/export", "/mine", "/menu"):
                    for name in (CANARY, "ben"):
                        await s.send(name, words)
                        told |= lines(s, name)
                        if "Shall I show it" in s.screen(name):
                            await s.press(name, "Yes, show it")
                            told |= lines(s, name)
                        if "delete it" in s.screen(name):
                            await s.press(name, "delete it")
                            told |= lines(s, name)
                assert "What would you like" in s.screen("ben")
                assert "What would you like" in s.screen(CANARY) or "18" in s.screen(CANARY)
    assert [name for name, _ in told] == [CANARY]
    said = [record for record in caplog.records if "cannot be opened" in record.getMessage()]
    assert len(said) == 1
    assert not any("turn failed" in message for message in caplog.messages)
    assert CANARY not in caplog.text
    assert str(hers) not in caplog.text


@pytest.mark.parametrize("body", ["NULL", "x'01'"])
async def test_words_that_cannot_be_opened_are_answered_with_that_at_once(tmp_path: Path, body: str) -> None:
    async with stage(tmp_path) as s:
        hers = await at_home(s)
        for name in s.phones:
            await s.phone(name).send("/menu")
        await s.coach.intake.receive()
        spoil(tmp_path, f"UPDATE inbox SET body = {body} WHERE state = 'new' AND person = {hers}")
        await s.settle()
        assert SAID in s.screen(CANARY)
        assert "What would you like" in s.screen("ben")
        await s.send(CANARY, "/menu")
        assert "What would you like" in s.screen(CANARY)
        assert times_told(s, CANARY) == 1


@pytest.mark.parametrize("body", ["NULL", "x'01'"])
async def test_a_message_that_cannot_be_opened_is_owned_up_to_with_the_next(tmp_path: Path, body: str) -> None:
    async with stage(tmp_path) as s:
        hers = await at_home(s)
        for name in s.phones:
            await s.phone(name).send("/menu")
        await s.coach.intake.receive()
        await s.coach.take_all()
        spoil(tmp_path, f"UPDATE outbox SET body = {body} WHERE state = 'pending' AND chat = {hers}")
        await s.settle()
        assert "What would you like" in s.screen("ben")
        assert "What would you like" not in s.screen(CANARY)
        await s.send(CANARY, "/menu")
        assert SAID in s.screen(CANARY)
        assert "What would you like" in s.screen(CANARY)


async def test_a_state_that_opens_and_makes_no_sense_is_set_aside_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        hers = await at_home(s)
        [(conversation,)] = rows(tmp_path / "coach.db", f"SELECT conversation FROM person WHERE id = {hers}")
        async with s.coach.store.transaction() as tx:
            await tx.save_conversation(str(conversation), [hers], b'{"people": 7}', MORNING)
        await s.send(CANARY, "/checkin")
        said = s.screen(CANARY)
        assert said.index(SAID) < said.index("18"), "then they begin anew"
        await s.send("ben", "/menu")
        assert "What would you like" in s.screen("ben")


async def test_two_whose_state_is_lost_both_hear_it_and_are_linked_no_more(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        for name in ("ana", "ben"):
            await s.welcome(name)
        await s.link("ana", "ben")
        before = len(s.phone("ben").received)
        spoil(tmp_path, "UPDATE conversation SET state = x'01'")
        await s.send("ana", "/checkin")
        assert SAID in s.screen("ana")
        assert "18" in s.screen("ana")
        assert len(s.phone("ben").received) == before, "nobody is pushed"
        await s.send("ben", "/menu")
        assert SAID in s.screen("ben")
        for name in ("ana", "ben"):
            await s.welcome(name)
            await s.send(name, "/unlink")
            assert "There's no link here" in s.screen(name)
            assert times_told(s, name) == 1


async def test_a_partner_asked_by_an_invitation_goes_on_when_its_inviter_is_lost(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        for name in ("ana", "ben"):
            await s.welcome(name)
        await s.send("ana", "/invite")
        link = next(word for word in s.screen("ana").split() if word.startswith("https://t.me/"))
        spoil(
            tmp_path,
            f"UPDATE conversation SET state = x'01' WHERE id = "
            f"(SELECT conversation FROM person WHERE id = {s.phone('ana').user.id})",
        )
        await s.send("ben", link)
        assert SAID not in s.screen("ben")
        assert "wrong" not in s.screen("ben")
        await s.send("ana", "/menu")
        assert SAID in s.screen("ana")


async def test_help_comes_without_that_line(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        hers = await at_home(s)
        spoil(tmp_path, f"UPDATE nudge SET body = x'01' WHERE person = {hers} AND state = 'waiting'")
        await s.move_clock(timedelta(minutes=20))
        await s.send(CANARY, "I want to kill myself")
        assert times_told(s, CANARY) == 0
        await s.send(CANARY, "/menu")
        assert times_told(s, CANARY) == 1


async def test_an_old_button_or_a_block_costs_whoever_lost_their_state_nothing_more(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        hers = await at_home(s)
        kept = rows(tmp_path / "coach.db", "SELECT id FROM memory WHERE person = ?", hers)
        spoil(tmp_path, f"UPDATE conversation SET state = x'01' WHERE id = ({HERS.format(id=hers)})")
        await s.phone(CANARY).press_data(1, "a:gone:yes")
        await s.phone(CANARY).block()
        await s.settle()
        assert rows(tmp_path / "coach.db", "SELECT id FROM memory WHERE person = ?", hers) == kept
