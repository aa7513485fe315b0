"""What the program stands on fails: devices, pipes, encodings, open files; each is told as that."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from facilitator import cli
from facilitator.wiring import agendas
from tests.command_line import CLOSED
from tests.terminal import Terminal
from tests.worlds.by_hand import decided, put

SHIPPED = Path(__file__).parents[2] / "sessions"
LOG = "2026-11-18-grey-areas-f7kq"
PRINTING = {
    "help": ("--help",),
    "help of a verb": ("log", "export", "--help"),
    "version": ("--version",),
    "list of agendas": ("agenda", "list"),
    "agenda": ("agenda", "show", "grey-areas"),
    "agenda as JSON": ("agenda", "show", "grey-areas", "--json"),
    "check of an agenda": ("agenda", "check", "grey-areas"),
    "next agenda": ("agenda", "from-log", LOG, "--on", "2030-01-01"),
    "list": ("log", "list"),
    "log": ("log", "show", LOG),
    "log as JSON": ("log", "show", LOG, "--json"),
    "comparison": ("log", "compare", "2026-05", LOG),
    "history": ("log", "history", "positioning"),
    "register": ("log", "register"),
    "due": ("log", "due", "--on", "2030-01-01"),
    "check": ("log", "check", LOG),
    "export": ("log", "export", LOG),
    "export as a table": ("log", "export", "--register", "--as", "csv", "--output", "-"),
    "amendment": ("log", "amend", LOG, "--typo", "Positioning", "Positionings"),
    "doctor": ("doctor", "--listen", "127.0.0.1:0"),
    "rehearsal": ("rehearse", "rapid-diagnostic", "--auto"),
}
FAULTS = ("Traceback", "something went wrong", "Exception ignored")


needs_full_device = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="there is no full device here"
)
every_verb = pytest.mark.parametrize("verb", PRINTING.values(), ids=PRINTING)
some_verb = pytest.mark.parametrize("verb", [PRINTING["log"], PRINTING["rehearsal"]])
"""For what is tried with every verb in this process: once more, in a process of its own."""


@pytest.fixture
def shipped(home):
    """The folder to run the program in, with the sessions that ship."""
    folder, _ = home
    shutil.copytree(SHIPPED, folder / "sessions")
    return folder


@pytest.fixture
def run(shipped, home):
    """Runs the program by a shell, in a folder with the sessions that ship."""
    folder, env = home

    def by_shell(*arguments: str, how: str = "{}", **more_env: str) -> subprocess.CompletedProcess:
        program = f'{sys.executable} -m facilitator "$@"'
        done = subprocess.run(
            ["bash", "-c", how.format(program), "bash", *arguments],
            cwd=folder,
            env={**env, **more_env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=100,
            check=False,
        )
        told = done.stderr.decode("utf-8", "replace")
        assert not any(fault in told for fault in FAULTS), told
        return done

    by_shell.folder = folder
    return by_shell


def last_line(told: str) -> str:
    assert not any(fault in told for fault in FAULTS), told
    return told.splitlines()[-1]


@needs_full_device
@every_verb
def test_a_full_device_is_told_as_such(facilitator, shipped, verb):
    with Path("/dev/full").open("wb") as full:
        done = facilitator(*verb, stdout=full.fileno())
    assert done.returncode == 5
    assert "standard output can't be written: No space left on device" in last_line(done.stderr)


@needs_full_device
@some_verb
def test_a_process_tells_of_a_full_device(run, verb):
    done = run(*verb, how="{} > /dev/full")
    assert done.returncode == 5
    assert "standard output can't be written: No space left" in last_line(done.stderr.decode())


@every_verb
def test_output_that_is_closed_is_told_as_such(facilitator, shipped, verb):
    done = facilitator(*verb, stdout=CLOSED)
    assert done.returncode == 5
    assert "standard output can't be written: it is closed" in last_line(done.stderr)


@some_verb
def test_a_process_tells_of_output_that_is_closed(run, verb):
    done = run(*verb, how="{} >&-")
    assert done.returncode == 5
    assert "standard output can't be written: it is closed" in last_line(done.stderr.decode())


def is_quiet(told: str) -> bool:
    """Whether nothing is said of a reader that has left."""
    remarks = [line for line in told.splitlines() if "rehearsals only" not in line]
    about = ("standard output", "pipe", *FAULTS)
    return not any(word in line for line in remarks for word in about)


@every_verb
def test_a_reader_that_has_left_ends_it_quietly(facilitator, shipped, verb):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = facilitator(*verb, stdout=writer)
    finally:
        os.close(writer)
    assert done.returncode == 5
    assert is_quiet(done.stderr)


@some_verb
def test_a_process_whose_reader_has_left_ends_quietly(run, verb):
    """With no reader at all, so that it is gone before the first word."""
    done = run(*verb, how="{{ sleep 0.3; {}; echo $? > code; }} | true")
    assert (run.folder / "code").read_text() == "5\n"
    assert is_quiet(done.stderr.decode())


@needs_full_device
@pytest.mark.parametrize(
    ("verb", "code"),
    [(("log", "register"), 0), (("log", "show", "nothing"), 3), (("log", "show"), 2)],
)
@pytest.mark.parametrize("how", ["{} 2> /dev/full", "{} 2>&-"])
def test_what_cant_be_told_on_standard_error_changes_nothing(run, verb, code, how):
    assert run(*verb, how=how).returncode == code


def test_a_file_that_is_opened_never_takes_the_place_of_a_closed_stream(run, facilitator):
    done = run("agenda", "new", "spring", "--title", "T", "--team", "A", "--team", "B",
               "--task", "C", how="{} 0<&- 1>&- 2>&-")  # fmt: skip
    assert done.returncode == 5
    assert "Wrote" not in (run.folder / "agendas" / "spring.toml").read_text()
    assert facilitator("agenda", "check", "spring").returncode == 0


def narrow(encoding: str) -> dict[str, str]:
    return {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}


@pytest.fixture
def russian(shipped):
    """One more log, whose owner's name few encodings have."""
    put(
        shipped / "sessions",
        "2027-01-10-grey-areas-aaaa",
        decided("positioning", owner="Ольга 李🎉"),
    )


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "koi8-r", "cp1252"])
@pytest.mark.parametrize("what", ["register", "log", "agenda", "history"])
def test_what_an_encoding_lacks_stands_there_as_escapes(facilitator, russian, what, encoding):
    verb = {
        "log": ("log", "show", "2027-01"),
        "register": ("log", "register", "--on", "2027-01-11"),
    }
    done = facilitator(*verb.get(what, PRINTING[what]), encoding=encoding)
    if what == "agenda" and encoding == "cp1252":  # which has all of it
        assert (done.returncode, done.stderr) == (0, "")
        return
    assert done.returncode == 5
    assert "which lacks characters" in done.stderr
    assert "set LANG to a UTF-8 locale" in done.stderr
    assert re.search(r"\\u[0-9a-f]{4}|\\x[0-9a-f]{2}", done.stdout)
    if what in ("register", "log"):
        owner = "Ольга" if encoding == "koi8-r" else r"\u041e\u043b\u044c\u0433\u0430"
        assert owner in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "koi8-r"])
def test_a_process_writes_escapes_for_what_its_encoding_lacks(run, russian, encoding):
    done = run("log", "show", "2027-01", **narrow(encoding))
    assert done.returncode == 5
    assert "set LANG to a UTF-8 locale" in done.stderr.decode(encoding)
    owner = "Ольга" if encoding == "koi8-r" else r"\u041e\u043b\u044c\u0433\u0430"
    assert f"{owner} \\u674e" in done.stdout.decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "koi8-r"])
def test_json_has_escapes_of_its_own(facilitator, russian, encoding):
    done = facilitator("log", "register", "--json", encoding=encoding)
    assert done.returncode == 0
    assert "Ольга 李🎉" in [each["owner"] for each in json.loads(done.stdout)]


@pytest.mark.parametrize("verb", ["export", "export as a table", "next agenda"])
def test_what_is_a_files_content_is_utf8_whatever_the_encoding(facilitator, shipped, verb):
    narrowed = facilitator(*PRINTING[verb], encoding="ascii")
    assert narrowed.returncode == 0
    written = narrowed.stdout.encode("ascii", "surrogateescape")
    assert written.decode("utf-8") == facilitator(*PRINTING[verb]).stdout


def test_so_it_is_in_a_process_of_its_own(run):
    narrowed = run(*PRINTING["export"], **narrow("ascii"))
    assert (narrowed.returncode, narrowed.stdout) == (0, run(*PRINTING["export"]).stdout)


def test_findings_are_told_first(facilitator, shipped):
    done = facilitator("log", "due", "--on", "2030-01-01", encoding="ascii")
    assert done.returncode == 1
    assert "which lacks characters" in last_line(done.stderr)


def test_a_file_that_grows_too_large_is_told_and_not_left_behind(run):
    done = run("log", "export", LOG, "--output", "a.md", how="ulimit -f 1; {}")
    assert done.returncode == 5
    assert "a.md can't be written: File too large" in last_line(done.stderr.decode())
    assert [path.name for path in run.folder.iterdir()] == ["sessions"]


def test_a_log_that_finds_no_room_is_told_with_what_to_do(run):
    rehearse = ("rehearse", "rapid-diagnostic", "--auto", "--sessions", "logs")
    done = run(*rehearse, how="ulimit -f 1; {}")
    assert done.returncode == 5
    told = "logs can't be written: File too large; have files be larger, by ulimit -f unlimited"
    assert last_line(done.stderr.decode()) == f"facilitator: {told}"
    assert list((run.folder / "logs").iterdir()) == []


@needs_full_device
def test_a_device_is_no_place_for_a_file(facilitator, shipped):
    place = ("log", "export", LOG, "--as", "csv", "--output", "/dev/full")
    for arguments in (place, (*place, "--force")):
        done = facilitator(*arguments)
        assert done.returncode == 2
        assert "/dev/full is there" in last_line(done.stderr)


@pytest.mark.parametrize("files", [8, 20, 64])
def test_logs_are_read_with_few_open_files(run, files):
    for number in range(80):
        put(run.folder / "sessions", f"2027-01-10-grey-areas-{number:04}", decided("positioning"))
    done = run("log", "check", *(f"2027-01-10-grey-areas-{n:04}" for n in range(80)),
               how=f"ulimit -n {files}; {{}}")  # fmt: skip
    assert done.returncode in (0, 1)
    assert "Too many" not in done.stdout.decode() + done.stderr.decode()
    assert run("log", "register", how=f"ulimit -n {files}; {{}}").returncode == 0


@pytest.mark.parametrize("files", [20, 40, 55])
def test_too_few_open_files_for_voters_are_told_before_a_session_begins(run, home, files):
    folder, env = home
    told = "files may be open at a time here, too few for voters to get in; first: ulimit -n 1024"
    command = f"ulimit -n {files}; exec {sys.executable} -m facilitator run grey-areas --listen :0"
    with Terminal(["bash", "-c", command], env=env, cwd=folder, size=(200, 24)) as terminal:
        assert terminal.wait_for_end() == 5
        assert f"only {files} {told}" in terminal.text
    assert not list((folder / "sessions").glob(".journals/*.journal"))
    done = run("doctor", "--listen", "127.0.0.1:0", how=f"ulimit -n {files}; {{}}")
    assert done.returncode == 1
    assert f"✘ open files: {files} at a time: too few" in done.stdout.decode()


def test_a_fault_of_the_program_has_a_code_that_no_script_takes_for_a_finding(
    facilitator, monkeypatch
):
    def fail() -> None:
        raise ValueError("no idea")

    monkeypatch.setattr(agendas, "list_agendas", fail)
    done = facilitator("agenda", "list")
    assert done.returncode == 70
    assert "something went wrong that should not have (ValueError: no idea)" in done.stderr
    shown = facilitator("agenda", "list", FACILITATOR_DEBUG="1")
    assert shown.returncode == 70
    assert "Traceback" in shown.stderr


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (OSError(24, "Too many open files", "a.toml"), 5, "a.toml: Too many open files; have more"),
        (OSError(28, "No space left on device"), 5, "free some space there"),
        (PermissionError(13, "Permission denied", "b"), 3, "b: Permission denied; look at"),
        (MemoryError(), 5, "there is no more memory"),
        (RuntimeError("can't start new thread"), 5, "no thread can be started"),
        (ImportError("x.so: Too many open files"), 5, "ulimit -n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_the_system_fails_of_is_told_wherever_it_shows(
    facilitator, monkeypatch, error, code, told
):
    def fail() -> None:
        raise error

    monkeypatch.setattr(agendas, "list_agendas", fail)
    done = facilitator("agenda", "list")
    assert done.returncode == code
    assert told in done.stderr
    assert "should not have" not in done.stderr


@pytest.mark.parametrize("command", cli.cli.commands)
def test_every_usage_error_is_2(facilitator, command):
    assert facilitator(command, "--unheard-of").returncode == 2
