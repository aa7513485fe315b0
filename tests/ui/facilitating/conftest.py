from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.ui.facilitating.staging import OPENED


@pytest.fixture(autouse=True)
async def _sessions_closed() -> AsyncIterator[None]:
    yield
    while OPENED:
        await OPENED.pop().close()
