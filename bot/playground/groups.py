"""What people do with groups: make them, come and go, bring the bot in or send it away, upgrade them."""

from __future__ import annotations

from bot.playground.hearing import standing, tell, tell_standing
from bot.playground.links import group_payload
from bot.playground.people import People
from bot.playground.refusal import CannotDo
from bot.playground.shapes import GROUP_ANONYMOUS_BOT, person_shape
from bot.playground.state import Group, Member, Message, Shape, Standing
from bot.playground.world import World

FIRST_GROUP_ID = -5_100_000_001
"""The id of the first group; the next is one less."""

FIRST_SUPERGROUP_ID = -1_002_100_000_001
"""The id of the first supergroup; the next is one less."""

TITLE_MOST = 128
"""How many characters a group's title has at most."""


class Groups:
    """Acts in the groups of one world; each method raises CannotDo where Telegram's apps would not offer it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._state = world.state

    def create(self, by: int, title: str, *others: int, with_bot: bool = False) -> Group:
        """Make a group of somebody, others and the bot, if wanted; its maker is the creator."""
        if not title.strip() or len(title) > TITLE_MOST:
            raise CannotDo(f"a group's title has 1 to {TITLE_MOST} characters")
        self._world.user(by)
        group = Group(id=self._next_id(FIRST_GROUP_ID, "group"), title=title.strip())
        group.members[by] = standing("creator")
        for other in others:
            group.members[self._world.user(other).id] = standing("member")
        self._state.groups[group.id] = group
        if with_bot:
            self._stands(group, self._state.bot.id, "member", self._performer(group, by))
        self._happens(group, by, {"group_chat_created": True})
        return group

    def add(self, group_id: int, by: int, *people: int) -> None:
        """Bring people, or the bot by its id, into a group."""
        group = self._of(group_id, by)
        if any(self._present(group, id) for id in people):
            raise CannotDo("somebody of them is in the group already")
        for id in people:
            self._stands(group, id, "member", self._performer(group, by))
        self._came(group, by, people)

    def open_link(self, by: int, url: str, group_id: int | None = None, title: str = "", *others: int) -> Group:
        """Open a link that adds the bot to a group: to the one chosen, or to a new one of `title` and `others`.

        With a payload in the link, the phone writes ``/start@bot payload`` there.
        """
        payload = group_payload(url, self._state.bot.username)
        if payload is None:
            raise CannotDo("that link does not add this bot to a group")
        group = self.create(by, title, *others) if group_id is None else self._of(group_id, by)
        if not self._present(group, self._state.bot.id):
            self.add(group.id, by, self._state.bot.id)
        if payload:
            People(self._world).write(by, f"/start@{self._state.bot.username} {payload}", at=group.id)
        return group

    def join(self, group_id: int, user_id: int) -> None:
        """Let somebody come in by themselves, through a link to the group."""
        group = self._live(group_id)
        if self._present(group, user_id):
            raise CannotDo("they are in the group already")
        self._stands(group, user_id, "member", person_shape(self._state, self._world.user(user_id).id))
        self._came(group, user_id, (user_id,))

    def leave(self, group_id: int, user_id: int) -> None:
        """Let somebody go by themselves."""
        self.go(self._of(group_id, user_id).id, user_id, by=person_shape(self._state, user_id), status="left")

    def remove(self, group_id: int, by: int, whom: int) -> None:
        """Let an administrator send somebody away, or the bot by its id."""
        group = self._of(group_id, by)
        if not group.members[by].leading or whom == by or not self._present(group, whom):
            raise CannotDo("only an administrator removes somebody, and only somebody else who is in the group")
        self.go(group.id, whom, by=self._performer(group, by), status="kicked", author=by)

    def go(self, group_id: int, whom: int, *, by: Shape, status: Standing, author: int | None = None) -> None:
        """Take somebody out of a group; ``author`` did it, where that is not they themselves."""
        group = self._live(group_id)
        self._stands(group, whom, status, by)
        group.hanging.pop(whom, None)
        gone = person_shape(self._state, whom)
        self._happens(
            group, whom if author is None else author, {"left_chat_participant": gone, "left_chat_member": gone}
        )

    def promote(self, group_id: int, by: int, whom: int, *, anonymous: bool = False, leading: bool = True) -> None:
        """Make somebody, or the bot, an administrator, or a plain member again; only in a supergroup unseen."""
        group = self._of(group_id, by)
        if group.members[by].status != "creator" or not self._present(group, whom):
            raise CannotDo("only the creator makes administrators, of those who are in the group")
        if anonymous and group.kind != "supergroup":
            raise CannotDo("only in a supergroup somebody can be anonymous")
        status: Standing = "creator" if by == whom else "administrator" if leading else "member"
        self._stands(group, whom, status, self._performer(group, by), anonymous=anonymous)

    def upgrade(self, group_id: int, by: int) -> Group:
        """Make a supergroup of a group: it has another id, and counts its messages from 1."""
        old = self._of(group_id, by)
        if old.kind != "group" or old.members[by].status != "creator":
            raise CannotDo("only the creator upgrades a group, and only once")
        new = Group(
            id=self._next_id(FIRST_SUPERGROUP_ID, "supergroup"),
            title=old.title,
            kind="supergroup",
            members={id: member.model_copy() for id, member in old.members.items()},
            upgraded_from=old.id,
        )
        self._state.groups[new.id] = new
        old.upgraded_to = new.id
        old.hanging.clear()
        self._happens(old, by, {"migrate_to_chat_id": new.id})
        self._happens(new, by, {"migrate_from_chat_id": old.id}, sender_chat=new.id)
        return new

    def open_topics(self, group_id: int, by: int) -> None:
        """Make a forum of a supergroup."""
        group = self._of(group_id, by)
        if group.kind != "supergroup" or not group.members[by].leading:
            raise CannotDo("only an administrator gives a supergroup topics")
        group.is_forum = True
        self._world.changes.touch()

    def add_topic(self, group_id: int, by: int, name: str) -> int:
        """Begin a topic of a forum; returns its thread."""
        group = self._of(group_id, by)
        if not group.is_forum:
            raise CannotDo("the group has no topics")
        created: Shape = {"forum_topic_created": {"name": name, "icon_color": 7_322_096}}
        message = self._happens(group, by, created, thread=group.last_message_id + 1)
        group.topics[message.message_id] = name
        return message.message_id

    def _happens(
        self, group: Group, by: int, service: Shape, *, sender_chat: int | None = None, thread: int | None = None
    ) -> Message:
        """Put into the group what happened there, and tell the bot."""
        member = group.members.get(by)
        if group.kind == "supergroup" and member is not None and member.anonymous:
            sender_chat = group.id
        from_bot = by == self._state.bot.id
        message = self._world.post(
            group, from_bot=from_bot, author=by, service=service, sender_chat=sender_chat, thread=thread
        )
        tell(self._world, "message", message)
        return message

    def _came(self, group: Group, by: int, people: tuple[int, ...]) -> None:
        came = [person_shape(self._state, id) for id in people]
        self._happens(
            group, by, {"new_chat_participant": came[0], "new_chat_member": came[0], "new_chat_members": came}
        )

    def _stands(self, group: Group, whom: int, status: Standing, by: Shape, *, anonymous: bool = False) -> None:
        old = group.members.get(whom, standing("left"))
        new = Member(status=status, anonymous=anonymous)
        group.members[whom] = new
        tell_standing(self._world, group, by, person_shape(self._state, whom), _told(group, old), _told(group, new))

    def _performer(self, group: Group, by: int) -> Shape:
        anonymous = group.kind == "supergroup" and group.members[by].anonymous
        return GROUP_ANONYMOUS_BOT if anonymous else person_shape(self._state, by)

    def _live(self, group_id: int) -> Group:
        group = self._world.group(group_id)
        if group.upgraded_to is not None:
            raise CannotDo(f"the group is a supergroup now: {group.upgraded_to}")
        return group

    def _of(self, group_id: int, user_id: int) -> Group:
        """The group, for somebody who is in it."""
        group = self._live(group_id)
        if self._world.user(user_id).deleted or not self._present(group, user_id):
            raise CannotDo("they are not in the group")
        return group

    def _present(self, group: Group, id: int) -> bool:
        return id in group.members and group.members[id].present

    def _next_id(self, first: int, kind: str) -> int:
        return min((g.id for g in self._state.groups.values() if g.kind == kind), default=first + 1) - 1


def _told(group: Group, member: Member) -> Member:
    """A standing as the bot hears of it: a basic group tells no *kicked*, though its refusal to a bot does."""
    return standing("left") if member.status == "kicked" and group.kind == "group" else member
