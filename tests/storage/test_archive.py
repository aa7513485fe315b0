"""A folder of decision logs: all are listed, and a reference finds the one that is meant."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from facilitator.storage.archive import Archive, LogNotFound
from facilitator.storage.decision_log_toml import LogReading
from facilitator.storage.toml_file import FileUnreadable
from tests.anybody import as_anybody, folder_for_anybody

EXAMPLE = Path(__file__).with_name("decision-log-example.toml").read_text(encoding="utf-8")


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path)


def put(archive: Archive, log_id: str, content: str | None = None) -> Path:
    """A log that began on the day in its id; or a file with any content."""
    path = archive.folder / f"{log_id}.toml"
    if content is None:
        content = EXAMPLE.replace("2026-11-22T", f"{log_id[:10]}T").replace(
            "2026-11-22-", log_id[:11]
        )
        content = content.replace("2027-03-22", "2031-01-01").replace("2026-12-01T", "2031-01-01T")
        content = content.replace("x1y2", "zzzz")
    path.write_text(content, encoding="utf-8")
    return path


def ids(archive: Archive) -> list[str]:
    return [entry.id for entry in archive.entries()]


def test_a_folder_that_does_not_exist_holds_nothing(tmp_path):
    assert Archive(tmp_path / "nowhere").entries() == ()


def test_logs_are_listed_newest_first(archive):
    for day in ("2026-05-20", "2027-01-02", "2026-11-22"):
        put(archive, f"{day}-grey-areas-7k2m")
    assert [log_id[:10] for log_id in ids(archive)] == ["2027-01-02", "2026-11-22", "2026-05-20"]
    assert all(entry.reading.problems == () for entry in archive.entries())


def test_two_sessions_of_one_day_are_listed_by_their_hour(archive):
    put(archive, "2026-11-22-zebra-aaaa", EXAMPLE)
    later = EXAMPLE.replace("started_at = 2026-11-22T09:00", "started_at = 2026-11-22T09:20")
    put(archive, "2026-11-22-apple-bbbb", later)
    assert ids(archive) == ["2026-11-22-apple-bbbb", "2026-11-22-zebra-aaaa"]


def test_broken_files_are_listed_with_their_problem_and_hide_nothing(archive):
    put(archive, "2026-05-20-grey-areas-7k2m")
    put(archive, "2026-08-01-cut-short", EXAMPLE[:500])
    put(archive, "notes", "not = [toml")
    (archive.folder / "2026-09-09-a-folder.toml").mkdir()
    (archive.folder / "loop.toml").symlink_to("loop.toml")
    (archive.folder / "dangling.toml").symlink_to("nowhere")
    os.mkfifo(archive.folder / "pipe.toml")
    entries = {entry.id: entry.reading for entry in archive.entries()}
    assert list(entries)[:3] == [
        "2026-09-09-a-folder",
        "2026-08-01-cut-short",
        "2026-05-20-grey-areas-7k2m",
    ]
    assert entries.pop("2026-05-20-grey-areas-7k2m").log is not None
    assert len(entries) == 6
    for log_id, reading in entries.items():
        assert reading.log is None
        assert reading.problems[0].file == str(archive.folder / f"{log_id}.toml")
    assert "folder" in entries["2026-09-09-a-folder"].problems[0].message


def test_a_file_that_may_not_be_read_is_listed():
    with folder_for_anybody() as folder:
        archive = Archive(folder)
        put(archive, "2026-05-20-grey-areas-7k2m").chmod(0)
        with as_anybody():
            (entry,) = archive.entries()
    assert "may not read" in entry.reading.problems[0].message


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path):
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(FileUnreadable, match="can't be listed"):
        Archive(path).entries()


def test_what_is_no_log_by_its_name_is_left_aside(archive):
    for name in (".2026-05-20-x.toml", ".log.toml.abc.tmp", "README.md", "toml"):
        (archive.folder / name).write_text("x")
    assert ids(archive) == []


@pytest.fixture
def three(archive):
    for log_id in (
        "2026-05-20-grey-areas-aaaa",
        "2026-11-22-grey-areas-bbbb",
        "2026-11-22-launch-cccc",
    ):
        put(archive, log_id)
    return archive


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("2026-05-20-grey-areas-aaaa", "2026-05-20-grey-areas-aaaa"),
        ("2026-05", "2026-05-20-grey-areas-aaaa"),
        ("2026-11-22-l", "2026-11-22-launch-cccc"),
        ("latest", "2026-11-22-launch-cccc"),
    ],
)
def test_a_log_is_found_by_its_id_a_beginning_of_it_or_as_the_latest(three, reference, found):
    assert three.find(reference) == three.folder / f"{found}.toml"


def test_an_id_that_is_also_the_beginning_of_another_means_itself(three):
    put(three, "2026-05-20-grey")
    assert three.find("2026-05-20-grey").stem == "2026-05-20-grey"


def test_a_beginning_of_several_names_them_all(three):
    with pytest.raises(LogNotFound, match=r"beginning of 2 logs.*grey-areas-bbbb.*launch") as error:
        three.find("2026-11-22")
    assert error.value.candidates == ("2026-11-22-grey-areas-bbbb", "2026-11-22-launch-cccc")


@pytest.mark.parametrize("reference", ["2025", "", "areas", "\x1b[2J"])
def test_a_reference_to_nothing_is_refused_in_one_harmless_line(three, reference):
    with pytest.raises(LogNotFound) as error:
        three.find(reference)
    assert str(error.value).isprintable()


def test_an_empty_folder_has_no_latest(archive):
    with pytest.raises(LogNotFound, match="no decision log"):
        archive.find("latest")
    with pytest.raises(LogNotFound, match="holds none"):
        archive.find("2026")


def test_a_path_is_taken_as_it_is(three, tmp_path):
    assert three.find("somewhere/else") == Path("somewhere/else")
    assert three.find("mine.toml") == Path("mine.toml")


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOMEM])
def test_a_log_that_the_system_lets_nobody_read_now_is_not_left_out(archive, number):
    """It would be as if it said nothing, and an older decision in force again."""
    put(archive, "2026-05-20-grey-areas-7k2m")

    def read(path: Path) -> LogReading:
        raise FileUnreadable(str(path)) from OSError(number, os.strerror(number))

    with pytest.raises(FileUnreadable):
        Archive(archive.folder, read).entries()
