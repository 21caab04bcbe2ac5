"""Where the dialogs and the prompts are."""

from __future__ import annotations

from pathlib import Path

_BOT = Path(__file__).resolve().parent.parent


def dialogs_folder() -> Path:
    """The folder of `*.yaml` scripts: beside `bot` in a checkout, inside it in an installed wheel."""
    return _folder("dialogs")


def prompts_folder() -> Path:
    """The folder with one folder of `*.j2` files per language, found as `dialogs_folder` is."""
    return _folder("prompts")


def _folder(name: str) -> Path:
    # An installed `bot` may lie beside anything called "dialogs", so the copy inside it comes first.
    packed = _BOT / "_data" / name
    return packed if packed.is_dir() else _BOT.parent / name
