"""The page between the phones: the group, and two people's own chat."""

from __future__ import annotations

from playwright.async_api import Page, expect
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)

from bot.playground.phone import Phone
from bot.playground.state import Group
from bot.playground.world import World
from tests.playground.browser import needs_browser

pytestmark = needs_browser

ADD = "https://t.me/playground_coach_bot?startgroup=abc"


async def test_a_group_is_made_by_the_bots_link_and_used_by_both(
    page: Page, bot: Bot, world: World, ana: Phone, ben: Phone
) -> None:
    of_ana, group = page.get_by_role("region", name="Phone of Ana"), page.get_by_role("region", name="Group")
    log = group.get_by_role("log")
    await expect(log).to_contain_text("There is no group yet")
    await ana.send("/start")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Add me", url=ADD)]])
    await bot.send_message(ana.user.id, "To a group?", reply_markup=keyboard)
    await of_ana.get_by_role("button", name="Add me").click()
    await of_ana.get_by_role("button", name="A new group with Ben").click()
    await expect(log).to_contain_text("Ana made the group")
    await expect(log).to_contain_text("Ana added Coach")
    await expect(log).to_contain_text("/start@playground_coach_bot abc")

    chat = next(iter(world.state.groups))
    yes = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    await bot.send_message(chat, "Both?", reply_markup=yes)
    await group.get_by_label("Who writes").select_option("Ben")
    await group.get_by_role("button", name="Yes").click()
    await world.changes.until(lambda: bool(ben.presses), 10)
    await bot.answer_callback_query(ben.presses[0].id, "Noted")
    await expect(group.get_by_text("Noted")).to_be_visible()
    mention = f'<a href="tg://user?id={ben.user.id}">Ben</a>: and you?'
    await bot.send_message(chat, mention, "HTML", reply_markup=ForceReply(selective=True))
    await expect(group.get_by_text("Replying to: Ben: and you?")).to_be_visible()
    await group.get_by_label("Message").fill("the hills")
    await group.get_by_label("Message").press("Enter")
    await expect(log).to_contain_text("the hills")
    update = (await bot.get_updates(offset=-1))[0].message
    assert update is not None
    assert update.from_user is not None
    assert (update.text, update.from_user.id, update.reply_to_message is not None) == ("the hills", ben.user.id, True)


async def test_people_come_and_go_and_the_group_becomes_a_supergroup(page: Page, world: World, group: Group) -> None:
    region = page.get_by_role("region", name="Group")
    log = region.get_by_role("log")
    await expect(log).to_contain_text("Ana added Coach")
    await region.get_by_text("People").click()
    await region.get_by_role("button", name="Somebody new joins").click()
    await expect(log).to_contain_text("Cleo joined")
    await region.get_by_role("button", name="Remove Cleo").click()
    await expect(log).to_contain_text("Ana removed Cleo")
    await region.get_by_role("button", name="Make it a supergroup").click()
    await expect(region.get_by_text("Supergroup of 3")).to_be_visible()
    await expect(log).to_contain_text("Ana added Coach")
    await expect(region.get_by_role("article")).to_have_count(0)
    await region.get_by_role("button", name="Hide the name").click()
    await region.get_by_label("Message").fill("/hello")
    await region.get_by_label("Message").press("Enter")
    await expect(region.get_by_role("article").last).to_contain_text("Ana & Ben")
    await region.get_by_role("button", name="Remove Coach").click()
    await expect(log).to_contain_text("removed Coach")
    await region.get_by_role("button", name="Add Coach").click()
    await expect(region.get_by_role("button", name="Remove Coach")).to_be_visible()
    await region.get_by_role("button", name="Ben leaves").click()
    await expect(region.get_by_role("button", name="Ben joins")).to_be_visible()


async def test_what_the_bot_offers_is_sent_in_ones_own_name_to_the_other(
    page: Page, bot: Bot, world: World, ana: Phone, ben: Phone
) -> None:
    of_ana = page.get_by_role("region", name="Phone of Ana")
    await page.get_by_text("BotFather", exact=True).click()
    await page.get_by_label("Inline mode").check()
    await ana.send("/start")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("In my name", switch_inline_query="k7")]])
    await bot.send_message(ana.user.id, "Send it?", reply_markup=keyboard)
    await of_ana.get_by_role("button", name="In my name").click()
    await of_ana.get_by_role("list", name="Choices").get_by_role("button", name="Ben").click()
    own = page.get_by_role("region", name="Chat of Ana and Ben")
    await expect(own.get_by_label("Message")).to_have_value("@playground_coach_bot k7")
    await world.changes.until(lambda: any(u.kind == "inline_query" for u in world.state.updates), 10)
    asked = (await bot.get_updates(offset=-1))[0].inline_query
    assert asked is not None
    soft = InlineQueryResultArticle("1", "Soft", InputTextMessageContent("I miss you"), description="for later")
    await asked.answer([soft])
    await own.get_by_role("list", name="Results").get_by_role("button", name="Soft").click()
    await expect(own.get_by_role("article")).to_contain_text("I miss you")
    await expect(own.get_by_role("article")).to_contain_text("via Coach")
    assert [m.text for m in ben.inside(ana.user.id).messages] == ["I miss you"]
    await own.get_by_label("Who writes").select_option("Ben")
    await own.get_by_label("Message").fill("me too")
    await own.get_by_role("button", name="Send").click()
    await expect(own.get_by_role("article").last).to_contain_text("me too")
    assert ana.inside(ben.user.id).messages[-1].author == ben.user.id
