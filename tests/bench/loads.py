"""The loads: 40 people through the same 26 lines in a closed loop, then 20 of them at 20 lines a second; the coach
beside its peers, by turns, each in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from tests.bench.figures import Figure, Report, percentile, table
from tests.bench.peer import Peer, running
from tests.bench.people import Talk
from tests.bench.run import Run

PEERS: Final = ("aiogram_echo", "ptb_echo", "ptb_conversation", "coach")
LOADED: Final = 40
PACED: Final = 20
PACE: Final = 20.0


_WHY_SLOWER: Final = (
    "An echo is one call, a turn is two and all that it remembers. Calls alone take about what aiogram's echo does; "
    "the rest is Python in one thread – statements, runtime, sealing, understanding, the engine: see the profile."
)
_WHY_LATER: Final = (
    "A reply waits for three commits, one after the other, and for the turns of whoever wrote in the same moment, each "
    "twice as long as an echo."
)


@dataclass(frozen=True, slots=True)
class Load:
    """What one load has shown: lines answered a second, milliseconds of CPU for each, and what replies took."""

    rate: float
    cpu: float
    p50: float
    p99: float
    lost: int
    """Lines without a reply."""
    surplus: int
    """Messages beyond those that somebody alone got."""


async def closed_loop(peer: Peer, people: int = LOADED) -> Load:
    """So many at once, each as fast as the bot is. All that the bot does for them counts, also after the last reply."""
    before = peer.cpu
    talk = await peer.people.closed_loop(people)
    return _load(talk, peer.cpu - before)


async def paced(peer: Peer, people: int = PACED, pace: float = PACE, seconds: float | None = None) -> Load:
    """So many lines a second."""
    before = peer.cpu
    talk = await peer.people.paced(people, pace, seconds)
    return _load(talk, peer.cpu - before)


def _load(talk: Talk, cpu: float) -> Load:
    lines, ms = len(talk.replies), [1000 * seconds for seconds in talk.replies]
    p50, p99 = median(ms), percentile(ms, 99)
    return Load(lines / talk.seconds, 1000 * cpu / lines, p50, p99, talk.unanswered, talk.surplus)


async def measure(run: Run) -> Report:
    """All peers, so many times, by turns, so that whatever else the machine does strikes all."""
    loops: dict[str, list[Load]] = {name: [] for name in PEERS}
    paces: dict[str, list[Load]] = {name: [] for name in PEERS}
    for _ in range(run.times):
        for name in PEERS:
            async with running(name) as peer:
                loops[name].append(await closed_loop(peer))
                await peer.idle()
                if name in ("ptb_echo", "coach"):
                    paces[name].append(await paced(peer))
    return _report(loops, paces)


def _report(loops: Mapping[str, Sequence[Load]], paces: Mapping[str, Sequence[Load]]) -> Report:
    rate = {name: [load.rate for load in of] for name, of in loops.items()}
    cpu = {name: [load.cpu for load in of] for name, of in loops.items()}
    p99 = {name: [load.p99 for load in of] for name, of in paces.items()}
    aiogram, echo, conversation, own = PEERS
    figures = [
        Figure(
            "turns/s against aiogram's bare echo",
            0.5,
            rate[own],
            rate[aiogram],
            "/s",
            at_least=True,
            note="aim 1",
            why=_WHY_SLOWER,
        ),
        Figure(
            "turns/s against PTB's pickled conversation",
            2,
            rate[own],
            rate[conversation],
            "/s",
            at_least=True,
            note="aim 4",
            why=_WHY_SLOWER,
        ),
        Figure("CPU per turn against PTB's bare echo", 1.0, cpu[own], cpu[echo], "ms", why=_WHY_SLOWER),
        Figure(f"reply p99 at {PACE:g}/s against PTB's bare echo", 1.5, p99[own], p99[echo], "ms", why=_WHY_LATER),
    ]
    return Report(figures, [_table(loops, paces)])


def _table(loops: Mapping[str, Sequence[Load]], paces: Mapping[str, Sequence[Load]]) -> str:
    """What each process did, as a table."""
    rows: list[Sequence[str]] = [
        (
            "",
            "lines/s",
            "CPU ms each",
            "cores",
            "p50 ms",
            "p99 ms",
            f"p50 at {PACE:g}/s",
            f"p99 at {PACE:g}/s",
            "no reply",
        )
    ]
    for name in PEERS:
        whole = [*loops[name], *paces[name]]
        columns = [[of.rate, of.cpu, of.rate * of.cpu / 1000, of.p50, of.p99] for of in loops[name]]
        cells = [f"{median(column):.2f}" for column in zip(*columns, strict=True)]
        cells += [f"{median(column):.2f}" for column in zip(*[[of.p50, of.p99] for of in paces[name]], strict=True)]
        cells += ["–"] * (7 - len(cells)) + [str(sum(of.lost for of in whole))]
        rows.append((name, *cells))
    surplus = sum(load.surplus for of in (*loops.values(), *paces.values()) for load in of)
    said = (
        f"{LOADED} people at once, then {PACED} at {PACE:g} lines a second; medians\n{table(rows)}\n"
        "Cores: how much of one each process had in the closed loop; much less than 1 is waiting, for the disk or for "
        "others on this machine."
    )
    if surplus:
        said += f"\n{surplus} messages came beyond those that somebody alone got: replies were counted too early."
    return said
