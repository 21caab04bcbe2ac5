"""How the tests draw their random cases: the same ones each time, however long one takes."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("coach", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("coach")
