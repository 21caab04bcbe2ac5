"""Labels and short names: in which file each stands, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.engine.script import Library
from bot.engine.steps.remember import RememberStep
from bot.script.helplines import countries, country_name
from bot.script.templates import DECK, Blocks


class Labels:
    """What stands on buttons, in every language. `blocks` are the prompts of each, by its code."""

    def __init__(self, library: Library, blocks: Mapping[str, Blocks]) -> None:
        self._library = library
        self._blocks = blocks

    def label(self, dialog: str, name: str, language: str, values: Mapping[str, object]) -> str:
        """The label of an option, a button, a command or a dialog. Raises ScriptError when it has none."""
        if name.startswith("#"):
            return name[1:]
        blocks = self._blocks[language]
        block = f"label_{name}"
        home = dialog
        if blocks.home(dialog, block) is None:
            if name in countries():
                return country_name(name, language)
            if blocks.home(DECK, name) == DECK:
                return blocks.render(DECK, name, {}, html=False)
            home = self.home_of(dialog, block, language, values) or dialog
            if "kind" in values and blocks.home(home, block) is None:
                return name.replace("_", " ")  # remembered long ago, and no option of any dialog any more
        return blocks.render(home, block, values, html=False)

    def shorts(self, dialog: str, language: str, values: Mapping[str, object]) -> Callable[[str], str]:
        """What finds the short name of a question of a dialog."""
        blocks = self._blocks[language]

        def short(ask: str) -> str:
            home = self.home_of(dialog, f"short_{ask}", language, values)
            if home is None and "kind" in values:
                return ""  # remembered long ago, and no question of any dialog any more
            return blocks.render(home or dialog, f"short_{ask}", {}, html=False)

        return short

    def home_of(self, dialog: str, block: str, language: str, values: Mapping[str, object]) -> str | None:
        """The dialog whose file has a block: the prompt's own; that whose name or command it is; or, where it speaks
        of an item in memory by its `kind`, any, best one that makes or changes this kind."""
        blocks, kind = self._blocks[language], values.get("kind")
        homes = [dialog]
        _, is_kind, name = block.partition("_kind_")
        if is_kind and name in self._library.homes:
            homes.append(self._library.homes[name])
        named = block.removeprefix("label_")
        # A dialog's own name, or its command's, may stand in its own file.
        homes += [other.name for other in self._library.dialogs.values() if named in (other.name, other.command)]
        if kind is not None:
            homes += sorted(self._library.dialogs, key=lambda name: not makes(self._library, name, kind))
        return next((home for home in homes if blocks.home(home, block) is not None), None)


def makes(library: Library, name: str, kind: object) -> bool:
    """Whether a dialog makes items of a kind, or is about one."""
    dialog = library.dialogs[name]
    if kind is not None and kind in (dialog.item, *dialog.kinds):
        return True
    return any(isinstance(step, RememberStep) and step.item == kind for step in dialog.steps.values())
