"""A log says what failed and where, and none of the values that were at hand."""

from __future__ import annotations

import asyncio
import gc
import io
import logging

import pytest

from facilitator.wiring.reticence import log_fault, log_reticently


@pytest.fixture
def log():
    root = logging.getLogger()
    level, stream = root.level, io.StringIO()
    handler = logging.StreamHandler(stream)
    log_reticently(handler)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def fail():
    try:
        raise KeyError("choice-zebra")
    except KeyError as error:
        raise ValueError("p3 said reason-wombat") from error


def test_a_failure_is_told_by_its_kind_and_place_alone(log):
    try:
        fail()
    except ValueError:
        logging.getLogger("anywhere").exception("The app of s1-7 failed")
    told = log.getvalue()
    assert "ERROR:anywhere:The app of s1-7 failed" in told
    assert "in fail" in told
    assert told.index("KeyError (") < told.index("ValueError (")
    said = [line for line in told.splitlines() if "raise " not in line]  # the source is no secret
    assert [word for word in ("zebra", "wombat", "p3") if word in "\n".join(said)] == []


async def test_a_task_that_nobody_waits_for_says_as_little(log):
    asyncio.get_running_loop().set_exception_handler(log_fault)

    async def failing(reason: str) -> None:
        raise ValueError(reason)

    task = asyncio.create_task(failing("reason-wombat"))
    await asyncio.wait([task])
    del task
    gc.collect()
    told = log.getvalue()
    assert "never retrieved" in told
    assert "ValueError (" in told
    assert "wombat" not in told.replace('failing("reason-wombat")', "")


def test_a_fault_without_an_exception_is_told_as_well(log):
    log_fault(asyncio.new_event_loop(), {"message": "no journal"})
    assert "no journal" in log.getvalue()
