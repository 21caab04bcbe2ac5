"""What people type is heard as well as promised, on the half of the texts that nobody built with."""

from __future__ import annotations

import pytest

from tests.understand.evaluate import LANGUAGES, Heard


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_is_off_its_aim(language: str) -> None:
    off = []
    for figure in Heard(language, "report").figures():
        share = figure.hits / figure.of
        if (figure.floor is not None and share < figure.floor) or (
            figure.ceiling is not None and share > figure.ceiling
        ):
            off.append(str(figure))
    assert off == []
