"""What people send besides text: plausible objects, without any file behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.playground.state import Shape


def _file(number: int, size: int) -> Shape:
    return {"file_id": f"playground-file-{number}", "file_unique_id": f"unique-{number}", "file_size": size}


def _photo(number: int) -> Shape:
    sizes = [(90, 60, 1_200), (800, 533, 64_000)]
    return {"photo": [{**_file(number * 10 + i, s), "width": w, "height": h} for i, (w, h, s) in enumerate(sizes)]}


def _voice(number: int) -> Shape:
    return {"voice": {**_file(number, 9_000), "duration": 4, "mime_type": "audio/ogg"}}


def _video_note(number: int) -> Shape:
    return {"video_note": {**_file(number, 300_000), "length": 240, "duration": 6}}


def _sticker(number: int) -> Shape:
    flags: Shape = {"is_animated": False, "is_video": False, "type": "regular"}
    return {
        "sticker": {**_file(number, 20_000), "width": 512, "height": 512, "emoji": "🌻", "set_name": "garden", **flags}
    }


def _document(number: int) -> Shape:
    return {"document": {**_file(number, 5_000), "file_name": "notes.txt", "mime_type": "text/plain"}}


def _location(_: int) -> Shape:
    return {"location": {"latitude": 38.7223, "longitude": -9.1393}}


def _contact(_: int) -> Shape:
    return {"contact": {"phone_number": "+351210000000", "first_name": "Rita"}}


def _poll(number: int) -> Shape:
    words = ["Sea", "Hills"]
    options: list[Shape] = [{"persistent_id": str(i), "text": w, "voter_count": 0} for i, w in enumerate(words)]
    poll: Shape = {
        "id": str(900_000 + number),
        "question": "Sea or hills?",
        "options": options,
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }
    return {"poll": poll}


def _dice(_: int) -> Shape:
    return {"dice": {"emoji": "🎲", "value": 4}}


MEDIA: Mapping[str, Callable[[int], Shape]] = MappingProxyType(
    {
        "photo": _photo,
        "voice": _voice,
        "video_note": _video_note,
        "sticker": _sticker,
        "document": _document,
        "location": _location,
        "contact": _contact,
        "poll": _poll,
        "dice": _dice,
    }
)
"""Each kind's field of a message, made from the number of a file."""
