from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page, expect
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.playground.phone import Phone
from bot.playground.world import World
from tests.playground.browser import needs_browser
from tests.playground.pictures import png

LINK = "https://t.me/playground_coach_bot?start=abc"

pytestmark = needs_browser


async def test_two_people_use_their_phones(page: Page, bot: Bot, world: World, ana: Phone, ben: Phone) -> None:
    of_ana = page.get_by_role("region", name="Phone of Ana")
    of_ben = page.get_by_role("region", name="Phone of Ben")

    await of_ana.get_by_role("button", name="Start").click()
    await expect(of_ana.get_by_role("log")).to_contain_text("/start")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    words = f"<b>Bold</b> <script>alert(1)</script> {{{{7*7}}}}\n{LINK}".replace("<script", "&lt;script")
    await bot.send_message(ana.user.id, words.replace("</script", "&lt;/script"), "HTML", reply_markup=keyboard)
    await expect(of_ana.locator("strong")).to_have_text("Bold")
    await expect(of_ana.get_by_role("log")).to_contain_text("<script>alert(1)</script> {{7*7}}")

    await of_ana.get_by_role("button", name="Yes").click()
    await expect(page.get_by_role("alert")).to_be_hidden()
    assert [press.data for press in ana.presses] == ["y"]
    await bot.answer_callback_query(ana.presses[0].id, "Noted")
    await expect(of_ana.get_by_text("Noted")).to_be_visible()

    await of_ana.get_by_role("button", name="Open on Ben’s phone").click()
    await expect(of_ben.get_by_role("log")).to_contain_text("/start abc")
    await of_ben.get_by_label("Message").fill(LINK.replace("abc", "def"))
    await of_ben.get_by_label("Message").press("Enter")
    await expect(of_ben.get_by_role("log")).to_contain_text("/start def")
    await of_ana.get_by_role("link", name=LINK).click()
    await expect(of_ana.get_by_role("log")).to_contain_text("/start abc")


async def test_commands_keys_attachments_and_a_name_are_at_hand(page: Page, bot: Bot, ben: Phone) -> None:
    of_ben = page.get_by_role("region", name="Phone of Ben")
    await ben.send("/start")
    await bot.set_my_commands([("space", "A little time")])
    await of_ben.get_by_role("button", name="Commands").click()
    await of_ben.get_by_role("button", name="/space").click()
    await expect(of_ben.get_by_role("log")).to_contain_text("/space")
    await of_ben.get_by_role("button", name="Attach").click()
    await of_ben.get_by_role("button", name="Photo").click()
    await expect(of_ben.get_by_role("log")).to_contain_text("Photo")
    await bot.send_message(ben.user.id, "Keys", reply_markup=ReplyKeyboardMarkup([["Left"]]))
    await of_ben.get_by_role("button", name="Left").click()
    await expect(of_ben.get_by_role("log")).to_contain_text("Left")

    await of_ben.get_by_label("Language").select_option("es")
    await of_ben.get_by_label("Name").fill("Benito")
    await of_ben.get_by_label("Name").press("Tab")
    await expect(page.get_by_role("region", name="Phone of Benito")).to_be_visible()
    assert (ben.user.language_code, ben.user.first_name) == ("es", "Benito")


async def test_a_message_is_edited_answered_and_the_clock_moved(page: Page, bot: Bot, world: World, ana: Phone) -> None:
    of_ana = page.get_by_role("region", name="Phone of Ana")
    await of_ana.get_by_label("Message").fill("befor")
    await of_ana.get_by_role("button", name="Send").click()
    await of_ana.get_by_role("button", name="Edit").click()
    await of_ana.get_by_label("Message").fill("before")
    await of_ana.get_by_role("button", name="Send").click()
    await expect(of_ana.get_by_text("edited")).to_be_visible()
    await of_ana.get_by_label("Message").fill("half a thought")
    await of_ana.get_by_role("button", name="Edit").click()
    await expect(of_ana.get_by_label("Message")).to_have_value("before")
    await of_ana.get_by_role("button", name="Do not edit").click()
    await expect(of_ana.get_by_text("Editing:")).to_be_hidden()
    await expect(of_ana.get_by_label("Message")).to_have_value("half a thought")
    await of_ana.get_by_role("button", name="Send").click()
    await expect(of_ana.get_by_role("article").last).to_contain_text("half a thought")
    assert [message.text for message in ana.messages] == ["before", "half a thought"]
    sent = await bot.send_message(ana.user.id, "How long?")
    await of_ana.get_by_role("article").filter(has_text="How long?").get_by_role("button", name="Reply").click()
    await of_ana.get_by_label("Message").fill("an hour")
    await of_ana.get_by_role("button", name="Send").click()
    await expect(of_ana.get_by_role("article").last).to_contain_text("an hour")
    assert ana.messages[-1].reply_to == sent.message_id

    before = world.clock.now()
    await page.get_by_role("button", name="+30 min").click()
    await expect(page.get_by_label("The playground's time")).to_contain_text("30:00")
    assert (world.clock.now() - before).total_seconds() == 1_800
    await of_ana.get_by_role("button", name="Block").click()
    await expect(of_ana.get_by_label("Message")).to_be_disabled()


async def test_pictures_are_seen_and_documents_fetched(page: Page, bot: Bot, ana: Phone, tmp_path: Path) -> None:
    of_ana = page.get_by_role("region", name="Phone of Ana")
    await ana.send("/start")
    await bot.send_photo(ana.user.id, png(1_200, 600), caption="Guilt was <b>3</b>, then 1.", parse_mode="HTML")
    seen = of_ana.get_by_role("img", name="Guilt was 3, then 1.")
    await expect(seen).to_be_visible()
    assert await seen.evaluate("async node => { await node.decode(); return node.naturalWidth; }") == 1_200
    assert await seen.evaluate("node => [node.width, node.height]") == [320, 160]
    await expect(of_ana.locator("strong", has_text="3")).to_be_visible()

    export = b"<!doctype html><script>alert(1)</script>" + bytes(2_000)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Hide", callback_data="h")]])
    await bot.send_document(ana.user.id, export, filename="Ana & Ben.html", caption="All of it.", reply_markup=keyboard)
    card = of_ana.get_by_role("article").last
    await expect(card).to_contain_text("Ana & Ben.html")
    await expect(card).to_contain_text("2.0 KB")
    await expect(card).to_contain_text("All of it.")
    async with page.expect_download() as fetching:
        await card.get_by_role("link", name="Download Ana & Ben.html").click()
    download = await fetching.value
    await download.save_as(tmp_path / "fetched")
    assert (download.suggested_filename, (tmp_path / "fetched").read_bytes()) == ("Ana & Ben.html", export)


async def test_chosen_pictures_and_files_are_sent_with_what_was_written(page: Page, ben: Phone, tmp_path: Path) -> None:
    of_ben = page.get_by_role("region", name="Phone of Ben")
    (tmp_path / "walk.png").write_bytes(png(60, 90, (200, 120, 40)))
    (tmp_path / "notes.txt").write_text("words", encoding="utf-8")
    for words, name in (("Choose a picture", "walk.png"), ("Choose a file", "notes.txt")):
        await of_ben.get_by_label("Message").fill(f"My {name}")
        await of_ben.get_by_role("button", name="Attach").click()
        async with page.expect_file_chooser() as choosing:
            await of_ben.get_by_role("button", name=words).click()
        await (await choosing.value).set_files(tmp_path / name)
        await expect(of_ben.get_by_role("article").last).to_contain_text(f"My {name}")
        await expect(of_ben.get_by_label("Message")).to_have_value("")
    assert [message.plain for message in ben.messages] == [
        "[photo: My walk.png]",
        "[document: notes.txt]\nMy notes.txt",
    ]
    await expect(of_ben.get_by_role("img", name="My walk.png")).to_be_visible()
