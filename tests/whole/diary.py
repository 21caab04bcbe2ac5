"""Somebody who goes through /mine: presses every button of it, to see all that is kept, or until nothing is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.stage import Stage

_TURNS = ("Later ones", "Earlier ones", "More", "The first ones")


class Diary:
    """One person's /mine, button by button. Buttons are known by what they send, as Telegram has them."""

    def __init__(self, stage: Stage, name: str) -> None:
        self.stage, self.name, self.seen = stage, name, ""

    async def open(self) -> None:
        """Type /mine."""
        await self.stage.send(self.name, "/mine")
        self._look()

    async def press(self, data: str) -> None:
        """Press the newest button that sends this."""
        message, _ = next(found for found in self._buttons(all=True) if found[1] == data)
        await self.stage.phone(self.name).press_data(message, data)
        await self.stage.settle()
        self._look()

    def offers(self, *starts: str) -> list[str]:
        """What the buttons of the newest screen of /mine send that begins with one of these."""
        return [data for _, data in self._buttons() if data.startswith(tuple(f"c:{start}" for start in starts))]

    async def see_all(self) -> str:
        """Look at every page and every item; all that was shown."""
        self.seen, done = "", set[str]()
        await self.open()
        todo = self.offers("mine.")
        while todo:
            data = todo.pop()
            if data in done:
                continue
            done.add(data)
            await self.open_at(data)
            todo += self.offers("mine.", "item.", "open_item.", "invitation.", "reminder.")
        return self.seen

    async def open_at(self, data: str) -> None:
        """Press a button that an earlier screen had."""
        await self.stage.phone(self.name).press_data(self.stage.phone(self.name).received[-1].message_id, data)
        await self.stage.settle()
        self._look()

    async def remove_all(self, most: int = 200) -> int:
        """Press whatever removes something, one after the other, until /mine has nothing left; how often."""
        for count in range(most):
            await self.open()
            pages = [data for data in self.offers("mine.") if data != "c:mine.settings" and not data[7:].isdigit()]
            if not pages:
                await self.press("c:mine.settings")
                await self.press("c:reset_settings")
                return count
            await self.press(pages[0])
            await self.press(self.offers("item.", "open_item.", "invitation.", "reminder.")[0])
            await self.press(self.offers("remove_item.", "remove_open.", "remove_invitation.", "remove_reminder.")[0])
            if also := self.offers("remove_all."):
                await self.press(also[0])
        raise AssertionError(f"there is something left after {most} removals:\n{self.stage.screen(self.name, 3)}")

    async def export(self) -> dict[str, Any]:
        """What the newest export holds, as a program reads it."""
        await self.stage.send(self.name, "/export")
        return json.loads(dict(self.stage.phone(self.name).documents())["coach.json"])  # type: ignore[no-any-return]

    def _look(self) -> None:
        self.seen += self.stage.screen(self.name, 3) + "\n"

    def _buttons(self, *, all: bool = False) -> Iterator[tuple[int, str]]:
        for message in reversed(self.stage.phone(self.name).received):
            found = [str(b.get("callback_data", "")) for row in message.buttons for b in row]
            mine = [data for data in found if data.startswith("c:")]
            yield from ((message.message_id, data) for data in mine)
            if mine and not all:
                return


def words_of(tree: dict[str, Any]) -> Iterator[str]:
    """All words of people that an export holds, and what stands for a picked option."""
    for section in ("memory", "outings", "invitations", "nudges", "runs"):
        for entry in tree[section]:
            yield entry["title"]
            for line in entry["lines"]:
                value = line["value"] or {}
                yield str(value.get("text", "")) or (line["shown"] if value.get("type") in ("option", "many") else "")


SECTIONS = ("memory", "outings", "invitations", "nudges", "runs")
"""The sections of an export that are lists of entries."""
