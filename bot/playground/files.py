"""The files that people and the bot sent, kept beside the world's own file; the oldest go when they become too many."""

from __future__ import annotations

import mimetypes
import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.playground.picture import Picture, picture_of
from bot.playground.refusal import Refusal, bad_request
from bot.playground.state import File, FileKind, Shape, State

PHOTO_BYTES = 10 << 20
"""The largest photo."""

UPLOAD_BYTES = 50 << 20
"""The largest file that a bot can send."""

DOWNLOAD_BYTES = 20 << 20
"""The largest file that a bot can fetch."""

KEPT_BYTES = 50 << 20
"""How much the playground keeps in all."""

PHOTO_BOXES = {"s": 90, "m": 320, "x": 800, "y": 1280, "w": 2560}
"""The squares, in pixels, into which Telegram fits a photo, each with the letter of that size."""

_WIDTH_AND_HEIGHT = 10_000
_LONGEST_RATIO = 20
_ID = re.compile(r"playground-(?:photo|document)-(\d+)(?:-[a-z])?")
_TYPES = mimetypes.MimeTypes()
_ANYTHING = "application/octet-stream"


@dataclass(frozen=True)
class Upload:
    """A file on its way in: what its sender calls it, what its sender says it is, and its bytes."""

    name: str
    mime: str
    data: bytes


class Files:
    """Keeps each file under a number of its own: in ``folder``, or in memory without one."""

    def __init__(self, state: State, folder: Path | None = None) -> None:
        """Go on with the files of ``state`` whose bytes are still there; others in ``folder`` are removed."""
        self._state = state
        self._folder = folder
        self._held: dict[int, bytes] = {}
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for path in folder.iterdir():
                if path.name not in {str(number) for number in state.files}:
                    path.unlink()
        state.files = {number: file for number, file in state.files.items() if self._has(number)}

    def check(self, kind: FileKind, upload: Upload) -> None:
        """Refuse, in Telegram's words, what cannot be sent as this kind."""
        size = len(upload.data)
        if size == 0:
            raise bad_request("file must be non-empty")
        if size > UPLOAD_BYTES:
            raise Refusal(413, "Request Entity Too Large")
        if kind == "photo":
            _check_photo(size, picture_of(upload.data))

    def add(self, kind: FileKind, upload: Upload) -> File:
        """Keep a checked file under the next number, and let the oldest go beyond ``KEPT_BYTES``."""
        self._state.last_file += 1
        picture = picture_of(upload.data) if kind == "photo" else None
        file = File(
            number=self._state.last_file,
            kind=kind,
            name=_plain_name(upload.name),
            mime=picture.mime if picture else _mime(upload),
            size=len(upload.data),
            width=picture.width if picture else 0,
            height=picture.height if picture else 0,
        )
        self._write(file, upload.data)
        self._state.files[file.number] = file
        self._let_go()
        return file

    def data(self, file: File) -> bytes | None:
        """Return a file's bytes, None when they are gone."""
        if not self._has(file.number):
            return None
        return self._held[file.number] if self._folder is None else (self._folder / str(file.number)).read_bytes()

    def find(self, file_id: str) -> File | None:
        """Return the file with this ``file_id`` (of a photo: any of its sizes), None when there is none."""
        match = _ID.fullmatch(file_id)
        file = self._state.files.get(int(match[1])) if match else None
        return file if file is not None and file_id in _ids(file) else None

    def at(self, path: str) -> File | None:
        """Return the file with this ``file_path``, None when there is none."""
        return next((file for file in self._state.files.values() if path_of(file) == path), None)

    def _has(self, number: int) -> bool:
        return number in self._held if self._folder is None else (self._folder / str(number)).is_file()

    def _write(self, file: File, data: bytes) -> None:
        if self._folder is None:
            self._held[file.number] = data
            return
        path = self._folder / str(file.number)
        with path.open("wb") as opened:
            os.chmod(path, 0o600)
            opened.write(data)

    def _let_go(self) -> None:
        total = sum(file.size for file in self._state.files.values())
        for number in sorted(self._state.files)[:-1]:
            if total <= KEPT_BYTES:
                return
            total -= self._state.files.pop(number).size
            self._held.pop(number, None)
            if self._folder is not None:
                (self._folder / str(number)).unlink(missing_ok=True)


def path_of(file: File) -> str:
    """Return the ``file_path`` under which a bot fetches the file."""
    suffix = Picture(file.mime, 0, 0).suffix if file.kind == "photo" else PurePosixPath(file.name).suffix
    return f"{file.kind}s/file_{file.number}{suffix}"


def media_of(file: File) -> Shape:
    """Return the file as the field of a ``Message``: ``photo`` with its sizes, or ``document``.

    All sizes of a photo are the one picture that was sent: the playground does not draw smaller ones.
    """
    if file.kind == "document":
        described = {"file_name": file.name, "mime_type": file.mime}
        return {"document": {key: value for key, value in described.items() if value} | file_shape(file)}
    full = file.width * file.height
    sizes = [
        file_shape(file, letter)
        | {"file_size": max(1, file.size * width * height // full), "width": width, "height": height}
        for letter, width, height in _sizes(file)
    ]
    return {"photo": sizes}


def file_shape(file: File, letter: str = "") -> Shape:
    """Return what every object with a file behind it carries; ``letter`` names the size of a photo."""
    end = f"-{letter}" if letter else ""
    name = f"{file.kind}-{file.number}{end}"
    return {"file_id": f"playground-{name}", "file_unique_id": f"unique-{name}", "file_size": file.size}


def _sizes(file: File) -> list[tuple[str, int, int]]:
    longest = max(file.width, file.height)
    sizes = []
    for letter, box in PHOTO_BOXES.items():
        part = min(1.0, box / longest)
        sizes.append((letter, max(1, round(file.width * part)), max(1, round(file.height * part))))
        if part == 1.0:
            break
    return sizes


def _ids(file: File) -> set[object]:
    if file.kind == "photo":
        return {file_shape(file, letter)["file_id"] for letter, _, _ in _sizes(file)}
    return {file_shape(file)["file_id"]}


def _check_photo(size: int, picture: Picture | None) -> None:
    if size > PHOTO_BYTES:
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes")
    if picture is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    short, long = sorted((picture.width, picture.height))
    if short + long > _WIDTH_AND_HEIGHT or long > short * _LONGEST_RATIO:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _plain_name(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()


def _mime(upload: Upload) -> str:
    told = upload.mime.partition(";")[0].strip().lower()
    return told if told not in ("", _ANYTHING) else _TYPES.guess_type(upload.name)[0] or _ANYTHING
