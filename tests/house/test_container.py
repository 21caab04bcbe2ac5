"""What the container may do: read from `compose.yaml` and the `Dockerfile` as those who run them read them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from bot.config import load_settings
from bot.errors import SettingsError
from tests.operating import empty_folder

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SECRET = ("TELEGRAM_BOT_TOKEN", "COACH_KEY")


def read_dockerfile() -> list[tuple[str, str]]:
    """Each instruction with what stands behind it, on one line."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.M).replace("\\\n", " ")
    lines = (line.partition(" ") for line in text.splitlines() if line)
    return [(word.upper(), " ".join(rest.split())) for word, _, rest in lines]


IMAGE = read_dockerfile()


def image_environment() -> dict[str, str]:
    pairs = [word.partition("=") for name, rest in IMAGE if name == "ENV" for word in shlex.split(rest)]
    return {name: value for name, _, value in pairs}


@pytest.fixture(params=sorted(SERVICES))
def service(request: pytest.FixtureRequest) -> dict[str, Any]:
    return SERVICES[request.param]


class TestCompose:
    def test_no_service_is_root(self, service: dict[str, Any]) -> None:
        user, _, group = str(service["user"]).partition(":")
        assert (int(user) > 0, int(group) > 0) == (True, True)

    def test_nothing_can_be_written_but_the_data_and_what_is_gone_with_the_process(
        self, service: dict[str, Any]
    ) -> None:
        assert service["read_only"] is True
        assert service["volumes"] == ["data:/data"]
        assert COMPOSE["volumes"] == {"data": None}
        assert [str(each).partition(":")[0] for each in service["tmpfs"]] == ["/tmp"]

    def test_no_capability_and_no_new_privilege(self, service: dict[str, Any]) -> None:
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        widening = {
            "privileged",
            "cap_add",
            "devices",
            "pid",
            "ipc",
            "network_mode",
            "ports",
            "userns_mode",
            "env_file",
        }
        assert not widening & service.keys()

    def test_secrets_are_files(self, service: dict[str, Any]) -> None:
        environment = service["environment"]
        assert not set(SECRET) & environment.keys()
        for setting in SECRET:
            file = PurePosixPath(environment[f"{setting}_FILE"])
            assert file.parent == PurePosixPath("/run/secrets")
            assert file.name in service["secrets"]
            assert COMPOSE["secrets"][file.name] == {"file": f"./secrets/{file.name}"}

    def test_secrets_get_into_neither_the_image_nor_the_history(self) -> None:
        assert (ROOT / ".dockerignore").read_text().splitlines()[0] == "*"
        assert "!secrets" not in (ROOT / ".dockerignore").read_text()
        assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()


class TestImage:
    def test_it_is_built_on_one_that_is_pinned(self) -> None:
        built_on = [rest for name, rest in IMAGE if name == "FROM"]
        assert built_on
        for each in built_on:
            assert re.fullmatch(r"python:3\.\d+-slim@sha256:[0-9a-f]{64}", each), each

    def test_it_is_not_root_from_the_last_user_on(self) -> None:
        users = [rest for name, rest in IMAGE if name == "USER"]
        assert users == ["10001:10001"]
        after = IMAGE[IMAGE.index(("USER", users[-1])) :]
        assert not any(name in ("RUN", "COPY", "ADD") for name, _ in after)
        assert str(SERVICES["coach"]["user"]) == users[-1]

    def test_what_it_installs_is_pinned_too(self) -> None:
        pip = [rest for name, rest in IMAGE if name == "RUN" and "pip install" in rest]
        assert [("--require-hashes" in each) or ("--no-deps" in each) for each in pip] == [True, True]

    def test_it_holds_no_secret(self) -> None:
        assert not set(SECRET) & image_environment().keys()

    def test_without_a_key_it_starts_on_no_new_database(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also when it is run without the compose file: a key made in it would be gone with it."""
        empty_folder(tmp_path, monkeypatch)
        for name, value in image_environment().items():
            if name.startswith(("COACH_", "TELEGRAM_")):
                monkeypatch.setenv(name, value)
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:token")
        with pytest.raises(SettingsError, match=r"^COACH_KEY_FILE names a file that is not there"):
            load_settings()

    def test_an_older_key_beside_its_database_goes_on_working(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        empty_folder(tmp_path, monkeypatch)
        monkeypatch.setenv("COACH_KEY_FILE", image_environment()["COACH_KEY_FILE"])
        (tmp_path / "coach.db.key").touch()
        assert load_settings().key is None, "the store finds it"
