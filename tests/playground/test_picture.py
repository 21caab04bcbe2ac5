from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.picture import Picture, picture_of
from tests.playground.pictures import jpeg, png

HEADS = [png(3, 2), jpeg(3, 2)]


@pytest.mark.parametrize(
    ("data", "picture"),
    [
        (png(640, 360), Picture("image/png", 640, 360)),
        (jpeg(640, 360), Picture("image/jpeg", 640, 360)),
        (jpeg(640, 360, frame=0xC2), Picture("image/jpeg", 640, 360)),
        (jpeg(640, 0), None),
        (b"GIF89a" + bytes(40), None),
        (b"", None),
    ],
)
def test_a_picture_tells_its_size(data: bytes, picture: Picture | None) -> None:
    assert picture_of(data) == picture


@given(st.sampled_from(HEADS), st.integers(0, 60), st.binary(max_size=30))
def test_broken_pictures_are_no_trouble(head: bytes, kept: int, rest: bytes) -> None:
    found = picture_of(head[:kept] + rest)
    assert found is None or (found.width > 0 and found.height > 0)
