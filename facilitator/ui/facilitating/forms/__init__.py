"""Forms of the facilitator's screen: each makes commands of what was typed into it."""

from __future__ import annotations
