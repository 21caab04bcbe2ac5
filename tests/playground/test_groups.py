"""Groups as a bot meets them: who comes and goes, and what it may do there."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    ChatMemberAdministrator,
    ChatMemberOwner,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.playground.groups import Groups
from bot.playground.people import People
from bot.playground.phone import Phone
from bot.playground.refusal import CannotDo
from bot.playground.state import Group
from bot.playground.world import World
from tests.playground.heard import updates, words

LINK = "https://t.me/playground_coach_bot?startgroup=abc"


async def test_a_bot_that_is_brought_in_hears_how_it_stands_and_who_brought_it(
    bot: Bot, group: Group, ana: Phone, me: int
) -> None:
    standing, came = await updates(bot)
    changed, message = standing.my_chat_member, came.message
    assert changed is not None
    assert message is not None
    assert (changed.chat.id, changed.chat.type, changed.chat.title) == (group.id, "group", "Ana & Ben")
    assert (changed.old_chat_member.status, changed.new_chat_member.status) == ("left", "member")
    assert (changed.from_user.id, changed.new_chat_member.user.id) == (ana.user.id, me)
    assert [user.id for user in message.new_chat_members] == [me]
    assert group.id < 0


async def test_a_group_made_with_the_bot_says_so(bot: Bot, groups: Groups, ana: Phone, me: int) -> None:
    groups.create(ana.user.id, "Three", with_bot=True)
    assert words(await updates(bot)) == ["my_chat_member", "group_chat_created"]


async def test_the_link_that_adds_the_bot_writes_its_payload_in_the_group(
    bot: Bot, groups: Groups, ana: Phone, ben: Phone
) -> None:
    made = groups.open_link(ana.user.id, LINK, None, "Two", ben.user.id)
    assert words(await updates(bot)) == ["my_chat_member", "new_chat_members", "/start@playground_coach_bot abc"]
    groups.open_link(ana.user.id, LINK, made.id)
    assert words(await updates(bot)) == ["/start@playground_coach_bot abc"]
    groups.open_link(ana.user.id, LINK.partition("=")[0], None, "Bare")
    assert words(await updates(bot)) == ["my_chat_member", "new_chat_members"]
    with pytest.raises(CannotDo, match="does not add this bot"):
        groups.open_link(ana.user.id, "https://t.me/playground_coach_bot?start=abc")


async def test_comings_and_goings_are_told_as_messages_and_to_administrators_as_standings(
    bot: Bot, world: World, groups: Groups, group: Group, ana: Phone, ben: Phone, me: int
) -> None:
    cleo = world.add_user("Cleo")
    await updates(bot, "message", "my_chat_member", "chat_member")
    groups.join(group.id, cleo.id)
    groups.leave(group.id, cleo.id)
    assert words(await updates(bot)) == ["new_chat_members", "left_chat_member"]
    groups.promote(group.id, ana.user.id, me)
    groups.add(group.id, ben.user.id, cleo.id)
    groups.remove(group.id, ana.user.id, cleo.id)
    found = await updates(bot)
    assert words(found) == ["my_chat_member", "chat_member", "new_chat_members", "chat_member", "left_chat_member"]
    changed = found[1].chat_member
    assert changed is not None
    assert (changed.from_user.id, changed.new_chat_member.user.id) == (ben.user.id, cleo.id)
    assert found[4].message is not None
    assert found[4].message.from_user is not None
    assert found[4].message.from_user.id == ana.user.id
    await updates(bot, "message")
    groups.join(group.id, cleo.id)
    assert words(await updates(bot)) == ["new_chat_members"]


async def test_the_bot_can_ask_who_is_in_a_group(
    bot: Bot, world: World, group: Group, ana: Phone, ben: Phone, me: int
) -> None:
    cleo = world.add_user("Cleo")
    chat = await bot.get_chat(group.id)
    assert (chat.type, chat.title) == ("group", "Ana & Ben")
    assert await bot.get_chat_member_count(group.id) == 3
    assert isinstance(await bot.get_chat_member(group.id, ana.user.id), ChatMemberOwner)
    standings = [(await bot.get_chat_member(group.id, id)).status for id in (ben.user.id, me, cleo.id)]
    assert standings == ["member", "member", "left"]
    assert [m.user.id for m in await bot.get_chat_administrators(group.id)] == [ana.user.id]
    with pytest.raises(BadRequest, match=r"(?i)member not found"):
        await bot.get_chat_member(group.id, 5)
    with pytest.raises(BadRequest, match=r"(?i)there are no administrators in the private chat"):
        await bot.get_chat_administrators(ana.user.id)


async def test_an_administrator_bot_is_told_as_one(bot: Bot, groups: Groups, group: Group, ana: Phone, me: int) -> None:
    groups.promote(group.id, ana.user.id, me)
    assert isinstance(await bot.get_chat_member(group.id, me), ChatMemberAdministrator)


async def test_a_bot_that_leaves_or_is_sent_away_is_refused_in_telegrams_words(
    bot: Bot, groups: Groups, group: Group, ana: Phone, me: int
) -> None:
    sent = await bot.send_message(group.id, "Hello")
    await updates(bot)
    await bot.leave_chat(group.id)
    assert words(await updates(bot)) == ["my_chat_member", "left_chat_member"]
    with pytest.raises(Forbidden, match=r"(?i)bot is not a member of the group chat"):
        await bot.send_message(group.id, "x")
    groups.add(group.id, ana.user.id, me)
    await updates(bot)
    groups.remove(group.id, ana.user.id, me)
    standing, _ = await updates(bot)
    assert standing.my_chat_member is not None
    assert standing.my_chat_member.new_chat_member.status == "left"
    for call in (bot.send_message(group.id, "x"), sent.edit_text("x"), bot.get_chat_member_count(group.id)):
        with pytest.raises(Forbidden, match=r"(?i)bot was kicked from the group chat"):
            await call
    await ana.inside(group.id).send("/hello")
    assert words(await updates(bot)) == []
    assert (await bot.get_chat(group.id)).title == "Ana & Ben"
    with pytest.raises(BadRequest, match=r"(?i)can't leave private chats"):
        await bot.leave_chat(ana.user.id)


async def test_from_a_supergroup_the_bot_is_kicked(bot: Bot, groups: Groups, group: Group, ana: Phone, me: int) -> None:
    new = groups.upgrade(group.id, ana.user.id)
    await updates(bot)
    groups.remove(new.id, ana.user.id, me)
    standing, _ = await updates(bot)
    assert standing.my_chat_member is not None
    assert standing.my_chat_member.new_chat_member.status == "kicked"
    for call in (bot.send_message(new.id, "x"), bot.get_chat(new.id)):
        with pytest.raises(Forbidden, match=r"(?i)bot was kicked from the supergroup chat"):
            await call


async def test_a_group_that_is_upgraded_has_another_id_and_counts_anew(
    bot: Bot, groups: Groups, group: Group, ana: Phone, ben: Phone
) -> None:
    asked = await bot.send_message(group.id, "Ben?")
    await updates(bot)
    new = groups.upgrade(group.id, ana.user.id)
    before, after = [update.message for update in await updates(bot)]
    assert before is not None
    assert after is not None
    assert (before.chat.id, before.migrate_to_chat_id) == (group.id, new.id)
    assert (after.chat.id, after.chat.type, after.migrate_from_chat_id) == (new.id, "supergroup", group.id)
    assert str(new.id).startswith("-100")
    assert after.message_id == 1
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.new_chat_id == new.id
    with pytest.raises(BadRequest, match=r"(?i)message can't be edited"):
        await asked.edit_text("x")
    assert (await bot.send_message(new.id, "Here")).message_id == 2
    assert await bot.get_chat_member_count(new.id) == 3
    await ben.inside(new.id).send("/hello")
    assert words(await updates(bot)) == ["/hello"]
    with pytest.raises(CannotDo, match="supergroup now"):
        await ben.inside(group.id).send("too late")


async def test_a_deleted_account_stays_in_the_group_and_can_be_sent_nothing(
    bot: Bot, world: World, group: Group, ben: Phone
) -> None:
    await ben.send("/start")
    People(world).delete_account(ben.user.id)
    with pytest.raises(Forbidden, match=r"(?i)user is deactivated"):
        await bot.send_message(ben.user.id, "x")
    member = await bot.get_chat_member(group.id, ben.user.id)
    assert (member.status, member.user.first_name) == ("member", "")
    assert await bot.get_chat_member_count(group.id) == 3
    with pytest.raises(CannotDo, match="deleted"):
        People(world).write(ben.user.id, "x", at=group.id)


async def test_a_group_the_bot_was_never_in_is_not_found(bot: Bot, groups: Groups, ana: Phone) -> None:
    apart = groups.create(ana.user.id, "Apart")
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(apart.id, "x")
    assert words(await updates(bot)) == []


async def test_people_cannot_do_in_groups_what_telegram_does_not_offer(
    world: World, groups: Groups, group: Group, ana: Phone, ben: Phone, me: int
) -> None:
    cleo = world.add_user("Cleo").id
    groups_of = (ana.user.id, ben.user.id)
    for wrong in (
        lambda: groups.create(ana.user.id, " "),
        lambda: groups.add(group.id, ana.user.id, me),
        lambda: groups.add(group.id, cleo, cleo),
        lambda: groups.join(group.id, groups_of[0]),
        lambda: groups.remove(group.id, groups_of[1], groups_of[0]),
        lambda: groups.remove(group.id, groups_of[0], groups_of[0]),
        lambda: groups.promote(group.id, groups_of[1], groups_of[1]),
        lambda: groups.upgrade(group.id, groups_of[1]),
        lambda: groups.open_topics(group.id, groups_of[0]),
        lambda: groups.add_topic(group.id, groups_of[0], "x"),
        lambda: groups.leave(group.id, cleo),
        lambda: groups.leave(-5, cleo),
    ):
        with pytest.raises(CannotDo):
            wrong()
