"""A small house of dialogs and prompts for the tests, copied where a test may change it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from bot.script.load import read_library
from bot.script.uses import uses_of_house

SMALL = Path(__file__).parent / "small"

# What the fixtures look at; every other block of `common` says its own name.
_SAID: Mapping[str, Mapping[str, str]] = {
    "en": {
        "mark_private": "🔒 Only you",
        "mark_blind": "🤝 You and {{ other }}",
        "mark_shared": "💬 Goes to {{ other }}",
        "misfit_scale": "From {{ low }} to {{ high }}.",
        "added": "Added: “{{ words }}”",
        "menu": "Until {{ time(out_until) }}, and there waits: {{ waiting }}",
        "pick_preview": "They would read:",
        "label_back": "‹ Back",
        "label_skip": "Skip",
        "label_later": "Not now",
        "label_yes": "Yes",
        "label_no": "No",
        "label_copy": "Copy",
        "label_pass_on": "Pass it on",
        "label_elsewhere": "Somewhere else",
        "label_walk": "A walk",
        "label_week": "My week",
        "command_walk": "Go for a walk",
        "trouble": "Sorry.",
        "moment_understood": "That is {{ moment }}.",
        "which_moment": "Which one? ({{ reason }})",
        "mine_item": "{{ title }}{% for line in lines %} | {{ line.label }}: {{ line.value }}{% endfor %}",
        "plans": "Plans:{% for i in items %} {{ i.label }} – {{ i.at }}.{% endfor %}",
        "label_today": "Today",
        "label_tomorrow": "Tomorrow",
        "label_done": "That is all",
    },
    "es": {
        "mark_private": "🔒 Solo tú",
        "label_back": "‹ Atrás",
        "label_skip": "Saltar",
        "label_later": "Ahora no",
        "label_walk": "Un paseo",
        "command_walk": "Salir a pasear",
        "mine_item": "{{ title }}{% for line in lines %} | {{ line.label }}: {{ line.value }}{% endfor %}",
        "label_today": "Hoy",
        "label_tomorrow": "Mañana",
    },
}


def small_house(folder: Path) -> tuple[Path, Path]:
    """Lay the fixture dialogs and prompts in a folder, with all of `common`; gives both folders."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    dialogs, prompts = folder / "dialogs", folder / "prompts"
    names = {
        use.name
        for use in uses_of_house(read_library(dialogs, []))
        if use.role in ("label", "command") or use.dialog == "common"
    } | {
        "label_elsewhere",
        "pick_preview",
        "label_preview",
    }
    for language, said in _SAID.items():
        lines = [
            f"{{% block {name} %}}{said.get(name, _name(name))}{{% endblock %}}"
            for name in [*said, *sorted(names - set(said))]
        ]
        (prompts / language / "common.j2").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return dialogs, prompts


def _name(block: str) -> str:
    return block.partition("_")[2].replace("_", " ") or block
