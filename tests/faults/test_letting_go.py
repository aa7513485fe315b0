"""What was shown and has gone is let go of: a workshop may last a day and ask a thousand things."""

from __future__ import annotations

import gc
from collections import Counter

import pytest
from textual.pilot import Pilot
from textual.strip import Strip

from facilitator.ui.widgets.fields import ParagraphField
from tests.ui.facilitating.rooms import asked_of_promises, four_people, revealed
from tests.ui.facilitating.staging import on_screen
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


FORMS = {
    "decide": (revealed, ("d",)),
    "add a task": (four_people, ("a",)),
    "reword a promise": (lambda: asked_of_promises(Raj=1), ("w",)),
}


@pytest.mark.parametrize("form", FORMS)
async def test_a_form_that_has_gone_leaves_nothing_behind(form):
    room, keys = FORMS[form]
    async with on_screen(room(), SIZE) as (_, pilot):
        before = await come_and_go(pilot, keys)
        for _ in range(TIMES):
            after = await come_and_go(pilot, keys)
        assert after["ParagraphField"] <= 1, "the last one may still be looked at"
        assert after["Strip"] <= before["Strip"] + LINES
