"""What can come between two people in the middle of a dialog, and the stories that show it; whether they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.dialogs.acts import KINDS, Act, Moment, moments

HERE = Path(__file__).parent

ASKED = {"unlinks": frozenset({"/unlink"}), "forgets": frozenset({"/forget"})}
ASKED["reads"] = frozenset({"/menu", "/plans", "/mine", "/group"})
"""What is done by a command, each with those that count."""

ANSWERS = frozenset({"tap", "tap_old", "reply"})
WHO = ("one", "other", "stranger")
WHAT = frozenset({*KINDS, *ASKED, "answers"})


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that a story must do: who does it (anybody where None), what, whether in the group, and whether two
    people do it in the same moment."""

    what: str
    who: str | None
    there: bool
    at_once: bool

    @classmethod
    def read(cls, text: str) -> Doing:
        """From its line in the file. Raises ValueError where it says what no story can do."""
        words = text.split()
        at_once, there = words[:2] == ["at", "once"], words[-1] == "there"
        words = words[2 if at_once else 0 : -1 if there else None]
        who = words.pop(0) if words[0] in WHO else None
        if len(words) != 1 or words[0] not in WHAT:
            raise ValueError(f"nothing that a story can do: {text}")
        return cls(words[0], who, there, at_once)

    def is_done(self, act: Act, roles: dict[str, str], linked: frozenset[str]) -> bool:
        """Whether an act is this; `roles` says who the one and the other are, `linked` who is anybody's partner."""
        if self.there and not act.place.startswith("the group"):
            return False
        if self.who == "stranger" and (not act.who or act.who in linked):
            return False
        if self.who in roles and act.who != roles[self.who]:
            return False
        said = act.words.get("text", "") if act.kind == "say" else ""
        if self.what == "answers":
            return act.kind in ANSWERS or (said != "" and (not said.startswith("/") or said == "/skip"))
        return said in ASKED[self.what] if self.what in ASKED else act.kind == self.what


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that can come between two. Every one of its stories does all of `acts`, in that order, and shows all of
    `seen`, which is by language."""

    case: str
    acts: tuple[Doing, ...]
    stories: tuple[str, ...]
    seen: dict[str, tuple[str, ...]]

    def files(self, language: str) -> Iterator[Path]:
        """Its stories in a language, whether they are there or not."""
        return (HERE / language / f"{story}.txt" for story in self.stories)

    def missing(self, text: str) -> Doing | None:
        """The first thing that a story does not do, for whichever of its couples gets farthest; None where all is."""
        told = list(moments(text))
        pairs = [(a.who, a.words["other"]) for m in told for a in m.acts if a.kind == "linked"]
        linked = frozenset(name for pair in pairs for name in pair)
        ways = [way for one, other in pairs for way in ((one, other), (other, one))]
        farthest = max((self._done(told, dict(zip(WHO, way, strict=False)), linked) for way in ways), default=0)
        return self.acts[farthest] if farthest < len(self.acts) else None

    def _done(self, told: list[Moment], roles: dict[str, str], linked: frozenset[str]) -> int:
        """How many of its acts a story does."""
        done = 0
        for moment in told:
            for act in moment.acts:
                if done == len(self.acts):
                    return done
                doing = self.acts[done]
                together = len({a.who for a in moment.acts if doing.is_done(a, roles, linked)}) > 1
                if doing.is_done(act, roles, linked) and (together or not doing.at_once):
                    done += 1
        return done


def cases() -> list[Case]:
    """All cases, in their order."""
    read = yaml.safe_load((HERE / "two_actors.yaml").read_text(encoding="utf-8"))
    return [
        Case(
            each["case"],
            tuple(Doing.read(line) for line in each["acts"]),
            tuple(each["stories"]),
            {language: tuple(words) for language, words in each.get("seen", {}).items()},
        )
        for each in read["cases"]
    ]
