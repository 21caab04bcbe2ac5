"""What it costs to add something, counted in files, and how long each room is: `make figures` prints it."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
BOT = HERE.parents[1] / "bot"

ADDED = {
    "a dialog, with a kind of memory item, a nudge and a plan": "new_dialog",
    "a kind of step (and a line in the table)": "new_step_kind",
    "a kind of question (and a line in the table)": "new_question_kind",
}
BEFORE = {
    "model": 1163,
    "engine": 4420,
    "script": 3656,
    "understand": 3772,
    "store": 1872,
    "runtime": 2278,
    "telegram": 466,
    "playground": 3780,
    "insight": 1111,
    "beside": 714,
}
"""Lines of each room before its kinds stood in files of their own; the coach was part of the engine then."""


def files(folder: Path) -> list[Path]:
    """Everything in a folder that somebody wrote."""
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def lines(folder: Path) -> int:
    """Lines of Python in a folder."""
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in folder.rglob("*.py"))


def main() -> None:
    """Print the figures."""
    print("Files to write, as the tests of this folder add one:")
    for what, folder in ADDED.items():
        print(f"  {len(files(HERE / folder))}  {what}")
    languages = sorted(path.name for path in (BOT / "understand" / "tongues").iterdir() if path.is_dir())
    print("Lines by room, before and now:")
    for room in sorted(path for path in BOT.iterdir() if path.is_dir() and path.name not in ("__pycache__", "_data")):
        print(f"  {room.name:<12}{BEFORE.get(room.name, 0):>6}{lines(room):>7}")
    beside = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in BOT.glob("*.py"))
    print(f"  {'beside':<12}{BEFORE['beside']:>6}{beside:>7}")
    print(f"  {'all':<12}{sum(BEFORE.values()):>6}{lines(BOT):>7}   (languages: {', '.join(languages)})")


if __name__ == "__main__":
    main()
