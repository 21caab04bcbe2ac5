"""Where the dialogs, the prompts and the words of each language are."""

from __future__ import annotations

from pathlib import Path

_BOT = Path(__file__).resolve().parent.parent


def dialogs_folder() -> Path:
    """The folder of `*.yaml` scripts: beside `bot` in a checkout, inside it in an installed wheel."""
    return _folder("dialogs")


def prompts_folder() -> Path:
    """The folder with one folder of `*.j2` files per language, found as `dialogs_folder` is."""
    return _folder("prompts")


def tongues_folder() -> Path:
    """The folder with one folder of words per language, which is part of the program."""
    return _BOT / "understand" / "tongues"


def cases_folder() -> Path | None:
    """The folder with one folder of danger's cases per language; None where the tests are not, as in a wheel."""
    folder = _BOT.parent / "tests" / "care"
    return folder if folder.is_dir() else None


def _folder(name: str) -> Path:
    # An installed `bot` may lie beside anything called "dialogs", so the copy inside it comes first.
    packed = _BOT / "_data" / name
    return packed if packed.is_dir() else _BOT.parent / name
