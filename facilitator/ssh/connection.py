"""One SSH connection: how it authenticates, and everything that it may not do."""

from __future__ import annotations

import asyncio
import logging
import weakref
from collections.abc import Callable, Container
from functools import partial
from typing import NoReturn

import asyncssh

from facilitator.ssh import words
from facilitator.ssh.meter import Meter, Stage
from facilitator.ssh.shared import Shared, Visitor
from facilitator.ssh.shell import Shell

_SMALLEST_RSA_BITS = 2048
_SHA1_RSA_SIGNATURE = b"\x00\x00\x00\x07ssh-rsa"
_log = logging.getLogger(__name__)


class KeyProof:
    """Which key a client has proven to hold on one connection.

    AsyncSSH asks for a key's admission before it looks at a signature, and also when a client
    merely asks whether a key would do. So the key last asked about proves nothing; what counts is
    that its signature was found good, and that no other method was begun afterwards.
    """

    def __init__(self, failed: Callable[[], None]) -> None:
        """Start with nothing proven; ``failed`` is called for every wrong signature."""
        self._failed = failed
        self.fingerprint: str | None = None
        """``SHA256:…`` of the key proven last, or None."""

    def forget(self) -> None:
        """Another method or another key has been begun: nothing is proven any more."""
        self.fingerprint = None

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
        self.fingerprint = key.get_fingerprint()
        return True


def _nobody() -> None:
    """Whom a proof calls whose connection is gone."""


def _is_weak(key: asyncssh.SSHKey) -> bool:
    algorithm = key.get_algorithm()
    if algorithm == "ssh-dss":
        return True
    bits: int = getattr(key.pyca_key, "key_size", _SMALLEST_RSA_BITS)
    return algorithm == "ssh-rsa" and bits < _SMALLEST_RSA_BITS


class Connection(asyncssh.SSHServer):
    """Lets anybody authenticate, with a key or without, and then open one terminal.

    Authentication only tells who somebody is. Whether they may come in is asked in the terminal,
    where there is room for words.
    """

    def __init__(self, shared: Shared, number: int, everybody: dict[int, Connection]) -> None:
        """``everybody`` are the connections of a server by number, oldest first."""
        self.name = f"{shared.server_id}-{number}"
        self.address = ""
        self.authenticated = False
        self._shared = shared
        self._number = number
        self._everybody = everybody
        self._limits = shared.limits
        self._ssh: asyncssh.SSHServerConnection | None = None
        self._meter: Meter | None = None
        self._proof = KeyProof(self._key_failed)
        self._keys_offered = 0
        self._keys_failed = 0
        self._shell: Shell | None = None
        self._behind_since: float | None = None

    @property
    def fingerprint(self) -> str | None:
        """``SHA256:…`` of the key that this connection authenticated with, or None."""
        return self._proof.fingerprint if self.authenticated else None

    @property
    def has_keys_unseen(self) -> bool:
        """Whether the client has offered more keys than are looked at."""
        return self._keys_offered > self._limits.key_offers

    def visitor(self, code: str | None) -> Visitor:
        """Return who is admitted here, with ``code`` where one was accepted."""
        username = "" if self._ssh is None else self._ssh.get_extra_info("username", "")
        return Visitor(self.name, username, self.fingerprint, code, self.address)

    # AsyncSSH's calls: coming and going

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Note where the connection comes from."""
        self._ssh = conn
        peer = conn.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""
        self._meter = conn.get_extra_info("meter")
        if self._meter is not None:
            self._meter.parting = self._make_room
        self._everybody[self._number] = self

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Forget the connection; its channel has been told by itself."""
        self._ssh = None
        self._meter = None
        self._shell = None
        self._proof.forget_connection()
        self._everybody.pop(self._number, None)

    # AsyncSSH's calls: authentication

    def public_key_auth_supported(self) -> bool:
        """Any key will do to authenticate."""
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:  # noqa: ARG002
        """Let the signature of a key that is any use be checked; this alone proves nothing."""
        self._keys_offered += 1
        if self._keys_failed:
            await asyncio.sleep(self._shared.penalties.delay(self.address))
        if self.has_keys_unseen or not self._proof.watch(key):
            return False
        return self._shared.gate.wants_key(key.get_fingerprint())

    def kbdint_auth_supported(self) -> bool:
        """For those without a key."""
        return True

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> bool:  # noqa: ARG002
        """Let them in without a prompt, and without any key offered before."""
        self._proof.forget()
        return True

    def auth_completed(self) -> None:
        """A shell may be asked for from now on."""
        self.authenticated = True
        self.reach(Stage.LOGGED_IN)

    def _key_failed(self) -> None:
        self._keys_failed += 1
        self._shared.penalties.failed(self.address)
        if self._keys_failed >= self._limits.key_failures:
            raise asyncssh.PermissionDenied(words.TOO_MANY_KEYS)

    # AsyncSSH's calls: what may be opened

    def session_requested(self) -> Shell:
        """Open the one terminal of this connection."""
        if self._shell is not None:
            _refuse(words.ONE_TERMINAL)
        self._shell = Shell(self._shared, self)
        return self._shell

    def connection_requested(self, *_: object, **__: object) -> NoReturn:
        """Refuse: neither ports nor sockets nor networks are forwarded."""
        _refuse(words.NO_FORWARDING)

    unix_connection_requested = tun_requested = tap_requested = connection_requested

    def server_requested(self, *_: object, **__: object) -> bool:
        """Refuse: nothing listens on a client's behalf. The protocol has no room for words here."""
        return False

    unix_server_requested = server_requested

    # What the server does with its connections

    def reach(self, stage: Stage) -> None:
        """Note how far this connection's person has come: never less far than before."""
        meter = self._meter
        if meter is not None and stage > meter.stage:
            meter.reach(stage)
            self._shared.entrance.moved(meter)

    def _make_room(self) -> None:
        self.leave(words.MADE_ROOM)

    def sit(self) -> None:
        """Somebody has a seat: they make room for nobody, and what they type goes first.

        Where all are taken, as by people who came to the form at the same time, it ends here.
        """
        if self._shared.finds_a_place():
            self.reach(Stage.SEATED)
        else:
            self.leave(words.FULL)

    def unsent(self) -> int:
        """Return how many bytes wait for the network to take them."""
        transport = getattr(self._ssh, "_transport", None)  # AsyncSSH offers no other way to it
        return 0 if transport is None else int(transport.get_write_buffer_size())

    def leave(self, last_words: str) -> None:
        """End what this connection shows, with ``last_words``; or just end it."""
        if self._shell is not None and not self._shell.has_ended:
            self._shell.leave(last_words)
        else:
            self.hang_up()

    def is_done(self) -> bool:
        """Return whether nothing is open on this connection any more."""
        return self._shell is None or self._shell.is_closed()

    def hang_up(self) -> None:
        """Close in good order."""
        if self._ssh is not None:
            self._ssh.close()

    def cut(self) -> None:
        """Close without waiting for anything to be taken."""
        if self._ssh is not None:
            self._ssh.abort()

    def sweep(self, now: float, seated: Container[str]) -> None:
        """See how far this has come, and close it if one of its deadlines has passed.

        ``seated`` are the connections that hold a seat.
        """
        if self._meter is None:
            return
        if self._is_too_far_behind(now):
            _log.warning("Connection %s takes in too little; it is closed.", self.name)
            self.cut()
            return
        if self._meter.stage is Stage.ADMITTED and self.name in seated:
            self.sit()
        waited = now - self._meter.since
        match self._meter.stage:
            case Stage.OVER if waited > 2 * self._limits.linger_seconds:
                self.cut()  # the client takes no notice
            case Stage.OVER if waited > self._limits.linger_seconds:
                self.hang_up()
            case Stage.LOGGED_IN if waited > self._limits.login_seconds:
                self.cut()
            case Stage.ASKED if waited > self._limits.code_seconds:
                self.leave(words.CODE_TIMEOUT)
            case Stage.ADMITTED if waited > self._limits.form_seconds:
                self.leave(words.FORM_TIMEOUT)

    def _is_too_far_behind(self, now: float) -> bool:
        unsent = self.unsent() if self._shell is None else self._shell.unsent()
        if unsent <= self._limits.backlog_bytes:
            self._behind_since = None
            return False
        if self._behind_since is None:
            self._behind_since = now
        return now - self._behind_since >= self._limits.backlog_seconds


def _refuse(reason: str) -> NoReturn:
    raise asyncssh.ChannelOpenError(asyncssh.OPEN_ADMINISTRATIVELY_PROHIBITED, reason)
