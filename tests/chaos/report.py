"""The table that `make chaos` prints."""

from __future__ import annotations

from collections.abc import Iterator

from tests.chaos.account import PROMISED_NONE, Account

ROWS = (
    "kills",
    "updates sent by people",
    "updates lost",
    "things typed that are looked for",
    "texts lost",
    "applied twice",
    "nudges due",
    "nudges missed",
    "nudges fired twice",
    "messages delivered",
    "messages lost",
    "delivered twice",
    "in flight at an end, or with an outcome that nobody knew",
    "of that: being sent when a process ended, or connections were cut",
    "of that: carried out, and its outcome unknown by a fault",
    "delivered twice beyond what was in flight",
    "people who waited in vain",
    "ends that were none of ours",
)
"""The counts, in this order."""


def table(account: Account) -> str:
    """All counts, a line each; a promise that was broken is marked."""
    return "\n".join(_lines(account))


def _lines(account: Account) -> Iterator[str]:
    for name in ROWS:
        count = account.counts[name]
        mark = "" if name not in PROMISED_NONE else "  ok" if not count else "  BROKEN"
        yield f"{name:<68}{count:>8}{mark}"
    for name, group in account.groups.items():
        if group:
            yield f"\n{name}"
            yield from (f"  {what:<66}{count:>8}" for what, count in sorted(group.items(), key=lambda each: -each[1]))
    yield ""
    yield from account.trouble
    yield "Every promise was kept." if not account.broken else f"Broken: {', '.join(account.broken)}."
