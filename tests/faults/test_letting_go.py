"""What was shown and has gone is let go of: a workshop may last a day and ask a thousand things."""

from __future__ import annotations

import gc
from collections import Counter

import pytest
from textual.pilot import Pilot
from textual.strip import Strip

from facilitator.ui.widgets.fields import ParagraphField
from tests.ui.facilitating.test_form_help import FORMS
from tests.ui.facilitating.watching import press, until_shown

SIZE = (80, 24)
TIMES = 8
LINES = 60
"""What is drawn of the screen itself may come to a few lines more or less."""


async def come_and_go(pilot: Pilot[None], keys: tuple[str, ...]) -> Counter[str]:
    """Show a form and leave it; what there is of it and of drawn lines after that."""
    await press(pilot, *keys)
    await until_shown(pilot, "F1 ? Help")
    while len(pilot.app.screen_stack) > 1:
        await press(pilot, "escape")
    await pilot.pause()
    gc.collect()
    kinds = Counter(map(type, gc.get_objects()))  # of millions, late in a long run
    return Counter({each.__name__: kinds[each] for each in (ParagraphField, Strip)})


@pytest.mark.parametrize("form", ["decide", "add a task", "reword a promise"])
async def test_a_form_that_has_gone_leaves_nothing_behind(form):
    stage, keys, _ = FORMS[form]
    staged = await stage()
    async with staged.app().run_test(size=SIZE) as pilot:
        before = await come_and_go(pilot, keys)
        for _ in range(TIMES):
            after = await come_and_go(pilot, keys)
        assert after["ParagraphField"] <= 1, "the last one may still be looked at"
        assert after["Strip"] <= before["Strip"] + LINES
