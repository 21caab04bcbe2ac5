"""PTB's contract of a request, kept by both clients: what is sent, what comes back, and how long it lives."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
from pathlib import Path

import pytest
from pydantic import SecretStr
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMediaDocument
from telegram.error import BadRequest, NetworkError
from telegram.request import HTTPXRequest, RequestData

from bot.app import open_coach
from bot.config import Settings
from bot.playground.server import TOKEN as PLAYGROUND_TOKEN
from bot.telegram.aiohttp_request import AiohttpRequest
from tests.telegram.polling import opened
from tests.telegram.served import MESSAGE, TOKEN, Part, Requests, answer, bot_over, methods, serving

HELLO = "<b>Hello</b> &amp; ¡hola! 🙂 100% a+b=c\nand a line"
CHUNKED = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (b'{"ok":true,', b'"result":', b"true}", b""))


class TestAnswers:
    async def test_the_result_of_a_method_comes_back(self, make: Requests) -> None:
        async with serving(answer('{"ok":true,"result":{"a":["ñ🙂"]}}')) as server:
            assert await make().post(f"{server.url}/bot{TOKEN}/getIt") == {"a": ["ñ🙂"]}
        [asked] = server.asked
        assert (asked.method, asked.target, asked.body) == ("POST", f"/bot{TOKEN}/getIt", b"")
        assert asked.headers["user-agent"].startswith("python-telegram-bot ")

    async def test_a_file_comes_back_as_it_is(self, make: Requests) -> None:
        content = bytes(range(256)) * 1000
        async with serving(answer(content)) as server:
            assert await make().retrieve(f"{server.url}/file/bot{TOKEN}/photos/1.jpg") == content
        assert [asked.method for asked in server.asked] == ["GET"]

    async def test_a_packed_answer_is_unpacked(self, make: Requests) -> None:
        async with serving(answer(gzip.compress(MESSAGE.encode()), "200 OK", "Content-Encoding: gzip")) as server:
            assert await make().post(server.url) == json.loads(MESSAGE)["result"]
        assert "gzip" in server.asked[0].headers["accept-encoding"]

    async def test_an_answer_may_come_in_chunks(self, make: Requests) -> None:
        async def chunks(asked: object, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED)

        async with serving(chunks) as server:
            assert await make().post(server.url) is True

    @pytest.mark.parametrize("status", ["201 Created", "302 Found", "404 Not Found", "500 Oops", "599 Unheard Of"])
    async def test_whatever_the_status_is_it_is_handed_on(self, make: Requests, status: str) -> None:
        async with serving(answer("words", status, "Location: /elsewhere")) as server:
            assert await make().do_request(server.url, "POST") == (int(status[:3]), b"words")
        assert len(server.asked) == 1, "what is elsewhere is not asked: the token would go there"

    async def test_a_connection_is_kept_for_the_next(self, make: Requests) -> None:
        async with serving() as server:
            request = make()
            for _ in range(3):
                await request.post(f"{server.url}/again")
        assert (server.connections, len(server.asked)) == (1, 3)


class TestParameters:
    async def test_they_arrive_as_ptb_means_them(self, make: Requests) -> None:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Sí & no", callback_data="a1:yes")]])
        async with serving() as server:
            await bot_over(make(), server.url).send_message(
                7, HELLO, parse_mode="HTML", disable_notification=True, reply_markup=keyboard
            )
        [asked] = server.asked
        assert asked.target == f"/bot{TOKEN}/sendMessage"
        assert asked.headers["content-type"].startswith("application/x-www-form-urlencoded")
        form = asked.form
        assert json.loads(form.pop("reply_markup")) == keyboard.to_dict()
        assert form == {"chat_id": "7", "text": HELLO, "parse_mode": "HTML", "disable_notification": "true"}

    async def test_long_ones_arrive_whole(self, make: Requests) -> None:
        text = "ñ🙂" * 400_000
        async with serving() as server:
            await bot_over(make(), server.url).send_message(7, text)
        assert server.asked[0].form["text"] == text

    async def test_an_empty_one_arrives_empty(self, make: Requests) -> None:
        async with serving() as server:
            await bot_over(make(), server.url).answer_callback_query("1", "")
            await make().post(server.url, RequestData([]))
        assert server.asked[0].form == {"callback_query_id": "1", "text": ""}
        assert server.asked[1].form == {}


class TestUploads:
    async def test_a_file_arrives_with_its_name_and_its_thumbnail(self, make: Requests) -> None:
        async with serving() as server:
            await bot_over(make(), server.url).send_document(
                7, b"BEGIN\r\n\r\n--x\x00", filename="Été à deux 🙂.ics", caption=HELLO, thumbnail=b"\xff\xd8\xff small"
            )
        [asked] = server.asked
        assert asked.headers["content-type"].startswith("multipart/form-data; boundary=")
        parts = asked.parts
        small = next(part for part in parts.values() if part.content == b"\xff\xd8\xff small")
        [named] = [name for name, part in parts.items() if part is small]
        assert parts["document"] == Part("Été à deux 🙂.ics", "text/calendar", b"BEGIN\r\n\r\n--x\x00")
        assert small.filename
        assert parts["thumbnail"].content.decode() == f"attach://{named}"
        assert {name: parts[name].content.decode() for name in ("chat_id", "caption")} == {
            "chat_id": "7",
            "caption": HELLO,
        }
        assert all(part.filename is None for name, part in parts.items() if name not in ("document", named))

    async def test_long_files_arrive_whole(self, make: Requests) -> None:
        content = bytes(range(256)) * 8192
        async with serving() as server:
            await bot_over(make(), server.url).send_photo(7, content, filename="picture.png")
        assert server.asked[0].parts["photo"] == Part("picture.png", "image/png", content)

    async def test_several_files_and_open_ones(self, make: Requests, tmp_path: Path) -> None:
        (tmp_path / "two.txt").write_bytes(b"the second")
        with (tmp_path / "two.txt").open("rb") as two:
            media = [
                InputMediaDocument(InputFile(io.BytesIO(b"the first"), "one.txt", attach=True)),
                InputMediaDocument(InputFile(two, attach=True, read_file_handle=False)),
            ]
            async with serving(answer('{"ok":true,"result":[]}')) as server:
                await bot_over(make(), server.url).send_media_group(7, media)
        [asked] = server.asked
        files = [
            asked.parts[one["media"].removeprefix("attach://")] for one in json.loads(asked.parts["media"].content)
        ]
        assert [(file.filename, file.content) for file in files] == [
            ("one.txt", b"the first"),
            ("two.txt", b"the second"),
        ]


class TestLifetime:
    async def test_it_works_before_it_is_initialized(self, make: Requests) -> None:
        async with serving(answer()) as server:
            assert await make().post(server.url)

    async def test_it_is_over_with_shutdown_and_begins_anew(self, make: Requests) -> None:
        async with serving(answer()) as server:
            request = make()
            for _ in range(2):
                await request.initialize()
                await request.initialize()
                await request.post(server.url)
                await request.shutdown()
                await request.shutdown()
                with pytest.raises(RuntimeError):
                    await request.do_request(server.url, "POST")
                with pytest.raises(NetworkError):
                    await request.post(server.url)
        assert (len(server.asked), server.connections) == (2, 2)

    async def test_it_is_over_with_a_with_statement(self, make: Requests) -> None:
        async with serving(answer()) as server:
            async with make() as request:
                await request.post(server.url)
            with pytest.raises(RuntimeError):
                await request.do_request(server.url, "POST")

    async def test_one_that_was_never_used_is_closed(self, make: Requests) -> None:
        request = make()
        await request.shutdown()
        with pytest.raises(RuntimeError):
            await request.do_request("http://127.0.0.1:1", "POST")

    @pytest.mark.parametrize("seconds", [None, 2.5])
    async def test_it_says_how_long_it_waits_for_an_answer(self, make: Requests, seconds: float | None) -> None:
        assert make(read_timeout=seconds).read_timeout == seconds


@pytest.mark.parametrize(("status", "kind"), [("413 Too Large", BadRequest), ("407 Proxy", NetworkError)])
async def test_what_the_bot_is_refused(http: str, status: str, kind: type[NetworkError]) -> None:
    async with serving(answer("{}", status)) as server, opened(server.url, TOKEN, http) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(7, HELLO)
    assert type(caught.value) is kind
    assert methods(server.asked) == ["sendMessage"]


async def test_the_setting_says_which_client_the_coach_has(http: str, address: str, tmp_path: Path) -> None:
    settings = Settings(
        telegram_bot_token=SecretStr(PLAYGROUND_TOKEN),
        telegram_api_url=address,
        coach_database=f"sqlite:///{tmp_path / 'coach.db'}",
        coach_http=http,
        _env_file=None,
    )
    async with open_coach(settings) as coach:
        assert isinstance(coach.bot.request, {"aiohttp": AiohttpRequest, "httpx": HTTPXRequest}[http])
