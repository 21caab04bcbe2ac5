"""The disk that a database lies on: full, read-only, refusing writes, or gone.

As root it is a small one of its own (tmpfs), which can really be full and really be read-only. Elsewhere a full one is
one on which no file may grow (RLIMIT_FSIZE), and a read-only one has rights taken away. A mount cannot be made
read-only under a process that writes to it: for a running coach, `refusing` stands in for that: every write fails.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

SIZE = 96
"""Megabytes of the disk of its own."""

_NAMES = ("coach.db", "coach.db-wal", "coach.db-shm")


class Disk:
    """A folder for a database, in which it can be taken away from its coach."""

    def __init__(self, folder: Path) -> None:
        self._mount = folder / "disk"
        self._mount.mkdir()
        options = f"size={SIZE}m,mode=700"
        self.own = os.geteuid() == 0 and _done("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self._mount))
        # One folder down: while the disk is not there, nor is the folder, and no coach begins anew on what is beneath.
        self.folder = self._mount / "data"
        self.folder.mkdir(mode=0o700)
        self.database = self.folder / "coach.db"
        self._balloon, self._away = self._mount / "balloon", self._mount / "away"

    @property
    def how(self) -> str:
        """What stands in for a disk here."""
        return f"tmpfs of {SIZE} MB" if self.own else "a folder (not root: RLIMIT_FSIZE, chmod)"

    def longest(self) -> int:
        """The length of the longest of the database's files."""
        return max((file.stat().st_size for file in self.folder.iterdir() if file.is_file()), default=0)

    def fill(self) -> None:
        """Leave no byte free."""
        with self._balloon.open("wb", buffering=0) as file, suppress(OSError):
            for size in (1 << 20, 1 << 12, 1):
                with suppress(OSError):
                    while file.write(b"\0" * size):
                        pass

    def empty(self) -> None:
        """Leave room again."""
        self._balloon.unlink(missing_ok=True)

    def read_only(self, on: bool) -> None:
        """Let nothing be written. No process may have a file open there."""
        if self.own:
            subprocess.run(["mount", "-o", f"remount,{'ro' if on else 'rw'}", str(self._mount)], check=True)
            return
        for file in self.folder.iterdir():
            file.chmod(0o400 if on else 0o600)
        self.folder.chmod(0o500 if on else 0o700)

    def move_folder(self, away: bool) -> None:
        """Take the folder away with all that is in it, as a disk does that is not mounted; or bring it back."""
        one, other = (self.folder, self._away) if away else (self._away, self.folder)
        one.rename(other)

    def move_files(self, away: bool) -> None:
        """Take the database's own files away, but not its lock; or bring them back, in whatever's place."""
        self._away.mkdir(exist_ok=True)
        one, other = (self.folder, self._away) if away else (self._away, self.folder)
        if not away:
            for name in _NAMES:
                (other / name).unlink(missing_ok=True)
        for name in _NAMES:
            with suppress(FileNotFoundError):
                (one / name).rename(other / name)
        if not away:
            self._away.rmdir()

    def close(self) -> None:
        """Take the disk of its own away."""
        if self.own:
            subprocess.run(["umount", "-l", str(self._mount)], check=True)


def _done(*command: str) -> bool:
    with suppress(OSError):
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    return False
