"""What attacks on files are tried with: a session, and something of value elsewhere."""

from __future__ import annotations

import pytest

from facilitator.storage.agenda_toml import read_agenda
from facilitator.wiring import workshop
from facilitator.wiring.settings import load_settings
from tests.e2e.room import AGENDA
from tests.security.valuables import Valuables


@pytest.fixture
def agenda():
    return read_agenda(AGENDA).found


@pytest.fixture
def settings(tmp_path):
    env = {"FACILITATOR_CONFIG": str(tmp_path / "config"), "FACILITATOR_NAME": "Ines"}
    return load_settings(sessions=tmp_path / "sessions", environment=env)


@pytest.fixture
async def begun(settings, agenda):
    """A session that was begun and then interrupted."""
    return await workshop.begin(settings, agenda, None)


@pytest.fixture
def valuables(tmp_path):
    """Files outside the folder of sessions; each test ends with a look whether all is as it was."""
    made = Valuables(tmp_path / "valuables")
    yield made
    assert made.now() == made.before
