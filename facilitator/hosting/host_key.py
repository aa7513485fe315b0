"""The server's Ed25519 host key: made once, then always the same."""

from __future__ import annotations

import binascii
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

import asyncssh

from facilitator.storage.own_file import NotLasting, make_file

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class HostKeyError(Exception):
    """The host key can't be used. Its text is a sentence for the person who starts the server."""


@dataclass(frozen=True, slots=True)
class HostKey:
    """A private key that identifies this server, and what people compare it by."""

    private: asyncssh.SSHKey = field(repr=False)
    fingerprint: str
    """``SHA256:`` and the base64 digest, as SSH clients show it."""


def load_or_create_host_key(path: Path) -> HostKey:
    """Return the key in ``path``; where there is none, make one first.

    Two processes that start at the same time end up with the same key. A new file gets mode 0600,
    and a new folder 0700.

    Raises:
        HostKeyError: the file can't be read or written, isn't an Ed25519 private key, or belongs
            to or is open to somebody else.

    """
    try:
        if not path.exists():
            _create(path)
        return _load(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise HostKeyError(f"The host key {path} can't be used: {reason}.") from error


def _create(path: Path) -> None:
    """Write a new key, unless another process is first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = asyncssh.generate_private_key("ssh-ed25519", comment="facilitator")
    try:
        make_file(path, private.export_private_key(), is_secret=True)
    except FileExistsError:
        return
    except NotLasting as error:
        raise HostKeyError(
            f"The host key {path} is made, but a crash of this machine may undo that, and"
            " people would be warned of another one: its folder can't be synced"
            f" ({error.strerror}). Look at the disk, then start again."
        ) from error


def _load(path: Path) -> HostKey:
    _require_private(path)
    try:
        data = path.read_bytes()
        private = asyncssh.import_private_key(data)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError, UnicodeDecodeError) as error:
        raise HostKeyError(
            f"The host key {path} isn't a private key without a passphrase. "
            "Move it away to have a new one made; people will be asked to trust that one anew."
        ) from error
    if not _is_whole(data, private):
        raise HostKeyError(
            f"The host key {path} is damaged. Put back a copy of it, or move it away to have a new "
            "one made; people will be asked to trust that one anew."
        )
    if private.get_algorithm() != "ssh-ed25519":
        raise HostKeyError(f"The host key {path} isn't of type Ed25519.")
    return HostKey(private, private.get_fingerprint())


def _is_whole(data: bytes, private: asyncssh.SSHKey) -> bool:
    """Whether a file in OpenSSH's format still holds the public key that the private one makes.

    Another one would be taken for that of an impostor. Other formats keep no public key to compare.
    """
    if b"OPENSSH PRIVATE KEY" not in data:
        return True
    body = b"".join(line for line in data.splitlines() if not line.startswith(b"--"))
    return private.public_data in binascii.a2b_base64(body)


def _require_private(path: Path) -> None:
    """Refuse a key, or a folder around it, that somebody else could read or replace."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise HostKeyError(f"The host key {path} isn't a file.")
    if status.st_uid != os.geteuid():
        raise HostKeyError(f"The host key {path} belongs to another user.")
    if status.st_mode & _OTHERS:
        raise HostKeyError(
            f"The host key {path} is open to other users. Make it private: chmod 600 {path}"
        )
    folder = path.parent.stat()
    if folder.st_uid not in (0, os.geteuid()):
        raise HostKeyError(
            f"The host key {path} lies in another user's folder, who could replace it. "
            f"Have an administrator give it to you: chown -R {os.geteuid()} {path.parent}"
        )
    if folder.st_mode & _OTHERS_WRITE:
        raise HostKeyError(
            f"Other users can replace the host key {path}. Make its folder private: "
            f"chmod 700 {path.parent}"
        )
