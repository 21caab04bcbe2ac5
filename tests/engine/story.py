"""Reads the case files: who does what, and what each phone shows after it. README.md beside this file says how."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import cast

import yaml

from bot.coach.nudging import is_paused
from bot.engine.script import Library
from bot.engine.step import Question
from bot.model import inputs
from bot.model.script import Button
from bot.model.values import TimeOfDay
from bot.script.load import load_library
from tests.engine.driver import HERE, LIBRARY, Stage
from tests.engine.phone import Shown
from tests.engine.ports import TAPS, plain

UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
Line = Mapping[str, object]
_TYPED = ("text", "name", "moment", "day", "city")


@dataclass(frozen=True, slots=True)
class Case:
    """One story of a case file. `variants` are told between `story` and `then`, and look alike to `alike`."""

    file: str
    name: str
    story: tuple[Line, ...]
    linked: bool = True
    variants: Mapping[str, tuple[Line, ...]] | None = None
    then: tuple[Line, ...] = ()
    alike: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"


def cases(folder: Path) -> Iterator[Case]:
    """All stories of a folder's files."""
    for path in sorted(folder.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            variants = {name: tuple(lines or ()) for name, lines in entry.get("variants", {}).items()}
            yield Case(
                path.stem,
                entry["case"],
                tuple(entry["story"]),
                entry.get("linked", True),
                variants or None,
                tuple(entry.get("then", ())),
                entry.get("alike", ""),
            )


def tell(case: Case) -> None:
    """Play a story and check all that it says. Raises AssertionError naming the line."""
    if case.variants is None:
        run_lines(case, Stage(linked=case.linked), case.story)
        return
    transcripts = {}
    for name, lines in case.variants.items():
        stage = Stage(linked=case.linked)
        run_lines(case, stage, (*case.story, *lines, *case.then))
        transcripts[name] = stage.transcript(stage.ids[case.alike])
    first, *others = transcripts
    for other in others:
        assert transcripts[other] == transcripts[first], f"{case}: {case.alike} can tell {other} from {first}"


def run_lines(case: Case, stage: Stage, lines: tuple[Line, ...]) -> None:
    """Play lines one after the other."""
    for number, line in enumerate(lines, start=1):
        ((head, value),) = line.items()
        try:
            play_line(stage, line)
        except AssertionError as error:
            raise AssertionError(f"{case}\n  line {number}: {head}: {value}\n  {error}") from None


def play_line(stage: Stage, line: Line) -> None:
    """Play one line. Raises AssertionError where it is not as it says."""
    ((head, value),) = line.items()
    if head in ("later", "the coach is down for"):
        stage.move(span(str(value)), down=head != "later")
    elif head == "script":
        stage.library = changed(str(value))
    elif head == "remembered":
        _same([f"{stage.names[m.person]}: {m.kind}" for m in stage.memory], value)
    elif head in ("due", "due in the end"):
        left, shown = (("way_back", "promote", "season"), "%a %H:%M") if head == "due" else (("season",), "%d %b %H:%M")
        _same(sorted(f"{n.reason} {n.due:{shown}}" for n in stage.nudges.values() if n.reason not in left), value)
    elif head == "asked of the house":
        _same([type(r).__name__ for r in stage.requests], value)
    else:
        name, _, verb = head.partition(" ")
        assert name in stage.ids, f"nobody is called {name}"
        VERBS[verb](stage, stage.ids[name], value)


def span(text: str) -> timedelta:
    """ "2d 3h" as a length of time."""
    return timedelta(seconds=sum(int(n) * UNITS[u] for n, u in re.findall(r"(\d+)([dhms])", text)))


def changed(name: str) -> Library:
    """The library with some dialogs replaced by those of a folder under `changed/`, or `without` one."""
    if name.startswith("without "):
        return Library({k: d for k, d in LIBRARY.dialogs.items() if k != name.removeprefix("without ")}, LIBRARY.common)
    return Library({**LIBRARY.dialogs, **load_library(HERE / "changed" / name).dialogs}, LIBRARY.common)


def _command(stage: Stage, who: int, value: object) -> None:
    stage.command(who, str(value).removeprefix("/"))


def _press(stage: Stage, who: int, value: object) -> None:
    """`step=value` on the last question of that step, `!control`, an answer to the last question, or a button."""
    step, _, data = str(value).rpartition("=")
    shown = [m.say.question for m in stage.phones[who].shown if m.say.question]
    if step:
        stage.press(who, f"a:{stage.question(who, step).ask}:{data}")
        return
    if shown and shown[-1].preview and data == "share":
        data = f"share.{shown[-1].preview}"
    button = stage.button(who, data)
    if button is not None and not _offers(stage, who, data):
        stage.press(who, button)
        return
    assert shown, "there is nothing to press"
    stage.press(who, f"a:{shown[-1].ask}:{data}")


def _press_data(stage: Stage, who: int, value: object) -> None:
    """What buttons would send, one after the other."""
    for data in cast("list[str]", value):
        stage.press(who, data)


def _offers(stage: Stage, who: int, data: str) -> bool:
    found = stage.open_ask(who)
    if found is None:
        return False
    run, ask = found
    question = stage.question(who)
    step = stage.library.dialogs[run.dialog].steps[question.step]
    return question.ask == ask and (data in getattr(step, "options", ()) or data in question.picks or data[:1] == "!")


def _answer(stage: Stage, who: int, value: object) -> None:
    """Answer question after question: words are typed, all else is pressed."""
    for given in cast("list[object]", value):
        question = stage.question(who)
        step = stage.library.dialogs[question.dialog].steps[question.step]
        typed = isinstance(step, Question) and step.kind in _TYPED and str(given) not in step.options
        if typed and not str(given).startswith("!"):
            stage.type(who, str(given))
        elif given is True or given is False:
            stage.press(who, f"a:{question.ask}:{'yes' if given else 'no'}")
        elif given == "share":
            stage.press(who, f"a:{question.ask}:share.{question.preview}")
        else:
            stage.press(who, f"a:{question.ask}:{given}")


def _foreign(stage: Stage, who: int, value: object) -> None:
    """Press what only the other one's phone has shown: an answer to a question there, or a button."""
    other, (step, _, data) = next(n for n in stage.names if n != who), str(value).rpartition("=")
    button = stage.button(other, data) if not step else None
    stage.press(who, button or f"a:{stage.question(other, step or None).ask}:{data}")


def _reply(stage: Stage, who: int, value: object) -> None:
    ((step, text),) = cast("Mapping[str, object]", value).items()
    stage.type(who, str(text), reply=stage.question(who, step).ask)


def _send(stage: Stage, who: int, value: object) -> None:
    stage.play(who, inputs.Edited(who) if value == "an edit" else inputs.Unreadable(who))


def _send_with(stage: Stage, who: int, value: object) -> None:
    """Something with words beside it: a photo, an edit, a change of what was typed last, or a command."""
    ((what, words),) = cast("Mapping[str, object]", value).items()
    said, phone = inputs.Said(str(words), at=stage.now), stage.phones[who]
    if what.startswith("/"):
        stage.play(who, inputs.Command(who, what[1:], said=said))
    elif what == "a change":
        now = inputs.Text(who, str(words), phone.typed, phone.reach(), said=said)
        stage.play(who, inputs.Edited(who, said, now))
    else:
        stage.play(who, inputs.Edited(who, said) if what == "an edit" else inputs.Unreadable(who, said))


def _pass_on(stage: Stage, who: int, value: object) -> None:
    said = inputs.Said(others=str(value), at=stage.now)
    stage.phones[who].last += 10
    stage.play(who, inputs.Text(who, str(value), stage.phones[who].last, stage.phones[who].reach(), said=said))


def _phone(stage: Stage, who: int, value: object) -> None:
    stage.phones[who].slow = value == "is slow"
    stage.phones[who].gone = value == "has lost the question"
    if value == "catches up":
        stage.phones[who].arrive(stage.now)


def _lives(stage: Stage, who: int, value: object) -> None:
    for name, given in cast("Mapping[str, object]", value).items():
        setattr(stage.person(who), name, given)


def _sees(stage: Stage, who: int, value: object) -> None:
    """Everything new on the phone since the last look, in order."""
    phone = stage.phones[who]
    new, phone.seen = phone.shown[phone.seen :], len(phone.shown)
    wanted = cast("list[str | Mapping[str, Mapping[str, object]]]", value)
    names = [w if isinstance(w, str) else next(iter(w)) for w in wanted]
    _same([m.name for m in new], names)
    for message, want in zip(new, wanted, strict=True):
        if not isinstance(want, str):
            for key, expected in next(iter(want.values())).items():
                found = _fact(message, key)
                assert found == expected, f"{message.name}: {key} is {found!r}"


def _sees_for_a_moment(stage: Stage, who: int, value: object) -> None:
    """What the answers to this person's presses said since the last look at them, in order."""
    phone = stage.phones[who]
    said, phone.moments = phone.moments, []
    _same(said, value)


def _fact(message: Shown, key: str) -> object:
    say, question = message.say, message.say.question
    match key:
        case "buttons":
            return [b.label if isinstance(b, Button) else type(b).__name__ for b in say.buttons]
        case "day":
            return next((f"{day.on:%a}" for day in getattr(question, "takes_back", {}).values()), None)
        case "controls" | "picks" | "picked":
            return list(getattr(question, key))
        case "suggestions" | "named" | "hours" | "cities" | "days" | "moments":
            type_of, shown = TAPS[key]
            taps = [tap.shown for group in getattr(question, "taps", ()) for tap in group.each]
            return [shown(value) for value in taps if isinstance(value, type_of)]
        case "at":
            return f"{message.at:%a %H:%M}"
        case "visibility" | "preview":
            return getattr(question, key)
        case "silent" | "tone" | "ready" | "once" | "attach":
            return getattr(say, key)
        case _:
            return plain(say.values.get(key, "(not given)"))


def _is(stage: Stage, who: int, value: object) -> None:
    """Facts of the state: at, parked, queue, out, held, invited."""
    runs, person = stage.of(who).runs, stage.person(who)
    facts: dict[str, object] = {
        "at": runs[person.foreground].dialog if person.foreground else None,
        "parked": [runs[p.run].dialog for p in person.parked],
        "queue": [runs[r].dialog for r in person.queue],
        "out": person.outing is not None,
        "held": len(person.held),
        "linked": stage.of(who).couple is not None,
        "invited": person.invited.name if person.invited is not None else None,
        "name": person.name,
        "language": person.language,
        "country": person.country,
        "zone": person.zone,
        "quiet": f"{plain(TimeOfDay(person.quiet_from))} to {plain(TimeOfDay(person.quiet_to))}",
        "paused": is_paused(person, stage.now),
        "doubted": person.doubt is not None,
        "planned": [f"{o.what}, {o.started:%a %H:%M}" for o in person.planned],
        "season": next((f"to {n.due:%d %b %H:%M}" for n in stage.nudges.values() if n.id == f"season.{who}"), "none"),
        "unshared": len(person.unshared),
        "runs": sorted(r.dialog for r in runs.values() if who in r.people),
    }
    for key, expected in cast("Mapping[str, object]", value).items():
        assert facts[key] == expected, f"{key} is {facts[key]!r}"


def _answered(stage: Stage, who: int, value: object) -> None:
    """All that this person's live runs hold as answers, by question."""
    runs = stage.of(who).runs.values()
    _same({a.step: plain(a.value) for run in runs for a in run.answers if a.person == who}, value)


def _kept(stage: Stage, who: int, value: object) -> None:
    """The last memory item of this person of that kind: its values."""
    kind = cast("Mapping[str, object]", value)["kind"]
    last = next(m for m in reversed(stage.memory) if (m.person, m.kind) == (who, kind))
    _same({"kind": last.kind, **{k: plain(v) for k, v in last.values.items()}}, value)


def _same(found: object, wanted: object) -> None:
    assert found == wanted, f"it is {found!r}"


VERBS: Mapping[str, Callable[[Stage, int, object], None]] = {
    "": _command,
    "presses": _press,
    "presses data": _press_data,
    "answers": _answer,
    "presses the other's": _foreign,
    "forges": lambda stage, who, data: stage.press(who, str(data)),
    "types": lambda stage, who, text: stage.type(who, str(text)),
    "types long ago": lambda stage, who, text: stage.type(who, str(text), ago=timedelta(hours=2)),
    "types early": lambda stage, who, text: stage.type(who, str(text), early=True),
    "replies": _reply,
    "sends": _send,
    "sends with": _send_with,
    "passes on": _pass_on,
    "opens the link of": lambda stage, who, name: stage.open_link(who, stage.ids[str(name)]),
    "phone": _phone,
    "lives": _lives,
    "sees": _sees,
    "sees for a moment": _sees_for_a_moment,
    "is": _is,
    "answered": _answered,
    "kept": _kept,
    "has": lambda stage, who, kinds: _same(sorted(m.kind for m in stage.items[who].values()), kinds),
}
