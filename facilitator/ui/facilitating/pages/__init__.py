"""What the facilitator's screen shows, as functions from frozen views to lines."""

from __future__ import annotations
