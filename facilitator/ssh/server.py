"""The SSH server: starts, keeps its deadlines, and closes in good order."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable

import asyncssh
from asyncssh.kex import get_kex_algs
from asyncssh.public_key import get_public_key_algs

from facilitator.ssh.addresses import Arrivals, Penalties
from facilitator.ssh.connection import Connection
from facilitator.ssh.entrance import Crowd, Entrance
from facilitator.ssh.limits import Limits, Places, descriptors_in_use, places_for, raise_descriptors
from facilitator.ssh.shared import Gate, Served, Shared, Visitor
from facilitator.ssh.turns import StartQueue, Turns
from facilitator.terminal.line import Line

# The cryptography offered to clients.
# No SHA-1, no NIST curve, no finite-field group: nothing that the ``ssh-audit`` tool fails. Still
# there is a choice for OpenSSH from 7.4, PuTTY from 0.68 and Dropbear from 2020.79, the first with
# Ed25519 host keys. Clients in FIPS mode, which alone would need a finite-field group, couldn't
# accept an Ed25519 host key either.
#
# A client's order decides. Ours matters only to Dropbear, which sends its first message on a guess:
# it counts the guess as right if both lists begin alike, AsyncSSH if the client's first is taken.
_KEY_EXCHANGES = (
    "curve25519-sha256",
    "mlkem768x25519-sha256",
    "curve25519-sha256@libssh.org",
)
ENCRYPTIONS = (
    "chacha20-poly1305@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-gcm@openssh.com",
    "aes256-ctr",
    "aes192-ctr",
    "aes128-ctr",
)
MACS = (
    "hmac-sha2-256-etm@openssh.com",
    "hmac-sha2-512-etm@openssh.com",
    "hmac-sha2-256",
    "hmac-sha2-512",
)
_SIGNATURES = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "rsa-sha2-512",
    "rsa-sha2-256",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)
_VERSION = "facilitator"
_CLOSING_STEP = 0.02
"""Seconds between two looks at who has taken the last words."""


async def start_server(
    *,
    host: str,
    port: int,
    host_key: asyncssh.SSHKey,
    gate: Gate,
    make_app: Callable[[Visitor, Line], Served],
    on_disconnect: Callable[[Visitor], None],
    limits: Limits,
    server_id: str,
    mouse: bool = False,
    reuse_port: bool = False,
) -> SshServer:
    """Listen on ``host`` and ``port`` (0 for any free one) and serve who connects.

    ``make_app`` makes what an admitted visitor is shown on their terminal; ``on_disconnect`` is
    called once for each such visitor, after their app has ended, however it did. ``server_id``
    begins the ids of this server's connections.

    Raises:
        OSError: the address can't be listened on.

    """
    loop = asyncio.get_running_loop()
    places = places_for(limits, raise_descriptors(), descriptors_in_use())
    turns = Turns(limits, loop)
    crowd = Crowd(loop.time)
    entrance = Entrance(limits, places, turns, reuse_port=reuse_port, crowded=crowd.seen)
    shared = Shared(
        server_id=server_id,
        gate=gate,
        make_app=make_app,
        on_disconnect=on_disconnect,
        limits=limits,
        mouse=mouse,
        loop=loop,
        task_factory=loop.get_task_factory(),
        penalties=Penalties(limits, loop.time),
        arrivals=Arrivals(limits, loop.time),
        queue=StartQueue(limits.starting_apps),
        places=places,
        entrance=entrance,
    )
    connections: dict[int, Connection] = {}
    acceptor = await _listen(shared, connections, host, port, host_key)
    return SshServer(shared, connections, acceptor, crowd)


class SshServer:
    """A running server."""

    def __init__(
        self,
        shared: Shared,
        connections: dict[int, Connection],
        acceptor: asyncssh.SSHAcceptor,
        crowd: Crowd,
    ) -> None:
        self.crowd = crowd
        self._shared = shared
        self._connections = connections
        self._acceptor = acceptor
        self._sweep_at = self._arm()

    @property
    def places(self) -> Places:
        """How many connections there may be."""
        return self._shared.places

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return self._acceptor.get_port()

    async def close(self, message: str) -> None:
        """Take nobody else in, end every app with ``message`` as its last line, and hang up.

        Returns when all is closed; an app that doesn't end in time is left behind.
        """
        self._acceptor.close()
        for connection in list(self._connections.values()):
            connection.leave(message)
        await self._wait_for_apps()
        await self._wait_for_clients()
        self._sweep_at.cancel()

    async def _wait_for_apps(self) -> None:
        """Give the apps their time; after it their connections have been closed by force."""
        if self._shared.tasks:
            await asyncio.wait(self._shared.tasks, timeout=self._shared.limits.exit_seconds + 1)

    async def _wait_for_clients(self) -> None:
        """Let the last words out: hang up on each client once it has taken them, or at the end."""
        deadline = self._shared.loop.time() + self._shared.limits.linger_seconds
        while self._connections and self._shared.loop.time() < deadline:
            for connection in list(self._connections.values()):
                if connection.is_done():
                    connection.hang_up()
            await asyncio.sleep(_CLOSING_STEP)
        for connection in list(self._connections.values()):
            connection.cut()

    def _arm(self) -> asyncio.TimerHandle:
        return self._shared.loop.call_later(self._shared.limits.sweep_seconds, self._sweep)

    def _sweep(self) -> None:
        """Look at every deadline; one timer for all connections costs less than many."""
        self._sweep_at = self._arm()
        now, seated = self._shared.loop.time(), self._shared.gate.seated()
        for connection in list(self._connections.values()):
            connection.sweep(now, seated)
        self._shared.queue.show_places()
        self.crowd.look()


async def _listen(
    shared: Shared,
    connections: dict[int, Connection],
    host: str,
    port: int,
    host_key: asyncssh.SSHKey,
) -> asyncssh.SSHAcceptor:
    numbers = itertools.count(1)
    limits = shared.limits
    return await asyncssh.listen(
        host,
        port,
        server_factory=lambda: Connection(shared, next(numbers), connections),
        server_host_keys=[host_key],
        server_version=_VERSION,
        tunnel=shared.entrance,
        config=None,
        login_timeout=limits.login_seconds,
        keepalive_interval=limits.keepalive_seconds,
        keepalive_count_max=limits.keepalives_missed,
        kex_algs=key_exchanges(),
        encryption_algs=ENCRYPTIONS,
        mac_algs=MACS,
        signature_algs=signatures(),
        compression_algs=None,
        public_key_auth=True,
        kbdint_auth=True,
        password_auth=False,
        host_based_auth=False,
        gss_host=None,
        x509_trusted_certs=None,
        allow_pty=True,
        line_editor=False,
        encoding=None,
        window=limits.receive_window,
        max_pktsize=limits.receive_packet,
        agent_forwarding=False,
        x11_forwarding=False,
        sftp_factory=None,
        allow_scp=False,
        rdns_lookup=False,
    )


def key_exchanges() -> tuple[str, ...]:
    """Return the key exchanges offered, best first: those that the installed libraries have."""
    known = get_kex_algs()
    return tuple(name for name in _KEY_EXCHANGES if name.encode() in known)


def signatures() -> tuple[str, ...]:
    """Return the signatures taken from people's keys: those that the installed libraries have."""
    known = get_public_key_algs()
    return tuple(name for name in _SIGNATURES if name.encode() in known)
