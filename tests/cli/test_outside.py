"""What the program stands on fails: devices, pipes, encodings, open files; each is told as that."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from resource import RLIMIT_FSIZE, RLIMIT_NOFILE, getrlimit, setrlimit

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
ONE_PRINTING = PRINTING["log"]
ONE_HOLDING = PRINTING["rehearsal"]
"""For what is tried with every verb in this process: once more, in a process of its own."""


@contextlib.contextmanager
def limited(resource: int, most: int):
    """Have the system allow this very process no more of something than so much."""
    before = getrlimit(resource)
    setrlimit(resource, (most, before[1]))
    try:
        yield
    finally:
        setrlimit(resource, before)


def few_open_files(most: int):
    """As many files as a process could open that may have ``most`` and has three from the start."""
    possible = [os.dup(2) for _ in range(most - 3)]
    for file in possible:
        os.close(file)
    return limited(RLIMIT_NOFILE, max(possible) + 1)


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


@contextlib.contextmanager
def open_or_closed(device: str | None):
    """A device to write to, open; no device is what is closed."""
    if device is None:
        yield CLOSED
    else:
        with Path(device).open("wb") as file:
            yield file.fileno()


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
def test_a_process_tells_of_a_full_device(run):
    done = run(*ONE_PRINTING, how="{} > /dev/full")
    assert done.returncode == 5
    assert "standard output can't be written: No space left" in last_line(done.stderr.decode())


@every_verb
def test_output_that_is_closed_is_told_as_such(facilitator, shipped, verb):
    done = facilitator(*verb, stdout=CLOSED)
    assert done.returncode == 5
    assert "standard output can't be written: it is closed" in last_line(done.stderr)


def test_a_process_tells_of_output_that_is_closed(run):
    done = run(*ONE_HOLDING, how="{} >&-")
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


def test_a_process_whose_reader_has_left_ends_quietly(run):
    """With no reader at all, so that it is gone before the first word."""
    done = run(*ONE_HOLDING, how="{{ sleep 0.3; {}; echo $? > code; }} | true")
    assert (run.folder / "code").read_text() == "5\n"
    assert is_quiet(done.stderr.decode())


@needs_full_device
@pytest.mark.parametrize(
    ("verb", "code"),
    [(("log", "register"), 0), (("log", "show", "nothing"), 3), (("log", "show"), 2)],
)
@pytest.mark.parametrize("device", ["/dev/full", None])
def test_what_cant_be_told_on_standard_error_changes_nothing(
    facilitator, shipped, verb, code, device
):
    with open_or_closed(device) as stderr:
        assert facilitator(*verb, stderr=stderr).returncode == code


@needs_full_device
@pytest.mark.parametrize("how", ["{} 2> /dev/full", "{} 2>&-"])
def test_a_process_that_can_tell_nothing_on_standard_error_ends_the_same(run, how):
    assert run("log", "show", how=how).returncode == 2


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


def test_a_process_writes_escapes_for_what_its_encoding_lacks(run, russian):
    done = run("log", "show", "2027-01", **narrow("koi8-r"))
    assert done.returncode == 5
    assert "set LANG to a UTF-8 locale" in done.stderr.decode("koi8-r")
    assert "Ольга \\u674e" in done.stdout.decode("koi8-r")


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


def test_so_it_is_in_a_process_of_its_own(run, facilitator):
    narrowed = run(*PRINTING["export"], **narrow("ascii"))
    told = facilitator(*PRINTING["export"]).stdout
    assert (narrowed.returncode, narrowed.stdout.decode()) == (0, told)


def test_findings_are_told_first(facilitator, shipped):
    done = facilitator("log", "due", "--on", "2030-01-01", encoding="ascii")
    assert done.returncode == 1
    assert "which lacks characters" in last_line(done.stderr)


def test_a_file_that_grows_too_large_is_told_and_not_left_behind(facilitator, shipped):
    with limited(RLIMIT_FSIZE, 1024):
        done = facilitator("log", "export", LOG, "--output", "a.md")
    assert done.returncode == 5
    assert "a.md can't be written: File too large" in last_line(done.stderr)
    assert [path.name for path in shipped.iterdir()] == ["sessions"]


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


@pytest.fixture
def many(shipped):
    """Many more logs, by what one names them."""
    names = [f"2027-01-10-grey-areas-{number:04}" for number in range(80)]
    for name in names:
        put(shipped / "sessions", name, decided("positioning"))
    return names


@pytest.mark.parametrize("files", [8, 20, 64])
def test_logs_are_read_with_few_open_files(facilitator, many, files):
    with few_open_files(files):
        done = facilitator("log", "check", *many)
        register = facilitator("log", "register")
    assert done.returncode in (0, 1)
    assert "Too many" not in done.stdout + done.stderr
    assert register.returncode == 0


def test_a_process_starts_and_reads_logs_with_few_open_files(run, many):
    done = run("log", "check", *many, how="ulimit -n 8; {}")
    assert done.returncode in (0, 1)
    assert "Too many" not in done.stdout.decode() + done.stderr.decode()


FEW_FOR_VOTERS = "files may be open at a time here, too few for voters to get in"


@pytest.mark.parametrize("files", [20, 55])
def test_too_few_open_files_for_voters_are_told_before_a_session_begins(shipped, home, files):
    folder, env = home
    command = f"ulimit -n {files}; exec {sys.executable} -m facilitator run grey-areas --listen :0"
    with Terminal(["bash", "-c", command], env=env, cwd=folder, size=(200, 24)) as terminal:
        assert terminal.wait_for_end() == 5
        assert f"only {files} {FEW_FOR_VOTERS}; first: ulimit -n 1024" in terminal.text
    assert not list((folder / "sessions").glob(".journals/*.journal"))


@pytest.mark.parametrize("files", [40, 55])
def test_the_doctor_finds_too_few_open_files_for_voters(run, files):
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
