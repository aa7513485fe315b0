"""A file system without locks, as NFS without its lock daemon, is told as that."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

import pytest

from tests.faults.stricken import ROOT, require_strace
from tests.terminal import Terminal

TOLD = "its file system gives no file locks"
MEND = "as NFS does without its lock daemon: choose a folder on a disk of this machine"
FAILING = {
    "flock, no lock daemon": "flock:error=ENOLCK",
    "flock, not supported": "flock:error=EOPNOTSUPP",
    "fcntl, no lock daemon": "fcntl:error=ENOLCK",
    "fcntl, not known": "fcntl:error=ENOSYS",
    "fcntl, refused": "fcntl:error=EACCES",
}
VERBS = {
    "run": ("run", "grey-areas", "--no-ssh"),
    "rehearse": ("rehearse", "grey-areas"),
    "resume": ("resume",),
    "vote": ("vote", "latest"),
    "present": ("present", "latest"),
}


def without_locks(how: str, *arguments: str) -> list[str]:
    """The program with calls that fail, once Python itself has started."""
    call = how.partition(":")[0]
    inject = f"inject={how}:when={calls_at_start(call) + 1}+"
    strace = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject]
    return [*strace, sys.executable, "-m", "facilitator", *arguments]


@cache
def calls_at_start(call: str) -> int:
    """How often Python makes a call before it runs anything."""
    bare = ["strace", "-e", f"trace={call}", sys.executable, "-c", "pass"]
    done = subprocess.run(bare, capture_output=True, text=True, timeout=60, check=True)
    return sum(line.startswith(f"{call}(") for line in done.stderr.splitlines())


@pytest.fixture
def env(tmp_path):
    require_strace()
    (tmp_path / "sessions").mkdir()
    return {
        **{name: value for name, value in os.environ.items() if "FACILITATOR" not in name},
        "FACILITATOR_CONFIG": str(tmp_path / "config"),
        "PYTHONPATH": str(ROOT),
    }


@pytest.mark.parametrize("how", FAILING.values(), ids=FAILING)
def test_the_doctor_tries_a_lock(tmp_path, env, how):
    done = subprocess.run(
        without_locks(how, "doctor", "--listen", "127.0.0.1:0"),
        cwd=tmp_path,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if "file locks:" in line]
    assert line.startswith("✘ file locks: ")
    assert TOLD in line
    assert MEND in line
    assert list((tmp_path / "sessions").iterdir()) == []


@pytest.mark.parametrize(
    ("verb", "how"),
    [
        *((verb, "flock:error=ENOLCK") for verb in VERBS.values()),
        # To a voter's screen or the wall more than locks would fail of this.
        *((VERBS[name], "fcntl:error=ENOLCK") for name in ("run", "rehearse", "resume")),
    ],
    ids=lambda given: given if isinstance(given, str) else given[0],
)
def test_no_session_begins_or_goes_on_without(tmp_path, env, verb, how):
    (tmp_path / "sessions" / ".journals").mkdir(mode=0o700)
    command = without_locks(how, *verb)
    with Terminal(command, env=env, cwd=tmp_path, size=(300, 24)) as terminal:
        assert terminal.wait_for_end() == 5
        assert TOLD in terminal.text
        assert MEND in terminal.text
        assert b"Traceback" not in terminal.raw
    assert list((tmp_path / "sessions" / ".journals").glob("*.journal")) == []


@pytest.mark.parametrize("verb", [("log", "list"), ("log", "register"), ("agenda", "list")])
def test_what_needs_no_lock_does_without(tmp_path, env, verb):
    done = subprocess.run(
        without_locks("fcntl:error=ENOLCK", *verb),
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
