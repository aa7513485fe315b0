from __future__ import annotations

import binascii
import errno
import multiprocessing
import os
from pathlib import Path

import asyncssh
import pytest

from facilitator.hosting.host_key import HostKey, HostKeyError, load_or_create_host_key


def test_a_new_key_is_private_and_stays_the_same(tmp_path: Path) -> None:
    path = tmp_path / "facilitator" / "host_key"
    made = load_or_create_host_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert made.private.get_algorithm() == "ssh-ed25519"
    assert made.fingerprint.startswith("SHA256:")
    assert load_or_create_host_key(path).fingerprint == made.fingerprint
    assert list(path.parent.iterdir()) == [path]


def test_the_key_itself_is_not_shown() -> None:
    private = asyncssh.generate_private_key("ssh-ed25519")
    assert "SSHKey" not in repr(HostKey(private, private.get_fingerprint()))


def race(path: Path, gate: object, results: object) -> None:
    gate.wait()  # type: ignore[attr-defined]
    results.put(load_or_create_host_key(path).fingerprint)  # type: ignore[attr-defined]


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    path = tmp_path / "facilitator" / "host_key"
    context = multiprocessing.get_context("spawn")
    gate, results = context.Barrier(3), context.Queue()
    racers = [context.Process(target=race, args=(path, gate, results)) for _ in range(3)]
    for racer in racers:
        racer.start()
    fingerprints = {results.get(timeout=60) for _ in racers}
    for racer in racers:
        racer.join(60)
    assert fingerprints == {load_or_create_host_key(path).fingerprint}
    assert list(path.parent.iterdir()) == [path]


def test_without_links_none_is_made_that_another_could_replace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_links(*_paths: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse_links)
    with pytest.raises(HostKeyError, match="can't be used: Operation not permitted"):
        load_or_create_host_key(tmp_path / "host_key")
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_may_not_last_is_told_to_be_made(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "host_key"
    request.getfixturevalue("unsynced_folders")
    with pytest.raises(HostKeyError, match=r"is made, but .* can't be synced \(Input/output"):
        load_or_create_host_key(path)
    monkeypatch.undo()
    assert load_or_create_host_key(path).fingerprint
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"no key", b"\xff\xfe", b"-----BEGIN"])
def test_a_corrupt_key_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "host_key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(HostKeyError, match="Move it away"):
        load_or_create_host_key(path)
    assert path.read_bytes() == content


def write(path: Path, private: asyncssh.SSHKey, passphrase: str | None = None) -> None:
    path.write_bytes(private.export_private_key("pkcs8-pem", passphrase=passphrase))
    path.chmod(0o600)


def test_a_key_that_no_longer_makes_its_own_public_key_is_refused(tmp_path: Path) -> None:
    """Clients that know the server would be warned of an impostor."""
    path = tmp_path / "keys" / "host_key"
    load_or_create_host_key(path)
    begin, *body, end = path.read_bytes().splitlines()
    content = bytearray(binascii.a2b_base64(b"".join(body)))
    public = bytes(content)[content.index(b"ssh-ed25519") + 15 :][:32]
    content[content.rindex(public) - 32] ^= 1  # in the private key, before the last public one
    path.write_bytes(b"\n".join((begin, binascii.b2a_base64(content, newline=False), end, b"")))
    asyncssh.read_private_key(path)
    with pytest.raises(HostKeyError, match="is damaged"):
        load_or_create_host_key(path)


def test_a_key_with_a_passphrase_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "host_key"
    write(path, asyncssh.generate_private_key("ssh-ed25519"), "secret")
    with pytest.raises(HostKeyError, match="passphrase"):
        load_or_create_host_key(path)


def test_a_key_of_another_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "host_key"
    write(path, asyncssh.generate_private_key("ecdsa-sha2-nistp256"))
    with pytest.raises(HostKeyError, match="Ed25519"):
        load_or_create_host_key(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "host_key"
    load_or_create_host_key(path)
    path.chmod(mode)
    with pytest.raises(HostKeyError, match="chmod 600"):
        load_or_create_host_key(path)


def test_a_key_that_others_can_replace_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    path = folder / "host_key"
    load_or_create_host_key(path)
    folder.chmod(0o777)
    with pytest.raises(HostKeyError, match="chmod 700"):
        load_or_create_host_key(path)


def test_a_folder_in_the_place_of_the_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HostKeyError, match="isn't a file"):
        load_or_create_host_key(tmp_path)


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HostKeyError, match="can't be used"):
        load_or_create_host_key(tmp_path / "file" / "folder" / "host_key")


def test_a_key_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "host_key"
    load_or_create_host_key(path)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(HostKeyError, match="another user"):
        load_or_create_host_key(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_key_in_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    """They could put their own in its place."""
    path = tmp_path / "theirs" / "host_key"
    load_or_create_host_key(path)
    os.chown(path.parent, 65534, 65534)
    with pytest.raises(HostKeyError, match="another user's folder"):
        load_or_create_host_key(path)


def test_a_key_in_a_folder_of_roots_may_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An administrator may make the folder, and could do anything anyway."""
    path = tmp_path / "host_key"
    load_or_create_host_key(path)
    ours = Path.stat

    def stat_of_roots(each: Path, **options: bool) -> os.stat_result:
        found = ours(each, **options)
        if each != path.parent:
            return found
        return os.stat_result((*found[:4], 0, *found[5:]))

    monkeypatch.setattr(Path, "stat", stat_of_roots)
    assert load_or_create_host_key(path).fingerprint
