"""The form in which a task gets its outcome."""

from __future__ import annotations
