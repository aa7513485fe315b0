from __future__ import annotations

import asyncio

import pytest

from tests.faults.stricken import Stricken, require_strace
from tests.faults.tasks import TASKS


@pytest.fixture(scope="session")
def stricken(tmp_path_factory):
    """Does the tasks, with calls that fail."""
    require_strace()
    made = Stricken(tmp_path_factory.mktemp("runs"))
    yield made
    made.close()


@pytest.fixture
def template(task, tmp_path):
    """A folder as a task finds it."""
    folder = tmp_path / task
    folder.mkdir()
    asyncio.run(TASKS[task].prepare(folder))
    return folder
