"""A folder of logs is read beside the screen: what there is comes first, and leaving ends it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from facilitator.storage.archive import Archive
from facilitator.storage.decision_log_toml import LogReading, read_log, write_log
from facilitator.wiring import home
from tests.worlds.past_sessions import AUTUMN, REHEARSED, SPRING


class Reader:
    """Reads logs; from the second on it waits until it may."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.read: list[str] = []

    def __call__(self, path: Path) -> LogReading:
        self.read.append(path.stem)
        if len(self.read) > 1:
            assert self.may_go_on.wait(60)
        return read_log(path)


@pytest.fixture
def folder(tmp_path):
    for log in (SPRING, AUTUMN, REHEARSED):
        write_log(tmp_path, log)
    return tmp_path


async def test_the_newest_log_is_told_before_the_others_are_read(folder, monkeypatch):
    monkeypatch.setattr(home, "TELL_FIRST", 0.0)
    reader = Reader()
    told: asyncio.Queue[tuple[list[str], int]] = asyncio.Queue()

    def tell(entries, total):
        told.put_nowait(([entry.id for entry in entries], total))

    looking = asyncio.create_task(home.look_through(Archive(folder, reader), tell))
    first, total = await told.get()
    assert (first, total) == ([REHEARSED.session.id], 3)
    assert not looking.done()
    reader.may_go_on.set()
    assert len(await looking) == 3


async def test_leaving_ends_the_reading_with_the_log_at_hand(folder, monkeypatch):
    monkeypatch.setattr(home, "TELL_FIRST", 0.0)
    reader = Reader()
    told = asyncio.Event()
    looking = asyncio.create_task(home.look_through(Archive(folder, reader), lambda *_: told.set()))
    await told.wait()
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    reader.may_go_on.set()
    await asyncio.get_running_loop().shutdown_default_executor()
    assert len(reader.read) <= 2
