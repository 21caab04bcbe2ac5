"""What `coach.service` names is there, and what it allows is little: read as systemd reads it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path, PurePosixPath

import pytest

from bot.cli import coach
from bot.config import Settings, load_settings
from bot.service import FAREWELL
from tests.operating import empty_folder

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "coach.service"
README = (ROOT / "README.md").read_text("utf-8")
NOT_OURS = {"MPLCONFIGDIR"}
"""Where matplotlib keeps its list of fonts."""


def read_unit() -> dict[str, list[str]]:
    """Each key of the unit with what was said of it, in its order."""
    found = defaultdict[str, list[str]](list)
    for line in UNIT.read_text("utf-8").splitlines():
        if line and line[0] not in "#[":
            name, _, value = line.partition("=")
            found[name].append(value)
    return found


SERVICE = read_unit()
ENVIRONMENT = dict(pair.split("=", 1) for pair in SERVICE["Environment"])
CREDENTIALS = dict(pair.split(":", 1) for pair in SERVICE["LoadCredential"])


def told_for_commands() -> dict[str, str]:
    """The settings with which the README runs a command beside the service."""
    found = re.search(r"^alias coach='(.+)'$", README, flags=re.M)
    assert found is not None
    return dict(word.split("=", 1) for word in shlex.split(found[1]) if re.match(r"[A-Z_]+=", word))


def test_every_setting_is_one() -> None:
    names = {name.upper() for name in Settings.model_fields}
    assert ENVIRONMENT.keys() <= names | NOT_OURS
    assert not {"TELEGRAM_BOT_TOKEN", "COACH_KEY", "COACH_CLOCK_URL"} & ENVIRONMENT.keys()


def test_the_coach_would_start_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty_folder(tmp_path, monkeypatch)
    for name, content in (("telegram_bot_token", "123456:AAHdef9"), ("coach_key", "A" * 43)):
        (tmp_path / name).write_text(content)
        (tmp_path / name).chmod(0o600)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value.replace("%d", str(tmp_path)))
    settings = load_settings()
    assert settings.telegram_bot_token is not None
    assert settings.key is not None
    assert settings.health_address == ("127.0.0.1", 9464)


def test_secrets_are_handed_over_and_come_from_where_the_readme_puts_them() -> None:
    handed = {value.removeprefix("%d/") for name, value in ENVIRONMENT.items() if name.endswith("_FILE")}
    assert handed == CREDENTIALS.keys()
    for name, file in CREDENTIALS.items():
        assert file == f"/etc/coach/{name}"
        assert file in README


def test_what_it_writes_lies_in_folders_of_its_own() -> None:
    database = PurePosixPath(ENVIRONMENT["COACH_DATABASE"].removeprefix("sqlite:///"))
    assert [str(database.parent)] == [f"/var/lib/{name}" for name in SERVICE["StateDirectory"]]
    assert [ENVIRONMENT["MPLCONFIGDIR"]] == [f"/var/cache/{name}" for name in SERVICE["CacheDirectory"]]
    assert SERVICE["WorkingDirectory"] == [str(database.parent)]
    assert (SERVICE["StateDirectoryMode"], SERVICE["UMask"]) == (["0700"], ["0077"])
    assert not {"ReadWritePaths", "BindPaths"} & SERVICE.keys()


def test_commands_beside_it_are_run_with_what_it_has() -> None:
    ours = {name: value for name, value in ENVIRONMENT.items() if name not in NOT_OURS}
    expected = {name: value.replace("%d", "/etc/coach") for name, value in ours.items()}
    assert told_for_commands() == expected


def test_it_runs_what_the_readme_installs() -> None:
    [start] = SERVICE["ExecStart"]
    program, *words = start.split()
    assert words == ["run"]
    assert words[0] in coach.commands
    place = program.removesuffix("/.venv/bin/coach")
    assert f"{place}/{UNIT.name}" in README
    [user] = SERVICE["User"]
    assert re.search(rf"useradd --system .*\b{user}$", README, flags=re.M)


def test_it_is_tried_again_also_after_a_database_was_gone_and_may_end_in_good_order() -> None:
    assert SERVICE["Restart"] == ["on-failure"]
    assert "RestartPreventExitStatus" not in SERVICE, "a full disk ends it with 2, as a wrong setting does"
    assert SERVICE["StartLimitIntervalSec"] == ["0"]
    assert float(SERVICE["TimeoutStopSec"][0]) > FAREWELL + 2


@pytest.mark.parametrize(
    "line",
    [
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateTmp=yes",
        "PrivateDevices=yes",
        "CapabilityBoundingSet=",
        "MemoryDenyWriteExecute=yes",
        "SystemCallFilter=~@privileged @resources",
        "LimitCORE=0",
    ],
)
def test_it_may_do_little(line: str) -> None:
    name, _, value = line.partition("=")
    assert value in SERVICE[name]
    assert SERVICE["User"] != ["root"]


def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    if (analyze := shutil.which("systemd-analyze")) is None:
        pytest.skip("systemd-analyze is not here: the unit is read by the other tests alone")
    # Only what it runs is not where it will be.
    copy = tmp_path / UNIT.name
    copy.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text("utf-8"), flags=re.M))
    done = subprocess.run([analyze, "verify", str(copy)], capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if UNIT.name in line]) == (0, [])
