"""Files and folders that nobody but their owner may read."""

from __future__ import annotations

import errno
import logging
import os
import stat
from pathlib import Path
from typing import Final

_log = logging.getLogger(__name__)

_OTHERS: Final = 0o077

_HANDED_IN: Final = (Path("/run/secrets"), Path("/run/credentials"))
"""Where containers and services get secrets: readable by all inside, and not for the coach to change."""


def open_to_others(path: Path) -> bool:
    """Whether anybody but the owner may read or change a file or folder. One that is not there is open to nobody.

    A secret that was handed into a container or a service counts as closed.
    """
    real = Path(os.path.realpath(path))
    if any(real.is_relative_to(folder) for folder in _HANDED_IN):
        return False
    try:
        return bool(real.stat().st_mode & _OTHERS)
    except FileNotFoundError:
        return False


def make_sure_of_file(path: Path) -> None:
    """Raise `OSError` for what is no ordinary file, or is not there.

    A folder or a device named by mistake is not for the coach to take from others; a pipe would keep it waiting.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "Not an ordinary file", str(path))


def keep_private(*paths: Path) -> None:
    """Take from all but the owner what they may do with files and folders, and say in one line which it was.

    Raises `OSError`, with the file's name in it, where that is not for this account to change.
    """
    mended = [path for path in paths if open_to_others(path)]
    for path in mended:
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
        if open_to_others(path):  # some file systems only pretend
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))
    if mended:
        names = ", ".join(map(str, mended))
        _log.warning("Others on this machine could read or change what only the owner can from now on: %s.", names)
