"""The wall's blocks for each kind of step."""

from __future__ import annotations
