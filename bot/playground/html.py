"""Telegram's HTML, read byte by byte as Telegram reads it, with Telegram's own complaints."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.playground.entities import in_order
from bot.playground.links import checked_link, mentioned_user
from bot.playground.refusal import Refusal, bad_request
from bot.playground.text import Entity, units

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_SPACE = b" \t\r\n\0\v"
_REFERENCE = re.compile(rb"&(?:#x([0-9A-Fa-f]*)|#([0-9]*)|([A-Za-z]+))")
_NAME_TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
_DATE_FORMAT = re.compile(r"[rR]|[tTdDwW]*")


@dataclass(frozen=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    start: int


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """Return the plain text and its entities, as yet neither trimmed nor merged.

    Raises a Refusal ``Bad Request: can't parse entities: …`` in Telegram's words; offsets in it count bytes of UTF-8.
    """
    return _Parser(text).parsed()


class _Parser:
    """One reading of one text."""

    def __init__(self, text: str) -> None:
        self._source = text.encode()
        self._at = 0
        self._plain: list[str] = []
        self._offset = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parsed(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._source):
            if self._source[self._at] != ord("<"):
                self._add(self._plain_run())
            elif self._byte(1) == b"/":
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            raise _complaint(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        for entity in self._entities:
            entity.language = None if entity.type == "code" else entity.language
        return self._whole_text(), in_order(self._entities)

    def _whole_text(self) -> str:
        # Two numeric references may name the halves of one character: joined through UTF-16, or refused.
        try:
            return "".join(self._plain).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError:
            raise _complaint(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            ) from None

    def _add(self, text: str) -> None:
        self._plain.append(text)
        self._offset += units(text)

    def _byte(self, ahead: int = 0) -> bytes:
        return self._source[self._at + ahead : self._at + ahead + 1]

    def _plain_run(self) -> str:
        if self._byte() == b"&":
            return self._reference() or self._take(1)
        end = next((i for i in range(self._at, len(self._source)) if self._source[i] in b"<&"), len(self._source))
        return self._take(end - self._at)

    def _take(self, count: int) -> str:
        taken = self._source[self._at : self._at + count]
        self._at += count
        return taken.decode()

    def _reference(self) -> str:
        """Read one character reference, or nothing (and stay) where Telegram knows none."""
        match = _REFERENCE.match(self._source, self._at)
        if match is None:
            return ""
        hexadecimal, decimal, name = match.groups()
        if name is not None:
            character = _NAMED.get(name, "")
        else:
            code = int(hexadecimal or b"0", 16) if hexadecimal is not None else int(decimal or b"0")
            character = chr(code) if 0 < code < 0x10FFFF and match.end() - match.start() < 10 else ""
        if character:
            self._at = match.end() + (self._source[match.end() : match.end() + 1] == b";")
        return character

    def _until(self, stops: bytes) -> bytes:
        start = self._at
        while self._at < len(self._source) and self._source[self._at] not in stops:
            self._at += 1
        return self._source[start : self._at]

    def _skip_space(self) -> None:
        while self._at < len(self._source) and self._source[self._at] in _SPACE:
            self._at += 1

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        tag = self._until(_SPACE + b">").decode(errors="replace").lower()
        if not self._byte():
            raise _complaint(f"Unclosed start tag at byte offset {begin}")
        if tag not in _KINDS:
            raise _complaint(f'Unsupported start tag "{tag}" at byte offset {begin}')
        attributes: dict[str, str] = {}
        while True:
            self._skip_space()
            if self._byte() == b">":
                break
            name, value = self._attribute(tag, begin)
            attributes[name] = value
        self._at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _complaint(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._open.append(_Open(tag, attributes, self._offset, len(self._plain)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._until(_SPACE + b"=>/\"'").decode(errors="replace")
        if not name:
            raise _complaint(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_space()
        if self._byte() not in (b"=", b""):
            return name, ""
        self._at += 1
        self._skip_space()
        if not self._byte():
            raise _complaint(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._quoted() if self._byte() in (b"'", b'"') else self._name_token()
        if not self._byte():
            raise _complaint(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def _name_token(self) -> str:
        begin = self._at
        match = _NAME_TOKEN.match(self._source, begin)
        self._at = match.end() if match else begin
        if self._byte() and self._byte() not in _SPACE + b">":
            raise _complaint(f"Unexpected end of name token at byte offset {begin}")
        return self._source[begin : self._at].decode().lower()

    def _quoted(self) -> str:
        mark = self._byte()
        self._at += 1
        value = []
        while self._byte() not in (mark, b""):
            if self._byte() == b"&":
                value.append(self._reference() or self._take(1))
            else:
                value.append(self._until(mark + b"&").decode())
        self._at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise _complaint(f"Unexpected end tag at byte offset {begin}")
        self._at += 2
        name = self._until(_SPACE + b">").decode(errors="replace").lower()
        self._skip_space()
        if self._byte() != b">":
            raise _complaint(f"Unclosed end tag at byte offset {begin}")
        self._at += 1
        opened = self._open.pop()
        if name and name != opened.tag:
            raise _complaint(f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{name}>"')
        if self._offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity = Entity(type=_KINDS[opened.tag], offset=opened.offset, length=self._offset - opened.offset)
        given = opened.attributes
        if opened.tag in ("pre", "code"):
            self._close_code(entity, given.get("class", ""))
            return
        if opened.tag == "blockquote" and "expandable" in given:
            entity.type = "expandable_blockquote"
        elif opened.tag == "tg-emoji":
            entity.custom_emoji_id = _emoji_id(given.get("emoji-id", ""))
        elif opened.tag == "tg-time":
            entity.unix_time, entity.date_time_format = _moment(given)
            if not entity.unix_time:
                return
        elif opened.tag == "a" and not _link(entity, given.get("href") or "".join(self._plain[opened.start :])):
            return
        self._entities.append(entity)

    def _close_code(self, entity: Entity, wanted: str) -> None:
        language = wanted.removeprefix("language-") if wanted.startswith("language-") else ""
        inner = self._entities[-1] if self._entities else None
        same = inner is not None and (inner.offset, inner.length) == (entity.offset, entity.length)
        if inner is not None and same and entity.type == "pre" and inner.type == "code" and inner.language:
            inner.type = "pre"
        elif inner is not None and same and entity.type == "code" and inner.type == "pre" and language:
            inner.language = language
        else:
            # Code keeps a language only to hand it to a block around it; Telegram shows none for code in a line.
            entity.language = language or None if entity.type == "code" else None
            self._entities.append(entity)


def _complaint(text: str) -> Refusal:
    return bad_request(f"can't parse entities: {text}")


def _emoji_id(value: str) -> str:
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise _complaint("Invalid custom emoji identifier specified")
    return value


def _moment(given: dict[str, str]) -> tuple[int, str | None]:
    form = given.get("format", "")
    if _DATE_FORMAT.fullmatch(form) is None:
        raise _complaint("Invalid date format used")
    digits = re.match(r"\d+", given.get("unix", ""))
    return (int(digits.group()) if digits else 0), form or None


def _link(entity: Entity, url: str) -> bool:
    """Give the entity its target; False where Telegram would drop the link and keep its words."""
    user_id = mentioned_user(url)
    if user_id is not None:
        entity.type, entity.user = "text_mention", {"id": user_id}
        return True
    entity.url = checked_link(url)
    return entity.url is not None
