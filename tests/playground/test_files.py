from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast

import httpx
import pytest
from telegram import Bot, File, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Message, MessageEntity, Update
from telegram import InputMediaDocument as Document
from telegram import InputMediaPhoto as Photo
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.playground import files
from bot.playground.clock import MovableClock
from bot.playground.keeping import load_state, save_state
from bot.playground.limits import Pace, RateLimits
from bot.playground.phone import Phone
from bot.playground.refusal import CannotDo
from bot.playground.server import TOKEN
from bot.playground.state import Shape
from bot.playground.time_travel import TimeTravel
from bot.playground.view import world_view
from bot.playground.world import World
from tests.playground.pictures import jpeg, png

PICTURE = png(400, 200)
YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])


async def last(bot: Bot) -> Message:
    update: Update = (await bot.get_updates(offset=-1))[0]
    assert update.message is not None
    return update.message


async def fetched(file: File) -> bytes:
    return bytes(await file.download_as_bytearray())


async def test_a_photo_arrives_with_its_caption_and_buttons(bot: Bot, ana: Phone, chat_id: int) -> None:
    sent = await bot.send_photo(chat_id, PICTURE, caption="The last <b>weeks</b>", parse_mode="HTML", reply_markup=YES)
    assert [(size.width, size.height) for size in sent.photo] == [(90, 45), (320, 160), (400, 200)]
    assert (sent.photo[-1].file_size, sent.text) == (len(PICTURE), None)
    assert (sent.caption, sent.caption_html) == ("The last weeks", "The last <b>weeks</b>")
    assert ana.screen() == "[photo: The last weeks]\n[Yes]"
    assert ana.photos() == [("The last weeks", PICTURE)]
    assert (await ana.wait_for("weeks")).message_id == sent.message_id
    await ana.press("Yes")
    assert ana.presses[0].message_id == sent.message_id


@pytest.mark.parametrize(("height", "longest"), [(2, 3), (1_000, 1_000), (1_500, 1_500), (4_000, 2_560)])
async def test_a_photo_has_no_size_beyond_what_telegram_keeps(
    height: int, longest: int, bot: Bot, chat_id: int
) -> None:
    sent = await bot.send_photo(chat_id, jpeg(max(3, height // 2), height))
    assert max(sent.photo[-1].width, sent.photo[-1].height) == longest


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("plan.ics", "text/calendar"),
        ("export.json", "application/json"),
        ("niño y niña.html", "text/html"),
        ("nothing known", "application/octet-stream"),
    ],
)
async def test_a_document_keeps_its_name_its_kind_and_every_byte(
    name: str, mime: str, bot: Bot, ana: Phone, chat_id: int
) -> None:
    data = bytes(range(256)) * 9
    sent = await bot.send_document(chat_id, data, filename=name, caption="For you", thumbnail=PICTURE)
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == (name, mime)
    assert (sent.document.file_size, sent.document.thumbnail) == (len(data), None)
    assert ana.documents() == [(name, data)]
    assert ana.screen() == f"[document: {name}]\nFor you"


async def test_a_file_can_come_under_a_name_of_its_own(bot: Bot, ana: Phone, chat_id: int) -> None:
    await bot.send_document(chat_id, InputFile(b"one", filename="../../a/one.txt", attach=True))
    await bot.send_photo(chat_id, InputFile(PICTURE, attach=True))
    assert (ana.documents(), ana.photos()) == ([("one.txt", b"one")], [("", PICTURE)])


async def test_what_was_sent_before_is_sent_again_by_its_id(bot: Bot, ana: Phone, world: World, chat_id: int) -> None:
    photo = (await bot.send_photo(chat_id, PICTURE, caption="once")).photo
    document = (await bot.send_document(chat_id, b"words", filename="a.txt")).document
    assert document is not None
    for size in photo:
        assert (await bot.send_photo(chat_id, size.file_id)).caption is None
    again = await bot.send_document(chat_id, document.file_id, caption="twice")
    assert (again.document, again.caption, len(world.state.files)) == (document, "twice", 2)
    assert ana.photos()[-1] == ("", PICTURE)
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type document as photo"):
        await bot.send_photo(chat_id, document.file_id)
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type photo as document"):
        await bot.send_document(chat_id, photo[0].file_id)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "File must be non-empty"),
        (b"GIF89a", "Image_process_failed"),
        (jpeg(9_000, 1_001), "Photo_invalid_dimensions"),
        (png(41, 2), "Photo_invalid_dimensions"),
        (
            PICTURE.ljust(10_485_761),
            "File of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ],
    ids=["empty", "no picture", "too large", "too narrow", "too big"],
)
async def test_what_is_no_photo_is_refused_in_telegrams_words(
    data: bytes, error: str, bot: Bot, ana: Phone, chat_id: int
) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_photo(chat_id, data)
    assert refused.value.message == error
    with pytest.raises(CannotDo, match="cannot be sent as a photo"):
        await ana.send_photo(data)
    assert len(ana.messages) == 1


async def test_fifty_megabytes_are_the_most_a_bot_can_send(bot: Bot, ana: Phone, chat_id: int) -> None:
    most = bytes(50 << 20)
    sent = await bot.send_document(chat_id, most, filename="most")
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(chat_id, most + b"x", filename="more")
    assert ana.documents() == [("most", most)]
    assert sent.document is not None
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(sent.document)


async def test_a_caption_counts_without_its_formatting(bot: Bot, chat_id: int) -> None:
    sent = await bot.send_photo(chat_id, PICTURE, caption=f"<b>{'&amp;' * 1_024}</b>", parse_mode="HTML")
    assert sent.caption == "&" * 1_024
    for longer in ("x" * 1_025, "😀" * 513):
        with pytest.raises(BadRequest, match="Message caption is too long"):
            await bot.send_photo(chat_id, PICTURE, caption=longer)
        with pytest.raises(BadRequest, match="Media_caption_too_long"):
            await sent.edit_caption(longer)
        with pytest.raises(BadRequest, match="Message caption is too long"):
            await sent.edit_media(Photo(PICTURE, caption=longer))


async def test_a_caption_carries_entities_that_are_given(bot: Bot, chat_id: int) -> None:
    bold = [MessageEntity(MessageEntity.BOLD, 3, 3)]
    sent = await bot.send_photo(chat_id, PICTURE, caption="😀 now", caption_entities=bold)
    assert sent.caption_html == "😀 <b>now</b>"
    with pytest.raises(BadRequest, match="given together"):
        await bot.send_photo(chat_id, PICTURE, caption="😀 now", caption_entities=bold, parse_mode="HTML")


async def test_people_have_the_same_room_for_a_caption(ana: Phone) -> None:
    await ana.send_photo(PICTURE, "x" * 1_024)
    with pytest.raises(CannotDo, match="1024"):
        await ana.send_photo(PICTURE, "x" * 1_025)


async def test_a_caption_is_edited_and_taken_away(bot: Bot, ana: Phone, chat_id: int) -> None:
    sent = await bot.send_document(chat_id, b"x", filename="a.txt", caption="befor", reply_markup=YES)
    edited = await sent.edit_caption("<i>before</i>", parse_mode="HTML")
    assert isinstance(edited, Message)
    assert (edited.caption_html, edited.document, ana.screen()) == (
        "<i>before</i>",
        sent.document,
        "[document: a.txt]\nbefore",
    )
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_caption("<i>before</i>", parse_mode="HTML")
    await sent.edit_caption(reply_markup=YES)
    assert ana.screen() == "[document: a.txt]\n[Yes]"


async def test_words_and_captions_are_not_the_same(bot: Bot, chat_id: int) -> None:
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await (await bot.send_message(chat_id, "words")).edit_caption("more")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await (await bot.send_photo(chat_id, PICTURE)).edit_text("more")


async def test_a_file_takes_the_place_of_another(bot: Bot, ana: Phone, chat_id: int) -> None:
    sent = await bot.send_photo(chat_id, PICTURE, caption="then", reply_markup=YES)
    new = png(20, 30)
    edited = await sent.edit_media(Photo(new, caption="<b>now</b>", parse_mode="HTML"))
    assert isinstance(edited, Message)
    assert (edited.photo[-1].height, edited.caption_html, ana.photos()) == (30, "<b>now</b>", [("now", new)])
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_media(Photo(edited.photo[-1].file_id, caption="<b>now</b>", parse_mode="HTML"))
    await sent.edit_media(Document(b"words", filename="a.txt"))
    assert (ana.photos(), ana.documents(), ana.screen()) == ([], [("a.txt", b"words")], "[document: a.txt]")


async def test_people_send_files_that_the_bot_fetches(bot: Bot, ana: Phone) -> None:
    await ana.send_photo(PICTURE, "From /walk today")
    photo = await last(bot)
    assert (photo.caption, photo.photo[-1].width) == ("From /walk today", 400)
    assert photo.parse_caption_entities().popitem()[1] == "/walk"
    await ana.send_document("notes.txt", b"words")
    document = (await last(bot)).document
    assert document is not None
    assert (document.file_name, document.mime_type) == ("notes.txt", "text/plain")
    assert await fetched(await bot.get_file(document)) == b"words"
    for size in photo.photo:
        file = await bot.get_file(size)
        assert (file.file_id, file.file_unique_id) == (size.file_id, size.file_unique_id)
        assert await fetched(file) == PICTURE


async def test_files_are_fetched_with_the_token_and_by_their_exact_path(
    bot: Bot, address: str, ana: Phone, chat_id: int
) -> None:
    sent = await bot.send_document(chat_id, b"<script>", filename="a.html")
    assert sent.document is not None
    url = (await bot.get_file(sent.document)).file_path or ""
    async with httpx.AsyncClient() as client:
        assert (await client.get(url)).content == b"<script>"
        for wrong in (url.replace(TOKEN, "1:wrong"), url + "x", f"{address}/file/bot{TOKEN}/..%2fplayground.json"):
            assert (await client.get(wrong)).status_code == 404
        page = await client.get(f"{address}/_play/files/1")
    assert page.headers["content-disposition"] == "attachment"
    assert "sandbox" in page.headers["content-security-policy"]


async def test_the_page_sends_files(address: str, bot: Bot, ana: Phone, world: World) -> None:
    url = f"{address}/_play/users/{ana.user.id}/file"
    async with httpx.AsyncClient() as client:
        body = {"kind": "document", "name": "a.txt", "content": "d29yZHM=", "text": "Here"}
        assert (await client.post(url, json=body)).is_success
        assert (await client.post(url, json=body | {"content": "?"})).status_code == 400
        assert (await client.post(url, json=body | {"kind": "photo"})).status_code == 400
        (phone,) = (await client.get(f"{address}/_play/state")).json()["phones"]
    (message,) = phone["messages"]
    assert (message["file"]["name"], message["file"]["size"], message["text"]) == ("a.txt", 5, "Here")
    assert (await last(bot)).caption == "Here"


async def test_photos_and_documents_of_both_sides_are_deleted(bot: Bot, ana: Phone, world: World, chat_id: int) -> None:
    sent, received = await bot.send_photo(chat_id, PICTURE), await ana.send_photo(PICTURE)
    world.clock.advance(timedelta(hours=48))
    assert await bot.delete_messages(chat_id, [sent.message_id, received.message_id])
    assert (ana.photos(), len(ana.messages)) == ([], 1)


async def test_a_photo_that_comes_too_fast_leaves_nothing_behind(
    bot: Bot, ana: Phone, world: World, chat_id: int
) -> None:
    world.limits = RateLimits(Pace(1.0, burst=0), Pace(30.0, burst=30), monotonic=lambda: 0.0)
    with pytest.raises(RetryAfter):
        await bot.send_photo(chat_id, PICTURE)
    assert world.state.files == {}


async def test_the_oldest_files_go_when_there_are_too_many(
    bot: Bot, ana: Phone, world: World, chat_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "KEPT_BYTES", 25)
    sent = [await bot.send_document(chat_id, bytes(10), filename=name) for name in ("a", "b", "c")]
    assert [name for name, _ in ana.documents()] == ["b", "c"]
    assert ana.screen().startswith("[document: a]")
    (phone,) = cast("list[Shape]", world_view(world, TimeTravel(world, None))["phones"])
    shown = cast("list[Shape]", phone["messages"])
    assert [message["file"] is None for message in shown] == [True, True, False, False]
    oldest = sent[0].document
    assert oldest is not None
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file(oldest)


async def test_files_outlive_a_restart_and_their_ids_never_come_again(tmp_path: Path) -> None:
    kept, folder = tmp_path / "playground.json", tmp_path / "playground.files"
    world = World(MovableClock(), folder=folder)
    ana = Phone(world, world.add_user("Ana"))
    first = await ana.send_document("a.txt", b"words")
    lost = await ana.send_document("lost.txt", b"lost")
    save_state(world, kept)
    (folder / str(lost.file)).unlink()
    await ana.send_photo(PICTURE)
    assert [path.stat().st_mode & 0o077 for path in folder.iterdir()] == [0, 0]
    assert folder.stat().st_mode & 0o077 == 0

    state = load_state(kept)
    again = World(MovableClock(), state=state, folder=folder)
    phone = Phone(again, again.user(ana.user.id))
    assert [path.name for path in folder.iterdir()] == [str(first.file)]
    (file,) = again.state.files.values()
    assert (file.name, again.files.data(file)) == ("a.txt", b"words")
    assert ((await phone.send_photo(PICTURE)).file or 0) > (lost.file or 0) + 1
