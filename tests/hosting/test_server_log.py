"""A log says what failed and where, and none of the values that were at hand."""

from __future__ import annotations

import asyncio
import gc
import io
import logging

import pytest

from facilitator.hosting.server_log import (
    MOST_BYTES,
    MOST_OF_A_KIND,
    LogFileHandler,
    Thinned,
    log_fault,
    log_reticently,
)


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


def test_a_record_is_one_line_that_no_terminal_obeys(log):
    logging.getLogger("x").warning("from %s", "a\nERROR:root:forged\x1b]0;x\x07\x9b\u202e")
    told = "WARNING:x:from a ERROR:root:forged<U+001B>]0;x<U+0007><U+009B><U+202E>\n"
    assert log.getvalue() == told


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


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def passed(thinned, template, *arguments):
    """What is written of a record; "" when it is not."""
    record = logging.LogRecord("ssh", logging.WARNING, "", 0, template, arguments, None)
    return record.getMessage() if thinned.filter(record) else ""


def test_of_one_kind_a_few_are_written_in_a_minute_and_the_rest_are_counted():
    clock = Clock()
    thinned = Thinned(clock)
    told = [passed(thinned, "Connection %s is closed", number) for number in range(10_000)]
    assert [each for each in told if each] == [
        f"Connection {number} is closed" for number in range(MOST_OF_A_KIND)
    ]
    assert passed(thinned, "The journal fails") == "The journal fails"
    clock.now += 61
    assert passed(thinned, "Connection %s is closed", "x") == (
        f"Connection x is closed (and {10_000 - MOST_OF_A_KIND} more like it before)"
    )
    assert passed(thinned, "Connection %s is closed", "y") == "Connection y is closed"


def test_kinds_without_end_are_remembered_within_bounds():
    thinned = Thinned(Clock())
    for number in range(10_000):
        passed(thinned, f"kind {number}")
    assert len(thinned._passed) < 1000


@pytest.fixture
def written(tmp_path):
    handler = LogFileHandler(tmp_path / "server.log")
    yield handler
    handler.close()


def test_a_log_file_is_never_larger_than_its_bound_and_keeps_what_came_last(written, tmp_path):
    for number in range(5000):
        message = f"{number} {'x' * 1000}"
        written.emit(logging.LogRecord("ssh", logging.WARNING, "", 0, message, None, None))
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["server.log", "server.log.1"]
    assert all(file.stat().st_size <= MOST_BYTES for file in files)
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    assert files[0].read_text().splitlines()[-1].startswith("4999 ")


def test_a_log_file_that_is_a_link_is_not_written_to(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine\n")
    (tmp_path / "server.log").symlink_to(elsewhere)
    with pytest.raises(OSError, match="it is a link"):
        LogFileHandler(tmp_path / "server.log")
    assert elsewhere.read_text() == "mine\n"
