"""What people do by the playground's addresses: how long it takes them, albums, and captions that are changed."""

from __future__ import annotations

import httpx
import pytest
from telegram import Bot

from bot.playground.phone import Phone
from bot.playground.refusal import CannotDo
from bot.playground.world import World

SEND = "/_play/users/{}/send"


@pytest.mark.parametrize(
    ("said", "seconds"), [({}, 5), ({"after": 0}, 0), ({"after": 0.4}, 0), ({"after": 2.5}, 2), ({"after": 61}, None)]
)
async def test_an_act_takes_five_seconds_unless_it_is_said(
    address: str, world: World, ana: Phone, said: dict[str, float], seconds: int | None
) -> None:
    begun = world.unix()
    async with httpx.AsyncClient(base_url=address) as client:
        answer = await client.post(SEND.format(ana.user.id), json={"text": "hello", **said})
    assert answer.is_success is (seconds is not None)
    assert [m.date - begun for m in ana.messages] == ([seconds] if seconds is not None else [])


async def test_two_texts_of_one_phone_are_never_typed_in_one_moment(world: World, ana: Phone, ben: Phone) -> None:
    begun = world.unix()
    for phone in (ana, ana, ben, ana):
        await phone.send("hello")
    await ana.send("/skip")
    world.clock.advance(0.4)
    await ana.send("and more")
    assert [m.date - begun for m in ana.messages] == [0, 5, 10, 10, 10]


async def test_an_album_comes_as_messages_that_belong_together(bot: Bot, address: str, ana: Phone) -> None:
    async with httpx.AsyncClient(base_url=address) as client:
        body = {"kind": "photo", "text": "the sea", "album": 3, "captioned": 2}
        answer = await client.post(f"/_play/users/{ana.user.id}/media", json=body)
    assert len(answer.json()["messages"]) == 3
    messages = [update.message for update in await bot.get_updates()]
    assert [m.caption if m else "" for m in messages] == [None, "the sea", None]
    assert len({m.media_group_id if m else None for m in messages}) == 1
    assert all(m is not None and m.media_group_id and m.photo for m in messages)
    with pytest.raises(CannotDo, match="2 to 10"):
        await ana.send_album(11)


async def test_a_caption_can_be_changed(bot: Bot, ana: Phone) -> None:
    photo = await ana.send_media("photo", "the see")
    await ana.edit(photo.message_id, "the sea")
    edited = (await bot.get_updates())[-1].edited_message
    assert edited is not None
    assert (edited.message_id, edited.caption) == (photo.message_id, "the sea")
    with pytest.raises(CannotDo, match="own text or caption"):
        await ana.edit((await ana.send_media("voice")).message_id, "words")
