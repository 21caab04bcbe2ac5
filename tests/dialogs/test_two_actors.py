"""What can come between two people is shown by the stories that are named for it, in every language."""

from __future__ import annotations

import pytest

from tests.dialogs.test_transcripts import LANGUAGES, read
from tests.dialogs.two_actors import Case, Doing, cases
from tests.dialogs.walked import shown

CASES = cases()
of_every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.case)
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@in_every_language
@of_every_case
def test_its_stories_do_it(case: Case, language: str) -> None:
    assert case.stories
    for file in case.files(language):
        assert file.exists(), f"{file.name} is gone"
        assert case.missing(read(file)) is None, f"{language}/{file.name} does not do this"


@in_every_language
@of_every_case
def test_its_stories_show_its_words(case: Case, language: str) -> None:
    assert not case.seen or case.seen[language]
    for file in case.files(language):
        missing = [words for words in case.seen.get(language, ()) if words not in shown(file)]
        assert missing == [], f"{language}/{file.name} no longer shows this"


@pytest.mark.parametrize(
    ("acts", "missing"),
    [
        (("one answers", "other answers"), None),
        (("one answers", "restart"), "restart"),
        (("other answers", "restart", "one answers"), "restart"),
        (("at once answers",), "at once answers"),
        (("stranger answers",), "stranger answers"),
        (("one answers there",), "one answers there"),
    ],
)
def test_what_a_story_does_not_do_is_found(acts: tuple[str, ...], missing: str | None) -> None:
    case = Case("", tuple(Doing.read(line) for line in acts), (), {})
    story = "Ana and Ben are linked.\nAna: /listen\nAna taps [Yes].\nBen taps [Yes].\n"
    assert case.missing(story) == (None if missing is None else Doing.read(missing))
