"""The index of a folder of logs saves time, and never changes what is told of them."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.past import brief
from facilitator.storage import archive_index
from facilitator.storage.archive import ROWS_AT_ONCE, SUFFIX, Archive, LogEntry, newest_first
from facilitator.storage.archive_index import FILE, FOLDER, LogIndex
from facilitator.storage.decision_log_toml import LogReading, read_log
from facilitator.storage.toml_file import FileUnreadable
from facilitator.storage.toml_problems import Problem
from tests.anybody import as_anybody, folder_for_anybody
from tests.examples import by_tries, every, examples
from tests.storage.reading_process import later

EXAMPLE = Path(__file__).with_name("decision-log-example.toml").read_text(encoding="utf-8")
DRIVERS = ("Ana", "Kim", "Lee", "Raj", "")
"""Owners of the example's decision: four of a length, and none."""


def content(owner: str = "Ana", day: int = 22) -> str:
    """The example with another owner, held on another day of that month; without one, broken."""
    text = EXAMPLE.replace('owner = "Ana"', f'owner = "{owner}"' if owner else "owner = [[")
    return text.replace("2026-11-22T", f"2026-11-{day:02}T").replace("2026-11-22-", "2026-11-11-")


MOMENTS = itertools.count(1)
"""Two changes within one tick of the system's clock would look the same: each has its own time."""


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}{SUFFIX}"
    path.write_text(text, encoding="utf-8")
    touch(path)
    return path


def touch(path: Path) -> None:
    moment = next(MOMENTS)
    os.utime(path, (moment, moment))


@dataclass
class Reader:
    """Reads logs, and keeps their names."""

    reads: list[str] = field(default_factory=list)

    def __call__(self, path: Path) -> LogReading:
        self.reads.append(path.stem)
        return read_log(path)


def listed(folder: Path, clock=later) -> tuple[tuple[LogEntry, ...], list[str]]:
    """What the archive tells of a folder, and the logs that it had to read for that."""
    reader = Reader()
    entries = Archive(folder, reader, clock).entries()
    return entries, sorted(reader.reads)


def read_anew(folder: Path) -> tuple[LogEntry, ...]:
    """What there is to tell, recomputed without any index."""
    found = [path for path in folder.iterdir() if path.suffix == SUFFIX]
    return newest_first(LogEntry(path.stem, path, _reading(path)) for path in found)


def _reading(path: Path) -> LogReading:
    try:
        reading = read_log(path)
    except FileUnreadable as error:
        name = str(path)
        return LogReading(None, (Problem(name, "", str(error).removeprefix(f"{name}: ")),))
    return LogReading(brief(reading.log) if reading.log else None, reading.problems)


def index_of(folder: Path) -> Path:
    return folder / FOLDER / FILE


@pytest.fixture
def three(tmp_path):
    """A folder of three logs, one of them broken, with an index that knows all of them."""
    for day, owner in enumerate(("Ana", "Kim", ""), start=11):
        put(tmp_path, f"log-{day}", content(owner, day))
    assert listed(tmp_path)[1] == ["log-11", "log-12", "log-13"]
    return tmp_path


def test_what_has_not_changed_is_not_read_again(three):
    assert listed(three) == (read_anew(three), [])


def test_what_has_changed_is_read_again_and_nothing_else(three):
    put(three, "log-12", content("Lee", 12))
    put(three, "log-14", content("Raj", 14))
    (three / "log-11.toml").unlink()
    assert listed(three) == (read_anew(three), ["log-12", "log-14"])
    assert listed(three) == (read_anew(three), [])


def test_a_file_of_the_same_size_and_time_in_its_place_is_read(three):
    path = three / "log-11.toml"
    before = path.stat()
    spare = put(three, "spare", content("Kim", 11))
    os.utime(spare, ns=(before.st_atime_ns, before.st_mtime_ns))
    spare.rename(path)
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert listed(three) == (read_anew(three), ["log-11"])


def test_a_file_that_may_yet_change_unseen_is_read_again(tmp_path):
    put(tmp_path, "log-11", content())
    written = (tmp_path / "log-11.toml").stat().st_ctime_ns

    def just_after() -> int:
        return written + 1_900_000_000

    assert listed(tmp_path, just_after)[1] == ["log-11"]
    assert listed(tmp_path, just_after)[1] == ["log-11"]
    assert listed(tmp_path, lambda: written + 2_100_000_000)[1] == ["log-11"]
    assert listed(tmp_path, just_after)[1] == []


def test_a_file_that_changed_while_it_was_read_is_read_again(tmp_path):
    put(tmp_path, "log-11", content("Ana", 11))

    def read(path: Path) -> LogReading:
        reading = read_log(path)
        put(tmp_path, "log-11", content("Roswitha", 11))
        return reading

    Archive(tmp_path, read, later).entries()
    assert listed(tmp_path) == (read_anew(tmp_path), ["log-11"])


CHANGES = st.tuples(
    st.sampled_from(["write", "replace", "remove", "touch", "list"]),
    st.integers(0, 3),
    st.sampled_from(DRIVERS),
)


@examples(percent=40)
@given(st.lists(CHANGES, max_size=12))
def test_with_the_index_the_same_is_told_as_without(changes):
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for kind, number, owner in [*changes, ("list", 0, "")]:
            path = folder / f"log-{number}.toml"
            if kind == "list":
                assert listed(folder)[0] == read_anew(folder)
                assert listed(folder)[1] == []
                continue
            if kind == "write":
                put(folder, path.stem, content(owner, number + 1))
            elif kind == "replace":
                put(folder, "spare", content(owner, number + 1)).rename(path)
            elif kind == "remove":
                path.unlink(missing_ok=True)
            elif path.exists():
                touch(path)


def test_the_index_follows_its_folder_and_calls_files_by_their_names_there(three, tmp_path):
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for path in (*three.glob("*.toml"), three / FOLDER):
        path.rename(moved / path.name)
    entries, _ = listed(moved)
    assert entries == read_anew(moved)
    (broken,) = [entry for entry in entries if entry.reading.log is None]
    assert broken.reading.problems[0].file == str(moved / "log-13.toml")


@pytest.mark.skipif(sys.platform == "darwin", reason="names of files are text there")
def test_a_name_that_is_no_text_is_listed_every_time(three):
    path = three / os.fsdecode(b"\xff\xfe.toml")
    path.write_text(content("Lee", 20), encoding="utf-8")
    for _ in range(2):
        assert listed(three) == (read_anew(three), [path.stem])


def test_whether_a_file_may_be_read_is_asked_each_time():
    with folder_for_anybody() as folder:
        path = put(folder, "log-11", content("Ana", 11))
        path.chmod(0)
        folder.chmod(0o777)
        with as_anybody():
            (entry,), _ = listed(folder)
            assert "may not read" in entry.reading.problems[0].message
        assert listed(folder)[0] == read_anew(folder)


def test_a_file_that_could_not_be_read_for_once_is_read_the_next_time(tmp_path):
    put(tmp_path, "log-11", content("Ana", 11))

    def read(path: Path) -> LogReading:
        raise FileUnreadable(f"{path}: this file can't be read: Input/output error")

    (entry,) = Archive(tmp_path, read, later).entries()
    assert "Input/output" in entry.reading.problems[0].message
    assert listed(tmp_path) == (read_anew(tmp_path), ["log-11"])


def sql(*statements: str):
    """Damage done by another program that knows SQLite."""

    def damage(index: Path) -> None:
        with sqlite3.connect(index) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()

    return damage


def another_programs(index: Path) -> None:
    index.unlink()
    sql("CREATE TABLE bookmarks (url)", "INSERT INTO bookmarks VALUES ('x')")(index)


def a_folder(index: Path) -> None:
    index.unlink()
    index.mkdir()


def a_pipe(index: Path) -> None:
    index.unlink()
    os.mkfifo(index)


def a_file_for_the_folder(index: Path) -> None:
    shutil.rmtree(index.parent)
    index.parent.write_text("x")


FLIPPED = "UPDATE logs SET reading = replace(reading, 'Ana', 'Eva')"
NO_TEXT = "UPDATE logs SET reading = CAST(x'7bff' AS TEXT)"
NAMELESS = "UPDATE logs SET name = CAST(x'ff' AS TEXT) WHERE name = 'log-11.toml'"
SWAPPED = "UPDATE logs SET reading = (SELECT reading FROM logs WHERE name = 'log-12.toml')"
NUMBERS = "UPDATE logs SET reading = 7, digest = 8, stamp = x'00'"
TWICE = (
    "CREATE TABLE more AS SELECT * FROM logs UNION ALL SELECT * FROM logs",
    "DROP TABLE logs",
    "ALTER TABLE more RENAME TO logs",
)


@pytest.mark.parametrize(
    ("damage", "mends"),
    [
        (lambda index: index.unlink(), True),
        (lambda index: shutil.rmtree(index.parent), True),
        (lambda index: index.write_bytes(b""), True),
        (lambda index: index.write_bytes(b"no database at all " * 1000), True),
        (lambda index: index.write_bytes(index.read_bytes()[:5000]), True),
        (sql(FLIPPED), True),
        (sql(NO_TEXT), True),
        (sql(NAMELESS), True),
        (sql(SWAPPED), True),
        (sql(NUMBERS), True),
        (sql("DELETE FROM logs WHERE name = 'log-12.toml'"), True),
        (sql("UPDATE form SET version = 'another'"), True),
        (sql("DELETE FROM form"), True),
        (sql("INSERT INTO form VALUES ('another')"), True),
        (sql(*TWICE), True),
        (another_programs, True),
        (sql("DROP TABLE logs", "CREATE TABLE logs (url TEXT)"), True),
        (sql("DROP TABLE form", "CREATE TABLE form (letterhead TEXT)"), True),
        (a_folder, False),
        (a_pipe, False),
        (a_file_for_the_folder, False),
    ],
)
def test_a_damaged_index_costs_time_and_nothing_else(three, damage, mends):
    """``mends``: whether the next look after that finds an index that knows everything."""
    damage(index_of(three))
    assert listed(three)[0] == read_anew(three)
    entries, reads = listed(three)
    assert entries == read_anew(three)
    assert (reads == []) == mends


@by_tries
def test_no_byte_that_flips_in_the_index_changes_what_is_told(three):
    index = index_of(three)
    good = index.read_bytes()
    told = read_anew(three)
    for place in range(0, len(good), max(1, every(len(good)) // 300)):
        damaged = bytearray(good)
        damaged[place] ^= 0xFF
        index.write_bytes(damaged)
        assert listed(three)[0] == told, place
        index.with_name(f"{FILE}-journal").unlink(missing_ok=True)
    for length in range(0, len(good), max(1, every(len(good)) // 60)):
        index.write_bytes(good[:length])
        assert listed(three)[0] == told, length


def test_an_index_that_may_not_be_written_is_used_as_far_as_it_goes():
    with folder_for_anybody() as folder:
        folder.chmod(0o777)
        put(folder, "log-11", content("Ana", 11))
        with as_anybody():
            assert listed(folder)[1] == ["log-11"]
            put(folder, "log-12", content("Kim", 12))
            (folder / FOLDER).chmod(0o555)
            index_of(folder).chmod(0o444)
            for _ in range(2):
                assert listed(folder) == (read_anew(folder), ["log-12"])
            (folder / FOLDER).chmod(0o755)


def test_a_folder_that_may_not_be_written_is_listed_without_an_index():
    with folder_for_anybody() as folder:
        put(folder, "log-11", content("Ana", 11))
        folder.chmod(0o555)
        with as_anybody():
            for _ in range(2):
                assert listed(folder) == (read_anew(folder), ["log-11"])
            assert not (folder / FOLDER).exists()
        folder.chmod(0o755)


def test_an_index_that_another_process_holds_is_done_without(three, monkeypatch):
    monkeypatch.setattr(archive_index, "LOCK_PATIENCE", 0.1)
    put(three, "log-14", content("Raj", 14))
    holder = sqlite3.connect(index_of(three), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        assert listed(three) == (read_anew(three), ["log-11", "log-12", "log-13", "log-14"])
    finally:
        holder.close()
    assert listed(three) == (read_anew(three), ["log-14"])


def test_git_is_told_to_leave_the_index_alone(three):
    assert (three / FOLDER / ".gitignore").read_text() == "*\n"


def test_an_index_may_be_closed_twice_and_used_after(three):
    index = LogIndex(three)
    index.close()
    assert list(index.readings({})) == []
    index.close()
    index.close()


@pytest.fixture
def many(tmp_path):
    """A folder of more logs than are kept in the index at a time."""
    for number in range(2 * ROWS_AT_ONCE + 10):
        put(tmp_path, f"log-{number:02}", content(DRIVERS[number % len(DRIVERS)], 11))
    return tmp_path


def process(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """A process that is ready to read the folder once it is told to."""
    script = Path(__file__).with_name("reading_process.py")
    started = subprocess.Popen(
        [sys.executable, str(script), str(folder), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert started.stdout.readline() == "ready\n"
    return started


def go(*processes: subprocess.Popen[str]) -> None:
    for each in processes:
        each.stdin.write("go\n")
        each.stdin.flush()


def expected(folder: Path) -> dict[str, bool]:
    return {entry.id: entry.reading.log is not None for entry in read_anew(folder)}


def test_two_processes_may_read_a_folder_at_once(many):
    both = process(many), process(many)
    go(*both)
    for each in both:
        told = json.loads(each.communicate()[0])
        assert told["found"] == expected(many)
        assert each.returncode == 0
    assert listed(many) == (read_anew(many), [])


def killed(running: subprocess.Popen[str]) -> None:
    """Let a process go on until it says that it is there, and kill it."""
    go(running)
    assert running.stdout.readline() == "here\n"
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert running.returncode == -signal.SIGKILL


def test_a_process_killed_half_way_leaves_what_it_had_read(many):
    killed(process(many, str(ROWS_AT_ONCE + 5)))
    entries, reads = listed(many)
    assert entries == read_anew(many)
    assert len(reads) == ROWS_AT_ONCE + 10
    assert listed(many) == (read_anew(many), [])


def test_a_process_killed_amid_a_change_to_the_index_leaves_it_as_it_was(many):
    assert len(listed(many)[1]) == 2 * ROWS_AT_ONCE + 10
    before = index_of(many).read_bytes()
    killed(process(many, "amid"))
    assert index_of(many).read_bytes() != before
    assert listed(many) == (read_anew(many), [])
    assert index_of(many).read_bytes() == before
