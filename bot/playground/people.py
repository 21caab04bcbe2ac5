"""What people do with their phones: write, tap, edit, open links, send files, block."""

from __future__ import annotations

from bot.playground.entities import arranged
from bot.playground.files import Upload
from bot.playground.links import start_payload
from bot.playground.media import MEDIA
from bot.playground.refusal import CannotDo, Refusal
from bot.playground.shapes import bot_shape, chat_shape, gone_message_shape, message_shape, user_shape
from bot.playground.state import Chat, FileKind, Message, Press, Shape
from bot.playground.text import CAPTION_LIMIT, Entity, is_blank, pieces, units
from bot.playground.world import World

EDITABLE_SECONDS = 48 * 60 * 60
"""How long people may edit what they wrote."""

ACT_SECONDS = 5.0
"""How long an act takes where no real time passes, unless it is said otherwise: people read, think and type."""

ALBUM_MOST = 10
"""So many pictures an album has at most."""


class People:
    """Acts on behalf of the people of one world; each method raises CannotDo where a phone would not let them."""

    def __init__(self, world: World) -> None:
        self._world = world

    def write(self, user_id: int, text: str, reply_to: int | None = None) -> list[Message]:
        """Send text, split as Telegram's apps do when it is too long for one message.

        Without ``reply_to`` it answers the message whose reply prompt is open, if one is. The first message starts
        the chat.
        """
        chat = self._open_chat(user_id)
        if is_blank(text):
            raise CannotDo("there is nothing to send")
        reply_to = self._answered(chat, reply_to)
        sent = []
        for piece in pieces(text):
            words, entities = arranged(piece, [])
            if is_blank(words):
                continue
            sent.append(self._world.post(chat, from_bot=False, text=words, entities=entities, reply_to=reply_to))
            self._tell("message", sent[-1])
        return sent

    def start(self, user_id: int, payload: str = "") -> Message:
        """Press Telegram's own START button, with the payload of the link that led there."""
        return self.write(user_id, f"/start {payload}".strip())[0]

    def open_link(self, user_id: int, url: str) -> Message:
        """Open a deep link to the bot (``https://t.me/<bot>?start=…``) and press START."""
        payload = start_payload(url, self._world.state.bot.username)
        if payload is None:
            raise CannotDo("that link does not lead to this bot")
        return self.start(user_id, payload)

    def is_link(self, text: str) -> bool:
        """Tell whether ``text`` is a deep link to the bot and nothing else."""
        return len(text.split()) == 1 and start_payload(text, self._world.state.bot.username) is not None

    def press(self, user_id: int, message_id: int, data: str) -> Press:
        """Send callback data as if the message carried a button with it; also forged, also for a deleted message."""
        self._open_chat(user_id)
        state = self._world.state
        state.last_press += 1
        press = Press(
            id=str(state.bot.id * 1_000_003 + user_id * 97 + state.last_press),
            user_id=user_id,
            message_id=message_id,
            data=data,
            created=self._world.unix(),
        )
        state.presses[press.id] = press
        user = self._world.user(user_id)
        message = self._world.chat(user_id).messages.get(message_id)
        query: Shape = {
            "id": press.id,
            "from": user_shape(user),
            "message": message_shape(state, message) if message else gone_message_shape(user, message_id),
            "chat_instance": str(-(user_id * 1_000_033)),
            "data": data,
        }
        self._world.updates.push("callback_query", query)
        return press

    def tap(self, user_id: int, message_id: int, row: int, column: int) -> Shape:
        """Tap an inline button by its place; returns what the phone does: ``{"press": id}``, ``{"copy": text}`` …"""
        message = self._seen(user_id, message_id)
        try:
            button = message.buttons[row][column]
        except IndexError:
            raise CannotDo("there is no such button") from None
        if isinstance(data := button.get("callback_data"), str):
            return {"press": self.press(user_id, message_id, data).id}
        if isinstance(url := button.get("url"), str):
            if self.is_link(url):
                return {"message": self.open_link(user_id, url).message_id}
            return {"url": url}
        if isinstance(copy := button.get("copy_text"), dict):
            return {"copy": copy.get("text")}
        raise CannotDo("this kind of button is not supported here")

    def tap_key(self, user_id: int, text: str) -> Message:
        """Tap a button of the reply keyboard, which sends its text (or the contact, place or poll it asks for)."""
        chat = self._open_chat(user_id)
        rows = (chat.keyboard or {}).get("keyboard")
        keys = [key for row in rows for key in row] if isinstance(rows, list) else []
        key = next((k for k in keys if k.get("text") == text), None)
        if key is None:
            raise CannotDo("there is no such key on the keyboard")
        if (chat.keyboard or {}).get("one_time_keyboard"):
            chat.keyboard_hidden = True
        asked = next((kind for kind in ("contact", "location", "poll") if key.get(f"request_{kind}")), None)
        return self.send_media(user_id, asked) if asked else self.write(user_id, text)[0]

    def edit(self, user_id: int, message_id: int, text: str) -> Message:
        """Change the text of one's own message, or its caption, within 48 hours."""
        message = self._seen(user_id, message_id)
        if message.from_bot or (message.media is not None and not message.text):
            raise CannotDo("only one's own text or caption can be edited")
        if self._world.unix() - message.date > EDITABLE_SECONDS:
            raise CannotDo("the message is older than 48 hours")
        words, entities = arranged(text, []) if message.media is None else _caption(text)
        if is_blank(words) or len(pieces(words)) > 1:
            raise CannotDo("the new text is empty or too long")
        message.text, message.entities, message.edit_date = words, entities, self._world.unix()
        self._tell("edited_message", message)
        return message

    def send_media(self, user_id: int, kind: str, caption: str = "", reply_to: int | None = None) -> Message:
        """Send a photo, voice message, sticker, place, poll … (a key of ``MEDIA``), with a caption if wanted."""
        chat = self._open_chat(user_id)
        if kind not in MEDIA:
            raise CannotDo(f"there is no {kind} to send; there are {', '.join(MEDIA)}")
        text, entities = _caption(caption)
        media, answered = MEDIA[kind](self._world.next_file()), self._answered(chat, reply_to)
        message = self._world.post(chat, from_bot=False, text=text, entities=entities, media=media, reply_to=answered)
        self._tell("message", message)
        return message

    def send_album(self, user_id: int, count: int, caption: str = "", captioned: int = 1) -> list[Message]:
        """Send photos as one album, a message each, with a caption beneath one of them, counted from 1."""
        chat = self._open_chat(user_id)
        if not 2 <= count <= ALBUM_MOST or not 1 <= captioned <= count:
            raise CannotDo(f"an album has 2 to {ALBUM_MOST} photos")
        text, entities = _caption(caption)
        album = str(self._world.next_file())
        sent = []
        for number in range(1, count + 1):
            words = (text, entities) if number == captioned else ("", [])
            media = MEDIA["photo"](self._world.next_file()) | {"media_group_id": album}
            sent.append(self._world.post(chat, from_bot=False, text=words[0], entities=words[1], media=media))
            self._tell("message", sent[-1])
        return sent

    def send_file(
        self, user_id: int, kind: FileKind, upload: Upload, caption: str = "", reply_to: int | None = None
    ) -> Message:
        """Send a real file as a photo (PNG or JPEG) or as a document, with a caption if wanted."""
        chat = self._open_chat(user_id)
        text, entities = _caption(caption)
        try:
            self._world.files.check(kind, upload)
        except Refusal as refusal:
            raise CannotDo(f"that cannot be sent as a {kind}: {refusal.description}") from refusal
        answered, file = self._answered(chat, reply_to), self._world.files.add(kind, upload)
        message = self._world.post(chat, from_bot=False, text=text, entities=entities, file=file, reply_to=answered)
        self._tell("message", message)
        return message

    def dismiss_reply(self, user_id: int) -> None:
        """Close the reply prompt without answering it."""
        self._world.chat(user_id).reply_prompt = None
        self._world.changes.touch()

    def block(self, user_id: int) -> None:
        """Stop and block the bot."""
        self._member(user_id, blocked=True)

    def unblock(self, user_id: int) -> None:
        """Let the bot write again."""
        self._member(user_id, blocked=False)

    def _member(self, user_id: int, *, blocked: bool) -> None:
        chat = self._world.chat(user_id)
        if chat.blocked == blocked:
            raise CannotDo("the bot is blocked already" if blocked else "the bot is not blocked")
        chat.blocked = blocked
        bot = bot_shape(self._world.state.bot)
        member: Shape = {"user": bot, "status": "member"}
        kicked: Shape = {"user": bot, "status": "kicked", "until_date": 0}
        old, new = (member, kicked) if blocked else (kicked, member)
        user = self._world.user(user_id)
        change: Shape = {"chat": chat_shape(user), "from": user_shape(user), "date": self._world.unix()}
        self._world.updates.push("my_chat_member", change | {"old_chat_member": old, "new_chat_member": new})

    def _open_chat(self, user_id: int) -> Chat:
        chat = self._world.chat(user_id)
        if chat.blocked:
            raise CannotDo("you blocked the bot: unblock it first")
        chat.started = True
        return chat

    def _answered(self, chat: Chat, reply_to: int | None) -> int | None:
        if reply_to is not None:
            self._seen(chat.user_id, reply_to)
        answered = reply_to or chat.reply_prompt
        chat.reply_prompt = None
        return answered if answered in chat.messages else None

    def _seen(self, user_id: int, message_id: int) -> Message:
        message = self._world.chat(user_id).messages.get(message_id)
        if message is None:
            raise CannotDo(f"there is no message {message_id} in this chat")
        return message

    def _tell(self, kind: str, message: Message) -> None:
        self._world.updates.push(kind, message_shape(self._world.state, message))


def _caption(text: str) -> tuple[str, list[Entity]]:
    words, entities = arranged(text, [])
    if units(words) > CAPTION_LIMIT:
        raise CannotDo(f"a caption has at most {CAPTION_LIMIT} characters")
    return ("", []) if is_blank(words) else (words, entities)
