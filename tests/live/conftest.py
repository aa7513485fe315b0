from __future__ import annotations

import pytest

from tests.worlds.live import Journals


@pytest.fixture(params=["memory", "sqlite"])
def journals(request, tmp_path) -> Journals:
    """Opens journals on one store, each as a process of its own would."""
    return Journals(request.param, tmp_path)
