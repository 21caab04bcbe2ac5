"""`coach understand`: what each way of reading makes of a text, in one table."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.understand.table import table

SUNDAY = datetime(2026, 11, 22, 15, 0, tzinfo=ZoneInfo("Europe/Madrid"))
SHOWN = """\
                en                    es
tomorrow at six
  moment        Mon 2026-11-23 18:00  Mon 2026-11-23 18:00
next week
  moment        no_day?               no_day?
45 min
  duration      45 min                45 min
once
  duration      –                     11 min
  moment        –                     Sun 2026-11-22 23:00
  number 0–100  –                     11
Lisboa
  city          Lisboa (PT)           Lisboa (PT)
va a ser que no
  yes or no     no                    no
hmm
  nothing"""


def test_each_text_has_the_lines_in_which_something_is_found() -> None:
    texts = ["tomorrow at six", "next week", "45 min", "once", "Lisboa", "va a ser que no", "hmm"]
    assert table(texts, SUNDAY) == SHOWN
