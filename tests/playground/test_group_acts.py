"""What people do in groups and through the bot, by the playground's addresses."""

from __future__ import annotations

from typing import Any

import httpx

from bot.playground.phone import Phone
from bot.playground.state import Channel, Group
from bot.playground.world import World

LINK = "https://t.me/playground_coach_bot?startgroup=abc"


class Acts:
    """Acts over HTTP; what cannot be done answers its reason."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def __call__(self, path: str, **body: object) -> dict[str, Any]:
        async with httpx.AsyncClient(base_url=self._address) as client:
            answer = await client.post(f"/_play/{path}", json=body)
        done: dict[str, Any] = answer.json()
        return done


async def test_a_group_is_made_used_and_upgraded(address: str, world: World, ana: Phone, ben: Phone) -> None:
    act, me = Acts(address), world.state.bot.id
    one, other = ana.user.id, ben.user.id
    made = (await act("groups", by=one, title="Two", people=[other], url=LINK))["id"]
    assert [m.text for m in ana.inside(made).messages if m.text] == ["/start@playground_coach_bot abc"]
    await act(f"groups/{made}/link", by=other, url=LINK)
    assert ben.inside(made).messages[-1].author == other
    sent = (await act(f"users/{other}/send", text="hello", at=made))["messages"][0]
    await act(f"users/{one}/send", text="hi", at=made, reply_to=sent)
    await act(f"users/{other}/edit", text="hello you", message_id=sent, at=made)
    await act(f"users/{one}/media", kind="photo", text="the sea", at=made)
    assert [m.plain for m in ana.inside(made).messages[-3:]] == ["hello you", "hi", "[photo: the sea]"]

    await act(f"groups/{made}/promote", by=one, whom=me)
    await act(f"groups/{made}/demote", by=one, whom=me)
    assert world.group(made).members[me].status == "member"
    new = (await act(f"groups/{made}/upgrade", by=one))["id"]
    await act(f"groups/{new}/topics", by=one)
    thread = (await act(f"groups/{new}/topic", by=one, name="Weekends"))["thread"]
    await act(f"users/{one}/send", text="here", at=new, thread=thread)
    world.state.channels[-1003] = Channel(id=-1003, title="News", owner=one)
    await act(f"users/{one}/send", text="aloud", at=new, channel=-1003)
    assert [(m.thread, m.sender_chat) for m in ana.inside(new).messages[-2:]] == [(thread, None), (None, -1003)]
    assert (await act(f"users/{one}/send", text="late", at=made))["error"].startswith("the group is a supergroup now")
    assert "nobody can sing" in (await act(f"groups/{new}/sing", by=one))["error"]


async def test_the_page_is_told_of_groups_and_who_is_in_them(
    address: str, world: World, group: Group, ana: Phone, ben: Phone
) -> None:
    await ana.inside(group.id).send("/hello")
    await ana.inside(ben.user.id).send("just us")
    await Acts(address)(f"users/{ben.user.id}/delete")
    async with httpx.AsyncClient(base_url=address) as client:
        seen = (await client.get("/_play/state")).json()
    (shown,), (pair,) = seen["groups"], seen["pairs"]
    assert (shown["title"], shown["kind"], shown["bot"]) == ("Ana & Ben", "group", "member")
    assert [(m["name"], m["status"]) for m in shown["members"]] == [("Ana", "creator"), ("Ben", "member")]
    assert [m["happened"] or m["text"] for m in shown["messages"]] == [
        "Ana made the group",
        "Ana added Coach",
        "/hello",
    ]
    assert [m["text"] for m in pair["messages"]] == ["just us"]
    assert [phone["user"]["deleted"] for phone in seen["phones"]] == [False, True]


async def test_writing_through_the_bot_waits_until_botfather_switches_it_on(
    address: str, world: World, ana: Phone, ben: Phone
) -> None:
    act, one, other = Acts(address), ana.user.id, ben.user.id
    assert "no inline mode" in (await act(f"users/{one}/inline", text="k7", at=other))["error"]
    await act("bot", inline=True, feedback=True, privacy=False)
    assert (world.state.bot.inline, world.state.bot.feedback, world.state.bot.privacy) == (True, True, False)
    typed = (await act(f"users/{one}/inline", text="k7", at=other))["inline"]
    assert world.state.inline[typed].query == "k7"
    assert "no such result" in (await act(f"users/{one}/pick", name=typed, data="1"))["error"]
    assert "wrong or unknown" in (await act("bot", colour="red"))["error"]
