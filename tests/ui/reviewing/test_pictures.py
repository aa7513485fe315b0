"""The screen for past decisions, character by character, as an 80×24 terminal shows it.

Drawn anew by ``UPDATE_PICTURES=1 pytest tests/ui/reviewing/test_pictures.py``; the difference is
then to be read like any other.
"""

from __future__ import annotations

import os

import pytest

from tests.ui.reviewing.past import BROKEN, Shelf, app
from tests.ui.reviewing.test_app import settle
from tests.ui.test_pictures import PICTURES, SIZE, picture_of


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("review-register", ""),
        ("review-session", "2,down,enter"),
        ("review-compare", "3,down"),
        ("review-history", "4"),
        ("review-due", "5"),
    ],
)
async def test_the_screen_is_what_it_was(name, keys):
    shown = app(Shelf(broken=(BROKEN,)))
    async with shown.run_test(size=SIZE) as pilot:
        await settle(shown, pilot)
        for key in filter(None, keys.split(",")):
            await pilot.press(key)
            await settle(shown, pilot)
        drawn = picture_of(shown)
    stored = PICTURES / f"{name}.txt"
    if os.environ.get("UPDATE_PICTURES"):
        stored.write_text(drawn, encoding="utf-8")
    assert drawn == stored.read_text(encoding="utf-8")
