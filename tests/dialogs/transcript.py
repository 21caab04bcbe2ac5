"""Plays a transcript's acts on the stage and writes down the whole of what each phone showed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.playground.people import People
from bot.playground.phone import Phone
from bot.playground.refusal import CannotDo
from bot.playground.state import Message, Shape
from tests.dialogs.acts import ACT_SECONDS, AT_ONCE, SETTING, UNITS, Act, Moment, TranscriptError, moments
from tests.stage import Stage

_LINK = re.compile(r"https://t\.me/\w+\?start=([A-Za-z0-9_-]{32})")
_PASTED = re.compile(r"<(?:link|token) \d+>")
_SIGNS = {"bold": "*", "spoiler": "‖"}
_NOBODYS = "A" * 32

SILENTLY = ", silently"
"""Of a message that makes no sound where it arrives."""


@dataclass(slots=True)
class _Seen:
    """What a transcript has told of one message: its text and its buttons now, and all that it ever had."""

    text: str
    buttons: list[list[Shape]]
    ever: list[Shape] = field(default_factory=list)


class Player:
    """One transcript being played. `language` is what people's Telegram speaks unless a line says otherwise; `pace` is
    how many seconds people take for an act."""

    def __init__(self, stage: Stage, language: str, pace: float = ACT_SECONDS) -> None:
        self._stage, self._language, self._pace = stage, language, pace
        self._people = People(stage.world)
        self._tags: dict[str, str] = {}
        self._usernames: dict[str, str] = {}
        self._links: list[str] = []
        self._seen: dict[int, _Seen] = {}
        self._there: dict[str, set[int]] = {}
        self._presses: dict[str, list[str]] = {}
        self._notes: list[str] = []

    async def play(self, text: str) -> str:
        """The transcript with everything that the phones showed. Raises TranscriptError."""
        parts: list[str] = []
        setting = False
        for moment in moments(text):
            lines = [*moment.notes, *([""] if moment.notes and not parts else [])]
            lines += [line if n == 0 else AT_ONCE + line for n, line in enumerate(a.line for a in moment.acts)]
            shown = await self.moment(moment)
            quiet = bool(moment.acts) and moment.acts[0].kind in SETTING
            if parts and not (setting and quiet and not moment.notes):
                parts.append("")
            setting = quiet
            parts += [*lines, *shown]
        return "\n".join(parts) + "\n"

    def known(self, text: str) -> str:
        """What a transcript calls what stands on a phone: just that, unless another player changes people's words."""
        return text

    async def moment(self, moment: Moment) -> list[str]:
        """Do what happens in a moment; what the phones showed then. Raises TranscriptError."""
        if not moment.acts:
            return []
        self._notes.clear()
        for number, act in enumerate(moment.acts):
            self._take_time(act, at_once=number > 0)
            try:
                await self._do(act)
            except (CannotDo, LookupError) as error:
                screen = self._stage.phone(act.who).screen(4) if act.who in self._stage.phones else ""
                raise TranscriptError(f"{act.line}\n  cannot be done: {error}\n{screen}") from error
        await self._stage.settle()
        silent = moment.acts[0].kind in SETTING
        shown = self._shown(moment.acts)
        return [] if silent else shown

    def _take_time(self, act: Act, *, at_once: bool) -> None:
        """People take their time; what only sets the stage, or is time itself, takes none."""
        pace = 0.0 if at_once or act.kind in SETTING or act.kind == "pass" else self._pace
        self._stage.world.clock.advance(pace if act.gap is None else act.gap)

    async def news(self) -> list[str]:
        """What the phones show of what came by itself since the last moment."""
        self._notes.clear()
        await self._stage.settle()
        return self._new()

    async def _do(self, act: Act) -> None:
        words = act.words
        match act.kind:
            case "speaks":
                self._tags[act.who] = words["tag"]
            case "username":
                self._usernames[act.who] = words["username"]
            case "here":
                await self._welcome(act.who)
            case "announce" | "older" as kind:
                await (self._stage.announce(words["text"]) if kind == "announce" else self._stage.of_before(act.who))
            case "linked":
                for name in (act.who, words["other"]):
                    if name not in self._stage.phones:
                        await self._welcome(name)
                await self._stage.link(act.who, words["other"])
            case "pass":
                self._stage.world.clock.advance(UNITS[words["unit"]] * act.count)
            case _:
                await self._act(act, self._phone(act.who))

    async def _act(self, act: Act, phone: Phone) -> None:
        words, user = act.words, phone.user.id
        match act.kind:
            case "say" if _PASTED.search(words["text"]):
                self._people.write(user, self._with_links(words["text"]))
            case "say":
                await phone.send(words["text"])
            case "many":
                await phone.send(" ".join([words["text"]] * act.count))
            case "tap":
                self._tap(act, phone)
            case "tap_old":
                message, button = self._old(phone, words["label"], words.get("under", ""))
                self._pressed(act.who, self._people.press(user, message, str(button["callback_data"])).id)
            case "open":
                await phone.open_link(self._links[act.count - 1])
            case "open_unknown":
                await phone.open_link(f"https://t.me/{self._stage.world.state.bot.username}?start={_NOBODYS}")
            case "reply":
                message = self._newest(phone.messages, words["under"]).message_id
                await phone.send(words["text"], reply_to=message)
            case "change":
                mine = [m for m in phone.messages if not m.from_bot]
                await phone.edit(self._newest(mine, words["under"]).message_id, words["text"])
            case "media":
                await phone.send_media(words["media"])
            case "captioned":
                await phone.send_media("photo", words["text"])
            case "album":
                await phone.send_album(act.count, words.get("text", ""), int(words.get("number", "1")))

    def _phone(self, name: str) -> Phone:
        if name not in self._stage.phones:
            tag = self._tags.get(name, self._language)
            user = self._stage.world.add_user(name, tag, username=self._usernames.get(name, ""))
            self._stage.phones[name] = Phone(self._stage.world, user, pace=0.0)
        return self._stage.phones[name]

    async def _welcome(self, name: str) -> None:
        self._phone(name)
        await self._stage.welcome(name)

    def _tap(self, act: Act, phone: Phone) -> None:
        label, under = act.words["label"], act.words.get("under", "")
        for message in reversed(phone.received):
            for row, buttons in enumerate(message.buttons):
                for column, button in enumerate(buttons):
                    if self.known(str(button.get("text"))) == label and under in self.known(message.text):
                        done = self._people.tap(phone.user.id, message.message_id, row, column)
                        if "press" in done:
                            self._pressed(act.who, str(done["press"]))
                        for what, verb in (("copy", "copies"), ("url", "opens")):
                            if what in done:
                                self._notes.append(f"  {act.who}'s phone {verb}: {self._named(str(done[what]))}")
                        return
        raise CannotDo(f"there is no button [{label}]")

    def _newest(self, messages: Sequence[Message], text: str) -> Message:
        found = next((m for m in reversed(messages) if text in self.known(m.text)), None)
        if found is None:
            raise CannotDo(f"no message says “{text}”")
        return found

    def _pressed(self, who: str, press: str) -> None:
        self._presses.setdefault(who, []).append(press)

    def _old(self, phone: Phone, label: str, under: str) -> tuple[int, Shape]:
        for message in reversed(phone.received):
            if under in self.known(message.text):
                for button in self._seen[message.message_id].ever:
                    if self.known(str(button.get("text"))) == label and all(
                        button not in row for row in message.buttons
                    ):
                        return message.message_id, button
        raise CannotDo(f"there was no button [{label}]")

    def _shown(self, acts: Sequence[Act]) -> list[str]:
        """What is new on each phone since the last moment, and that nothing is where something might have been."""
        lines = [*self._notes, *self._new()]
        for name in dict.fromkeys(a.who for a in acts if a.who):
            if not self._notes and not any(line.startswith(_shown_to(name)) for line in lines):
                lines.append(f"  (the coach says nothing to {name})")
        return lines or ["  (nothing happens)"]

    def _new(self) -> list[str]:
        """What is new on each phone: messages first, then buttons that changed."""
        lines: list[str] = []
        for name, phone in self._stage.phones.items():
            changed: list[str] = []
            for message in phone.received:
                seen = self._seen.get(message.message_id)
                if seen is not None and (seen.text, seen.buttons) == (message.text, message.buttons):
                    continue
                if seen is None:
                    lines += self._message(name, message)
                elif seen.text != message.text:
                    was = _opening(seen.text)
                    changed += [f"  {name}, where it said {was}:", *self._text(message)]
                else:
                    changed.append(f"  {name}, under {_opening(message.text)}: {_row_of_all(message) or 'no buttons'}")
                ever = seen.ever if seen is not None else []
                ever += [b for row in message.buttons for b in row if b not in ever]
                self._seen[message.message_id] = _Seen(message.text, [list(row) for row in message.buttons], ever)
            lines += changed
            lines += self._gone(name, {message.message_id for message in phone.messages})
            lines += self._after_presses(name)
        return lines

    def _message(self, name: str, message: Message) -> list[str]:
        for token in _LINK.finditer(message.text):
            if token[0] not in self._links:
                self._links.append(token[0])
        how = SILENTLY if message.silent else ""
        return [f"  coach to {name}{how}:", *self._text(message)]

    def _text(self, message: Message) -> list[str]:
        shown = self._named(_signed(message)).split("\n") if message.text else []
        if message.media is not None:
            shown = [_file(message), *shown]
        shown += [" ".join(f"[{button.get('text')}]" for button in row) for row in message.buttons]
        return [f"  | {line}".rstrip() for line in shown]

    def _gone(self, name: str, there: set[int]) -> list[str]:
        """That messages, whosever they were, are no longer in a chat."""
        gone = len(self._there.get(name, set()) - there)
        self._there[name] = there
        return [f"  {gone} messages are gone from {name}'s chat"] if gone else []

    def _after_presses(self, name: str) -> list[str]:
        presses = [self._stage.world.state.presses[p] for p in self._presses.pop(name, [])]
        lines = [f"  {name}'s button keeps turning" for press in presses if not press.answered]
        return lines + [f"  {name} sees for a moment: {press.text}" for press in presses if press.text]

    def _with_links(self, text: str) -> str:
        """A text as its writer pastes it: `<link 1>` is a whole link, `<token 1>` what stands at its end."""
        for number, link in enumerate(self._links, 1):
            text = text.replace(f"<link {number}>", link).replace(f"<token {number}>", link.rpartition("=")[2])
        return text

    def _named(self, text: str) -> str:
        for number, link in enumerate(self._links, 1):
            text = text.replace(link, f"<link {number}>").replace(_quoted(link), f"<link {number}>")
        return text


def _shown_to(name: str) -> tuple[str, ...]:
    starts = f"coach to {name}:", f"coach to {name}{SILENTLY}:", f"{name}, under ", f"{name}, where ", f"{name} sees "
    return tuple(f"  {start}" for start in starts)


def _file(message: Message) -> str:
    kind, what = next(iter((message.media or {}).items()))
    name = what.get("file_name") if isinstance(what, dict) else None
    return f"({name or kind})"


def _quoted(link: str) -> str:
    return link.replace(":", "%3A").replace("/", "%2F").replace("?", "%3F").replace("=", "%3D")


def _opening(text: str) -> str:
    line = text.split("\n")[0]
    return f"“{line}”" if len(line) <= 32 else f"“{line[:30].rstrip()} …”"


def _row_of_all(message: Message) -> str:
    return " ".join(f"[{button.get('text')}]" for row in message.buttons for button in row)


def _signed(message: Message) -> str:
    """The text with bold words between asterisks and hidden ones between double bars."""
    units = message.text.encode("utf-16-le")
    marks: dict[int, str] = {}
    for entity in message.entities:
        if sign := _SIGNS.get(entity.type):
            marks[entity.offset] = marks.get(entity.offset, "") + sign
            marks[entity.end] = sign + marks.get(entity.end, "")
    parts, last = [], 0
    for offset, sign in sorted(marks.items()):
        parts += [units[2 * last : 2 * offset].decode("utf-16-le"), sign]
        last = offset
    signed = "".join([*parts, units[2 * last :].decode("utf-16-le")])
    return signed.replace("‖‖", "")
