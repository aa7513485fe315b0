"""What the screen of past decisions does so that its keys are not held up."""

from __future__ import annotations

import gc

from benchmarks.past_logs import write_past
from facilitator.wiring import home
from facilitator.wiring.settings import load_settings


async def test_what_was_read_is_not_looked_at_as_garbage_until_the_screen_is_left(
    tmp_path, monkeypatch
):
    write_past(tmp_path, 2, 2)
    frozen = []

    async def show(app):
        await app._logs.look_through(lambda _: None)
        frozen.append(gc.get_freeze_count())

    monkeypatch.setattr(home, "show", show)
    await home.review(load_settings(sessions=tmp_path))
    assert frozen[0] > 0
    assert gc.get_freeze_count() == 0
