"""How a scene looks: pure functions from a scene and a size to lines of inked text."""

from __future__ import annotations

from facilitator.ui.voting.drawing.frame import Frame, draw

__all__ = ["Frame", "draw"]
