"""A grey-area workshop in the terminal: blind votes over SSH, decisions in a TOML log."""

from __future__ import annotations

__version__ = "0.1.0"
