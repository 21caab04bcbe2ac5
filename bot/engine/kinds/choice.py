"""`choice`: one of several options."""

from __future__ import annotations

from bot.engine.kinds.kind import Kind


class Choice(Kind):
    """One of its options, which are all there is to it."""

    said = "taps one, or types it"
    keys = frozenset({"options"})
    needs_options = True
    one_option = True
