from __future__ import annotations

from tests.e2e.conftest import room

__all__ = ["room"]
