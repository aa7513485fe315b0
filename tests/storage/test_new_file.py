"""A new file comes whole or not at all, and never in place of another."""

from __future__ import annotations

import errno
import os

import pytest

from facilitator.storage.own_file import NotLasting, make_file


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def refuse_links(*_args, **_kwargs):
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.fixture(params=["links", "no links"], autouse=True)
def file_system(request, monkeypatch):
    if request.param == "no links":
        monkeypatch.setattr(os, "link", refuse_links)


def test_a_file_is_made(tmp_path):
    make_file(tmp_path / "new.toml", b"new")
    assert (tmp_path / "new.toml").read_bytes() == b"new"
    assert names(tmp_path) == ["new.toml"]


def test_one_that_is_there_is_left_alone(tmp_path):
    path = tmp_path / "old.toml"
    path.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        make_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["old.toml"]


def test_a_link_that_leads_nowhere_is_something_too(tmp_path):
    (tmp_path / "link.toml").symlink_to(tmp_path / "nowhere.toml")
    with pytest.raises(FileExistsError):
        make_file(tmp_path / "link.toml", b"new")
    assert names(tmp_path) == ["link.toml"]


@pytest.mark.usefixtures("unsynced_folders")
def test_a_file_that_is_made_in_a_folder_that_cant_be_synced_may_not_last(tmp_path):
    with pytest.raises(NotLasting, match="Input/output error"):
        make_file(tmp_path / "new.toml", b"new")
    assert (tmp_path / "new.toml").read_bytes() == b"new"
    assert names(tmp_path) == ["new.toml"]


def test_a_failure_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", fail)
    with pytest.raises(OSError, match="No space"):
        make_file(tmp_path / "new.toml", b"new")
    assert names(tmp_path) == []
