"""What words may mean beside an answer: a control word, small talk, a word to an offer, a dialog that would serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Control = Literal["skip", "back", "stop", "later", "menu", "help", "repeat", "dont_know", "explain"]
"""What people say to a question instead of answering it."""

Talk = Literal[
    "hello",
    "thanks",
    "bye",
    "fine",
    "how_are_you",
    "program",
    "human",
    "praise",
    "scorn",
    "sorry",
    "laugh",
    "home_again",
    "longer",
    "finish",
]
"""What people say to somebody rather than to a form: a greeting, thanks, a farewell, "ok", "how are you", "are you a
robot", "can I talk to a human", praise, scorn, an excuse, laughter; that they are back, that they need longer; that
they want to end something, and do not say what."""

Reply = Literal["yes", "no"]
"""An answer to an offer; "later" is a no."""

Sending = Literal["send", "affirm", "keep", "all"]
"""What is said under a preview: to send it, only "yes" or "ok", to keep it; and to pick all there is to pick."""

CONTROLS: tuple[Control, ...] = get_args(Control)
TALKS: tuple[Talk, ...] = get_args(Talk)

TO_SOMEBODY: frozenset[Talk] = frozenset({"hello", "how_are_you", "program", "human"})
"""Small talk that is nobody's answer to a question for words."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A practice that a text may be after, with how sure that is (0 to 1), and the dialog that is offered for it: None
    where nothing serves yet."""

    dialog: str
    score: float
    opens: str | None


@dataclass(frozen=True, slots=True)
class Called:
    """A command that a text names. `near`: it is only the nearest to what was typed."""

    command: str
    near: bool = False
