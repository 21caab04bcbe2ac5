"""Plays a transcript's acts on the stage and writes down the whole of what each phone showed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.playground.people import People
from bot.playground.phone import Phone
from bot.playground.places import author_of
from bot.playground.refusal import CannotDo
from bot.playground.state import Message, Shape
from tests.dialogs.acts import ACT_SECONDS, AT_ONCE, SETTING, TOGETHER, UNITS, Act, Moment, TranscriptError, moments
from tests.dialogs.shown import SILENTLY, Named, opening, row_of_all, shown_to
from tests.dialogs.together import Together, peers
from tests.stage import Stage

_NOBODYS = "A" * 32


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
        self._named = Named()
        self._seen: dict[tuple[int, int], _Seen] = {}
        self._there: dict[int, set[int]] = {}
        self._presses: dict[str, list[str]] = {}
        self._notes: list[str] = []
        self._together = Together(stage.world, self._phone, self._named, self._notes)

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
            case "restart":
                await self._stage.restart()
            case "pass":
                self._stage.world.clock.advance(UNITS[words["unit"]] * act.count)
            case "inline_mode":
                self._stage.world.state.bot.inline = True
            case "privacy_off":
                self._stage.world.state.bot.privacy = False
            case kind if kind in TOGETHER:
                self._together.do(act)
            case _:
                at = self._together.at(act.place)
                await self._act(act, self._phone(act.who) if at is None else self._phone(act.who).inside(at))

    async def _act(self, act: Act, phone: Phone) -> None:
        words, user = act.words, phone.user.id
        match act.kind:
            case "say" if self._named.pastes(words["text"]):
                self._people.write(user, self._named.pasted(words["text"]), at=phone.at)
            case "say":
                await phone.send(words["text"])
            case "many":
                await phone.send(" ".join([words["text"]] * act.count))
            case "tap":
                self._tap(act, phone)
            case "tap_old":
                message, button = self._old(phone, words["label"], words.get("under", ""))
                self._pressed(act.who, self._people.press(user, message, str(button["callback_data"]), at=phone.at).id)
            case "open":
                await phone.open_link(self._named.links[act.count - 1])
            case "open_unknown":
                await phone.open_link(f"https://t.me/{self._stage.world.state.bot.username}?start={_NOBODYS}")
            case "reply":
                message = self._newest(phone.messages, words["under"]).message_id
                await phone.send(words["text"], reply_to=message)
            case "change":
                mine = [m for m in phone.messages if author_of(self._stage.world, m) == user]
                await phone.edit(self._newest(mine, words["under"]).message_id, words["text"])
            case "block":
                await phone.block()
            case "unblock":
                await phone.unblock()
            case "delete_account":
                self._people.delete_account(user)
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
                        done = self._people.tap(phone.user.id, message.message_id, row, column, at=phone.at)
                        self._together.asks_where(act.who, done, phone.at)
                        if "press" in done:
                            self._pressed(act.who, str(done["press"]))
                        for what, verb in (("copy", "copies"), ("url", "opens")):
                            if what in done:
                                self._notes.append(f"  {act.who}'s phone {verb}: {self._named.named(str(done[what]))}")
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
                for button in self._seen[message.chat_id, message.message_id].ever:
                    if self.known(str(button.get("text"))) == label and all(
                        button not in row for row in message.buttons
                    ):
                        return message.message_id, button
        raise CannotDo(f"there was no button [{label}]")

    def _shown(self, acts: Sequence[Act]) -> list[str]:
        """What is new on each phone since the last moment, and that nothing is where something might have been."""
        lines = [*self._notes, *self._new()]
        for act in acts:
            silence = _silence(act)
            heard = (*shown_to(act.who), *(shown_to(act.place) if _in_group(act) else ()))
            if silence and silence not in lines and not self._notes and not any(x.startswith(heard) for x in lines):
                lines.append(silence)
        return lines or ["  (nothing happens)"]

    def _new(self) -> list[str]:
        """What is new on each phone, then in the groups and in people's own chats: messages first, then buttons that
        changed."""
        lines = self._together.offered()
        for name, phone in self._stage.phones.items():
            lines += [] if phone.user.deleted else self._screen(name, phone.user.id, phone.messages)
            lines += self._after_presses(name)
        world = self._stage.world
        for name, id in self._together.groups.items():
            lines += self._screen(name, id, world.group(id).messages.values())
        for id, pair in world.state.pairs.items():
            lines += self._screen(peers(world, id), id, pair.messages.values())
        return lines

    def _screen(self, name: str, chat: int, messages: Iterable[Message]) -> list[str]:
        """What is new in one chat, and what has gone from it."""
        lines: list[str] = []
        changed: list[str] = []
        there = list(messages)
        for message in there:
            key = message.chat_id, message.message_id
            seen = self._seen.get(key)
            if not (message.from_bot or message.via_bot) or (
                seen is not None and (seen.text, seen.buttons) == (message.text, message.buttons)
            ):
                continue
            if seen is None:
                lines += self._message(name, message)
            elif seen.text != message.text:
                changed += [f"  {name}, where it said {opening(seen.text)}:", *self._named.lines(message)]
            else:
                changed.append(f"  {name}, under {opening(message.text)}: {row_of_all(message) or 'no buttons'}")
            ever = seen.ever if seen is not None else []
            ever += [b for row in message.buttons for b in row if b not in ever]
            self._seen[key] = _Seen(message.text, [list(row) for row in message.buttons], ever)
        return [*lines, *changed, *self._gone(name, chat, {message.message_id for message in there})]

    def _message(self, name: str, message: Message) -> list[str]:
        if message.service is not None:
            return [f"  the coach leaves {name}"]
        self._named.note(message.text)
        how = SILENTLY if message.silent else ""
        if message.via_bot:
            author = author_of(self._stage.world, message)
            to = peers(self._stage.world, message.chat_id, apart=author) or name
            return [
                f"  {self._stage.world.user(author).first_name} to {to}, via the coach:",
                *self._named.lines(message),
            ]
        return [f"  coach to {name}{how}:", *self._named.lines(message), *self._prompt(message)]

    def _prompt(self, message: Message) -> list[str]:
        """Whose phones ask for an answer to a message of a group."""
        group = self._stage.world.state.groups.get(message.chat_id)
        if group is None:
            return []
        asked = [id for id, under in group.hanging.items() if under.reply_prompt == message.message_id]
        names = [self._stage.world.user(id).first_name for id in asked]
        return [f"  | (a reply prompt for {' and '.join(names)})"] if names else []

    def _gone(self, name: str, chat: int, there: set[int]) -> list[str]:
        """That messages, whosever they were, are no longer in a chat."""
        gone = len(self._there.get(chat, set()) - there)
        self._there[chat] = there
        return [f"  {gone} messages are gone from {name}'s chat"] if gone else []

    def _after_presses(self, name: str) -> list[str]:
        presses = [self._stage.world.state.presses[p] for p in self._presses.pop(name, [])]
        lines = [f"  {name}'s button keeps turning" for press in presses if not press.answered]
        return lines + [f"  {name} sees for a moment: {press.text}" for press in presses if press.text]


def _in_group(act: Act) -> bool:
    return act.place.startswith("the group")


def _silence(act: Act) -> str:
    """What is told of an act that the coach could have answered, and did not."""
    if _in_group(act):
        return f"  (the coach says nothing in {act.place})"
    return f"  (the coach says nothing to {act.who})" if act.who and not act.place and act.kind not in TOGETHER else ""
