"""Groups: to whose conversation what happens in one belongs, and what is said to all others there, once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.engine.in_group import commands_there
from bot.model import events, inputs
from bot.model.state import Conversation, Person
from bot.runtime.group_requests import refuse
from bot.runtime.group_updates import InAGroup
from bot.runtime.links import play_all
from bot.runtime.ports import Ids
from bot.runtime.reach import asked_there
from bot.runtime.updates import Update
from bot.runtime.work import Work


@dataclass(frozen=True, slots=True)
class Groups:
    """Makes inputs of what happens in groups. `bot_id` is the bot's own, `username` its name."""

    bot_id: int
    username: str

    async def take(self, work: Work, ids: Ids, update: Update) -> str:
        """Take what happened in a group to those whose one it is; what the answer says where it was a press. Whoever
        else presses there is told that the buttons are not theirs."""
        happened, profile = await self.input_of(work, update), update.profile
        if happened is not None:
            await play_all(work, ids, happened.person, happened)
            await work.commit()
        if profile is None or not update.press:
            return ""
        mine = await work.find(profile.id)
        if mine is None or happened is None or happened.person != profile.id:
            name = "not_for_you" if mine is None or happened is not None else "stale"
            reader = Person(profile.id, "", work.wording.language_of(profile.language))
            return work.wording.answer(events.Prompt("common", name), {}, reader)
        answer = work.answer
        return work.wording.answer(answer.prompt, {}, mine[1].people[profile.id]) if answer is not None else ""

    async def input_of(self, work: Work, update: Update) -> inputs.Input | None:
        """What it is to a conversation; None where it is nothing to any, and whoever is there has been told so."""
        assert update.group is not None
        happened, chat = update.group, update.chat
        people = await self._whose(work, chat)
        if people and happened.what == "moved":
            await work.tx.move_group(chat, happened.now)
            return inputs.InGroup(people[0], chat, "moved", happened.now)
        if happened.what == "gone":
            if not people:
                await work.tx.free_group(chat, work.now, silent=False)
            return inputs.InGroup(people[0], chat, "gone") if people else None
        who = update.profile.id if update.profile is not None else 0
        if people:
            return await self._in_ours(work, update, happened, people, who)
        return await self._in_none(work, update, happened, who)

    async def _whose(self, work: Work, chat: int) -> list[int]:
        """The two whose group a chat is, by the table and by what they themselves know."""
        people = await work.tx.people_in_group(chat)
        found = await work.find(people[0]) if people else None
        group = found[1].group if found is not None else None
        return people if group is not None and group.chat == chat else []

    async def _in_ours(
        self, work: Work, update: Update, happened: InAGroup, people: list[int], who: int
    ) -> inputs.Input | None:
        chat, others = update.chat, set(happened.who) - {*people, self.bot_id}
        if happened.what == "noted":
            return None
        if happened.forum or (happened.what == "joined" and others):
            return inputs.InGroup(people[0], chat, "joined")
        if happened.nameless:
            await self._refuse(work, chat, _reader(await work.find(people[0])))
            return None
        if happened.what in ("joined", "left", "added"):
            return inputs.InGroup(people[0], chat, "left")
        if who not in people:
            # Somebody else is there, whatever they do.
            return inputs.InGroup(people[0], chat, "joined")
        found = await work.find(who)
        if update.kind == "command" and update.words == "start" and found is not None and found[1].there is None:
            return inputs.InGroup(who, chat, "called")
        return await self._said(work, update, who, found)

    async def _in_none(self, work: Work, update: Update, happened: InAGroup, who: int) -> inputs.Input | None:
        """In a chat that is nobody's group: it may become that of two, or all there hear in one line that it cannot."""
        found = await work.find(who) if who else None
        if update.kind == "command" and not happened.named and not await work.tx.knows_group(update.chat):
            return None  # it may be another bot's
        calls = happened.what == "added" or (happened.what == "said" and update.kind == "command")
        own = update.kind == "command" and update.words not in {"start", *commands_there(work.world.library)}
        if own and found is not None and not happened.nameless:
            return inputs.Command(who, update.words, update.message_id, update.said)  # answered in their own chat
        if calls and not happened.nameless and not happened.forum and found is not None and found[1].couple is not None:
            return inputs.InGroup(who, update.chat, "called")
        if calls:
            language = work.wording.language_of(update.profile.language if update.profile is not None else None)
            reader = found[1].people[who] if found is not None else Person(0, "", language)
            # Whoever is known here and was told so is answered in their own chat.
            refused = await self._refuse(work, update.chat, reader)
            if not refused and found is not None and update.kind == "command":
                return inputs.Command(who, update.words, update.message_id, update.said)
        # Words of danger are looked for in every text.
        return await self._said(work, update, who, found) if found is not None and update.kind == "text" else None

    async def _said(
        self, work: Work, update: Update, who: int, found: tuple[str, Conversation] | None
    ) -> inputs.Input | None:
        chat = update.chat
        match update.kind:
            case "command":
                return inputs.Command(who, update.words, update.message_id, update.said, there=chat)
            case "press":
                return inputs.Press(who, update.words, there=chat)
            case "text":
                there = found[1] if found is not None and update.reply_to else None
                reply = await asked_there(work.tx, there, chat, update.reply_to or 0) if there is not None else None
                return inputs.Text(who, update.words, update.message_id, reply=reply, said=update.said, there=chat)
        return None

    async def _refuse(self, work: Work, chat: int, reader: Person | None) -> bool:
        return reader is not None and await refuse(work, chat, reader.language, self.username)


def _reader(found: tuple[str, Conversation] | None) -> Person | None:
    group = found[1].group if found is not None else None
    return Person(0, "", group.language) if group is not None else None
