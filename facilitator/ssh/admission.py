"""Who is at the door, and what is asked about them before any app is made."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

import asyncssh

if TYPE_CHECKING:
    from collections.abc import Callable, Container

_SMALLEST_RSA_BITS = 2048
_SHA1_RSA_SIGNATURE = b"\x00\x00\x00\x07ssh-rsa"


@dataclass(frozen=True, slots=True)
class Visitor:
    """An SSH connection that has been admitted but holds no seat yet."""

    connection: str
    """Unique id of this connection: ``<server id>-<number>``."""
    username: str
    """The SSH user name that the client offered; untrusted text."""
    fingerprint: str | None
    """``SHA256:…`` of a key whose signature was verified on this connection, else None."""
    code: str | None
    """The code typed at the prompt and accepted; None when the key was known."""
    address: str
    """Source address of the connection."""


class Gate(Protocol):
    """Answers, from outside this layer, who may come in. Asked before any app is made."""

    def welcome(self) -> str:
        """Return the line shown above the code prompt, such as the workshop's title."""

    def wants_key(self, fingerprint: str) -> bool:
        """Return whether a key that is offered is any use here.

        A client whose key isn't goes on to its next one. Asked before anything is proven.
        """

    def turns_away(self, fingerprint: str | None) -> str:
        """Return why nobody with this key, or without one, gets in by any code; "" where one may.

        The words are for the person, and say what to do.
        """

    def knows_key(self, fingerprint: str) -> bool:
        """Return whether the key's holder gets in without a code."""

    def admits(self, code: str) -> bool:
        """Return whether the code, as typed, lets its holder in. Compares in constant time."""

    def bars(self, visitor: Visitor) -> str:
        """Return why this very visitor, key or code being good, stays outside; "" for all others.

        The words are for the person.
        """

    def seat_of(self, visitor: Visitor) -> str | None:
        """Return the id of the seat that the visitor comes back to; None for a newcomer."""

    def seated(self) -> Container[str]:
        """Return the connections that hold a seat by now, or show a wall."""


class KeyProof:
    """Which key a client has proven to hold on one connection.

    AsyncSSH asks for a key's admission before it looks at a signature, and also when a client
    merely asks whether a key would do. So the key last asked about proves nothing; what counts is
    that its signature was found good, and that no other method was begun afterwards.
    """

    def __init__(self, failed: Callable[[], None]) -> None:
        """Start with nothing proven; ``failed`` is called for every wrong signature."""
        self._failed = failed
        self._proven: str | None = None

    @property
    def fingerprint(self) -> str | None:
        """``SHA256:…`` of the key proven last, or None."""
        return self._proven

    def forget(self) -> None:
        """Another method or another key has been begun: nothing is proven any more."""
        self._proven = None

    def forget_connection(self) -> None:
        """Call nobody any more. What was proven stays."""
        self._failed = _nobody

    def watch(self, key: asyncssh.SSHKey) -> bool:
        """Note the outcome of the key's signature check; return whether the key may be tried.

        DSA keys and RSA keys under 2048 bits may not.
        """
        self.forget()
        if _is_weak(key):
            return False
        check = partial(self._verify, weakref.ref(key))
        key.verify = check  # type: ignore[method-assign]
        return True

    def _verify(self, reference: weakref.ref[asyncssh.SSHKey], data: bytes, proof: bytes) -> bool:
        key = reference()
        if key is None or proof.startswith(_SHA1_RSA_SIGNATURE):
            return False
        if not type(key).verify(key, data, proof):
            self._failed()
            return False
        self._proven = key.get_fingerprint()
        return True


def _nobody() -> None:
    """Whom a proof calls whose connection is gone."""


def _is_weak(key: asyncssh.SSHKey) -> bool:
    algorithm = key.get_algorithm()
    if algorithm == "ssh-dss":
        return True
    bits: int = getattr(key.pyca_key, "key_size", _SMALLEST_RSA_BITS)
    return algorithm == "ssh-rsa" and bits < _SMALLEST_RSA_BITS
