"""What voters see and press in each kind of step: a module a kind, and parts that they share."""

from __future__ import annotations
