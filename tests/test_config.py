"""What an operator may set, and the one line they get when a setting is wrong: `config_cases.yaml`."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from bot.config import Settings, load_settings, log_form
from bot.errors import CoachError, OperatorError, ScriptError, SettingsError, TokenError

VARIABLES = tuple(name.upper() for name in Settings.model_fields)


class Case(TypedDict, total=False):
    environment: dict[str, str]
    file: str
    files: dict[str, str]
    settings: dict[str, str | None]
    refused: str
    says: list[str]
    hides: str


def read_cases() -> dict[str, Case]:
    cases: dict[str, Case] = yaml.safe_load(Path(__file__).with_name("config_cases.yaml").read_text("utf-8"))
    return cases


CASES = read_cases()
ACCEPTED = [name for name, case in CASES.items() if "settings" in case]
REFUSED = [name for name, case in CASES.items() if "refused" in case]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and an environment without a setting of ours."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def set_up(case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in case.get("environment", {}).items():
        monkeypatch.setenv(name, value)
    for name, content in case.get("files", {}).items():
        (folder / name).write_text(content, "utf-8")
        (folder / name).chmod(0o600)
    if "file" in case:
        (folder / ".env").write_text(case["file"], "utf-8")


def told(settings: Settings) -> dict[str, str | None]:
    token = settings.telegram_bot_token
    return {
        "token": None if token is None else token.get_secret_value(),
        "api": settings.telegram_api_url,
        "database": str(settings.database_path),
        "clock": settings.coach_clock_url,
        "key": None if settings.key is None else settings.key.hex(),
        "operator": settings.coach_operator,
        "http": settings.coach_http,
        "backups": None if settings.backups is None else str(settings.backups),
        "backups kept": str(settings.coach_backups_kept),
        "clear": "yes" if settings.sends_in_the_clear else "no",
        "health": " ".join(map(str, settings.health_address)) if settings.health_address is not None else None,
        "log": settings.coach_log,
    }


def test_every_case_says_what_comes_of_it() -> None:
    assert len(CASES) == len(ACCEPTED) + len(REFUSED)


@pytest.mark.parametrize("name", ACCEPTED)
def test_settings_are_read(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(CASES[name], folder, monkeypatch)
    expected = CASES[name]["settings"]
    assert {key: value for key, value in told(load_settings()).items() if key in expected} == expected


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_setting_is_named_in_one_line(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASES[name]
    set_up(case, folder, monkeypatch)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    line = str(caught.value)
    assert line.startswith(case["refused"])
    assert "\n" not in line
    assert all(words in line for words in case.get("says", []))
    if "hides" in case:
        assert case["hides"] not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("name", ACCEPTED)
def test_the_log_has_its_form_before_the_settings_are_read(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(CASES[name], folder, monkeypatch)
    assert log_form() == load_settings().coach_log


@pytest.mark.parametrize("file", [b"COACH_LOG=\xff\xfe\n", b"COACH_LOG=xml\nCOACH_DATABASE=nowhere\n"])
def test_what_is_wrong_in_the_file_is_not_the_logs_to_say(folder: Path, file: bytes) -> None:
    (folder / ".env").write_bytes(file)
    assert log_form() == "text"


def test_a_file_that_is_not_text_is_named(folder: Path) -> None:
    (folder / ".env").write_bytes(b"TELEGRAM_BOT_TOKEN=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"^The file \.env cannot be read"):
        load_settings()


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN_FILE", "COACH_KEY_FILE"])
class TestFilesOfSecrets:
    CONTENT = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

    def given(self, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        file = folder / "secret"
        file.write_text(self.CONTENT)
        file.chmod(0o644)
        monkeypatch.setenv(name, str(file))
        monkeypatch.setenv("TELEGRAM_API_URL", "http://localhost")
        return file

    def test_one_that_others_can_read_is_mended_and_said_in_one_line(
        self, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        file = self.given(name, folder, monkeypatch)
        load_settings()
        load_settings()
        assert file.stat().st_mode & 0o777 == 0o600
        assert [str(file) in record.getMessage() for record in caplog.records] == [True]

    def test_one_that_is_not_ours_to_mend_is_refused(
        self, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def not_ours(self: Path, mode: int) -> None:
            raise PermissionError(1, "Operation not permitted")

        self.given(name, folder, monkeypatch)
        monkeypatch.setattr(Path, "chmod", not_ours)
        with pytest.raises(SettingsError, match=f"^{name} .*nobody else .*chmod 600") as caught:
            load_settings()
        assert self.CONTENT not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("content", "mode"),
    [("TELEGRAM_BOT_TOKEN=1:a\n", 0o600), (f"COACH_KEY={'A' * 43}\n", 0o600), ("COACH_OPERATOR=Eva\n", 0o644)],
)
def test_a_file_of_settings_with_a_secret_in_it_is_kept_from_others(folder: Path, content: str, mode: int) -> None:
    (folder / ".env").write_text(content)
    (folder / ".env").chmod(0o644)
    load_settings()
    assert (folder / ".env").stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(
    ("name", "value"), [("TELEGRAM_BOT_TOKEN", "123456:s3cret"), ("COACH_KEY", "s3cret" + "A" * 37)]
)
def test_a_secret_is_not_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    settings = load_settings()
    assert "s3cret" not in f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"


def test_an_error_says_its_docstring_when_nothing_more_exact_was_said() -> None:
    assert str(TokenError()) == "Telegram does not accept TELEGRAM_BOT_TOKEN: copy it again from @BotFather."


def test_an_error_is_one_line_whatever_was_said() -> None:
    assert str(CoachError("first\n  second")) == "first second"


def test_a_script_error_names_file_and_line() -> None:
    error = ScriptError("dialogs/space.yaml", 12, "no step is called 'hom'")
    assert isinstance(error, OperatorError)
    assert error.exit_code == 2
    assert str(error) == "dialogs/space.yaml:12: no step is called 'hom'"
