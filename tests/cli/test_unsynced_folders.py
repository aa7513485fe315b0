"""What is said of files that are written where their folder can't be brought to the disk."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from facilitator.storage.decision_log_toml import check_log_file
from tests.worlds.by_hand import BY_HAND

LOG_ID = "2026-10-05-our-areas-k3x9"
SO_FAR = "a crash of this machine may undo that: its folder can't be synced (Input/output error)"


@pytest.fixture
def ours(facilitator, unsynced_folders):
    """The program on a disk that takes files and no longer folders, beside a log from before."""
    (facilitator.folder / "sessions").mkdir()
    log_of(facilitator).write_text(BY_HAND, encoding="utf-8")
    return facilitator


def log_of(facilitator) -> Path:
    return facilitator.folder / "sessions" / f"{LOG_ID}.toml"


def test_an_amended_log_is_amended(ours):
    done = ours("log", "amend", "latest", "--task", "sales-training", "--owner", "Kim")
    assert done.returncode == 3
    assert done.stderr.strip() == (
        f"facilitator: {log_of(ours).relative_to(ours.folder)} is amended, but {SO_FAR};"
        " look at the disk, then at the log again"
    )
    (amendment,) = tomllib.loads(log_of(ours).read_text("utf-8"))["amendments"]
    assert amendment["what"] == "owner of sales-training: nobody -> Kim"
    assert list(log_of(ours).parent.glob("*.tmp")) == []


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("log", "export", "latest", "--output", "out.md"), "out.md"),
        (("log", "export", "latest", "--output", "out.md", "--force"), "out.md"),
        (
            (
                "agenda",
                "new",
                "a.toml",
                "--title",
                "T",
                "--team",
                "A",
                "--team",
                "B",
                "--task",
                "C",
            ),
            "a.toml",
        ),
        (("agenda", "from-log", "latest", "next.toml", "--on", "2030-01-01"), "next.toml"),
    ],
)
def test_a_new_file_is_written(ours, arguments, name):
    done = ours(*arguments)
    assert done.returncode == 3
    told = f"facilitator: {name} is written, but {SO_FAR}; look at the disk, or choose another"
    assert done.stderr.strip().splitlines()[-1] == f"{told} place"
    assert (ours.folder / name).stat().st_size > 100
    assert [path.name for path in ours.folder.iterdir() if path.name.startswith(".")] == []


def test_the_log_of_a_rehearsal_is_written(ours):
    done = ours("rehearse", "task-sort", "--auto", "--voters", "3")
    assert done.returncode == 3
    (path,) = set((ours.folder / "sessions").glob("*.toml")) - {log_of(ours)}
    assert f"{path.name} is written, but {SO_FAR}." in done.stderr
    assert check_log_file(path).log is not None
