"""Whichever call to the system fails, nothing that was acknowledged is lost, and people are told.

Each task is done in a process of its own, in which strace has one call fail: the first of its kind,
then the second, and so on until there are no more. Afterwards the task is done once more, as a
person would: it has to succeed then. By default every few calls are tried, with
``FACILITATOR_TESTS=full`` each of them, and with more ways to fail.
"""

from __future__ import annotations

import shutil

import pytest

from facilitator.domain.journal import JournalError
from tests.faults.stricken import IS_FULL
from tests.faults.stricken_process import JOURNAL
from tests.faults.tasks import TASKS, Case, events_of, votes_hold

pytestmark = pytest.mark.timeout(300)
STRIDE = 1 if IS_FULL else 8
FAIL = ("error=ENOSPC", "error=EIO") if IS_FULL else ("error=ENOSPC",)
FAILING = {
    "openat": FAIL,
    "read": ("error=EIO",),
    "pread64": ("error=EIO",),
    "write": (*FAIL, "retval=0", "retval=7"),
    "pwrite64": (*FAIL, "retval=0"),
    "fsync": FAIL,
    "fdatasync": FAIL,
    "rename": FAIL,
    "link": FAIL,
    "unlink": ("error=EIO",),
    "mkdir": FAIL,
}
"""How each call can fail. A write can take nothing and report no error (``retval=0``), or say that
it took a few bytes which the disk never gets (``retval=7``)."""
LASTING = ("write", "pwrite64", "fsync", "fdatasync")
"""The calls of which all fail from one on where a disk is full, or broken."""
TOLD = (
    *("recorded ", "not recorded: ", "not back: ", "refused: ", "begun ", "written ", "put away"),
    *("2026-", "key SHA256:"),
)
"""How every line begins that a task may tell."""

ONE = [
    (task, f"{call}:{fault}:when={{}}")
    for task, about in TASKS.items()
    for call in about.calls
    for fault in FAILING[call]
]
FROM_THEN_ON = [(task, f"{case}+") for task, case in ONE if case.startswith(LASTING)]
KILLED = [
    (task, f"{call}:signal=SIGKILL:when={{}}")
    for task, about in TASKS.items()
    for call in about.calls
]
ROOM = {
    "vote": range(512, 60_000, 512),
    "begin": range(0, 60_000, 512),
    "close": range(0, 60_000, 512),
    "close anonymous": range(0, 60_000, 512),
    "index": range(0, 40_000, 512),
    "key": range(0, 500, 7),
}
"""How many bytes a file may hold, from too few to enough."""


def tampered(stricken, task, template, how):
    """The case of every call to the system that is tampered with, one after the other."""
    number, found = 1, 0
    while True:
        folder = stricken.copy(template)
        outcome = stricken.run(TASKS[task].name, folder, how.format(number))
        if not outcome.hits:
            break
        found += 1
        could_clean_up = not how.startswith("unlink") and outcome.exit_code == 0
        could_read = not how.startswith(("openat", "read"))
        yield Case(template, folder, outcome, could_clean_up, could_read)
        shutil.rmtree(folder)
        number += STRIDE
    assert found, f"{task} never does {how}"


def is_in_words(case):
    assert case.outcome.exit_code == 0, case
    assert [line for line in case.outcome.said if not line.startswith(TOLD)] == []


async def can_be_done_again(stricken, task, first):
    outcome = stricken.run(TASKS[task].name, first.folder)
    again = Case(first.template, first.folder, outcome)
    is_in_words(again)
    assert not outcome.told("refused: "), (first, again)
    assert not outcome.told("not "), (first, again)
    await TASKS[task].is_done(first, again)


@pytest.mark.parametrize(("task", "how"), ONE + FROM_THEN_ON)
async def test_a_call_that_fails_is_told_of_and_loses_nothing(stricken, template, task, how):
    for case in tampered(stricken, task, template, how):
        is_in_words(case)
        await TASKS[task].holds(case)
        await can_be_done_again(stricken, task, case)


@pytest.mark.parametrize(("task", "how"), KILLED)
async def test_a_kill_at_any_call_leaves_the_old_or_the_new(stricken, template, task, how):
    for case in tampered(stricken, task, template, how):
        assert case.outcome.exit_code == -9
        await TASKS[task].holds(case)
        await can_be_done_again(stricken, task, case)


@pytest.mark.parametrize("task", TASKS)
async def test_a_disk_that_is_full_at_any_byte_is_told_of(stricken, template, task):
    """Of the last write a part is taken, and the next is refused."""
    failed = 0
    for room in ROOM[task][::STRIDE]:
        case = Case(
            template,
            folder := stricken.copy(template),
            stricken.run(TASKS[task].name, folder, room=room),
        )
        is_in_words(case)
        failed += bool(case.outcome.told("refused: ") or case.outcome.told("not "))
        await TASKS[task].holds(case)
        await can_be_done_again(stricken, task, case)
    assert failed or task == "index"


@pytest.mark.parametrize("task", ["vote"])
@pytest.mark.parametrize("how", ["pwrite64:retval=7:when={}", "fdatasync:retval=0:when={}+"])
async def test_a_commit_that_the_disk_loses_part_of_is_noticed(stricken, template, task, how):
    """No program can keep what a disk only claims to have taken; but it is never read wrong."""
    for case in tampered(stricken, task, template, how):
        is_in_words(case)
        try:
            await events_of(case.folder / JOURNAL)
        except JournalError:
            continue
        await votes_hold(case)
