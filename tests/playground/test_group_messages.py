"""What is written in groups: what of it reaches a bot, in whose name, and what a bot can write."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest, RetryAfter

from bot.playground.groups import Groups
from bot.playground.limits import Pace, RateLimits
from bot.playground.people import People
from bot.playground.phone import Phone
from bot.playground.refusal import CannotDo
from bot.playground.state import Channel, Group
from bot.playground.world import World
from tests.playground.heard import updates, words


async def test_privacy_mode_lets_through_only_what_is_for_the_bot(
    bot: Bot, world: World, groups: Groups, group: Group, ana: Phone, ben: Phone
) -> None:
    in_group, of_ben = ana.inside(group.id), ben.inside(group.id)
    asked = await bot.send_message(group.id, "Ben?")
    await updates(bot)
    own = await of_ben.send("just between us")
    await of_ben.send("@playground_coach_bot hello")
    await of_ben.send("/pause@another_bot")
    await in_group.send("not to the bot", reply_to=own.message_id)
    await in_group.send_media("photo", "a picture")
    assert words(await updates(bot)) == []
    await of_ben.send("an answer", reply_to=asked.message_id)
    await of_ben.send("/pause")
    await of_ben.send("/pause@playground_coach_bot")
    await of_ben.edit(of_ben.messages[-1].message_id, "/go")
    assert words(await updates(bot)) == ["an answer", "/pause", "/pause@playground_coach_bot", "/go"]
    world.state.bot.privacy = False
    await in_group.send("aloud")
    world.state.bot.privacy = True
    groups.promote(group.id, ana.user.id, world.state.bot.id)
    await in_group.send("to an administrator")
    assert words(await updates(bot)) == ["aloud", "my_chat_member", "to an administrator"]


async def test_a_message_of_a_group_tells_who_wrote_it_where(bot: Bot, group: Group, ben: Phone) -> None:
    await updates(bot)
    await ben.inside(group.id).send("/hello")
    message = (await updates(bot))[0].message
    assert message is not None
    assert message.from_user is not None
    assert (message.chat.id, message.chat.type, message.from_user.id) == (group.id, "group", ben.user.id)


async def test_everybody_in_a_group_presses_and_the_press_tells_who(
    bot: Bot, world: World, group: Group, ana: Phone, ben: Phone
) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    sent = await bot.send_message(group.id, "Both?", reply_markup=keyboard)
    await updates(bot)
    for phone in (ana, ben):
        await phone.inside(group.id).press("Yes")
    pressed = [update.callback_query for update in await updates(bot)]
    assert [(p.from_user.id, p.message.chat.id) for p in pressed if p and p.message] == [
        (ana.user.id, group.id),
        (ben.user.id, group.id),
    ]
    assert await sent.edit_text("Thank you both")
    assert ana.inside(group.id).screen() == "Thank you both"
    with pytest.raises(CannotDo, match="not in the group"):
        People(world).press(world.add_user("Cleo").id, sent.message_id, "y", at=group.id)


async def test_who_is_anonymous_writes_in_the_groups_name(bot: Bot, groups: Groups, group: Group, ana: Phone) -> None:
    with pytest.raises(CannotDo, match="supergroup"):
        groups.promote(group.id, ana.user.id, ana.user.id, anonymous=True)
    new = groups.upgrade(group.id, ana.user.id)
    groups.promote(new.id, ana.user.id, ana.user.id, anonymous=True)
    await updates(bot)
    await ana.inside(new.id).send("/listen")
    message = (await updates(bot))[0].message
    assert message is not None
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.id, message.from_user.username) == (1087968824, "GroupAnonymousBot")
    assert message.sender_chat.id == new.id


async def test_a_member_can_be_a_channel(bot: Bot, world: World, groups: Groups, group: Group, ben: Phone) -> None:
    world.state.channels[-1003] = Channel(id=-1003, title="Ben's news", owner=ben.user.id)
    with pytest.raises(CannotDo, match="only a supergroup"):
        People(world).write(ben.user.id, "/hello", at=group.id, channel=-1003)
    new = groups.upgrade(group.id, next(iter(group.members)))
    await updates(bot)
    People(world).write(ben.user.id, "/hello", at=new.id, channel=-1003)
    message = (await updates(bot))[0].message
    assert message is not None
    assert message.from_user is not None
    assert message.sender_chat is not None
    assert (message.from_user.id, message.sender_chat.type, message.sender_chat.id) == (136817688, "channel", -1003)


async def test_a_forum_has_topics(bot: Bot, world: World, groups: Groups, group: Group, ana: Phone) -> None:
    new = groups.upgrade(group.id, ana.user.id)
    groups.open_topics(new.id, ana.user.id)
    thread = groups.add_topic(new.id, ana.user.id, "Weekends")
    await updates(bot)
    People(world).write(ana.user.id, "/hello", at=new.id, thread=thread)
    message = (await updates(bot))[0].message
    assert message is not None
    assert (message.message_thread_id, message.is_topic_message, message.chat.is_forum) == (thread, True, True)
    sent = await bot.send_message(new.id, "Here", message_thread_id=thread)
    assert sent.message_thread_id == thread
    for chat, wrong in ((new.id, 99), (ana.user.id, thread)):
        await ana.send("/start")
        with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
            await bot.send_message(chat, "x", message_thread_id=wrong)


async def test_twenty_messages_a_minute_go_into_a_group(bot: Bot, world: World, group: Group) -> None:
    now = 0.0
    world.limits = RateLimits(overall=Pace(1000, 1000), monotonic=lambda: now)
    for _ in range(20):
        await bot.send_message(group.id, "x")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(group.id, "x")
    assert 2.5 < _seconds(refused.value) <= 3
    now = 3.0
    await bot.send_message(group.id, "x")


def _seconds(refused: RetryAfter) -> float:
    after = refused.retry_after
    return after if isinstance(after, int) else after.total_seconds()


async def test_a_reply_prompt_is_for_everybody_or_for_whom_it_names(
    bot: Bot, group: Group, ana: Phone, ben: Phone
) -> None:
    of_ana, of_ben = ana.inside(group.id), ben.inside(group.id)
    await bot.send_message(group.id, "Both?", reply_markup=ForceReply())
    answers = [await of_ana.send("me"), await of_ben.send("me too")]
    assert [a.reply_to for a in answers] == [of_ana.received[-1].message_id] * 2
    mention = f'<a href="tg://user?id={ben.user.id}">Ben</a>?'
    for text, mode, reply_to in (
        (mention, "HTML", None),
        ("Ben?", None, answers[1].message_id),
        ("@ana_1", None, None),
    ):
        await bot.send_message(
            group.id, text, mode, reply_markup=ForceReply(selective=True), reply_to_message_id=reply_to
        )
        answers = [await of_ana.send("me"), await of_ben.send("me")]
        assert [a.reply_to is not None for a in answers] == ([True, False] if "@" in text else [False, True])
    await bot.send_message(group.id, "Keys", reply_markup=ReplyKeyboardMarkup([["Left"]]))
    assert of_ana.keys() == of_ben.keys() == ["Left"]
    assert ana.keys() == []


async def test_a_bot_takes_others_messages_from_a_group_only_as_an_administrator(
    bot: Bot, groups: Groups, group: Group, ana: Phone, me: int
) -> None:
    sent, own = await ana.inside(group.id).send("hello"), await bot.send_message(group.id, "hi")
    with pytest.raises(BadRequest, match=r"(?i)message can't be deleted"):
        await bot.delete_message(group.id, sent.message_id)
    assert await own.delete()
    groups.promote(group.id, ana.user.id, me)
    assert await bot.delete_message(group.id, sent.message_id)


async def test_who_blocked_the_bot_is_still_in_the_group(bot: Bot, group: Group, ben: Phone) -> None:
    await ben.send("/start")
    await ben.block()
    await bot.send_message(group.id, "Both")
    assert ben.inside(group.id).screen() == "Both"
    await ben.inside(group.id).send("/hello")
    assert words(await updates(bot))[-1] == "/hello"


async def test_two_peoples_own_chat_is_nothing_to_the_bot(bot: Bot, world: World, ana: Phone, ben: Phone) -> None:
    sent = await ana.inside(ben.user.id).send("/just us")
    answered = await ben.inside(ana.user.id).send("yes", reply_to=sent.message_id)
    await ana.inside(ben.user.id).edit(sent.message_id, "just us")
    assert [m.text for m in ben.inside(ana.user.id).messages] == ["just us", "yes"]
    assert words(await updates(bot)) == []
    assert ana.messages == []
    with pytest.raises(CannotDo, match="own text"):
        await ana.inside(ben.user.id).edit(answered.message_id, "no")
