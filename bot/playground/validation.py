"""Requests to the bot's methods, checked against the official list of methods and types in ``api.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from bot.playground.files import Upload
from bot.playground.refusal import Refusal, bad_request
from bot.playground.state import Shape
from bot.playground.text import units

_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
    "user_id": "invalid user_id specified",
    "results": "expected an Array of inline query results",
}
_TOO_LONG = {
    ("InlineKeyboardButton", "callback_data"): "BUTTON_DATA_INVALID",
    ("CopyTextButton", "text"): "BUTTON_COPY_TEXT_INVALID",
    ("BotCommand", "command"): "command length must not exceed 32",
    ("BotCommand", "description"): "command description length must not exceed 256",
    ("answerCallbackQuery", "text"): "MESSAGE_TOO_LONG",
    ("InlineQueryResultArticle", "id"): "RESULT_ID_INVALID",
    ("InlineQueryResultCachedPhoto", "id"): "RESULT_ID_INVALID",
    ("InlineQueryResultsButton", "start_parameter"): "START_PARAM_INVALID",
}
_UNREADABLE = {
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "media": "can't parse input media JSON object",
}
_CALLED = {
    "InlineKeyboardButton": "inline keyboard button",
    "KeyboardButton": "keyboard button",
    "ReplyParameters": "reply parameters",
    "InputMediaPhoto": "InputMedia",
    "InputMediaDocument": "InputMedia",
    "LinkPreviewOptions": "link preview options",
    "InlineQueryResult": "inline query result",
    "InlineQueryResultArticle": "inline query result",
    "InlineQueryResultCachedPhoto": "inline query result",
    "InlineQueryResultsButton": "inline query results button",
}
_PRIMITIVE: Mapping[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "InputFile": (str,),
    "Boolean": (bool,),
    "True": (bool,),
}


class Field(BaseModel, extra="forbid"):
    """One parameter or field: its types, and its length in ``unit`` (``bytes``, or ``utf16`` units).

    ``parsed``: the length counts after the formatting is taken out; ``unsupported``: the playground refuses it.
    """

    types: list[str]
    required: bool = False
    unsupported: bool = False
    min: int = 0
    max: int | None = None
    unit: str = "utf16"
    parsed: bool = False
    const: str | None = None


class _Kind(BaseModel, extra="forbid"):
    fields: dict[str, Field] = {}
    one_of: list[str] = []


class _Api(BaseModel):
    version: str
    methods: dict[str, dict[str, Field]]
    types: dict[str, _Kind]


@dataclass(frozen=True)
class Params:
    """The parameters of one call, decoded and checked, and the files that came with it by their field's name."""

    values: Shape
    uploads: Mapping[str, Upload]

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str) -> object:
        """Return a parameter as it was given, None when it was not."""
        return self.values.get(name)

    def text(self, name: str) -> str:
        """Return a string parameter, "" when it was not given."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str, default: int = 0) -> int:
        """Return an integer parameter."""
        value = self.values.get(name)
        return value if isinstance(value, int) else default

    def flag(self, name: str) -> bool:
        """Return a boolean parameter, False when it was not given."""
        return self.values.get(name) is True

    def shape(self, name: str) -> Shape | None:
        """Return an object parameter, None when it was not given."""
        value = self.values.get(name)
        return value if isinstance(value, dict) else None

    def items(self, name: str) -> list[object]:
        """Return a list parameter, empty when it was not given."""
        value = self.values.get(name)
        return value if isinstance(value, list) else []


@cache
def _api() -> _Api:
    return _Api.model_validate_json(Path(__file__).with_name("api.json").read_bytes())


def method_name(name: str) -> str:
    """Return the method's official name, whatever its capitals; raises the 404 refusal when it is unknown."""
    found = next((m for m in _api().methods if m.lower() == name.lower()), None)
    if found is None:
        raise Refusal(404, "Not Found")
    return found


def supported_methods() -> list[str]:
    """Return the names of all methods that the playground carries out."""
    return list(_api().methods)


def limit(method: str, name: str) -> int:
    """Return the longest value of a method's parameter, in its unit."""
    return _api().methods[method][name].max or 0


def checked(method: str, raw: Mapping[str, object], uploads: Mapping[str, Upload]) -> Params:
    """Decode and check the parameters of a call to ``method`` (its official name); raises a 400 refusal.

    A file sent in a parameter's own field stands in the values as ``attach://`` with that name.
    """
    fields = _api().methods[method]
    attached = {name: f"attach://{name}" for name in uploads if name in fields}
    given = attached | {name: value for name, value in raw.items() if value is not None and value != ""}
    values = {name: _decoded(name, fields[name], value) for name, value in given.items() if name in fields}
    _check_fields(method, fields, {**given, **values})
    if values.get("parse_mode") and (values.get("entities") or values.get("caption_entities")):
        raise bad_request("parse_mode and entities are given together")
    return Params(values, uploads)


def _decoded(name: str, field: Field, value: object) -> object:
    """Read a form's string as the type that the method wants; leave everything else to the check."""
    if not isinstance(value, str):
        return value
    if "Integer" in field.types and re.fullmatch(r"-?\d{1,18}", value):
        return int(value)
    if "String" in field.types or "InputFile" in field.types:
        return value
    if field.types == ["Boolean"]:
        return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(value.lower(), value)
    if field.types == ["Integer"]:
        return value
    try:
        decoded: object = json.loads(value)
    except ValueError:
        raise bad_request(_UNREADABLE.get(name, f"can't parse {name} JSON object")) from None
    return decoded


def _check_fields(owner: str, fields: Mapping[str, Field], given: Mapping[str, object]) -> None:
    for name, field in fields.items():
        if field.required and given.get(name) is None:
            reason = _MISSING.get(name, f'parameter "{name}" is required')
            raise _fault(owner, reason if owner in _api().methods else f'Can\'t find field "{name}"')
    for name, value in given.items():
        if name not in fields:
            raise _fault(owner, f'parameter "{name}" is unknown')
        if value is None:
            continue
        if fields[name].unsupported:
            raise _fault(owner, f'parameter "{name}" is not supported by the playground')
        _check_value(owner, name, fields[name], value)


def _check_value(owner: str, name: str, field: Field, value: object) -> None:
    refusals = []
    for wanted in field.types:
        try:
            _check_type(owner, name, wanted, value)
            break
        except Refusal as refusal:
            refusals.append(refusal)
    else:
        raise _likeliest(refusals, field.types, value)
    if isinstance(value, str):
        _check_length(owner, name, field, value)
        if field.const is not None and value != field.const:
            raise _fault(owner, f'Field "{name}" must be {field.const}')


def _check_type(owner: str, name: str, wanted: str, value: object) -> None:
    if wanted.startswith("Array of "):
        if not isinstance(value, list):
            raise _fault(owner, f'Field "{name}" must be of type Array')
        for item in value:
            _check_type(owner, name, wanted.removeprefix("Array of "), item)
    elif wanted in _PRIMITIVE:
        is_flag = isinstance(value, bool)
        if not isinstance(value, _PRIMITIVE[wanted]) or is_flag != (wanted in ("Boolean", "True")):
            raise _fault(owner, f'Field "{name}" must be of type {wanted}')
        if wanted == "True" and value is not True:
            raise _fault(owner, f'Field "{name}" must be True')
    elif not isinstance(value, dict):
        raise _fault(owner, f"{_CALLED.get(wanted, wanted)} must be an Object")
    else:
        _check_object(wanted, value)


def _check_object(wanted: str, value: Shape) -> None:
    kind = _api().types[wanted]
    if not kind.one_of:
        _check_fields(wanted, kind.fields, value)
        return
    for option in kind.one_of:
        if _api().types[option].fields["type"].const == value.get("type"):
            _check_fields(option, _api().types[option].fields, value)
            return
    raise bad_request(f"can't parse {wanted}: unsupported type specified")


def _check_length(owner: str, name: str, field: Field, value: str) -> None:
    if field.max is None or field.parsed:
        return
    length = len(value.encode()) if field.unit == "bytes" else units(value)
    if length > field.max:
        raise bad_request(_TOO_LONG.get((owner, name), f"{name} is too long"))
    if length < field.min:
        raise bad_request(_TOO_LONG.get((owner, name), f"{name} must be non-empty"))


def _likeliest(refusals: list[Refusal], types: list[str], value: object) -> Refusal:
    """Of several types that a value might have had, complain about the one whose required field it has."""
    if isinstance(value, dict):
        for refusal, wanted in zip(refusals, types, strict=True):
            kind = _api().types.get(wanted)
            needed = [name for name, field in kind.fields.items() if field.required] if kind else []
            if any(name in value for name in needed):
                return refusal
    return refusals[0]


def _fault(owner: str, reason: str) -> Refusal:
    if owner in _api().methods:
        return bad_request(reason)
    return bad_request(f"can't parse {_CALLED.get(owner, owner)}: {reason}")
