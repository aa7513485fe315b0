"""Whatever lies in a folder of logs, it is reported, and the logs beside it are listed."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from facilitator.storage.archive import Archive
from facilitator.storage.decision_log_toml import LogState, parse_log
from facilitator.storage.toml_problems import Severity
from tests.anybody import as_anybody, folder_for_anybody
from tests.examples import by_tries, every
from tests.storage.reading_process import later
from tests.worlds.by_hand import with_known_keys_alone

HERE = Path(__file__)
EXAMPLE = HERE.with_name("decision-log-example.toml").read_bytes()
BY_HAND = with_known_keys_alone().encode()
GOOD = ("2026-10-05-our-areas-k3x9", "2026-11-22-grey-areas-7k2m")
"""Bytes between two cuts; ``tests/faults`` cuts at every one."""
CUT = {"by the program": EXAMPLE, "by hand": BY_HAND}
"""Logs to be cut off."""
DRIVER = b"\ndriver = "
"""What comes before the last thing that a log's first decision has to say."""
FIGURE = re.compile(rb"\s*([a-z_]+ = ([0-9.-]+|\"[^\"]*\"))?\s*")
AGENDA = b'format = "facilitator.agenda/1"\nid = "x"\ntitle = "X"\n'


def with_good_logs(folder: Path) -> Path:
    """A folder with two logs that nothing is wrong with."""
    for name, data in zip(GOOD, (BY_HAND, EXAMPLE), strict=True):
        (folder / f"{name}.toml").write_bytes(data)
    return folder


def problem_of(folder: Path, name: str) -> str:
    """What is said of a file; "" where nothing is. The good logs are listed whatever it is."""
    entries = {entry.path.name: entry.reading for entry in Archive(folder).entries()}
    found = entries.pop(name)
    assert sorted(entries) == [f"{good}.toml" for good in GOOD]
    assert all(reading.state is LogState.SOUND for reading in entries.values())
    told = any(p.severity is Severity.ERROR for p in found.problems)
    assert (found.state is LogState.SOUND) != told
    told = str(found.problems[0]) if found.problems else ""
    assert told.isprintable()
    return told.removeprefix(f"{folder / name}: ")


@by_tries
@pytest.mark.parametrize("name", CUT)
def test_a_log_cut_off_anywhere_is_reported_unless_a_log_is_left(name):
    """A log whose last tables are missing, or a comment, is one: nothing in it says otherwise."""
    data = CUT[name]
    driver = data.index(DRIVER)
    for end in range(0, len(data), every(5)):
        reading = parse_log(data[:end], "cut.toml")
        problems = [str(problem) for problem in reading.problems]
        assert all(told.startswith("cut.toml: ") and told.isprintable() for told in problems)
        is_wrong = any(p.severity is Severity.ERROR for p in reading.problems)
        assert (reading.state is LogState.SOUND) != is_wrong
        if reading.state is LogState.SOUND:
            last_line, rest = data[:end].rpartition(b"\n")[2], data[end:].partition(b"\n")[0]
            assert end >= driver
            is_whole = b"#" in last_line or not rest or not last_line
            assert is_whole or FIGURE.fullmatch(last_line), (
                "a value is whole, or right as far as it goes"
            )


@pytest.mark.parametrize("name", CUT)
def test_a_log_cut_off_hides_no_other(tmp_path, name):
    data = CUT[name]
    folder = with_good_logs(tmp_path)
    assert len(Archive(folder, clock=later).entries()) == len(GOOD)
    for end in range(0, data.index(DRIVER), 31):
        (folder / "cut.toml").write_bytes(data[:end])
        assert problem_of(folder, "cut.toml")


ODD = {
    "empty": (b"", "format: is missing"),
    "a comment": (b"\n# nothing yet\n", "format: is missing"),
    "zeros": (b"\x00" * 4096, "not valid TOML"),
    "UTF-16": (b"\xff\xfe" + EXAMPLE.decode().encode("utf-16-le"), "is in UTF-16, not UTF-8"),
    "Latin": (EXAMPLE.replace(b"\xe2\x80\xa6", b"\x85"), "is not UTF-8"),
    "an agenda": (AGENDA, "this is an agenda; `facilitator agenda check` reads it"),
    "a newer log": (EXAMPLE.replace(b"log/1", b"log/2", 1), "update facilitator"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is not UTF-8"),
    "a conflict": (b"<<<<<<< HEAD\n" + EXAMPLE, "not valid TOML"),
    "JSON": (b'{"format": "facilitator.decision-log/1"}', "not valid TOML"),
    "a table twice": (b"[a]\n" * 2, "this table stands twice"),
    "deep": (b"a = " + b"[" * 100_000, "nested too deeply"),
    "a long number": (b"a = " + b"9" * 100_000, "a value can't be read"),
}


@pytest.mark.parametrize("name", ODD)
def test_a_file_that_is_no_log_is_reported(tmp_path, name):
    data, words = ODD[name]
    folder = with_good_logs(tmp_path)
    (folder / "odd.toml").write_bytes(data)
    for clock in (later, later):
        assert len(Archive(folder, clock=clock).entries()) == len(GOOD) + 1
        assert words in problem_of(folder, "odd.toml")


def a_loop(path: Path) -> None:
    path.symlink_to(path.name)


def a_long_loop(path: Path) -> None:
    path.symlink_to("other")
    path.with_name("other").symlink_to(path.name)


def a_dangling_link(path: Path) -> None:
    path.symlink_to("nowhere")


def a_link_to_the_folder(path: Path) -> None:
    path.symlink_to(".")


def a_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (Path.mkdir, "this is a folder"),
        (os.mkfifo, "this is not a regular file"),
        (a_loop, "this file can't be read"),
        (a_long_loop, "this file can't be read"),
        (a_dangling_link, "there is no such file"),
        (a_link_to_the_folder, "this is a folder"),
        (a_link_to_a_device, "this is not a regular file"),
    ],
)
def test_what_is_no_file_is_reported(tmp_path, make, words):
    folder = with_good_logs(tmp_path)
    make(folder / "odd.toml")
    for clock in (later, later):
        assert len(Archive(folder, clock=clock).entries()) == len(GOOD) + 1
        assert words in problem_of(folder, "odd.toml")


def test_a_file_that_may_not_be_read_is_reported():
    with folder_for_anybody() as made:
        folder = with_good_logs(made)
        (folder / "odd.toml").write_bytes(EXAMPLE)
        (folder / "odd.toml").chmod(0)
        with as_anybody():
            assert "you may not read this file" in problem_of(folder, "odd.toml")


def test_a_file_that_is_gone_when_its_turn_comes_is_reported(tmp_path):
    folder = with_good_logs(tmp_path)
    archive = Archive(folder)
    looked = archive.look_through()
    first = next(looked).entry
    (gone,) = [path for path in archive.paths() if path != first.path]
    gone.unlink()
    assert "no such file" in str(next(looked).entry.reading.problems[0])
    assert list(looked) == []
