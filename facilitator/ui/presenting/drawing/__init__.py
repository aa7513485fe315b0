"""Pictures of the wall: pure functions from a scene and a size to lines."""

from __future__ import annotations

from facilitator.ui.presenting.drawing.page import draw

__all__ = ["draw"]
