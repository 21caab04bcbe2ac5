"""Two people, and the group that they may have between them: who is in it, and what it shows.

The stage looks at the group as the house does: when the engine asks for it, and right before each message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import cast

from bot.engine.script import Library
from bot.model import events, inputs
from bot.model.group import FreeGroup, HappensInGroup, LookAtGroup, RefuseGroup
from tests.engine.driver import Stage
from tests.engine.phone import GAP, Phone
from tests.engine.story import Case, Line, play_line

CHAT = -100
STRANGER = 99


class GroupStage(Stage):
    """A stage with a group beside the phones. `others` is how many people beside the two are in it."""

    def __init__(
        self, names: Iterable[str] = ("anna", "ben"), *, linked: bool = True, library: Library | None = None
    ) -> None:
        super().__init__(names, linked=linked, library=library)
        self.chat = CHAT
        self.others = 0
        self.away = False
        self.refused = 0
        self.ids["group"], self.names[CHAT], self.phones[CHAT] = CHAT, "group", Phone()

    def play(self, who: int, happened: inputs.Input) -> None:
        """Take an input; what was to go to a group that is not fit never gets there."""
        shown = self.phones[self.chat].shown
        lost = len(shown)
        super().play(who, happened)
        if len(shown) > lost and (self.others or self.away):
            del shown[lost:]
            self.look(who, self.chat)

    def becomes(self, now: int) -> None:
        """The group has another id from now on: an app shows the old chat above the new one, and nothing new in it."""
        self.chat = now
        self.ids["group"], self.names[now], self.phones[now] = now, "group", Phone()

    def look(self, who: int, chat: int) -> None:
        """See who is there, and tell the conversation of this person."""
        what = "gone" if self.away else "unfit" if self.others else "fit"
        people = ".".join(str(person) for person in self.of(who).people)
        self.fire(events.SetNudge("group", who, "group", self.now, f"{chat}.{what}.{people}"))

    def reply_there(self, who: int, text: str, ask: str | None) -> None:
        """Words in the group, as a reply to a question there, or to nothing."""
        self.phones[CHAT].last += GAP
        said = inputs.Said(text, at=self.now)
        self.play(who, inputs.Text(who, text, self.phones[CHAT].last, reply=ask, said=said, there=self.chat))

    def house(self, event: events.Event) -> None:
        """What the engine asks for about groups; anything else as on every stage."""
        match event:
            case LookAtGroup():
                self.look(event.person, event.chat)
            case RefuseGroup():
                self.refused += 1
            case FreeGroup():
                self.requests.append(event)
            case events.Settle() if event.to < 0 and event.ask not in self.phones[event.to].alive:
                pass  # it never got there
            case _:
                super().house(event)


def tell_in_group(case: Case) -> None:
    """Play a story of a group and check all that it says. Raises AssertionError naming the line."""
    stage = GroupStage(linked=case.linked)
    for number, line in enumerate(case.story, start=1):
        ((head, value),) = line.items()
        try:
            play_with_group(stage, line)
        except AssertionError as error:
            raise AssertionError(f"{case}\n  line {number}: {head}: {value}\n  {error}") from None


def play_with_group(stage: GroupStage, line: Line) -> None:
    """Play one line of a story of a group; any other as on every stage."""
    ((head, value),) = line.items()
    name, _, verb = head.partition(" ")
    if head in HAPPENS:
        HAPPENS[head](stage, value)
    elif verb in THERE:
        THERE[verb](stage, stage.ids[name], value)
    else:
        play_line(stage, line)


def _question(stage: GroupStage, step: str | None) -> events.OpenQuestion:
    return stage.question(stage.chat, step)


def _press(stage: GroupStage, who: int, value: object) -> None:
    step, _, data = str(value).rpartition("=")
    stage.play(who, inputs.Press(who, f"a:{_question(stage, step or None).ask}:{data}", there=stage.chat))


def _reply(stage: GroupStage, who: int, value: object) -> None:
    ((step, text),) = cast("Mapping[str, str]", value).items()
    stage.reply_there(who, text, _question(stage, step).ask)


def _tap(stage: GroupStage, who: int, value: object) -> None:
    stage.play(who, inputs.Press(who, f"c:{value}", there=stage.chat))


def _reply_from_private(stage: GroupStage, who: int, value: object) -> None:
    """A reply in the group to what somebody was asked in their own chat, as no app would send it."""
    ((name, text),) = cast("Mapping[str, str]", value).items()
    stage.reply_there(who, text, stage.question(stage.ids[name]).ask)


def _press_private(stage: GroupStage, who: int, value: object) -> None:
    """A press in the group on what somebody was asked in their own chat, as no app would send it."""
    ((name, data),) = cast("Mapping[str, str]", value).items()
    stage.play(who, inputs.Press(who, f"a:{stage.question(stage.ids[name]).ask}:{data}", there=stage.chat))


def _look_late(stage: GroupStage, who: int, value: object) -> None:
    """What somebody has seen in the group is heard now: `fit for anna and ben`."""
    what, _, names = str(value).partition(" for ")
    people = ".".join(str(stage.ids[name]) for name in names.split(" and "))
    stage.fire(events.SetNudge("group", who, "group", stage.now, f"{stage.chat}.{what}.{people}"))


def _members(stage: GroupStage, value: object) -> None:
    """How many others are there by now; Telegram tells the coach of it."""
    before, stage.others = stage.others, int(str(value))
    what: HappensInGroup = "joined" if stage.others > before else "left"
    stage.play(1, inputs.InGroup(1, stage.chat, what))


def _moved(stage: GroupStage, value: object) -> None:
    old = stage.chat
    stage.becomes(int(str(value)))
    stage.play(1, inputs.InGroup(1, old, "moved", stage.chat))


def _removed(stage: GroupStage, value: object) -> None:
    stage.away = bool(value)
    stage.play(1, inputs.InGroup(1, stage.chat, "gone"))


def _unheard(stage: GroupStage, value: object) -> None:
    stage.others = int(str(value))


def _language(stage: GroupStage, value: object) -> None:
    group = stage.of(1).group
    assert (group.language if group is not None else None) == value


def _refused(stage: GroupStage, value: object) -> None:
    assert stage.refused == value, f"it is {stage.refused}"


HAPPENS: Mapping[str, Callable[[GroupStage, object], None]] = {
    "others in the group": _members,
    "others in the group, unheard of": _unheard,
    "the group moves to": _moved,
    "the coach is removed": _removed,
    "the group reads": _language,
    "refused": _refused,
}

THERE: Mapping[str, Callable[[GroupStage, int, object], None]] = {
    "brings the coach": lambda stage, who, _: stage.play(who, inputs.InGroup(who, stage.chat, "called")),
    "in the group": lambda stage, who, name: stage.play(
        who, inputs.Command(who, str(name).removeprefix("/"), there=stage.chat)
    ),
    "presses there": _press,
    "taps there": _tap,
    "replies there": _reply,
    "replies there to what is asked of": _reply_from_private,
    "presses there what is asked of": _press_private,
    "hears of a look": _look_late,
}
