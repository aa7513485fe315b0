"""OpenSSH's public keys as text: one line of a ``.pub`` file to the key's fingerprint.

Read as the SSH protocol writes them (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section
4, and OpenSSH's PROTOCOL.u2f for keys that live in a security key).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence

from facilitator.domain.text import visible
from facilitator.storage.toml_kinds import Kind, Unfit, line, nearest

SMALLEST_RSA_BITS = 2048
"""Shorter RSA keys don't count at the door either."""

_LINE_CELLS = 8000
_LENGTH_BYTES = 4
_COPY = "copy the whole line of the file that ends in .pub"
_EXAMPLE = '"ssh-ed25519 AAAA… comment"'


def read_public_key(value: object) -> str:
    """The fingerprint, ``SHA256:…``, of a public key like ``ssh-ed25519 AAAA… comment``.

    Raises :class:`~facilitator.storage.toml_kinds.Unfit` for anything else, and for a key that
    would not be accepted at the door: DSA, short RSA, a certificate.
    """
    if isinstance(value, str) and "PRIVATE KEY" in value:
        raise Unfit(
            "is a private key, which nobody but its owner may ever see",
            "take it out, have its owner make a new one, and write that one's line from its .pub",
        )
    words = line(_LINE_CELLS).read(value).split(None, 2)
    algorithm = words[0]
    if algorithm not in _CHECKS:
        raise _not_an_algorithm(words)
    try:
        blob = base64.b64decode(words[1] if len(words) > 1 else "", validate=True)
        fields = _fields(blob)
    except (binascii.Error, ValueError) as error:
        raise Unfit("is not a whole key: it is cut off or mistyped", _COPY) from error
    inside = fields[0].decode("ascii", "replace")
    if inside != algorithm:
        shown = visible(inside, most_cells=40)
        raise Unfit(f'says "{algorithm}" but holds a key of the kind "{shown}"', _COPY)
    _CHECKS[algorithm](fields[1:])
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii")
    return f"SHA256:{digest.rstrip('=')}"


PUBLIC_KEY: Kind[str] = Kind(read_public_key, "", _EXAMPLE)
"""A public key as OpenSSH writes it; comes out as its fingerprint."""


def _not_an_algorithm(words: Sequence[str]) -> Unfit:
    """What stands where a key's algorithm should, in words."""
    first = words[0]
    if first == "ssh-dss":
        return Unfit("is a DSA key, too weak by now", "make another: ssh-keygen -t ed25519")
    if "-cert-v0" in first:
        return Unfit("is a certificate", "write the key itself: the .pub without “-cert”")
    if first.startswith(("SHA256:", "MD5:")):
        return Unfit("is only a key's fingerprint", _COPY)
    if first.endswith(".pub"):
        return Unfit("is the name of a file", "write what stands in it")
    if any(algorithm in " ".join(words) for algorithm in _CHECKS):
        return Unfit("has something before the key", f"write the key alone, like {_EXAMPLE}")
    shown = visible(first, most_cells=40)
    return Unfit(f'"{shown}" is no kind of key', nearest(first, tuple(_CHECKS)))


def _fields(blob: bytes) -> list[bytes]:
    """The strings that a key is made of; raises ValueError when they don't fill it exactly."""
    fields = []
    at = 0
    while at < len(blob):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(blob[at:start])
        if at > len(blob):
            raise ValueError
        fields.append(blob[start:at])
    if not fields:
        raise ValueError
    return fields


def _fixed(*lengths: int | None) -> Callable[[Sequence[bytes]], None]:
    """Keys whose fields have these lengths in bytes; None: any but 0."""

    def check(fields: Sequence[bytes]) -> None:
        fits = len(fields) == len(lengths) and all(
            len(field) == length if length else field
            for field, length in zip(fields, lengths, strict=True)
        )
        if not fits:
            raise Unfit("is not a whole key: its parts have the wrong size", _COPY)

    return check


def _rsa(fields: Sequence[bytes]) -> None:
    _fixed(None, None)(fields)
    for field in fields:
        # The shortest way to write a number that is not negative, or the fingerprint is another.
        number = int.from_bytes(field)
        if len(field) != number.bit_length() // 8 + 1:
            raise Unfit("is not a whole key: a number in it is mistyped", _COPY)
    bits = int.from_bytes(fields[1]).bit_length()
    if bits < SMALLEST_RSA_BITS:
        hint = f"at least {SMALLEST_RSA_BITS}; make another: ssh-keygen -t ed25519"
        raise Unfit(f"is an RSA key of {bits} bits, too short by now", hint)


_CHECKS: dict[str, Callable[[Sequence[bytes]], None]] = {
    "ssh-ed25519": _fixed(32),
    "ssh-rsa": _rsa,
    "ecdsa-sha2-nistp256": _fixed(8, 65),
    "ecdsa-sha2-nistp384": _fixed(8, 97),
    "ecdsa-sha2-nistp521": _fixed(8, 133),
    "sk-ssh-ed25519@openssh.com": _fixed(32, None),
    "sk-ecdsa-sha2-nistp256@openssh.com": _fixed(8, 65, None),
}
"""The kinds of key that the SSH server takes, each with a look at what follows the algorithm."""
