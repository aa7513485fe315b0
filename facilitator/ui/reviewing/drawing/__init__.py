"""What the screen for past decisions tells of one thing, as functions to lines."""

from __future__ import annotations
