"""The notation of groups and of the coach's inline mode, played with a bot that is made for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

import pytest

from bot.playground.clock import MovableClock
from bot.playground.methods import call
from bot.playground.phone import Phone
from bot.playground.state import Shape
from bot.playground.world import World
from tests.dialogs.acts import TranscriptError
from tests.dialogs.transcript import Player
from tests.stage import MORNING, Stage, stage

STORY = Path(__file__).with_name("together.txt")
LINK = f"https://t.me/playground_coach_bot?startgroup={'a' * 32}"


class SmallStage(Stage):
    """A stage without the coach: a bot in its place asks groups where to go, and is written through."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.phones: dict[str, Phone] = {}

    async def welcome(self, name: str, language: str = "en") -> None:
        self.phone(name, language)

    async def settle(self) -> None:
        updates = self.world.state.updates[:]
        self.world.state.updates.clear()
        for update in updates:
            await self._answer(update.kind, update.payload)

    async def _answer(self, kind: str, payload: Shape) -> None:
        match kind:
            case "my_chat_member" if _inner(payload, "new_chat_member")["status"] == "member":
                await self._say(_inner(payload, "chat")["id"], "Hello, you two.", disable_notification=True)
            case "callback_query" if "message" in payload:
                await call(self.world, "answerCallbackQuery", {"callback_query_id": payload["id"], "text": "Noted"})
                there = _inner(payload, "message")
                which = {"chat_id": _inner(there, "chat")["id"], "message_id": there["message_id"]}
                if "reply_markup" in there:
                    await call(self.world, "editMessageReplyMarkup", which)
            case "callback_query":
                which = {"inline_message_id": payload["inline_message_id"], "text": "Answered"}
                await call(self.world, "editMessageText", which)
                await call(self.world, "answerCallbackQuery", {"callback_query_id": payload["id"]})
            case "inline_query":
                titles = ["Soft", "Plain"] if payload["query"] != "k9" else []
                results = [_result(title) for title in titles]
                answer = {"inline_query_id": payload["id"], "results": results, "cache_time": 0, "is_personal": True}
                await call(self.world, "answerInlineQuery", answer)
            case "message":
                await self._hear(payload)

    async def _hear(self, message: Shape) -> None:
        chat, text = _inner(message, "chat")["id"], str(message.get("text", ""))
        name = _inner(message, "from")["first_name"]
        if "sender_chat" in message:
            name = _inner(message, "sender_chat")["title"]
        if text.startswith("/ask"):
            buttons = [[{"text": "Both", "callback_data": "both"}]]
            await self._say(chat, f"Where to, {name}?", reply_markup={"inline_keyboard": buttons})
            mention = f'<a href="tg://user?id={self.phone("Ben").user.id}">Ben</a>: and you?'
            await self._say(chat, mention, parse_mode="HTML", reply_markup={"force_reply": True, "selective": True})
        elif text.startswith("/bye"):
            await call(self.world, "leaveChat", {"chat_id": chat})
        elif text == "/start":
            row: list[Shape] = [
                {"text": "To a group", "url": LINK},
                {"text": "In my name", "switch_inline_query": "k1"},
            ]
            await self._say(chat, "Hello.", reply_markup={"inline_keyboard": [row]})
        elif "reply_to_message" in message:
            await self._say(chat, f"{name}: {text}")
        elif "new_chat_members" in message and name == "Cleo":
            await self._say(chat, "Somebody else is here.")

    async def _say(self, chat: object, text: str, **more: object) -> None:
        await call(self.world, "sendMessage", {"chat_id": chat, "text": text, **more})


def _inner(shape: Shape, name: str) -> Shape:
    return cast("Shape", shape[name])


def _result(title: str) -> Shape:
    buttons = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]} if title == "Soft" else {}
    content = {"message_text": f"I miss you, {title.lower()}ly"}
    return {
        "type": "article",
        "id": title,
        "title": title,
        "description": "words",
        "input_message_content": content,
        **({"reply_markup": buttons} if buttons else {}),
    }


async def test_groups_and_writing_through_the_coach_are_told_as_they_are_written() -> None:
    shown = await Player(SmallStage(World(MovableClock(MORNING, frozen=True))), "en").play(STORY.read_text("utf-8"))
    if os.environ.get("REWRITE_TRANSCRIPTS"):
        STORY.write_text(shown, "utf-8")
    assert shown == STORY.read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Ana in the group: hello", "no such group"),
        ("Ana picks “Soft”.", "no result"),
        ("Ana types “@coach k”.", "no inline mode"),
        ("Ana leaves the group.", "no such group"),
    ],
)
async def test_what_cannot_be_done_says_so(line: str, why: str) -> None:
    with pytest.raises(TranscriptError, match=why):
        await Player(SmallStage(World(MovableClock(MORNING, frozen=True))), "en").play(f"Ana is here.\n\n{line}\n")


async def test_a_story_goes_on_after_the_coach_restarts(tmp_path: Path) -> None:
    async with stage(tmp_path) as on_stage:
        before = on_stage.coach
        shown = await Player(on_stage, "en").play("Ana: /start\n\nThe coach restarts.\n\nAna taps [Not for me].\n")
        assert on_stage.coach is not before
    assert "The coach restarts.\n  (nothing happens)\n" in shown
    assert "coach to Ana:" in shown.partition("The coach restarts.")[2]
