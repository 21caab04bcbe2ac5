"""Words of danger: who does what to whom, noticed in any text before anything else is done with it.

Pure: text in, `Danger` or None out. The languages stand in `bot/understand/tongues/<tag>/danger.yaml`: lists of words,
frames made of them, and guards for what only sounds like it. Every language is looked for in every text.
"""

from bot.model.danger import Danger
from bot.understand.danger.reading import read_danger

__all__ = ["notice", "read_danger"]


def notice(text: str, forwarded: bool) -> Danger | None:
    """`read_danger`, as the engine asks for it."""
    return read_danger(text, forwarded=forwarded) if text else None
