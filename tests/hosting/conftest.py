from __future__ import annotations

import pytest

from facilitator.storage.agenda_toml import read_agenda
from facilitator.wiring import workshop
from facilitator.wiring.settings import load_settings
from tests.e2e.room import AGENDA


@pytest.fixture
def settings(tmp_path):
    env = {"FACILITATOR_CONFIG": str(tmp_path / "config"), "FACILITATOR_NAME": "Ines"}
    return load_settings(sessions=tmp_path / "sessions", environment=env)


@pytest.fixture
async def begun(settings):
    """A session that was begun and then interrupted."""
    return await workshop.begin(settings, read_agenda(AGENDA).found, None)
