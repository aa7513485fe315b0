from __future__ import annotations

from tests.hosting.conftest import begun, settings

__all__ = ["begun", "settings"]
