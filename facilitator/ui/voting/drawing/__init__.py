"""Markdown as lines."""

from __future__ import annotations
