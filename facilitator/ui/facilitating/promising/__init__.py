"""The form in which a promise gets its words, its day and its owner."""

from __future__ import annotations
