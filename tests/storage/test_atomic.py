"""A file is replaced whole or not at all, whichever step fails."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from facilitator.storage.own_file import NotLasting, replace_file

OLD = b"old content\n"
NEW = b"new content, longer than before\n" * 100


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "log.toml"
    path.write_bytes(OLD)
    return path


def others(path):
    return [found.name for found in path.parent.iterdir() if found != path]


def test_a_file_is_made_where_there_was_none(tmp_path):
    path = tmp_path / "log.toml"
    replace_file(path, NEW)
    assert path.read_bytes() == NEW
    assert others(path) == []


def test_a_file_is_replaced(target):
    replace_file(target, NEW)
    assert target.read_bytes() == NEW
    assert others(target) == []


def test_an_empty_file_can_be_written(target):
    replace_file(target, b"")
    assert target.read_bytes() == b""


@pytest.mark.parametrize("call", ["open", "fchmod", "write", "fsync", "close", "replace"])
@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_failure_at_any_call_leaves_the_old_or_the_new(target, monkeypatch, call, number, error):
    real = getattr(os, call)
    calls = []

    def failing(*args, **kwargs):
        calls.append(args)
        if len(calls) == number + 1:
            if call == "close":  # it lets go of the file even when it fails
                real(*args, **kwargs)
            raise OSError(error, os.strerror(error))
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, failing)
    raised: OSError | None = None
    try:
        replace_file(target, NEW)
    except OSError as failure:
        raised = failure
    monkeypatch.undo()
    assert (raised is not None) == (len(calls) > number)
    assert raised is None or raised.errno == error
    stands = raised is None or isinstance(raised, NotLasting)
    assert target.read_bytes() == (NEW if stands else OLD)
    assert others(target) == []


@pytest.mark.usefixtures("unsynced_folders")
def test_a_file_that_stands_in_a_folder_that_cant_be_synced_may_not_last(target, tmp_path):
    link = tmp_path / "link.toml"
    link.symlink_to(target)
    with pytest.raises(NotLasting, match="Input/output error") as raised:
        replace_file(link, NEW)
    assert raised.value.filename == str(target)
    assert target.read_bytes() == NEW
    assert others(target) == ["link.toml"]


def test_short_writes_are_carried_on(target, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, bytes(data[:7])))
    replace_file(target, NEW)
    assert target.read_bytes() == NEW


def test_a_disk_that_takes_nothing_more_and_does_not_say_so_is_full(target, monkeypatch):
    monkeypatch.setattr(os, "write", lambda *_: 0)
    with pytest.raises(OSError, match="No space"):
        replace_file(target, NEW)
    assert target.read_bytes() == OLD
    assert others(target) == []


def test_what_a_disk_only_claims_to_have_taken_replaces_nothing(target, monkeypatch):
    monkeypatch.setattr(os, "write", lambda _, data: len(data))
    with pytest.raises(OSError, match="does not give back what was written"):
        replace_file(target, NEW)
    assert target.read_bytes() == OLD
    assert others(target) == []


def test_a_write_that_runs_out_of_space_half_way_leaves_the_old(target, monkeypatch):
    real = os.write
    written = []

    def filling(file, data):
        if written:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(data)
        return real(file, bytes(data[:100]))

    monkeypatch.setattr(os, "write", filling)
    with pytest.raises(OSError, match="No space"):
        replace_file(target, NEW)
    assert target.read_bytes() == OLD
    assert others(target) == []


@pytest.mark.parametrize("call", ["open", "write", "fsync", "close", "replace"])
@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("before", [True, False])
def test_a_process_that_dies_at_any_call_leaves_the_old_or_the_new(target, call, number, before):
    """In a child process, so that no cleaning up happens at all."""
    child = os.fork()
    if child == 0:
        real = getattr(os, call)
        calls = []

        def dying(*args, **kwargs):
            calls.append(args)
            here = len(calls) == number + 1
            if here and before:
                os._exit(9)
            result = real(*args, **kwargs)
            if here:
                os._exit(9)
            return result

        try:
            setattr(os, call, dying)
            replace_file(target, NEW)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    content = target.read_bytes()
    assert content in (OLD, NEW)
    assert not [name for name in others(target) if name.endswith(".toml")]
    if os.waitstatus_to_exitcode(status) == 0:
        assert content == NEW


def test_everything_is_on_disk_before_the_name_changes(target, monkeypatch):
    order = []
    for call in ("write", "fsync", "replace"):
        real = getattr(os, call)
        monkeypatch.setattr(
            os, call, lambda *args, _call=call, _real=real: (order.append(_call), _real(*args))[1]
        )
    replace_file(target, NEW)
    assert order == ["write", "fsync", "replace", "fsync"]


def test_a_file_keeps_its_permissions(target):
    target.chmod(0o640)
    replace_file(target, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path):
    before = os.umask(0o027)
    try:
        replace_file(tmp_path / "log.toml", NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "log.toml").stat().st_mode) == 0o640


def test_a_link_stays_a_link(target, tmp_path):
    link = tmp_path / "link.toml"
    link.symlink_to(target)
    replace_file(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW


def test_a_missing_folder_is_an_error_of_its_own(tmp_path):
    with pytest.raises(FileNotFoundError):
        replace_file(tmp_path / "nowhere" / "log.toml", NEW)


def test_a_name_as_long_as_names_can_be_is_no_trouble(tmp_path):
    path = tmp_path / ("x" * 250 + ".toml")
    replace_file(path, NEW)
    assert path.read_bytes() == NEW
