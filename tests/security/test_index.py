"""An index that came with a folder of logs claims nothing, and touches nothing else."""

from __future__ import annotations

import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from facilitator.storage.archive import Archive
from facilitator.storage.archive_index import FILE, FOLDER, LogIndex, Row, Stamp
from facilitator.storage.decision_log_toml import read_log
from tests.anybody import folder_for_anybody
from tests.security.sqlite_attacks import endless, redefine, rollback_that_names
from tests.security.strangers import as_somebody_else
from tests.storage.reading_process import later

EXAMPLE = Path(__file__).parents[1] / "storage" / "decision-log-example.toml"
NAME = "2026-11-22-grey-areas-7k2m.toml"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "sessions"
    made.mkdir()
    shutil.copy(EXAMPLE, made / NAME)
    return made


def look(folder):
    """What is told of the folder, and the files that had to be read for that."""
    reads = []

    def read(path):
        reads.append(path.name)
        return read_log(path)

    return Archive(folder, read, later).entries(), reads


def told(folder):
    """The titles of the folder's sessions."""
    return [entry.reading.log.session.title for entry in look(folder)[0]]


TITLES = ["Who owns the grey areas?"]


def index_of(folder):
    return folder / FOLDER / FILE


def index_in(folder):
    """The folder's index, just made."""
    assert told(folder) == TITLES
    return index_of(folder)


def claim(folder):
    """Have the index say of the log, in the state that it is in, that it holds something else."""
    reading = read_log(folder / NAME)
    session = replace(reading.log.session, title="Everything is Eve's")
    claimed = replace(reading, log=replace(reading.log, session=session))
    index = LogIndex(folder)
    index.remember([Row(NAME, Stamp.of((folder / NAME).stat()), claimed)])
    index.close()


def test_an_index_that_leads_elsewhere_is_done_without(folder, valuables):
    (folder / FOLDER).mkdir()
    (folder / FOLDER / FILE).symlink_to(valuables.database)
    assert told(folder) == TITLES


@pytest.mark.parametrize("ending", ["", "-journal", "-wal", "-shm"])
def test_so_is_one_with_a_link_in_place_of_any_of_its_files(folder, valuables, ending):
    index = index_in(folder)
    index.unlink()
    index.with_name(f"{FILE}{ending}").symlink_to(valuables.nowhere)
    assert told(folder) == TITLES
    assert sorted(path.name for path in index.parent.iterdir()) == [".gitignore", f"{FILE}{ending}"]


def test_so_is_one_whose_folder_leads_elsewhere(folder, valuables):
    (folder / FOLDER).symlink_to(valuables.folder)
    assert told(folder) == TITLES


def test_so_is_one_whose_rollback_would_remove_another_file(folder, valuables):
    rollback_that_names(index_in(folder), valuables.file)
    assert told(folder) == TITLES


@pytest.mark.parametrize("rights", [0o777, 0o770])
def test_so_is_one_that_others_may_write(folder, rights):
    claim(folder)
    (folder / FOLDER).chmod(rights)
    assert told(folder) == TITLES
    (folder / FOLDER).chmod(0o700)
    index_of(folder).chmod(rights & 0o666)
    assert told(folder) == TITLES


def test_so_is_one_that_somebody_else_has_made():
    with folder_for_anybody() as shared:
        shutil.copy(EXAMPLE, shared / NAME)
        claim(shared)
        for path in (shared / FOLDER, index_of(shared)):
            path.chmod(path.stat().st_mode | 0o055)
        with as_somebody_else():
            assert told(shared) == TITLES


def test_what_an_index_of_ours_says_of_a_files_state_is_taken(folder):
    """That the claims above are claims at all."""
    claim(folder)
    assert told(folder) == ["Everything is Eve's"]


def test_no_index_knows_of_a_file_that_came_with_it(folder, tmp_path):
    """As a repository is cloned, an archive unpacked, or a folder copied with its files' times."""
    claim(folder)
    copied = tmp_path / "copied"
    shutil.copytree(folder, copied, symlinks=True)
    for path in (folder / NAME, copied / NAME):
        os.utime(path, (1, 1))
    assert told(copied) == TITLES


def test_of_what_a_link_leads_to_the_index_knows_nothing(folder, tmp_path):
    """A link can lead to a file whose stamp is the same on many machines."""
    claim(folder)
    (folder / NAME).rename(tmp_path / NAME)
    (folder / NAME).symlink_to(tmp_path / NAME)
    claim(folder)
    for _ in range(2):
        assert look(folder)[1] == [NAME]
        assert told(folder) == TITLES


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TABLE form", endless("form", "version")),
        ("DROP TABLE logs", endless("logs", "name", "stamp", "digest", "reading")),
    ],
)
def test_tables_that_are_told_without_end_are_not_asked(folder, statements):
    redefine(index_in(folder), *statements)
    assert told(folder) == TITLES
    assert look(folder)[1] == []


TRIGGER = "CREATE TRIGGER t AFTER DELETE ON logs BEGIN UPDATE form SET version = ''; END"


@pytest.mark.parametrize(
    "statement",
    [
        TRIGGER,
        endless("more", "x"),
        "CREATE TABLE more (x)",
        "CREATE INDEX i ON form (version)",
    ],
)
def test_one_that_defines_more_than_its_tables_is_made_anew(folder, statement):
    index = index_in(folder)
    redefine(index, statement)
    assert told(folder) == TITLES
    with sqlite3.connect(index) as connection:
        found = connection.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()
    connection.close()
    assert [name for (name,) in found] == ["form", "logs", "sqlite_autoindex_logs_1"]
