"""Where the words of a prompt stand: in its own file, or where others stand in for them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.engine.script import Library
from bot.engine.step import Question
from bot.engine.steps.offer import OfferStep
from bot.model.events import Prompt
from bot.model.values import Option
from bot.script.templates import COMMON, Blocks

MEANT = "meant_"
"""What the name of a block begins with that says a question in other words, with an example."""

OFFER = "offer_"
"""What the name of a block begins with that offers the dialog it names; it stands in that dialog's file."""

OFFERED = "offer_dialog"
"""The block of `common` that offers whatever has no line of its own."""


def where_told(library: Library, blocks: Blocks, prompt: Prompt, values: Mapping[str, object]) -> tuple[str, str]:
    """The file and the block that a prompt is told with."""
    return _offering(blocks, prompt, values) or _in_other_words(library, blocks, prompt)


def _offering(blocks: Blocks, prompt: Prompt, values: Mapping[str, object]) -> tuple[str, str] | None:
    """A dialog is offered by the line in its own file, or by the one that does for all."""
    about = values.get("about_dialog")
    if not isinstance(about, Option) or prompt.name not in (OFFERED, own := f"{OFFER}{about.id}"):
        return None
    return (about.id, own) if blocks.home(about.id, own) is not None else (COMMON, OFFERED)


def _in_other_words(library: Library, blocks: Blocks, prompt: Prompt) -> tuple[str, str]:
    """A question that nobody has put into other words is explained by its kind."""
    asked = prompt.name.removeprefix(MEANT)
    if asked == prompt.name or blocks.home(prompt.dialog, prompt.name) is not None:
        return prompt.dialog, prompt.name
    dialog = library.dialogs.get(prompt.dialog)
    step = dialog.steps.get(asked) if dialog is not None else None
    kind = "offer" if isinstance(step, OfferStep) else step.kind if isinstance(step, Question) else "text"
    return COMMON, f"{MEANT}{kind}"
