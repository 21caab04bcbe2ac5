"""`python -m tests.bench [PART …] [--runs N] [--json FILE]`: measure, print the table, write the JSON."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from tests.bench import loads, start, storm, turn, wake
from tests.bench.figures import Report, show, write
from tests.bench.run import Run

PARTS: Final[Mapping[str, Callable[[Run], Awaitable[Report]]]] = {
    "loads": loads.measure,
    "storm": storm.measure,
    "wake": wake.measure,
    "start": start.measure,
    "turn": turn.measure,
}


_QUIET: Final = 0.7
"""A machine that has had less than this to do is measured on as it is."""


async def measure(parts: Sequence[str], times: int) -> Report:
    """All these parts, one after the other."""
    report = Report(more={"load before": os.getloadavg()[0]})
    if os.getloadavg()[0] > _QUIET:
        report.lines.append(
            f"Others are at work on this machine (load {os.getloadavg()[0]:.1f}): take all this as rough."
        )
    with tempfile.TemporaryDirectory() as folder:
        run = Run(times, Path(folder))
        for part in parts:
            begin = time.perf_counter()
            report.add(await PARTS[part](run))
            print(f"{part}: {time.perf_counter() - begin:.0f} s", flush=True)
    if not all(figure.reached for figure in report.figures):
        where = "above" if "turn" in parts else "python -m tests.bench turn"
        report.lines.append(f"Of a bar that is not reached, the profile of a turn says where the time goes: {where}.")
    return report


def main() -> None:
    """Read the command line, measure, print."""
    parser = ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("part", nargs="*", help=f"of {', '.join(PARTS)}; all without one")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured; the table has medians")
    parser.add_argument("--json", type=Path, help="where to write all figures")
    given = parser.parse_args()
    for part in given.part:
        if part not in PARTS:
            parser.error(f"there is no part {part}: {', '.join(PARTS)}")
    report = asyncio.run(measure(given.part or list(PARTS), given.runs))
    print("\n" + show(report))
    if given.json is not None:
        write(report, given.json)


if __name__ == "__main__":
    main()
