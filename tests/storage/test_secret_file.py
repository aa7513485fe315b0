"""A secret file is its owner's alone, and leaves nothing behind."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from facilitator.storage.own_file import NotLasting, create_secret, destroy_secret

DATA = b"a key\n"


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "s.seal"
    create_secret(path, DATA)
    return path


def test_a_new_file_is_its_owners_alone(tmp_path):
    path = tmp_path / "s.seal"
    create_secret(path, DATA)
    assert path.read_bytes() == DATA
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_not_made_anew(secret):
    with pytest.raises(FileExistsError):
        create_secret(secret, b"another")
    assert secret.read_bytes() == DATA


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_new_file_that_cant_be_finished_is_not_left_behind(tmp_path, monkeypatch, call):
    def failing(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, failing)
    with pytest.raises(OSError, match="No space"):
        create_secret(tmp_path / "s.seal", DATA)
    assert list(tmp_path.iterdir()) == []


def test_a_destroyed_file_is_gone_and_was_written_over(secret):
    with secret.open("rb") as still_open:
        destroy_secret(secret)
        assert list(secret.parent.iterdir()) == []
        assert still_open.read() == bytes(len(DATA))


def test_what_is_not_there_can_be_destroyed(tmp_path):
    destroy_secret(tmp_path / "s.seal")


@pytest.mark.usefixtures("unsynced_folders")
def test_a_new_file_in_a_folder_that_cant_be_synced_is_not_left_behind(tmp_path):
    with pytest.raises(OSError, match="Input/output error") as raised:
        create_secret(tmp_path / "s.seal", DATA)
    assert not isinstance(raised.value, NotLasting)
    assert list(tmp_path.iterdir()) == []


def test_one_that_is_destroyed_in_such_a_folder_is_destroyed_all_the_same(secret, request):
    with secret.open("rb") as kept_open:
        request.getfixturevalue("unsynced_folders")
        destroy_secret(secret)
        assert not secret.exists()
        assert kept_open.read() == bytes(len(DATA))
