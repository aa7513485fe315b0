"""An app without a terminal is drawn when a test looks at it, and not after every message."""

from __future__ import annotations

from typing import Any

import pytest
from textual._compositor import Compositor
from textual._context import active_app, visible_screen_stack

_render_update = Compositor.render_update


@pytest.fixture(autouse=True)
def no_frames_for_nobody(monkeypatch):
    """Textual draws such an app all the time, and throws away what it has drawn."""
    monkeypatch.setattr(Compositor, "render_update", _update_for_a_terminal)


def _update_for_a_terminal(self: Compositor, **how: Any) -> Any:
    """What has changed, where there is a terminal to take it; all, where a picture is taken."""
    if how.get("full") or not active_app.get().is_headless:
        return _render_update(self, **how)
    visible_screen_stack.set(how.get("screen_stack") or [])
    self._dirty_regions.clear()
    return None
